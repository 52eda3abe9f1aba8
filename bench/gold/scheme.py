"""Checking a suite: every fault at once, each with its file, line and remedy."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from bench.dataset.suite import EVERY_DOCUMENT, Suite, SuiteDocument
from bench.errors import DataError, Fault
from bench.formats import timeml
from bench.formats.folder import SuiteRows, check_span, read_predictions, read_suite
from bench.formats.jsonl import Row
from bench.formats.references import check_links, check_mentions
from bench.sdk.model import EVENT_CLASSES, KINDS, MODS, REALIS, TIMEX_TYPES, Entry, Event, Link, Timex
from bench.temporal import edtf, timex3
from bench.temporal.interval import Interval

PASSES = "passes"
"""The folder of a suite that holds its annotators' own labels."""


def load(folder: Path, *, own: bool = False) -> Suite:
    """The suite in a folder, JSON Lines or TimeML files. Raises DataError with every fault when there is any.

    With ``own`` it is somebody's own gold, to score by: it needn't follow the annotation scheme, nor say where it
    comes from. What scores depend on is checked all the same.
    """
    if not (folder / "documents.jsonl").is_file() and timeml.files(folder):
        return timeml.read_suite(folder)
    faults: list[Fault] = []
    rows = read_suite(folder, faults, own=own)
    unread = {Path(fault.path).name for fault in faults}
    faults.extend(check(rows, unread))
    if not own:
        faults.extend(_check_scheme(rows))
        for path in sorted((folder / PASSES).glob("*/documents.jsonl")):
            try:
                read_predictions(path.parent, rows.suite())
            except DataError as error:
                faults.extend(error.faults)
    if faults:
        raise DataError(faults)
    return rows.suite()


def check(rows: SuiteRows, unread: Container[str] = ()) -> Iterator[Fault]:
    """The faults that scores depend on, in what could be read as records.

    ``unread`` names the files with lines that could not; what refers to such a file is not held against it.
    """
    if not rows.documents and not unread:
        yield Fault(str(rows.folder / "documents.jsonl"), 0, "it has no documents", "a suite has at least one")
    texts = _texts(rows)
    yield from _repeated(rows.documents, lambda row: row.record.id, "document id")
    for document in rows.documents:
        yield from _check_document(document)
    for name, marked in _layers(rows):
        for row in marked:
            if row.doc in texts:
                yield from check_span(row, texts[row.doc])
            elif "documents.jsonl" not in unread:
                yield row.fault(f"there is no document {row.doc!r}", "mend the id, or add it to documents.jsonl")
        if name != "ignore":
            named = [row for row in marked if row.record.id is not None]
            yield from _repeated(named, lambda row: f"{row.doc} {row.record.id}", "id")
    yield from _check_links(rows, texts, unread)
    yield from _check_timeline(rows.timeline, rows.events, whole="events.jsonl" not in unread)


def _check_scheme(rows: SuiteRows) -> Iterator[Fault]:
    """What isn't as the annotation scheme has it."""
    texts = _texts(rows)
    for document in rows.documents:
        yield from _check_origin(document, rows.folder)
    for name, marked in _layers(rows):
        placed = [row for row in marked if row.doc in texts and not any(check_span(row, texts[row.doc]))]
        for row in placed:
            if not row.record.text:
                yield row.fault("no text beside the offsets", "write the characters that they cover")
        yield from _overlapping(placed)
        if name != "ignore":
            yield from _inside_ignore(placed, rows.ignore)
            yield from (row.fault("no id", "give it one of its own") for row in marked if not row.record.id)
    for timex in rows.timexes:
        yield from _check_timex(timex)
    for event in rows.events:
        yield from _check_event(event)
    yield from _check_repeated_links(rows.links)
    yield from _check_entries(rows.timeline, rows.events)


def _texts(rows: SuiteRows) -> dict[str, str]:
    """By document id, the first where one repeats."""
    return {row.record.id: row.record.text for row in reversed(rows.documents)}


def _layers(rows: SuiteRows) -> tuple[tuple[str, list[Row[Any]]], ...]:
    """The layers of what has a place in a text."""
    return ("timexes", rows.timexes), ("events", rows.events), ("ignore", rows.ignore)


