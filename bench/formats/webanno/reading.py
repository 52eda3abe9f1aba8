"""A file of WebAnno's TSV 3 read as a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.dataset.note import Note
from bench.files import read_bytes
from bench.formats import file_names
from bench.formats.annotated import Annotated, Draft
from bench.formats.cas import types
from bench.formats.parsed import named_files, start_of
from bench.formats.utf16 import Units
from bench.formats.webanno import escapes, rows
from bench.formats.webanno.rows import Row, Rows
from bench.formats.webanno.spans import Marked, Spans
from bench.sdk.model import DCT, RELATIONS, TIMEX_TYPES, Event, Link, Region, Timex

SIGN = re.compile(r"#FORMAT=WebAnno TSV 3\.")
OURS = "bench-"
"""The beginning of the id of a sentence that bench's rules made: gold doesn't state it."""
ORDER = "position"
"""The feature of a link that has its place among the links, which the format sorts by their targets."""
LARGEST_GAP = 10_000
"""The largest number of characters between two sentences; more is a mistake in the offsets."""


def files(path: Path) -> Sequence[Path]:
    """Returns the files of a folder that begin as WebAnno's TSV 3 does, or the one file."""
    return [each for each in named_files(path, [".tsv"]) if SIGN.match(start_of(each))]


def unread(path: Path) -> Iterator[Note]:
    """Yields a note for each other file of the folder."""
    mine = set(files(path))
    for each in named_files(path, [".tsv"]):
        if each not in mine:
            yield Note("TSV of another sort", str(each), 0, "no WebAnno TSV 3; it isn't read")


def parse(path: Path) -> Iterable[Annotated]:
    """Yields the document of a file. Raises DataError."""
    content = read_bytes(path).decode("utf-8-sig")
    draft = Draft(path, file_names.id_of(path), "")
    yield _Reading(draft, rows.read(content, draft)).document()


