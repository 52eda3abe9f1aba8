"""What refers to annotations by their ids, links' ends and a timeline's mentions: whether it leads anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bench.errors import Fault
from bench.formats.jsonl import Row
from bench.sdk.model import DCT, RELATIONS, Entry, Event, Link, Timex


def check_links(
    links: Iterable[Row[Link]], timexes: Iterable[Row[Timex]], events: Iterable[Row[Event]]
) -> Iterator[Fault]:
    """Faults of links' ends and relations; and, where there are links, of ids that stand for two things."""
    listed, named = list(links), list[Row[Any]]([*timexes, *events])
    if not listed:
        return
    ids: set[tuple[str, str]] = set()
    for row in named:
        name = row.record.id
        if name == DCT:
            yield row.fault(f"the id {DCT!r} is the document creation time's", "give it another")
        if (row.doc, name) in ids:
            yield row.fault(f"the id {name!r} stands for another annotation of the document too", "rename it")
        if name is not None:
            ids.add((row.doc, name))
    for link in listed:
        for end in (link.record.source, link.record.target):
            if end != DCT and (link.doc, end) not in ids:
                remedy = f"name one of that document by its id, or {DCT!r}"
                yield link.fault(f"{end!r} is no timex or event of {link.doc!r}", remedy)
        if link.record.relation not in RELATIONS:
            remedy = f"use one of {', '.join(RELATIONS)}"
            yield link.fault(f"relation {link.record.relation!r} is none of the scheme's", remedy)


def check_mentions(entries: Iterable[Row[Entry]], events: Iterable[Row[Event]]) -> Iterator[Fault]:
    """Faults of a timeline's mentions: those that name no event."""
    ids = {(row.doc, row.record.id) for row in events}
    for row in entries:
        for mention in row.record.mentions:
            if mention not in ids:
                remedy = "use a document id and an event id of events.jsonl"
                yield row.fault(f"mention {' '.join(mention)!r} names no event", remedy)