def _check_links(rows: SuiteRows, texts: Container[str], unread: Container[str]) -> Iterator[Fault]:
    for row in rows.links:
        if row.doc not in texts and "documents.jsonl" not in unread:
            yield row.fault(f"there is no document {row.doc!r}", "mend the id, or add it to documents.jsonl")
    if "timexes.jsonl" not in unread and "events.jsonl" not in unread:
        known = [row for row in rows.links if row.doc in texts]
        yield from check_links(known, rows.timexes, rows.events)


def _check_repeated_links(links: Iterable[Row[Link]]) -> Iterator[Fault]:
    first: dict[tuple[str, Link], int] = {}
    for row in links:
        link = row.record
        if link.source == link.target:
            yield row.fault(f"the link joins {link.source!r} with itself", "mend an end, or drop it")
        line = first.setdefault((row.doc, link), row.line)
        if line != row.line:
            yield row.fault(f"the link stands already on line {line}", "keep one of the two")


def _repeated(rows: Iterable[Row[Any]], key: Callable[[Row[Any]], str], noun: str) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for row in rows:
        name = key(row)
        if name in first:
            yield row.fault(f"the {noun} {name!r} stands already on line {first[name]}", "give each its own")
        first.setdefault(name, row.line)


def _check_document(row: Row[SuiteDocument]) -> Iterator[Fault]:
    document = row.record
    if not document.id:
        yield row.fault("a document without an id", "give it a readable one")
    if document.id == EVERY_DOCUMENT:
        message = f"the document id {EVERY_DOCUMENT!r} stands for all documents together"
        yield row.fault(message, "give it a readable one")
    digest = hashlib.sha256(document.text.encode()).hexdigest()
    if document.sha256 not in ("", digest):
        yield row.fault(
            f"the text's SHA-256 is {digest[:12]}…, the stated one {document.sha256[:12]}…",
            "bring the text back, or if it was meant to change, check every offset and state the new digest",
        )
    starts = document.sentences
    if (
        not starts
        or starts[0] != 0
        or list(starts) != sorted(set(starts))
        or starts[-1] >= max(1, len(document.text))
    ):
        yield row.fault("sentences must be rising offsets within the text, the first 0", "mend the list")


def _check_origin(row: Row[SuiteDocument], folder: Path) -> Iterator[Fault]:
    """What a document doesn't say, or says wrongly, of where it comes from."""
    document = row.record
    source = _source_file(folder, document.source)
    if source is not None and source.read_bytes() != document.text.encode():
        yield row.fault(
            f"the text is not that of {document.source}", "copy the file's text, every character of it"
        )
    if not document.sha256:
        digest = hashlib.sha256(document.text.encode()).hexdigest()
        yield row.fault("no sha256 of the text", f"if the text is as it should be, state {digest}")
    if document.dct is None:
        yield row.fault("no dct", "give the day that the story was written")
    if document.dct_basis not in ("stated", "inferred"):
        yield row.fault(f"dct_basis {document.dct_basis!r}", 'write "stated" or "inferred"')
    if not document.dct_reason.strip():
        yield row.fault("no dct_reason", "say in a line how the day is known")


def _source_file(folder: Path, source: str) -> Path | None:
    """The file that a document names, looked for beside the folder and its parents; None if it isn't here."""
    if not source:
        return None
    for base in folder.resolve().parents:
        if (base / source).is_file():
            return base / source
    return None


def _word(
    row: Row[Any], field: str, value: str | None, allowed: Sequence[str], optional: bool = False
) -> Iterator[Fault]:
    if value is None and optional:
        return
    if value not in allowed:
        yield row.fault(f"{field} {value!r} is none of the scheme's", f"use one of {', '.join(allowed)}")


def _check_timex(row: Row[Timex]) -> Iterator[Fault]:
    timex = row.record
    yield from _word(row, "type", timex.type, TIMEX_TYPES)
    yield from _word(row, "kind", timex.kind, KINDS)
    yield from _word(row, "mod", timex.mod, MODS, optional=True)
    try:
        timex3.parse(timex.value or "")
    except ValueError as error:
        yield row.fault(
            f"value {timex.value!r}: {error}", "use a TIMEX3 value such as 2023-09-18, 2023-W38, P4D or PAST_REF"
        )
        return
    length = (timex.value or "").startswith("P") and not (timex.value or "").endswith("_REF")
    if timex.type == "DURATION" and not length:
        yield row.fault(f"a DURATION with value {timex.value!r}", "a length begins with P, such as P4D or PXD")
    if timex.type in ("DATE", "TIME") and length:
        yield row.fault(f"a {timex.type} with value {timex.value!r}", "a length is a DURATION")


