"""Reads and writes a predictions folder: a system's or annotator's annotations of a suite, layer by layer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.dataset.note import Note, fold
from bench.dataset.suite import EVERY_DOCUMENT, RESOLVED, Layers, Predictions, Resolved, Suite, SuiteDocument
from bench.errors import DataError, Fault
from bench.formats import checks
from bench.formats.jsonl import layout, lines
from bench.formats.jsonl.gold import by_document, check_entries, check_links, relation_notes
from bench.formats.jsonl.layout import GIVEN, PredictedDocument
from bench.formats.jsonl.lines import Row
from bench.formats.jsonl.records import RECORDS
from bench.formats.jsonl.tables import JsonLines, Tables, covered
from bench.sdk.declare import TIMELINE
from bench.sdk.model import Entry, Event, Link, Region, Timex, Unlocated
from bench.sdk.protocol import UNLOCATED


@dataclass(frozen=True, slots=True)
class _Rows:
    """All documents and annotations of a predictions folder, each with the number of its line."""

    status: list[Row[PredictedDocument]]
    timexes: list[Row[Timex]]
    events: list[Row[Event]]
    ignore: list[Row[Region]]
    links: list[Row[Link]]
    unlocated: list[Row[Unlocated]]
    resolved: list[Row[Timex]]
    timeline: list[Row[Entry]]

    def predictions(self, covers: Sequence[str], notes: Iterable[Note], *, resolved: bool) -> Predictions:
        """Returns the predictions, without the line numbers."""
        status = [row.record for row in self.status]
        layers = [
            by_document(rows) for rows in (self.timexes, self.events, self.ignore, self.links, self.unlocated)
        ]
        failures = {
            each.id: each.reason or "failed, no reason given" for each in status if each.status == "failed"
        }
        return Predictions(
            layers={
                each.id: Layers(*(tuple(layer.get(each.id, ())) for layer in layers))
                for each in status
                if each.status == "done" and each.id != EVERY_DOCUMENT
            },
            covers=tuple(covers),
            timeline_failure=failures.pop(EVERY_DOCUMENT, ""),
            failures=failures,
            timeline=tuple(row.record for row in self.timeline),
            resolved=self._answers(status) if resolved else None,
            notes=fold((*notes, *relation_notes(self.links))),
            texts=self.texts(),
        )

    def texts(self) -> dict[str, str]:
        """Returns the text of each document whose line in documents.jsonl states it, by the document's id."""
        return {row.record.id: row.record.text for row in self.status if row.record.text is not None}

    def _answers(self, status: Iterable[PredictedDocument]) -> Resolved:
        answers, failures = by_document(self.resolved), {each.id: each.unresolved for each in status}
        return Resolved(
            {name: tuple(answers.get(name, ())) for name, reason in failures.items() if not reason},
            {name: reason for name, reason in failures.items() if reason},
        )


def read_predictions(folder: Path, suite: Suite | None = None) -> Predictions:
    """Returns the predictions of a folder; offsets and texts are checked if the suite has the document.

    If the file of a layer doesn't exist, the system wasn't asked for this layer. Links and a timeline may then
    refer to the annotations that the system was given (`GIVEN`). Annotations of a document count only if
    the document has the status "done". Answers for given spans count unless it failed with given spans. Raises
    DataError, which lists every fault: lines that can't be read, offsets outside the text, a ``text`` that isn't
    at its offsets, links and mentions that refer to no annotation, and answers for spans that gold doesn't have.
    """
    return read(JsonLines(folder), suite)


def read(tables: Tables, suite: Suite | None = None) -> Predictions:
    """Returns the predictions in tables of any files, as `read_predictions` does."""
    faults: list[Fault] = []
    rows = _read(tables, faults)
    faults.extend(_check_status(rows.status))
    faults.extend(_check_placed(rows, suite, tables.called(layout.DOCUMENTS)))
    if not faults:  # a link that refers to a line that can't be read is not at fault
        faults.extend(check_links(rows.links, rows.timexes, rows.events))
        faults.extend(check_entries(rows.timeline, rows.events))
        faults.extend(_check_given(rows, suite))
    covers, resolved = covered(tables), tables.has(RESOLVED)
    if not covers and not resolved:
        remedy = f"write {tables.called('timexes')} or {tables.called('events')}, empty if need be"
        faults.append(Fault(str(tables.folder), 0, "no layer here", remedy))
        faults.extend(
            Fault(each.path, 0, each.message, "name it as docs/formats.md does")
            for each in tables.unread(layout.PREDICTION_FILES)
        )
    if faults:
        raise DataError(faults)
    return rows.predictions(covers, tables.unread(layout.PREDICTION_FILES), resolved=resolved)


def _read(tables: Tables, faults: list[Fault]) -> _Rows:
    """Returns the rows of the tables; lines that can't be read go to ``faults``."""
    if not tables.has(layout.DOCUMENTS):
        remedy = 'write a line {"id": …, "status": "done"} a document'
        faults.append(Fault(str(tables.folder), 0, f"no {tables.called(layout.DOCUMENTS)} here", remedy))

    def layer(name: str, record: type[lines.R], *, of_document: bool = True) -> list[Row[lines.R]]:
        return tables.rows(name, record, faults, of_document=of_document)

    def predicted_or_given(name: str) -> str:
        return name if tables.has(name) else GIVEN[name]

    return _Rows(
        status=layer(layout.DOCUMENTS, PredictedDocument, of_document=False),
        timexes=layer(predicted_or_given("timexes"), Timex),
        events=layer(predicted_or_given("events"), Event),
        ignore=layer("ignore", Region),
        links=layer("links", Link),
        unlocated=layer(UNLOCATED, Unlocated),
        resolved=layer(RESOLVED, Timex),
        timeline=layer(TIMELINE, Entry, of_document=False),
    )


