"""Corrections of gold that others made: a named file, which is applied only where it is asked for.

A file of corrections is JSON Lines, one correction a line: what gold has at a span (``was``), what it should have
(``now``), and the reason. The gold itself stays as it is; the corrected suite has a name and a digest of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.counts import plural
from bench.dataset.note import Note
from bench.dataset.suite import NOTHING, Layers, Suite
from bench.errors import DataError, Fault
from bench.files import read_bytes
from bench.formats.jsonl import lines
from bench.formats.jsonl.lines import Row
from bench.sdk.model import EVENT_CLASSES, REALIS, TIMEX_TYPES, Event, Timex

WORDS: Mapping[str, Mapping[str, tuple[str, ...] | None]] = {
    "timexes": {"type": TIMEX_TYPES, "value": None},
    "events": {"class": EVENT_CLASSES, "realis": REALIS, "when": None},
}
"""The attributes of each layer that a correction states, with the words that they may have; None for any text."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A line of a file of corrections, which also names its document: ``doc``."""

    start: int
    end: int
    layer: str
    why: str
    was: dict[str, str | None] | None = None
    """The attributes that gold has at the span; None if it has no annotation there."""
    now: dict[str, str | None] | None = None
    """The attributes that it should have; None if there should be no annotation."""


def corrected(suite: Suite, path: Path | str) -> Suite:
    """Returns gold with the corrections of a file. A note says how many were applied.

    The name of the suite gets the name of the file. Raises DataError, which lists every fault: a correction that
    changes nothing, a document that gold doesn't have, and gold that isn't as the correction says.
    """
    path = Path(path)
    faults: list[Fault] = []
    try:
        content = read_bytes(path)
    except OSError as error:
        raise DataError(
            [Fault(str(path), 0, f"it can't be read: {error.strerror}", "name another file")]
        ) from None
    rows = lines.read(path, Correction, faults, of_document=True, strict=True)
    if not rows and not faults:
        faults.append(Fault(str(path), 0, "it has no correction", "name a file that has some"))
    layers = dict(suite.layers)
    texts = {document.id: document.text for document in suite.documents}
    seen: set[tuple[str, str, int, int]] = set()
    for row in rows:
        problems = list(_problems(row, layers.get(row.doc, NOTHING), texts.get(row.doc), seen))
        faults += [row.fault(message, remedy) for message, remedy in problems]
        if not problems:
            layers[row.doc] = _applied(row.record, layers.get(row.doc, NOTHING), texts[row.doc])
    if faults:
        raise DataError(faults)
    digest = hashlib.sha256(f"{suite.digest}\n".encode() + content).hexdigest()
    notes = (*suite.notes, Note("corrections", str(path), 0, _told([row.record for row in rows])))
    return replace(suite, name=f"{suite.name}+{path.stem}", digest=digest, layers=layers, notes=notes)


def _told(applied: list[Correction]) -> str:
    added = sum(each.was is None for each in applied)
    removed = sum(each.now is None for each in applied)
    changed = len(applied) - added - removed
    number = plural(len(applied), "correction")
    return f"gold is scored with {number}: {changed} changed, {added} added, {removed} removed"


def _problems(
    row: Row[Correction], gold: Layers, text: str | None, seen: set[tuple[str, str, int, int]]
) -> Iterator[tuple[str, str]]:
    """Yields what is wrong with a correction, and the remedy."""
    one = row.record
    other_gold = "these corrections are for another state of the gold"
    if one.layer not in WORDS:
        yield f"no layer to correct: {one.layer!r}", f"use one of {', '.join(WORDS)}"
        return
    if one.was == one.now:
        yield "it changes nothing", "take the line out"
    for stated in (one.was or {}, one.now or {}):
        for name, value in stated.items():
            words = WORDS[one.layer].get(name, ())
            if words is not None and value is not None and value not in words:
                yield f"{name} {value!r} isn't in TimeML", f"correct the {name}"
    place = row.doc, one.layer, one.start, one.end
    if place in seen:
        yield "this span is corrected twice", "keep one of the lines"
    seen.add(place)
    if text is None:
        yield f"gold has no document {row.doc!r}", other_gold
        return
    if not 0 <= one.start < one.end <= len(text):
        yield f"{one.start}–{one.end} isn't in the text", other_gold
        return
    there = _at(one, gold)
    if one.was is None and there:
        yield f"gold has an annotation at {one.start}–{one.end}, and none is expected", other_gold
    elif one.was is not None and len(there) != 1:
        yield (
            f"gold has {plural(len(there), 'annotation')} at {one.start}–{one.end}, and one is expected",
            other_gold,
        )
    elif one.was is not None:
        for name, value in one.was.items():
            if name in WORDS[one.layer] and (found := getattr(there[0], _field(name))) != value:
                yield f"gold has the {name} {found!r} there, and {value!r} is expected", other_gold


def _at(one: Correction, gold: Layers) -> list[Any]:
    return [item for item in getattr(gold, one.layer) if (item.start, item.end) == (one.start, one.end)]


def _field(name: str) -> str:
    return "class_" if name == "class" else name


def _applied(one: Correction, gold: Layers, text: str) -> Layers:
    """Returns the layers of a document with a correction. An annotation that stays keeps its id and the rest."""
    old = _at(one, gold)
    kept = [item for item in getattr(gold, one.layer) if item not in old]
    if one.now is not None:
        stated = {_field(name): value for name, value in one.now.items()}
        made = old[0] if old else (Timex if one.layer == "timexes" else Event)(one.start, one.end)
        new = replace(made, text=made.text or text[one.start : one.end], **stated)
        kept.append(replace(new, values=None) if isinstance(new, Timex) else new)
        kept.sort(key=lambda item: (item.start, item.end))
    links = gold.links
    if one.now is None:
        gone = {item.id for item in old if item.id}
        links = tuple(link for link in links if not {link.source, link.target} & gone)
    changed: dict[str, Any] = {one.layer: tuple(kept)}
    return replace(gold, links=links, **changed)
