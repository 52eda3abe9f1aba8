"""A TimeML file, as TempEval-3 used it: the text, TIMEX3, EVENT, TLINK and the document creation time.

Offsets are counted in the characters of ``<TEXT>`` as XML yields them: entities are one character, a line end is
one newline. The creation time is the TIMEX3 of ``<DCT>``; it is no annotation of the text, and "dct" in links.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers import expat

from bench.dataset.suite import Layers
from bench.errors import DataError, Fault
from bench.formats.jsonl.lines import line_type
from bench.sdk.model import DCT, Event, Link, Timex

TIMEX, EVENT, LINK = (line_type(each) for each in (Timex, Event, Link))


@dataclass(frozen=True, slots=True)
class TimeMLDocument:
    """One file."""

    path: str
    id: str
    """The file's name without its ending, by which two sets of files are matched."""
    text: str
    dct: datetime.date | None
    layers: Layers
    """Its annotations are `bench.formats.jsonl.lines.line_type`s; see `bench.formats.jsonl.stream`."""


def parse(path: Path) -> TimeMLDocument:
    """Return the document of one file.

    Raises DataError where it is no XML, has no TEXT, or has a link that lacks an end.
    """
    data = path.read_bytes()
    found = _Elements()
    try:
        found.read(data)
    except expat.ExpatError as error:
        message = f"not XML: {expat.ErrorString(error.code)} at column {error.offset}"
        raise DataError([Fault(str(path), error.lineno, message, "mend the markup")]) from None
    except _EntityError as error:
        message = f"the entity {error.name} is not defined in it"
        raise DataError([Fault(str(path), error.line, message, "mend the markup")]) from None
    except (LookupError, ValueError) as error:
        raise DataError([Fault(str(path), 1, f"its encoding: {error}", "save it as UTF-8")]) from None
    if found.open is None:
        raise DataError([Fault(str(path), 0, "no TEXT element", "this reads TimeML as TempEval-3 used it")])
    creation = found.creation or {}
    links, broken = _links(found, creation.get("tid"))
    if broken:
        remedy = "a TLINK has a relType, an eventInstanceID or timeID, and what that is related to"
        lines = line_numbers(data, "TLINK")
        message = "a TLINK without both ends and a relType"
        raise DataError([Fault(str(path), lines[index], message, remedy) for index in broken])
    text = "".join(found.pieces)
    layers = Layers(_timexes(found, text), _events(found, text), (), links)
    return TimeMLDocument(str(path), path.stem, text, _creation_day(creation), layers)


Attributes = Mapping[str, str]


class _EntityError(Exception):
    """An entity whose definition isn't in the file."""

    def __init__(self, name: str | None, line: int) -> None:
        super().__init__(name)
        self.name = name
        self.line = line


