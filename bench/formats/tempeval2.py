"""The tables of TempEval-2: tokens, extents and attributes of times and events, creation times, and links.

The files stand in one folder, and have no heading (Verhagen et al. 2010):

- ``base-segmentation.tab``: document, sentence, token, word
- ``event-extents.tab``, ``timex-extents.tab``: document, sentence, token, "event" or "timex3", id, instance
- ``event-attributes.tab``, ``timex-attributes.tab``: the same columns, then attribute and value
- ``dct.tab`` or ``dct.txt``: document, day as 19980227
- ``tlinks-….tab``: document, two ids, relation; "t0" is the creation time

The text is rebuilt from the tokens: one sentence a line, one space between two tokens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.dataset.note import Note
from bench.errors import DataError, Fault
from bench.files import read_bytes
from bench.formats.annotated import Annotated, Draft
from bench.formats.parsed import parsed
from bench.formats.tokens import Tokens
from bench.sdk.model import DCT, RELATIONS, Event, Link, Timex

BASE = "base-segmentation.tab"
_DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")
_EVENT_FIELDS = {"class": "class_", "tense": "tense", "aspect": "aspect"}
_TIMEX_FIELDS = {"type": "type", "value": "value", "mod": "mod"}
UNREAD = frozenset(("polarity", "modality", "pos", "stem"))
"""The attributes that aren't read."""


Row = tuple[int, list[str]]
"""The number of a line and its columns."""


@dataclass(slots=True)
class _Mark:
    """A time or an event: the line that first names it, its tokens and its attributes."""

    line: int
    is_event: bool
    tokens: list[int] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Document:
    """A document while its tables are read."""

    draft: Draft
    tokens: Tokens = field(default_factory=Tokens)
    sentence: str = ""
    places: dict[tuple[str, str], int] = field(default_factory=dict)
    """For the numbers of a sentence and a token, the token's place."""
    marks: dict[str, _Mark] = field(default_factory=dict)
    """The times and events, by their ids."""
    dct: str | None = None


def files(path: Path) -> list[Path]:
    """Returns the tables of a folder with ``base-segmentation.tab``; none of any other path."""
    known = re.compile("|".join((re.escape(BASE), *(name for name, _, _ in TABLES))))
    try:
        if not (path / BASE).is_file():
            return []
        return sorted(each for each in path.iterdir() if known.fullmatch(each.name))
    except OSError:
        return []


def parse(path: Path) -> Iterator[Annotated]:
    """Yields the documents of a folder for its file of tokens, and nothing for the other tables.

    Raises DataError with all faults of all tables.
    """
    if path.name != BASE:
        return
    faults: list[Fault] = []
    documents = _documents(path, faults)
    tables = [each for each in files(path.parent) if each != path]
    for named, width, read in TABLES:
        for table in tables:
            if re.fullmatch(named, table.name):
                _read(table, documents, width, read, faults)
    if not documents and not faults:
        faults.append(
            Fault(str(path), 0, "it has no tokens", "write document, sentence, token and word on a line")
        )
    if faults:
        raise DataError(faults)
    yield from (_finished(each) for each in documents.values())


def _documents(path: Path, faults: list[Fault]) -> dict[str, _Document]:
    found: dict[str, _Document] = {}
    for number, columns in _rows(path, 4, faults):
        name, sentence, token, word = columns[:4]
        document = found.setdefault(name, _Document(Draft(path, name, "")))
        if not word:
            faults.append(Fault(str(path), number, "a token without characters", "write the word in column 4"))
        elif (sentence, token) in document.places:
            message = f"the token {token} of sentence {sentence} of {name!r} stands twice"
            faults.append(Fault(str(path), number, message, "number each on its own"))
        else:
            begins = sentence != document.sentence
            document.places[sentence, token] = document.tokens.add(word, begins=begins)
            document.sentence = sentence
    return found


