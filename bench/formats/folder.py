"""A suite's folder and a predictions folder: the same layers as JSON Lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bench.dataset.suite import (
    EVERY_DOCUMENT,
    RESOLVED,
    Layers,
    Predictions,
    Resolved,
    Suite,
    SuiteDocument,
    suite_name,
)
from bench.errors import DataError, Fault
from bench.formats import jsonl
from bench.formats.jsonl import Row
from bench.formats.lines import LINES, entry_line
from bench.formats.references import check_links, check_mentions
from bench.sdk.declare import LAYERS, TIMELINE, referred
from bench.sdk.model import Entry, Event, Link, Region, Span, Timex, Unlocated

LAYER_FILES = ("documents", "timexes", "events", "links", "timeline", "ignore")
"""The files that a suite's digest covers, in this order, each ``NAME.jsonl``."""
GIVEN: Mapping[str, str] = {"timexes": "given-timexes", "events": "given-events"}
"""The files of what a system was given, for its links and timeline to refer to; it isn't scored on them."""
UNLOCATED = "unlocated"
"""The file of what was predicted in words that don't occur in the text; there where there is some."""
T = TypeVar("T", Timex, Event, Region, Link, Unlocated)


@dataclass(frozen=True, slots=True)
class SuiteRows:
    """Everything a suite's folder says, with the line each record stands on."""

    folder: Path
    version: str
    digest: str
    documents: list[Row[SuiteDocument]]
    timexes: list[Row[Timex]]
    events: list[Row[Event]]
    ignore: list[Row[Region]]
    links: list[Row[Link]]
    timeline: list[Row[Entry]]

    def suite(self) -> Suite:
        """The suite, without the line numbers."""
        documents = tuple(row.record for row in self.documents)
        timexes, events, ignore = _by_document(self.timexes), _by_document(self.events), _by_document(self.ignore)
        links = _by_document(self.links)
        return Suite(
            name=suite_name(self.folder),
            version=self.version,
            digest=self.digest,
            documents=documents,
            layers={
                document.id: Layers(
                    tuple(timexes.get(document.id, ())),
                    tuple(events.get(document.id, ())),
                    tuple(ignore.get(document.id, ())),
                    tuple(links.get(document.id, ())),
                )
                for document in documents
            },
            timeline=tuple(row.record for row in self.timeline),
        )


def read_suite(folder: Path, faults: list[Fault], *, own: bool = False) -> SuiteRows:
    """Read a suite's folder; what breaks the format goes to ``faults``.

    With ``own`` it is somebody's own gold: it needs no card and may have fields that a suite hasn't.
    """
    if not (folder / "documents.jsonl").is_file():
        faults.append(
            Fault(str(folder), 0, "no documents.jsonl here", "name a suite's folder, such as gold/articles")
        )

    def layer(name: str, record: type[jsonl.R], *, of_document: bool = True) -> list[Row[jsonl.R]]:
        return jsonl.read(folder / f"{name}.jsonl", record, faults, of_document=of_document, strict=not own)

    return SuiteRows(
        folder=folder,
        version=_version(folder / "README.md", [] if own else faults),
        digest=_digest(folder),
        documents=layer("documents", SuiteDocument, of_document=False),
        timexes=layer("timexes", Timex),
        events=layer("events", Event),
        ignore=layer("ignore", Region),
        links=layer("links", Link),
        timeline=layer("timeline", Entry, of_document=False),
    )


def _version(card: Path, faults: list[Fault]) -> str:
    """``version:`` of the dataset card's front matter; empty where there is none."""
    remedy = 'put a line such as "version: 1.0.0" in the card\'s front matter'
    if not card.is_file():
        faults.append(Fault(str(card), 0, "the suite has no card", remedy))
        return ""
    front = re.match(r"---\n(.*?)\n---\n", card.read_bytes().decode("utf-8-sig", errors="replace"), re.DOTALL)
    found = re.search(r"^version: *[\"']?([\w.+-]+)", front[1], re.MULTILINE) if front else None
    if not found:
        faults.append(Fault(str(card), 0, "the suite has no version", remedy))
        return ""
    return found[1]


def _digest(folder: Path) -> str:
    """SHA-256 over the layer files, each by its name and its own digest; absent ones are left out."""
    paths = {name: folder / f"{name}.jsonl" for name in LAYER_FILES}
    return jsonl.digest({name: path for name, path in paths.items() if path.is_file()})


def version_and_digest(folder: Path) -> tuple[str, str]:
    """What gold's signature has of it."""
    return _version(folder / "README.md", []), _digest(folder)


def _by_document(annotations: Iterable[Row[T]]) -> dict[str, list[T]]:
    grouped: dict[str, list[T]] = {}
    for row in annotations:
        grouped.setdefault(row.doc, []).append(row.record)
    return grouped