class _Elements:
    """The elements of a file that count."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        """The characters of the text."""
        self.timexes: list[tuple[int, int, Attributes]] = []
        """Start and end in the text; in the order in which they end."""
        self.events: list[tuple[int, int, Attributes]] = []
        self.instances: dict[str | None, Attributes] = {}
        self.links: list[Attributes] = []
        self.creation: Attributes | None = None
        """The TIMEX3 of the document creation time."""
        self.open: list[tuple[int, Attributes]] | None = None
        """The elements around the place reached, the text's first, with their starts; None before the text."""
        self._at = 0
        self._in_creation = False
        self._around = False
        """Whether the text stands within the element of the creation time."""
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._begins
        parser.ExternalEntityRefHandler = self._refuse
        parser.SkippedEntityHandler = self._refuse

    def read(self, data: bytes) -> None:
        """Read a file, once."""
        try:
            self._parser.Parse(data, True)
        finally:
            del self._parser  # which refers to this, and would stay until it is looked for

    def _refuse(self, name: str | None, *_: object) -> int:
        raise _EntityError(name, self._parser.CurrentLineNumber)

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        """Take in an element that counts wherever it stands."""
        if name == "TLINK":
            self.links.append(attributes)
        elif name == "MAKEINSTANCE":
            self.instances[attributes.get("eiid")] = attributes
        elif name == "TEXT" and self.open is None:
            self.open = [(0, attributes)]
            self._around, self._in_creation = self._in_creation, False
            self._parser.StartElementHandler = self._begins_in_text
            self._parser.EndElementHandler = self._ends_in_text
            self._parser.CharacterDataHandler = self._characters
        elif name == "DCT":
            self._in_creation = True
            if not self.open:
                self._parser.EndElementHandler = self._ends
        elif name == "TIMEX3" and self._in_creation and self.creation is None:
            self.creation = attributes

    def _ends(self, name: str) -> None:
        if name == "DCT":
            self._in_creation = False
            self._parser.EndElementHandler = None

    def _begins_in_text(self, name: str, attributes: dict[str, str]) -> None:
        assert self.open is not None
        self.open.append((self._at, attributes))
        if name != "EVENT":
            self._begins(name, attributes)

    def _ends_in_text(self, name: str) -> None:
        assert self.open is not None
        start, attributes = self.open.pop()
        if name == "EVENT":
            if start < self._at:
                self.events.append((start, self._at, attributes))
        elif name == "TIMEX3":
            if start < self._at:
                self.timexes.append((start, self._at, attributes))
        elif name == "DCT":
            self._in_creation = False
        elif not self.open:
            self._parser.StartElementHandler = self._begins
            self._in_creation = self._around
            self._parser.EndElementHandler = self._ends if self._around else None
            self._parser.CharacterDataHandler = None

    def _characters(self, words: str) -> None:
        self.pieces.append(words)
        self._at += len(words)


def line_numbers(data: bytes, tag: str) -> list[int]:
    """Return the line on which each element of a kind begins; it takes long, and is asked only for faults."""
    found: list[int] = []
    parser = expat.ParserCreate()

    def begins(name: str, _: object) -> None:
        if name == tag:
            found.append(parser.CurrentLineNumber)

    parser.StartElementHandler = begins
    parser.Parse(data, True)
    return found


def _timexes(found: _Elements, text: str) -> tuple[Any, ...]:
    return tuple(
        TIMEX(start, end, get("type"), get("value"), get("mod"), None, text[start:end], get("tid"))
        for start, end, attributes in found.timexes
        for get in [attributes.get]
    )


def _events(found: _Elements, text: str) -> tuple[Any, ...]:
    """Return the events; the tense and the aspect of one are those of its (last) instance."""
    instances = {instance.get("eventID"): instance for instance in found.instances.values()}
    events = []
    for start, end, attributes in found.events:
        name = attributes.get("eid")
        of = instances.get(name, {}).get
        class_ = attributes.get("class")
        events.append(EVENT(start, end, class_, None, None, text[start:end], name, of("tense"), of("aspect")))
    return tuple(events)


def _links(found: _Elements, creation: str | None) -> tuple[tuple[Any, ...], list[int]]:
    """Return the temporal links in file order, and the numbers, from 0, of those that lack an end or a relation.

    They stand between events, whose instances are one, and times.
    """
    events = {name: instance.get("eventID") or name for name, instance in found.instances.items()}
    times = {creation: DCT}
    links = []
    broken: list[int] = []
    for index, attributes in enumerate(found.links):
        get = attributes.get
        source, target = get("eventInstanceID"), get("relatedToEventInstance")
        if source is None:
            source = get("timeID")
            source = times.get(source, source)
        else:
            source = events.get(source, source)
        if target is None:
            target = get("relatedToTime")
            target = times.get(target, target)
        else:
            target = events.get(target, target)
        relation = get("relType")
        if source is None or target is None or relation is None:
            broken.append(index)
        else:
            links.append(LINK(source, target, relation))
    return tuple(links), broken


def _creation_day(timex: Attributes) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(timex.get("value", "")[:10])
    except ValueError:
        return None