def _rows(path: Path, width: int, faults: list[Fault]) -> Iterator[Row]:
    """Yields the rows of a table that have at least ``width`` columns; others are faults."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.append(Fault(str(path), 0, f"not UTF-8 at byte {error.start} of the file", "save it as UTF-8"))
        return
    except OSError as error:
        faults.append(Fault(str(path), 0, f"it can't be read: {error.strerror}", "mend its rights"))
        return
    for number, line in enumerate(text.split("\n"), 1):
        columns = [each.strip() for each in line.split("\t")]
        if len(columns) >= width and columns[0]:
            yield number, columns
        elif line.strip():
            remedy = f"write {width} columns with tabs between"
            faults.append(Fault(str(path), number, f"a row of {len(columns)} columns", remedy))


def _read(
    table: Path,
    documents: Mapping[str, _Document],
    width: int,
    read: Callable[[Sequence[str], _Teller], None],
    faults: list[Fault],
) -> None:
    """Reads a table of ``width`` columns: each row by ``read``, which gets the columns and a `_Teller`."""
    for number, columns in _rows(table, width, faults):
        document = documents.get(columns[0])
        if document is not None:
            read(columns, _Teller(table, number, document, faults))
        elif documents:
            note = Note("no document", str(table), number, f"{BASE} has no {columns[0]!r}; the row is left out")
            next(iter(documents.values())).draft.notes.append(note)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells what is wrong or odd with a row of a table, and knows the row's document."""

    path: Path
    line: int
    document: _Document
    faults: list[Fault]

    def note(self, kind: str, message: str) -> None:
        self.document.draft.notes.append(Note(kind, str(self.path), self.line, message))

    def fault(self, message: str, remedy: str) -> None:
        self.faults.append(Fault(str(self.path), self.line, message, remedy))


def _extent(columns: Sequence[str], tell: _Teller) -> None:
    document = tell.document
    sentence, token, kind, name = columns[1:5]
    place = document.places.get((sentence, token))
    if place is None:
        tell.fault(f"{document.draft.id!r} has no token {token} in sentence {sentence}", "mend the numbers")
        return
    mark = document.marks.setdefault(name, _Mark(tell.line, kind == "event"))
    mark.tokens.append(place)


def _attribute(columns: Sequence[str], tell: _Teller) -> None:
    name, _, attribute, value = columns[4:8]
    mark = tell.document.marks.get(name)
    if mark is None:
        tell.note("no extent", f"an attribute of {name!r}, which has no tokens; it is left out")
        return
    known = _EVENT_FIELDS if mark.is_event else _TIMEX_FIELDS
    if attribute not in known:
        if attribute not in UNREAD:
            tell.note(f"attribute {attribute}", f"the attribute {attribute!r} isn't read")
    elif value:
        mark.attributes[known[attribute]] = value


def _creation(columns: Sequence[str], tell: _Teller) -> None:
    found = _DAY.match(columns[1])
    if found is None:
        tell.note("no day", f"the creation time {columns[1]!r:.40} states no day; the document has none")
    else:
        tell.document.dct = "-".join(found.groups())


def _link(columns: Sequence[str], tell: _Teller) -> None:
    document = tell.document
    ends = [DCT if each == "t0" and each not in document.marks else each for each in columns[1:3]]
    missing = [each for each in ends if each != DCT and each not in document.marks]
    if missing:
        tell.note("no end", f"a link to {missing[0]!r}, which has no tokens; it is left out")
        return
    relation = columns[3].upper()
    if relation not in RELATIONS:
        tell.note("relation", f"{relation!r} is no relation of TimeML; tlink.plain alone compares it")
    document.draft.add(Link(ends[0], ends[1], relation), tell.line)


def _finished(document: _Document) -> Annotated:
    draft, tokens = document.draft, document.tokens
    draft.text = tokens.text
    for name, mark in document.marks.items():
        places = sorted(set(mark.tokens))
        if places[-1] - places[0] >= len(places):
            message = f"{name!r} of {draft.id!r} has other tokens between its own; it is read from first to last"
            draft.note("gap", 0, message)
        span = tokens.span(places[0], places[-1])
        kind = Event if mark.is_event else Timex
        draft.add(kind(*span, id=name, **mark.attributes), mark.line)
    return draft.finish(document.dct, sentences=tokens.starts)


TABLES = (
    (r"timex3?-extents\.tab|event-extents\.tab", 5, _extent),
    (r"timex3?-attributes\.tab|event-attributes\.tab", 8, _attribute),
    (r"dct\.(tab|txt)", 2, _creation),
    (r"tlinks-.*\.tab", 4, _link),
)
"""For the names of tables their columns, and the function that reads a row. They are read in this order."""
FORMAT = parsed(
    files=files,
    parse=parse,
    name="tempeval2",
    title="the tables of TempEval-2",
    sign=BASE,
    order=310,
)