@dataclass(frozen=True, slots=True)
class PredictedDocument:
    """A line of a predictions folder's ``documents.jsonl``."""

    id: str
    status: str = "done"
    """"done" or "failed"."""
    reason: str | None = None
    unresolved: str | None = None
    """Why it said nothing of given spans, where asking failed."""


def read_predictions(folder: Path, suite: Suite | None = None) -> Predictions:
    """Read predictions, or an annotator's pass; offsets and texts are checked where a suite has the document.

    A layer whose file isn't there was not asked for; then links and timeline may refer to one that was given
    (`GIVEN`). Annotations of a document that ``documents.jsonl`` doesn't call done don't count; what was said of
    given spans does, unless that failed itself. Raises DataError with every fault: lines that are no records,
    offsets outside the text, a ``text`` that doesn't stand at its offsets, links and mentions that lead nowhere,
    answers for spans that gold doesn't have.
    """
    faults: list[Fault] = []
    status = jsonl.read(folder / "documents.jsonl", PredictedDocument, faults, of_document=False)
    if not (folder / "documents.jsonl").is_file():
        faults.append(
            Fault(str(folder), 0, "no documents.jsonl here", 'write a line {"id": …, "status": "done"} a document')
        )
    timexes = jsonl.read(_annotations(folder, "timexes"), Timex, faults, of_document=True)
    events = jsonl.read(_annotations(folder, "events"), Event, faults, of_document=True)
    ignore = jsonl.read(folder / "ignore.jsonl", Region, faults, of_document=True)
    links = jsonl.read(folder / "links.jsonl", Link, faults, of_document=True)
    timeline = jsonl.read(folder / "timeline.jsonl", Entry, faults, of_document=False)
    unlocated = jsonl.read(folder / f"{UNLOCATED}.jsonl", Unlocated, faults, of_document=True)
    resolved = jsonl.read(folder / f"{RESOLVED}.jsonl", Timex, faults, of_document=True)
    texts = {document.id: document.text for document in suite.documents} if suite else {}
    seen: set[str] = set()
    for entry in status:
        if entry.record.status not in ("done", "failed"):
            faults.append(entry.fault(f"status {entry.record.status!r}", 'write "done" or "failed"'))
        if entry.record.id in seen:
            faults.append(entry.fault(f"document {entry.record.id!r} stands here twice", "keep one of the two"))
        seen.add(entry.record.id)
    placed: list[Row[Any]] = [*timexes, *events, *ignore, *resolved]
    faults += [
        each.fault(f"layer {each.record.layer!r}", 'write "timexes" or "events"')
        for each in unlocated
        if each.record.layer not in GIVEN
    ]
    for row in [*placed, *links, *unlocated]:
        if row.doc not in seen:
            faults.append(row.fault(f"document {row.doc!r} is not in documents.jsonl", "add it there"))
        elif row.doc in texts and not isinstance(row.record, Link | Unlocated):
            faults.extend(check_span(row, texts[row.doc]))
    if not faults:  # what a line that can't be read would have named is no fault of the link
        faults.extend(check_links(links, timexes, events))
        faults.extend(check_mentions(timeline, events))
        faults.extend(_check_given(resolved, suite))
    covers = covered(folder)
    if not covers and not has_resolved(folder):
        faults.append(
            Fault(str(folder), 0, "no layer here", "write timexes.jsonl or events.jsonl, empty if need be")
        )
    if faults:
        raise DataError(faults)
    by_timexes, by_events, by_ignore = _by_document(timexes), _by_document(events), _by_document(ignore)
    by_links, by_unlocated = _by_document(links), _by_document(unlocated)
    by_resolved = _by_document(resolved)
    failures = {
        row.record.id: row.record.reason or "failed, no reason given"
        for row in status
        if row.record.status == "failed"
    }
    return Predictions(
        layers={
            row.record.id: Layers(
                tuple(by_timexes.get(row.record.id, ())),
                tuple(by_events.get(row.record.id, ())),
                tuple(by_ignore.get(row.record.id, ())),
                tuple(by_links.get(row.record.id, ())),
                tuple(by_unlocated.get(row.record.id, ())),
            )
            for row in status
            if row.record.status == "done" and row.record.id != EVERY_DOCUMENT
        },
        covers=covers,
        timeline_failure=failures.pop(EVERY_DOCUMENT, ""),
        failures=failures,
        timeline=tuple(row.record for row in timeline),
        resolved=Resolved(
            {
                row.record.id: tuple(by_resolved.get(row.record.id, ()))
                for row in status
                if not row.record.unresolved
            },
            {row.record.id: row.record.unresolved for row in status if row.record.unresolved},
        )
        if has_resolved(folder)
        else None,
    )


