"""A suite's folder and a predictions folder: the same layers as JSON Lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bench.errors import DataError, Fault
from bench.formats import rows
from bench.formats.lines import LINES, entry_line
from bench.formats.references import check_links, check_mentions
from bench.formats.rows import Row
from bench.model import Entry, Event, Link, Region, Timex, Unlocated
from bench.suite import ACROSS, Layers, Predictions, Suite, SuiteDocument, suite_name
from bench.system import LAYERS, TIMELINE, referred

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


def read_suite(folder: Path, faults: list[Fault]) -> SuiteRows:
    """Read a suite's folder; what breaks the format goes to ``faults``."""
    if not (folder / "documents.jsonl").is_file():
        faults.append(
            Fault(str(folder), 0, "no documents.jsonl here", "name a suite's folder, such as gold/articles")
        )

    def layer(name: str, record: type[T]) -> list[Row[T]]:
        return rows.read(folder / f"{name}.jsonl", record, faults, of_document=True, strict=True)

    return SuiteRows(
        folder=folder,
        version=_version(folder / "README.md", faults),
        digest=_digest(folder),
        documents=rows.read(folder / "documents.jsonl", SuiteDocument, faults, of_document=False, strict=True),
        timexes=layer("timexes", Timex),
        events=layer("events", Event),
        ignore=layer("ignore", Region),
        links=layer("links", Link),
        timeline=rows.read(folder / "timeline.jsonl", Entry, faults, of_document=False, strict=True),
    )


def _version(card: Path, faults: list[Fault]) -> str:
    """``version:`` of the dataset card's front matter."""
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
    return rows.digest({name: path for name, path in paths.items() if path.is_file()})


def version_and_digest(folder: Path) -> tuple[str, str]:
    """What a suite's signature has of it. Raises DataError where its card has no version."""
    faults: list[Fault] = []
    version = _version(folder / "README.md", faults)
    if faults:
        raise DataError(faults)
    return version, _digest(folder)


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


def read_predictions(folder: Path, suite: Suite | None = None) -> Predictions:
    """Read predictions, or an annotator's pass; offsets and texts are checked where a suite has the document.

    A layer whose file isn't there was not asked for; then links and timeline may refer to one that was given
    (`GIVEN`). Annotations of a document that ``documents.jsonl`` doesn't call done don't count. Raises DataError
    with every fault: lines that are no records, offsets outside the text, a ``text`` that doesn't stand at its
    offsets, links and mentions that lead nowhere.
    """
    faults: list[Fault] = []
    status = rows.read(folder / "documents.jsonl", PredictedDocument, faults, of_document=False)
    if not (folder / "documents.jsonl").is_file():
        faults.append(
            Fault(str(folder), 0, "no documents.jsonl here", 'write a line {"id": …, "status": "done"} a document')
        )
    timexes = rows.read(_annotations(folder, "timexes"), Timex, faults, of_document=True)
    events = rows.read(_annotations(folder, "events"), Event, faults, of_document=True)
    ignore = rows.read(folder / "ignore.jsonl", Region, faults, of_document=True)
    links = rows.read(folder / "links.jsonl", Link, faults, of_document=True)
    timeline = rows.read(folder / "timeline.jsonl", Entry, faults, of_document=False)
    unlocated = rows.read(folder / f"{UNLOCATED}.jsonl", Unlocated, faults, of_document=True)
    texts = {document.id: document.text for document in suite.documents} if suite else {}
    seen: set[str] = set()
    for entry in status:
        if entry.record.status not in ("done", "failed"):
            faults.append(entry.fault(f"status {entry.record.status!r}", 'write "done" or "failed"'))
        if entry.record.id in seen:
            faults.append(entry.fault(f"document {entry.record.id!r} stands here twice", "keep one of the two"))
        seen.add(entry.record.id)
    placed: list[Row[Any]] = [*timexes, *events, *ignore]
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
    covers = covered(folder)
    if not covers:
        faults.append(
            Fault(str(folder), 0, "no layer here", "write timexes.jsonl or events.jsonl, empty if need be")
        )
    if faults:
        raise DataError(faults)
    by_timexes, by_events, by_ignore = _by_document(timexes), _by_document(events), _by_document(ignore)
    by_links, by_unlocated = _by_document(links), _by_document(unlocated)
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
            if row.record.status == "done" and row.record.id != ACROSS
        },
        covers=covers,
        failures={
            row.record.id: row.record.reason or "failed, no reason given"
            for row in status
            if row.record.status == "failed"
        },
        timeline=tuple(row.record for row in timeline),
    )


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


def remove_others(folder: Path, layers: Sequence[str]) -> None:
    """Remove the layer files that an earlier state of the system left, when it had other layers."""
    for name in {*LAYERS, *GIVEN.values(), UNLOCATED} - set(written(layers).values()):
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
    if ACROSS in predictions.failures:
        lines.append({"id": ACROSS, "status": "failed", "reason": predictions.failures[ACROSS]})
    rows.write(folder / "documents.jsonl", lines)
    remove_others(folder, predictions.covers)
    for layer, name in written(predictions.covers).items():
        if layer == TIMELINE:
            rows.write(folder / f"{name}.jsonl", map(entry_line, predictions.timeline))
            continue
        rows.write(folder / f"{name}.jsonl", _lines(predictions, order, layer, texts=texts))
    if any(layers.unlocated for layers in predictions.layers.values()):
        rows.write(folder / f"{UNLOCATED}.jsonl", _lines(predictions, order, UNLOCATED, texts=texts))


def _lines(
    predictions: Predictions, order: Sequence[SuiteDocument], layer: str, *, texts: bool
) -> Iterable[dict[str, Any]]:
    write = LINES[layer]
    for document in order:
        if document.id in predictions.layers:
            for item in getattr(predictions.layers[document.id], layer):
                line = write(item)
                yield {"doc": document.id, **(line if texts else _without_text(line))}
