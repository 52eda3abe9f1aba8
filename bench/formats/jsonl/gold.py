"""Reads and checks the gold in a suite's folder, with the line number of each annotation."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from bench.dataset import card
from bench.dataset.note import Note, fold
from bench.dataset.suite import EVERY_DOCUMENT, Layers, Suite, SuiteDocument, suite_name
from bench.errors import DataError, Fault
from bench.files import digest
from bench.formats import checks
from bench.formats.jsonl import layout, lines
from bench.formats.jsonl.lines import Row
from bench.formats.jsonl.tables import JsonLines, Tables
from bench.sdk.model import RELATIONS, Entry, Event, Link, Region, Timex, Unlocated
from bench.temporal import edtf

T = TypeVar("T", Timex, Event, Region, Link, Unlocated)


@dataclass(frozen=True, slots=True)
class SuiteRows:
    """All documents and annotations of a suite's folder, each with the number of its line."""

    tables: Tables
    documents: list[Row[SuiteDocument]]
    timexes: list[Row[Timex]]
    events: list[Row[Event]]
    ignore: list[Row[Region]]
    links: list[Row[Link]]
    timeline: list[Row[Entry]]

    @property
    def texts(self) -> dict[str, str]:
        """The text of each document, by its id; the first text if two documents have the same id."""
        return {row.record.id: row.record.text for row in reversed(self.documents)}

    @property
    def placed(self) -> tuple[tuple[str, list[Row[Any]]], ...]:
        """The name and the rows of each layer whose annotations have spans: timexes, events, ignored regions."""
        return ("timexes", self.timexes), ("events", self.events), ("ignore", self.ignore)

    def suite(self, head: Suite) -> Suite:
        """Returns the suite ``head`` with these documents and annotations, without the line numbers."""
        documents = tuple(replace(row.record, place=(row.path, row.line)) for row in self.documents)
        layers = [by_document(rows) for rows in (self.timexes, self.events, self.ignore, self.links)]
        return replace(
            head,
            documents=documents,
            layers={
                document.id: Layers(*(tuple(layer.get(document.id, ())) for layer in layers))
                for document in documents
            },
            timeline=tuple(row.record for row in self.timeline),
            notes=fold((*head.notes, *relation_notes(self.links))),
        )


def by_document(rows: Iterable[Row[T]]) -> dict[str, list[T]]:
    """Returns the annotations of each document, by its id."""
    grouped: dict[str, list[T]] = {}
    for row in rows:
        grouped.setdefault(row.doc, []).append(row.record)
    return grouped


def read_gold(folder: Path) -> Suite:
    """Returns the suite of a folder. Raises DataError, which lists every fault that would change scores.

    The gold may be a user's own: it needs no card, and unknown fields are ignored. The suite's notes name the
    files that aren't read, and the relations that TimeML doesn't have.
    """
    return sound(JsonLines(folder)).suite(head(folder))


def sound(tables: Tables) -> SuiteRows:
    """Returns the rows of a suite. Raises DataError, which lists every fault that would change scores."""
    faults: list[Fault] = []
    rows = read_rows(tables, faults)
    faults.extend(check(rows, unread_tables(faults)))
    if faults:
        raise DataError(faults)
    return rows


def head(folder: Path) -> Suite:
    """Returns the suite of a folder without its documents and annotations."""
    return headed(
        suite_name(folder),
        card.read(folder),
        suite_digest(folder),
        documents=(),
        layers={},
        labelled_layers=layout.covered(folder),
        notes=fold(layout.unread(folder, layout.GOLD_FILES)),
    )


def headed(name: str, found: card.Card, digest: str, **more: Any) -> Suite:
    """Returns a suite with a card; ``more`` are further fields of `Suite`."""
    return Suite(name, found.version, digest, event_phenomena=found.event_phenomena, card=found, **more)


def unread_tables(faults: Iterable[Fault]) -> set[str]:
    """Returns the names of the tables that have faults, without the endings of their files."""
    return {Path(fault.path).stem for fault in faults}


def read_rows(tables: Tables, faults: list[Fault]) -> SuiteRows:
    """Returns the rows of a suite; lines that can't be read go to ``faults``."""
    if not tables.has(layout.DOCUMENTS):
        message = f"no {tables.called(layout.DOCUMENTS)} here"
        faults.append(Fault(str(tables.folder), 0, message, "name a suite's folder, such as gold/articles"))

    def layer(name: str, record: type[lines.R], *, of_document: bool = True) -> list[Row[lines.R]]:
        return tables.rows(name, record, faults, of_document=of_document)

    return SuiteRows(
        tables=tables,
        documents=layer(layout.DOCUMENTS, SuiteDocument, of_document=False),
        timexes=layer("timexes", Timex),
        events=layer("events", Event),
        ignore=layer("ignore", Region),
        links=layer("links", Link),
        timeline=layer("timeline", Entry, of_document=False),
    )


def suite_digest(folder: Path) -> str:
    """Returns one SHA-256 over the names and contents of a suite's layer files; absent files are left out."""
    return digest({name: layout.path_of(folder, name) for name in layout.LAYER_FILES if layout.has(folder, name)})