def _check_given(resolved: Iterable[Row[Timex]], suite: Suite | None) -> Iterable[Fault]:
    """Faults of answers for given spans: one that gold doesn't have, where it is known, and two for one span."""
    gold = {name: {*layers.spans} for name, layers in suite.layers.items()} if suite else {}
    seen: set[tuple[str, Span]] = set()
    for row in resolved:
        span = row.record.start, row.record.end
        where = f"{span[0]}–{span[1]}"
        if row.doc in gold and span not in gold[row.doc]:
            yield row.fault(f"gold has no time expression at {where}", "ask the system anew for gold's spans")
        if (row.doc, span) in seen:
            yield row.fault(f"the span {where} has an answer already", "keep one of the two")
        seen.add((row.doc, span))


def has_resolved(folder: Path) -> bool:
    """Whether a predictions folder has answers for given spans."""
    return (folder / f"{RESOLVED}.jsonl").is_file()


def covered(folder: Path) -> tuple[str, ...]:
    """The layers that a predictions folder has a file of: those that were asked for."""
    return tuple(name for name in LAYERS if (folder / f"{name}.jsonl").is_file())


def _annotations(folder: Path, layer: str) -> Path:
    """The file of a layer: what was predicted, or where it wasn't asked for what was given."""
    predicted = folder / f"{layer}.jsonl"
    return predicted if predicted.is_file() else folder / f"{GIVEN[layer]}.jsonl"


def check_span(row: Row[Any], text: str) -> Iterable[Fault]:
    """Faults of an annotation's offsets and of the text that it repeats (which may be left empty)."""
    start, end, stated = row.record.start, row.record.end, row.record.text
    if not 0 <= start < end <= len(text):
        yield row.fault(
            f"the span {start}–{end} doesn't lie within the text's {len(text)} characters",
            "count code points from 0, end exclusive",
        )
    elif stated and text[start:end] != stated:
        places = [found.start() for found in re.finditer(re.escape(stated), text)]
        where = (
            f"it stands at {', '.join(map(str, places[:5]))}" if places else "it occurs nowhere in the document"
        )
        yield row.fault(f"{start}–{end} covers {text[start:end]!r}, not {stated!r}", f"mend the offsets ({where})")


def written(layers: Sequence[str]) -> dict[str, str]:
    """Layer → the stem of the file that it stands in, for each layer predicted and each that these refer to."""
    return {**{layer: layer for layer in layers}, **{layer: GIVEN[layer] for layer in referred(layers)}}


def remove_others(folder: Path, layers: Sequence[str], *, resolved: bool) -> None:
    """Remove the files that an earlier state of the system left, when it had other layers, or resolved."""
    keep = {*written(layers).values(), *([RESOLVED] if resolved else ())}
    for name in {*LAYERS, *GIVEN.values(), RESOLVED, UNLOCATED} - keep:
        (folder / f"{name}.jsonl").unlink(missing_ok=True)


def _without_text(line: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name != "text"}


def write_predictions(
    folder: Path, predictions: Predictions, documents: Iterable[SuiteDocument], *, texts: bool = True
) -> None:
    """Write predictions for these documents, in their order, each layer by offset, links as they were given.

    Without ``texts`` the words covered are left out, where they aren't ours to give on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    order = list(documents)
    lines: list[dict[str, Any]] = []
    for document in order:
        if document.id in predictions.layers:
            lines.append({"id": document.id, "status": "done"})
        else:
            reason = predictions.failures.get(document.id, "")
            lines.append({"id": document.id, "status": "failed", "reason": reason})
        if predictions.resolved is not None and document.id in predictions.resolved.failures:
            lines[-1]["unresolved"] = predictions.resolved.failures[document.id]
    if predictions.timeline_failure:
        lines.append({"id": EVERY_DOCUMENT, "status": "failed", "reason": predictions.timeline_failure})
    jsonl.write(folder / "documents.jsonl", lines)
    remove_others(folder, predictions.covers, resolved=predictions.resolved is not None)
    for layer, name in written(predictions.covers).items():
        if layer == TIMELINE:
            jsonl.write(folder / f"{name}.jsonl", map(entry_line, predictions.timeline))
            continue
        found = {document: getattr(layers, layer) for document, layers in predictions.layers.items()}
        _write_annotations(folder / f"{name}.jsonl", layer, found, order, texts=texts)
    if predictions.resolved is not None:
        answers = predictions.resolved.timexes
        _write_annotations(folder / f"{RESOLVED}.jsonl", "timexes", answers, order, texts=texts)

    nowhere = {document: layers.unlocated for document, layers in predictions.layers.items() if layers.unlocated}
    if nowhere:
        _write_annotations(folder / f"{UNLOCATED}.jsonl", UNLOCATED, nowhere, order, texts=texts)


def _write_annotations(
    path: Path, layer: str, found: Mapping[str, Sequence[Any]], order: Iterable[SuiteDocument], *, texts: bool
) -> None:
    """Write annotations of one layer, by document id, in the order of the documents."""
    write = LINES[layer]
    jsonl.write(
        path,
        (
            {"doc": document.id, **(line if texts else _without_text(line))}
            for document in order
            for item in found.get(document.id, ())
            for line in [write(item)]
        ),
    )