def _check_event(row: Row[Event]) -> Iterator[Fault]:
    event = row.record
    yield from _word(row, "class", event.class_, EVENT_CLASSES)
    yield from _word(row, "realis", event.realis, REALIS)
    yield from _check_when(row, event.when)


def _check_when(row: Row[Any], when: str | None) -> Iterator[Fault]:
    if when is None:
        return
    try:
        edtf.parse(when)
    except ValueError as error:
        yield row.fault(
            f"when {when!r}: {error}", "use EDTF such as 2023-09-18, 2023-09-18/2023-09-21 or [..2023-09-19]"
        )


def _overlapping(rows: Iterable[Row[Any]]) -> Iterator[Fault]:
    """Annotations of one layer that share characters: the scheme marks each stretch of text once."""
    last: dict[str, Row[Any]] = {}
    for row in sorted(rows, key=lambda row: (row.doc, row.record.start, row.record.end, row.line)):
        before = last.get(row.doc)
        if before is not None and row.record.start < before.record.end:
            same = (row.record.start, row.record.end) == (before.record.start, before.record.end)
            verb = "repeats" if same else "overlaps"
            yield row.fault(
                f"{row.record.text!r} {verb} {before.record.text!r} of line {before.line}", "keep one of the two"
            )
        if before is None or row.record.end > before.record.end:
            last[row.doc] = row


def _inside_ignore(rows: Iterable[Row[Any]], ignore: Iterable[Row[Any]]) -> Iterator[Fault]:
    regions = [(region.doc, region.record.start, region.record.end, region.line) for region in ignore]
    for row in rows:
        for doc, start, end, line in regions:
            if row.doc == doc and row.record.start < end and start < row.record.end:
                yield row.fault(
                    f"{row.record.text!r} lies in the ignore region of line {line}", "drop one of the two"
                )


def _check_timeline(entries: list[Row[Entry]], events: list[Row[Event]], *, whole: bool) -> Iterator[Fault]:
    yield from _repeated(entries, lambda row: row.record.id, "entry id")
    if whole:
        yield from check_mentions(entries, events)
    for row in entries:
        yield from _check_when(row, row.record.when)


def _check_entries(entries: list[Row[Entry]], events: list[Row[Event]]) -> Iterator[Fault]:
    by_id = {(row.doc, row.record.id): row.record for row in events}
    claimed: dict[tuple[str, str], str] = {}
    for row in entries:
        entry = row.record
        if not entry.label.strip():
            yield row.fault(f"entry {entry.id!r} has no label", "say in a short sentence what happened")
        if not entry.mentions:
            yield row.fault(f"entry {entry.id!r} has no mentions", "name the events that speak of it, or drop it")
        for mention in entry.mentions:
            name = " ".join(mention)
            if mention in claimed:
                yield row.fault(
                    f"mention {name!r} belongs to {claimed[mention]!r} already", "leave it in one entry"
                )
            claimed.setdefault(mention, entry.id)
        yield from _contradictions(row, by_id)


def _contradictions(row: Row[Entry], events: dict[tuple[str, str | None], Event]) -> Iterator[Fault]:
    """ACTUAL mentions of one happening whose times exclude each other, the entry's own time among them."""
    dated: list[tuple[str, str, Interval]] = []
    if row.record.when is not None:
        dated.extend(_interval("the entry", row.record.when))
    for mention in row.record.mentions:
        event = events.get(mention)
        if event is not None and event.realis == "ACTUAL" and event.when is not None:
            dated.extend(_interval(" ".join(mention), event.when))
    for (name, when, interval), (other_name, other_when, other) in combinations(dated, 2):
        if not interval.meets(other):
            yield row.fault(
                f"entry {row.record.id!r}: {name} is at {when}, {other_name} at {other_when}, which can't both be",
                "mend a time, or split the entry",
            )


def _interval(name: str, when: str) -> Iterator[tuple[str, str, Interval]]:
    try:
        yield name, when, edtf.parse(when)
    except ValueError:
        return  # reported where it stands