def check(rows: SuiteRows, unread: Container[str] = ()) -> Iterator[Fault]:
    """Yields the faults that scores depend on, in the lines that could be read.

    ``unread`` names the tables with rows that could not be read. References to annotations of such a table are not
    reported as faults.
    """
    listing = rows.tables.called(layout.DOCUMENTS)
    if not rows.documents and not unread:
        place = str(rows.tables.folder / listing)
        yield Fault(place, 0, "it has no documents", "a suite has at least one")
    yield from _check_distinct(rows.documents, lambda row: row.record.id, "document id")
    for document in rows.documents:
        yield from check_document(document)
    texts, listed = rows.texts, layout.DOCUMENTS not in unread
    for name, marked in rows.placed:
        for row in marked:
            if row.doc in texts:
                found = row.record
                yield from row.faults(checks.check_span(found.start, found.end, found.text, texts[row.doc]))
            elif listed:
                yield _no_document(row, listing)
        if name != "ignore":
            named = [row for row in marked if row.record.id is not None]
            yield from _check_distinct(named, lambda row: f"{row.doc} {row.record.id}", "id")
    for row in rows.timexes:
        if row.record.values is not None:
            yield from row.faults(checks.check_readings(row.record.value, row.record.values))
    if listed:
        yield from (_no_document(row, listing) for row in rows.links if row.doc not in texts)
    if "timexes" not in unread and "events" not in unread:
        known = [row for row in rows.links if row.doc in texts]
        yield from check_links(known, rows.timexes, rows.events)
    yield from _check_distinct(rows.timeline, lambda row: row.record.id, "entry id")
    if "events" not in unread:
        yield from check_entries(rows.timeline, rows.events)
    for entry in rows.timeline:
        yield from check_when(entry, entry.record.when)


def check_links(
    links: list[Row[Link]], timexes: Iterable[Row[Timex]], events: Iterable[Row[Event]]
) -> Iterator[Fault]:
    """Yields a fault for each end of a link that doesn't exist.

    If there are links, also yields a fault for each timex or event whose id no link can use: it is "dct", or an
    earlier annotation of the document has it.
    """
    if not links:
        return
    named: list[Row[Any]] = [*timexes, *events]
    yield from lines.faults(checks.check_link_ids((row, (row.doc, row.record.id)) for row in named))
    of_timexes, of_events = by_document(timexes), by_document(events)
    ends = {
        document: checks.link_ends(of_timexes.get(document, ()), of_events.get(document, ()))
        for document in {row.doc for row in links}
    }
    for row in links:
        link = row.record
        yield from row.faults(checks.check_ends(link.source, link.target, ends[row.doc], row.doc))


def relation_notes(links: Iterable[Row[Link]]) -> Iterator[Note]:
    """Yields a note for each link whose relation isn't one of TimeML's."""
    for row in links:
        relation = row.record.relation
        if relation not in RELATIONS:
            message = f"{relation!r} is no relation of TimeML, so it orders nothing; tlink.plain alone compares it"
            yield Note(f"relation {relation}", row.path, row.line, message)


def check_entries(entries: Iterable[Row[Entry]], events: Iterable[Row[Event]]) -> Iterator[Fault]:
    """Yields a fault for each mention of a timeline's entry that names no event."""
    known = {(row.doc, row.record.id) for row in events}
    for row in entries:
        yield from row.faults(checks.check_mentions(row.record.mentions, known))


def check_when(row: Row[Any], when: str | None) -> Iterator[Fault]:
    """Yields the fault of a ``when`` that isn't EDTF."""
    if when is None:
        return
    try:
        edtf.parse(when)
    except ValueError as error:
        remedy = "use EDTF such as 2023-09-18, 2023-09-18/2023-09-21 or [..2023-09-19]"
        yield row.fault(f"when {when!r}: {error}", remedy)


def _check_distinct(rows: Iterable[Row[Any]], key: Callable[[Row[Any]], str], noun: str) -> Iterator[Fault]:
    named = ((row, key(row)) for row in rows)
    return lines.faults(checks.check_distinct(named, noun, lambda row: f"on line {row.line}"))


def _no_document(row: Row[Any], listing: str) -> Fault:
    return row.fault(f"there is no document {row.doc!r}", f"mend the id, or add it to {listing}")


def check_document(row: Row[SuiteDocument]) -> Iterator[Fault]:
    """Yields a fault for an id, a digest or sentences that a document can't have."""
    document = row.record
    if not document.id:
        yield row.fault("a document without an id", "give it a readable one")
    if document.id == EVERY_DOCUMENT:
        message = f"the document id {EVERY_DOCUMENT!r} stands for all documents together"
        yield row.fault(message, "give it a readable one")
    stated = hashlib.sha256(document.text.encode()).hexdigest()
    if document.sha256 not in ("", stated):
        yield row.fault(
            f"the text's SHA-256 is {stated[:12]}…, the stated one {document.sha256[:12]}…",
            "bring the text back, or if it was meant to change, check every offset and state the new digest",
        )
    yield from row.faults(checks.check_sentences(document.sentences, document.text))