class _Reading:
    """The reading of one file."""

    def __init__(self, draft: Draft, found: Rows) -> None:
        self.draft = draft
        self.sentences = found.sentences
        self.starts: list[int] = []
        """The offsets at which the sentences start, in code points."""
        draft.text = self._text()
        self.units = Units(draft.text)
        for row in rows.units(found):
            self._check(row)
        self.spans = Spans(found, draft)
        self.names: dict[int, str] = {}
        """The ids that links use, by the identity of the annotations."""

    def document(self) -> Annotated:
        relations = [each for each in self.spans if each.layer.sort == "relation"]
        ends = {id(each): self.spans.ends(each) for each in relations}
        linked = {id(end) for pair in ends.values() for end in pair if end is not None}
        instead = all(types.meant(each.layer.name) != types.TIMEX for each in self.spans)
        left: Counter[str] = Counter()
        days: list[str] = []
        for each in self.spans:
            meant = types.meant(each.layer.name)
            if meant == types.CREATION:
                self.names[id(each)] = DCT
                days += [each.features["value"]] if "value" in each.features else []
            elif (item := _item(each, instead=instead)) is not None:
                self._add(each, item, linked=id(each) in linked)
            elif meant != types.LINK:
                left[each.layer.name] += 1
        for each in sorted(relations, key=_position):
            if types.meant(each.layer.name) == types.LINK:
                self._link(each, *ends[id(each)])
        self._notes(left)
        stated = any(not each.id.startswith(OURS) for each in self.sentences)
        return self.draft.finish(days[0] if days else None, sentences=(0, *self.starts[1:]) if stated else None)

    def _text(self) -> str:
        """Returns the text, put together from the sentences; each starts where its first token does."""
        pieces: list[str] = []
        at = size = 0  # in UTF-16 code units, and in code points
        for sentence in self.sentences:
            if not sentence.rows or not sentence.text:
                self.draft.fault(sentence.line, "a sentence without a text or without tokens", "export it again")
                continue
            gap = sentence.rows[0].begin - at
            if not 0 <= gap <= LARGEST_GAP:
                message = f"a sentence starts at {at + gap:,}, but the one before it ends at {at:,}"
                self.draft.fault(sentence.line, message, "count UTF-16 code units, as WebAnno does")
                gap = 0
            elif gap:
                pieces.append("\n" + " " * (gap - 1) if pieces else " " * gap)  # as WebAnno reads it
                message = "characters between sentences, which the file doesn't have; they are read as blanks"
                self.draft.note("between sentences", sentence.line, message)
            self.starts.append(size + gap)
            pieces.append("\n".join(sentence.text))
            size += gap + len(pieces[-1])
            at += gap + Units(pieces[-1]).of(len(pieces[-1]))
        return "".join(pieces)

    def _check(self, row: Row) -> None:
        """Checks that the words of a line are those of the text at its offsets."""
        span = self._span(row.begin, row.end)
        covered = self.draft.text[slice(*span)] if span else ""
        if span and span[1] > len(self.draft.text):
            message = f"{row.begin}–{row.end} lies beyond the end of the text"
            self.draft.fault(row.line, message, "count UTF-16 code units, as WebAnno does")
        elif span is None or covered not in (row.words, escapes.plain(row.words)):
            message = f"{row.begin}–{row.end} covers {covered!r:.60}, not {row.words!r:.60}"
            self.draft.fault(row.line, message, "count UTF-16 code units, as WebAnno does")

    def _span(self, begin: int, end: int) -> tuple[int, int] | None:
        """Returns a span in code points; None if it doesn't stand between characters."""
        start, stop = self.units.offset(begin), self.units.offset(end)
        return None if start is None or stop is None else (start, stop)

    def _add(self, marked: Marked, item: Timex | Event | Region, *, linked: bool) -> None:
        span = self._span(marked.begin, marked.end)
        if span is None:
            return  # `_check` told of it
        if span[0] == span[1]:
            message = f"an annotation of {marked.layer.name} that covers no characters; it is left out"
            self.draft.note("no characters", marked.row.line, message)
            return
        if isinstance(item, Region):
            self.draft.add(Region(*span), marked.row.line)
            return
        features = types.TIMEX_FEATURES if isinstance(item, Timex) else types.EVENT_FEATURES
        fields = _fields(marked, features)
        if isinstance(item, Timex) and item.type is not None:
            fields["type"] = item.type
        if linked and "id" not in fields:
            fields["id"] = f"{marked.row.unit}/{marked.layer.name.rpartition('.')[2]}"
        if "id" in fields:
            self.names[id(marked)] = fields["id"]
        self.draft.add(type(item)(*span, **fields), marked.row.line)
        known = {name for feature in features.values() for name in types.names_of(feature)}
        self._unread(marked, known if types.meant(marked.layer.name) != types.NAMED_ENTITY else {"value"})

    def _unread(self, marked: Marked, known: Iterable[str]) -> None:
        for name in marked.features.keys() - set(known):
            message = f"the feature {name} of {marked.layer.name}; it is left out"
            self.draft.note(f"feature {name} of {marked.layer.name}", marked.row.line, message)

    def _link(self, marked: Marked, source: Marked | None, target: Marked | None) -> None:
        line = marked.row.line
        relation = (_text(marked, types.RELATION) or "").upper()
        if source is None or target is None:
            self.draft.fault(line, f"a link from {marked.source!r:.40}, where nothing starts", "mend its ends")
        elif relation not in RELATIONS:
            message = f"a link with the relation {relation!r}, which is none of TimeML's; it is left out"
            self.draft.note(f"relation {relation}", line, message)
        elif id(source) not in self.names or id(target) not in self.names:
            message = "a link to what is neither a time expression nor an event; it is left out"
            self.draft.note("link to something else", line, message)
        else:
            self.draft.add(Link(self.names[id(source)], self.names[id(target)], relation), line)
        self._unread(marked, {*types.names_of(types.RELATION), ORDER})

    def _notes(self, left: Counter[str]) -> None:
        if left:
            listed = ", ".join(f"{name} ({count:,})" for name, count in sorted(left.items()))
            self.draft.note("other layers", 0, f"annotations of layers that aren't read: {listed}")
        for each in sorted(self.spans.left_out):
            self.draft.note(each, 0, f"{each}; they are left out")


def _item(marked: Marked, *, instead: bool) -> Timex | Event | Region | None:
    """Returns an empty annotation of the layer that is meant, or None if it isn't read.

    ``instead`` is true if named entities are read, because the file has no layer of time expressions.
    """
    meant = types.meant(marked.layer.name)
    label = marked.features.get("value", "").upper()
    if marked.layer.sort != "span":
        return None
    if meant == types.NAMED_ENTITY and instead and label in TIMEX_TYPES:
        return Timex(0, 0, label)
    empty: Mapping[str, Timex | Event | Region] = {
        types.TIMEX: Timex(0, 0),
        types.EVENT: Event(0, 0),
        types.IGNORE: Region(0, 0),
    }
    return empty.get(meant)


def _fields(marked: Marked, features: Mapping[str, str]) -> dict[str, Any]:
    """Returns the fields that the features state; a named entity states its type alone."""
    if types.meant(marked.layer.name) == types.NAMED_ENTITY:
        return {}
    stated = {field: _text(marked, feature) for field, feature in features.items()}
    return {field: value for field, value in stated.items() if value is not None}


def _text(marked: Marked, feature: str) -> str | None:
    """Returns the value of a feature, under any of its names; None if it states nothing."""
    found = (marked.features.get(name) for name in types.names_of(feature))
    return next((each for each in found if each), None)


def _position(marked: Marked) -> tuple[int, int]:
    stated = marked.features.get(ORDER, "")
    return (int(stated) if re.fullmatch(r"[0-9]{1,9}", stated) else 0), marked.row.line
