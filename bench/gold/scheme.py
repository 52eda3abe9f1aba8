"""Checks gold, also against our own annotation scheme (docs/annotation-scheme.md); lists all faults at once."""

from __future__ import annotations

import hashlib
import zoneinfo
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from bench import formats
from bench.dataset import card
from bench.dataset.suite import Suite, SuiteDocument
from bench.errors import DataError, Fault, UsageError
from bench.formats import checks
from bench.formats.jsonl import gold
from bench.formats.jsonl.gold import SuiteRows, check_when
from bench.formats.jsonl.lines import Row
from bench.formats.jsonl.tables import JsonLines
from bench.gold.load import passes
from bench.sdk.model import Entry, Event, Link, Timex
from bench.temporal import edtf
from bench.temporal.interval import Interval


def validate(path: Path | str, *, scheme: bool = False) -> Suite:
    """Returns the gold in a file or a folder of any format. Raises DataError, which lists every fault.

    The gold is checked for all faults that would change scores. With ``scheme`` the gold must also follow the
    annotation scheme, which is for JSON Lines: it has a card with a version, no unknown fields, and passes
    without faults. Raises UsageError for a path that no format recognises, and for ``scheme`` with another format.
    """
    path = Path(path)
    found = formats.recognise(path, "gold")
    if not scheme:
        return (found.check_gold or found.read_gold)(path)
    if found.name != "jsonl":
        raise UsageError(f"{path}: {found.title} can't follow the annotation scheme; leave --scheme out")
    faults: list[Fault] = []
    rows = gold.read_rows(JsonLines(path, strict=True), faults)
    faults.extend(gold.check(rows, gold.unread_tables(faults)))
    faults.extend(_check_card(path))
    faults.extend(check(rows))
    for each in passes(path):
        try:
            formats.read_predictions(each, rows.suite(gold.head(path)))
        except DataError as error:
            faults.extend(error.faults)
    if faults:
        raise DataError(faults)
    return rows.suite(gold.head(path))


def _check_card(folder: Path) -> Iterator[Fault]:
    """Yields the fault of a folder without a card, or of a card without a version."""
    path = folder / card.NAME
    if not card.read(folder).version:
        lacks = "version" if path.is_file() else "card"
        remedy = 'put a line such as "version: 1.0.0" in the card\'s front matter'
        yield Fault(str(path), 0, f"the suite has no {lacks}", remedy)


def check(rows: SuiteRows) -> Iterator[Fault]:
    """Yields the faults against the annotation scheme. Faults that would change scores aren't checked for here."""
    texts = rows.texts
    for document in rows.documents:
        yield from _check_origin(document, rows.tables.folder)
    for name, marked in rows.placed:
        placed = [row for row in marked if row.doc in texts and _fits(row, texts[row.doc])]
        for row in placed:
            if not row.record.text:
                yield row.fault("no text beside the offsets", "write the characters that they cover")
        yield from _overlapping(placed)
        if name != "ignore":
            yield from _inside_ignore(placed, rows.ignore)
            yield from (row.fault("no id", "give it one of its own") for row in marked if not row.record.id)
    threads = {row.record.id for row in rows.documents if row.record.thread}
    for timex in rows.timexes:
        yield from _check_timex(timex, threaded=timex.doc in threads)
    for event in rows.events:
        yield from _check_event(event)
    yield from _check_repeated_links(rows.links)
    yield from _check_entries(rows.timeline, rows.events)


def _fits(row: Row[Any], text: str) -> bool:
    return checks.fits(row.record.start, row.record.end, row.record.text, text)


def _check_repeated_links(links: Iterable[Row[Link]]) -> Iterator[Fault]:
    first: dict[tuple[str, Link], int] = {}
    for row in links:
        link = row.record
        yield from _word(row, "relation", link.relation)
        if link.source == link.target:
            yield row.fault(f"the link joins {link.source!r} with itself", "mend an end, or drop it")
        line = first.setdefault((row.doc, link), row.line)
        if line != row.line:
            yield row.fault(f"the link stands already on line {line}", "keep one of the two")


def _check_origin(row: Row[SuiteDocument], folder: Path) -> Iterator[Fault]:
    """Yields the faults in a document's source, digest, creation day and time zone."""
    document = row.record
    source = _source_file(folder, document.source)
    if source is not None and source.read_bytes() != document.text.encode():
        yield row.fault(
            f"the text is not that of {document.source}", "copy the file's text, every character of it"
        )
    if document.source and not document.sha256:
        digest = hashlib.sha256(document.text.encode()).hexdigest()
        yield row.fault("no sha256 of the text", f"if the text is as it should be, state {digest}")
    if document.dct is None:
        yield row.fault("no dct", "give the day that the story was written")
    if document.dct_basis not in ("stated", "inferred"):
        yield row.fault(f"dct_basis {document.dct_basis!r}", 'write "stated" or "inferred"')
    if not document.dct_reason.strip():
        yield row.fault("no dct_reason", "say in a line how the day is known")
    yield from _check_zone(row)


def _check_zone(row: Row[SuiteDocument]) -> Iterator[Fault]:
    """Yields the fault of a zone that doesn't exist, or whose clock differs from that of the time stamp."""
    document = row.record
    if not document.zone:
        return
    try:
        zone = zoneinfo.ZoneInfo(document.zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        yield row.fault(f"zone {document.zone!r} is no time zone", "use an IANA name such as Europe/London")
        return
    written = document.written
    if written is None or written.tzinfo is None:
        yield row.fault("zone, but dct has no offset", "write dct as 2019-05-14T09:20:00+01:00, or leave zone out")
    elif (there := written.astimezone(zone)).utcoffset() != written.utcoffset():
        yield row.fault(
            f"dct is {written.isoformat()}, but the clock of {document.zone} then says {there.isoformat()}",
            "mend the offset, or the zone",
        )


def _source_file(folder: Path, source: str) -> Path | None:
    """Returns the file ``source`` in one of the folder's parents; None if it isn't there."""
    if not source:
        return None
    for base in folder.resolve().parents:
        if (base / source).is_file():
            return base / source
    return None


def _word(row: Row[Any], field: str, value: str | None, *, optional: bool = False) -> Iterator[Fault]:
    return row.faults(checks.check_word(field, value, optional=optional))


def _check_timex(row: Row[Timex], *, threaded: bool) -> Iterator[Fault]:
    time = row.record
    yield from _word(row, "type", time.type)
    yield from _word(row, "kind", time.kind)
    yield from _word(row, "mod", time.mod, optional=True)
    value = time.value or ""
    problems = list(checks.check_value(value))
    yield from row.faults(problems or checks.check_length(time.type, value))
    yield from row.faults(checks.check_policies(time.type, time.values or ()))
    if time.newest_value is not None:
        yield from row.faults(checks.check_newest_value(time.type, value, time.newest_value, threaded=threaded))


def _check_event(row: Row[Event]) -> Iterator[Fault]:
    event = row.record
    yield from _word(row, "class", event.class_)
    yield from _word(row, "realis", event.realis)
    yield from check_when(row, event.when)


def _overlapping(rows: Iterable[Row[Any]]) -> Iterator[Fault]:
    """Yields a fault for each annotation that overlaps another of its layer, which the scheme doesn't allow."""
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
    """Yields a fault for each two disjoint times of an entry: its own, and those of its ACTUAL mentions."""
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