def _check_status(status: Iterable[Row[PredictedDocument]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for row in status:
        if row.record.status not in ("done", "failed"):
            yield row.fault(f"status {row.record.status!r}", 'write "done" or "failed"')
        if row.record.id in seen:
            yield row.fault(f"document {row.record.id!r} stands here twice", "keep one of the two")
        seen.add(row.record.id)


def _check_placed(rows: _Rows, suite: Suite | None, listing: str) -> Iterator[Fault]:
    """Yields the faults of single annotations: an unknown document, a wrong span, or a wrong layer."""
    for each in rows.unlocated:
        yield from each.faults(checks.check_unlocated(each.record.layer))
    listed = {row.record.id for row in rows.status}
    gold = {document.id: document.text for document in suite.documents} if suite else {}
    texts = {**gold, **rows.texts()}  # texts are compared with gold's later (bench.formats.alignment)
    placed: list[Row[Any]] = [*rows.timexes, *rows.events, *rows.ignore, *rows.resolved]
    for row in placed:
        if row.doc in listed and row.doc in texts:
            found = row.record
            yield from row.faults(checks.check_span(found.start, found.end, found.text, texts[row.doc]))
    for row in (*rows.timexes, *rows.resolved):
        timex = row.record
        yield from row.faults(checks.check_confidence(timex.value, timex.confidence, timex.alternatives))
    for row in (*placed, *rows.links, *rows.unlocated):
        if row.doc not in listed:
            yield row.fault(f"document {row.doc!r} is not in {listing}", "add it there")


def _check_given(rows: _Rows, suite: Suite | None) -> Iterator[Fault]:
    """Yields the faults of answers for given spans: a span with two answers, or one that gold doesn't have."""
    documents, texts = suite.documents if suite else (), rows.texts()
    others = {each.id for each in documents if texts.get(each.id, each.text) != each.text}
    gold = {name: {*found.spans} for name, found in suite.layers.items() if name not in others} if suite else {}
    answers: dict[str, list[Row[Timex]]] = {}
    for row in rows.resolved:
        answers.setdefault(row.doc, []).append(row)
    for document, found in answers.items():
        spans = ((row, (row.record.start, row.record.end)) for row in found)
        yield from lines.faults(checks.check_given(spans, gold.get(document)))


def write_predictions(
    folder: Path, predictions: Predictions, documents: Iterable[SuiteDocument], *, texts: bool = True
) -> None:
    """Writes predictions in the order of ``documents``; a document's annotations stay in their order.

    Without ``texts``, the words of annotations are left out, because some texts may not be passed on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    order = list(documents)
    lines.write(layout.path_of(folder, layout.DOCUMENTS), _status(predictions, order))
    layout.remove_others(folder, predictions.covers, resolved=predictions.resolved is not None)

    def write(name: str, layer: str, found: Mapping[str, Sequence[Any]]) -> None:
        annotations = _annotations(RECORDS[layer], found, order, texts=texts)
        lines.write(layout.path_of(folder, name), annotations)

    for layer, name in layout.written(predictions.covers).items():
        if layer == TIMELINE:
            lines.write(layout.path_of(folder, name), map(RECORDS[layer], predictions.timeline))
        else:
            write(name, layer, {name: getattr(layers, layer) for name, layers in predictions.layers.items()})
    if predictions.resolved is not None:
        write(RESOLVED, "timexes", predictions.resolved.timexes)
    nowhere = {name: layers.unlocated for name, layers in predictions.layers.items() if layers.unlocated}
    if nowhere:
        write(UNLOCATED, UNLOCATED, nowhere)


def _status(predictions: Predictions, order: Iterable[SuiteDocument]) -> Iterator[dict[str, Any]]:
    """Yields the lines of ``documents.jsonl``; if the timeline failed, its line is the last."""
    unresolved = predictions.resolved.failures if predictions.resolved is not None else {}
    for document in order:
        line: dict[str, Any] = {"id": document.id, "status": "done"}
        if document.id not in predictions.layers:
            line |= {"status": "failed", "reason": predictions.failures.get(document.id, "")}
        if document.id in unresolved:
            line["unresolved"] = unresolved[document.id]
        yield line
    if predictions.timeline_failure:
        yield {"id": EVERY_DOCUMENT, "status": "failed", "reason": predictions.timeline_failure}


def _annotations(
    record: Any, found: Mapping[str, Sequence[Any]], order: Iterable[SuiteDocument], *, texts: bool
) -> Iterator[dict[str, Any]]:
    """Yields the lines of a layer: each annotation with the id of its document, in the order of ``order``."""
    for document in order:
        for item in found.get(document.id, ()):
            line = record(item)
            if not texts:
                line.pop("text", None)
            yield {"doc": document.id, **line}
