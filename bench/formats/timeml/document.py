"""A TimeML file, as TempEval-3 used it: the text, TIMEX3, EVENT, TLINK and the document creation time.

Offsets are counted in the characters of ``<TEXT>`` as XML yields them: an entity is one character, a line end is
one newline. The creation time is the TIMEX3 of ``<DCT>``, or else one whose ``functionInDocument`` is
CREATION_TIME. Links call it "dct".
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.dataset.note import Note
from bench.dataset.suite import EVERY_DOCUMENT, Layers
from bench.errors import DataError, Fault
from bench.files import read_bytes
from bench.formats.jsonl.lines import line_type
from bench.formats.markup import xml_faults
from bench.formats.timeml import dialects, ordinary
from bench.formats.timeml.elements import Element, Elements
from bench.formats.timeml.references import References, UnclearEndError, references
from bench.formats.timeml.rules import Finding, creation_time, findings
from bench.formats.timeml.whole import WholeElements
from bench.sdk.model import DCT, Event, Link, Timex
from bench.sdk.model import creation as split

TIMEX, EVENT, LINK = (line_type(each) for each in (Timex, Event, Link))
LINK_REMEDY = "a TLINK has a relType, an eventInstanceID or timeID, and what that is related to"


@dataclass(frozen=True, slots=True)
class TimeMLDocument:
    """One TimeML file: its text, its creation day, its annotations, and what was unexpected in it."""

    path: str
    id: str
    """The file's name without its ending, by which gold and predictions are paired."""
    text: str
    dct: datetime.date | None
    layers: Layers
    """The annotations, as objects of `bench.formats.jsonl.lines.line_type`, which takes less time."""
    written: datetime.datetime | None = None
    """The time stamp of the creation; None if the file gives no clock time."""
    findings: tuple[Finding, ...] = ()
    """The parts of the file that scoring ignores or reads in an unexpected way."""
    title: str = ""
    """The characters of TITLE, if it stands outside of the text."""

    @property
    def notes(self) -> Iterator[Note]:
        """Yields the findings as notes."""
        for each in self.findings:
            yield Note(each.kind, self.path, each.line, f"{each.message}; {each.effect}")

    @property
    def faults(self) -> Iterator[Fault]:
        """Yields the findings that have a remedy as faults."""
        for each in self.findings:
            if each.remedy:
                yield Fault(self.path, each.line, each.message, each.remedy)


def parse(path: Path) -> TimeMLDocument:
    """Returns the document of one file.

    Raises DataError if it can't be read or isn't XML, if it has two TEXT or no text, if it is annotated in another
    format, and if a link lacks an end.
    """
    faulty = _Faulty(str(path))
    _check_name(path, faulty)
    data = _bytes(path, faulty)
    return _parse_ordinary(path, data) or _parse_any(path, data, faulty)


def _parse_ordinary(path: Path, data: bytes) -> TimeMLDocument | None:
    """Returns what `_parse_any` does, in less time; None if the file isn't ordinary."""
    found = ordinary.read(data, path.stem)
    if found is None:
        return None
    day, written = split(creation_time(found.creation), None)
    return TimeMLDocument(
        str(path), path.stem, found.text, day, found.layers, written, found.findings, found.title
    )


def _parse_any(path: Path, data: bytes, faulty: _Faulty) -> TimeMLDocument:
    """Returns the document of one file. Raises what `parse` does."""
    found = _found(data, faulty)
    creation = _creation(found)
    known = references(found, creation)
    text = "".join(found.pieces)
    layers = Layers(_timexes(found, text), _events(found, known, text), (), _links(found, known, faulty))
    day, written = split(creation_time(creation, found.gathered("DATE")), None)
    said = tuple(findings(found, layers, known, creation, path.stem))
    title = found.gathered("TITLE") or ""
    return TimeMLDocument(str(path), path.stem, text, day, layers, written, said, title)


def ends_of(path: Path) -> Mapping[str, str]:
    """Returns the ids of a file's times, events, instances and creation time, each with its name in links.

    Tables of links outside of the file name them so. Raises DataError if the file can't be read as TimeML.
    """
    faulty = _Faulty(str(path))
    found = _found(_bytes(path, faulty), faulty)
    known = references(found, _creation(found))
    instances = {name: known.event(name) for name in known.instances}
    return {**instances, **known.events, **known.times}


def _found(data: bytes, faulty: _Faulty) -> Elements:
    """Returns the elements of a file; if it has no TEXT, its whole root is the text."""
    found = _elements(Elements(), data, faulty)
    _check_format(found, faulty)
    if not found.texts:
        found = _elements(WholeElements(), data, faulty)
        _check_text(found, faulty)
    return found


class _Faulty:
    """Makes the errors of one file."""

    def __init__(self, path: str) -> None:
        self.path = path

    def error(self, line: int, message: str, remedy: str) -> DataError:
        return DataError([Fault(self.path, line, message, remedy)])


def _check_name(path: Path, faulty: _Faulty) -> None:
    """Checks that the file's name can be the id of a document. Raises DataError."""
    if path.stem == EVERY_DOCUMENT:
        raise faulty.error(0, f"the name {EVERY_DOCUMENT!r} stands for all documents", "rename the file")
    try:
        path.name.encode()
    except UnicodeEncodeError:
        shown = path.name.encode(errors="surrogateescape").decode(errors="backslashreplace")
        faults = [Fault(str(path.with_name(shown)), 0, "the file's name isn't UTF-8", "rename the file")]
        raise DataError(faults) from None


def _bytes(path: Path, faulty: _Faulty) -> bytes:
    try:
        return read_bytes(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise faulty.error(0, f"it can't be read: {reason}", "mend its rights, or leave it out") from None


def _elements(found: Elements, data: bytes, faulty: _Faulty) -> Elements:
    """Returns the elements after a file was read into them. Raises DataError if it can't be read."""
    with xml_faults(faulty.path):
        found.read(data)
    return found


def _check_format(found: Elements, faulty: _Faulty) -> None:
    """Checks that a file is TimeML, and has no second TEXT.

    Raises DataError, which names the format if it is another one.
    """
    wrong = [
        Fault(faulty.path, line, f"the element {name!r} is none of TimeML's", f"write {right}")
        for line, name, right in dialects.misspelt(found)
    ]
    if wrong:
        raise DataError(wrong)
    if not found.texts:
        format_, line = dialects.format_of(found)
        if format_:
            raise faulty.error(line, dialects.refusal(format_), dialects.INSTEAD)
        _check_kind(found, faulty)
        if found.root == "TimeML" or found.outside or found.links:
            return
        raise faulty.error(0, f"no TEXT element: the root is {found.root!r}", dialects.INSTEAD)
    if len(found.texts) > 1:
        remedy = "a file is one document: write a file for each text"
        raise faulty.error(found.texts[1], f"a second TEXT; the first is on line {found.texts[0]}", remedy)
    _check_kind(found, faulty)


def _check_kind(found: Elements, faulty: _Faulty) -> None:
    """Checks that the annotations are TimeML's. Raises DataError."""
    kind, line = dialects.annotated_otherwise(found)
    if kind:
        raise faulty.error(line, f"its annotations are {kind}, and no TimeML", dialects.APART)


def _check_text(found: Elements, faulty: _Faulty) -> None:
    """Checks that there is text in a file without TEXT. Raises DataError."""
    if not "".join(found.pieces).strip():
        remedy = "put the text of the document into TEXT, and its creation time into DCT"
        raise faulty.error(0, f"no TEXT element, and no text in {found.root}", remedy)


def _creation(found: Elements) -> Element | None:
    """Returns the creation time: the TIMEX3 of DCT, else a TIMEX3 outside of the text, else a TIMEX3 in it."""
    if found.creation:
        return found.creation[0]
    for element in (*found.outside, *found.timexes, *found.unmarked):
        if element.attributes.get("functionInDocument") == "CREATION_TIME":
            return element
    return None


def _timexes(found: Elements, text: str) -> tuple[Any, ...]:
    return tuple(
        TIMEX(each.start, each.end, get("type"), get("value"), get("mod"), None, text[each.start : each.end], name)
        for each in found.timexes
        for get in [each.attributes.get]
        for name in [_timex_name(get("tid"))]
    )


def _timex_name(name: str | None) -> str | None:
    return f"{DCT} (time)" if name == DCT else name or None


def _events(found: Elements, known: References, text: str) -> tuple[Any, ...]:
    """Returns the events; the tense and the aspect of each are those of its last MAKEINSTANCE, or its own."""
    instances = {name: each.attributes for each in found.instances if (name := each.attributes.get("eventID"))}
    events = []
    for each in found.events:
        name = each.attributes.get("eid") or None
        instance = instances.get(name, {}) if name else {}
        words = text[each.start : each.end]
        class_ = each.attributes.get("class")
        name = known.events[name] if name else None
        own = each.attributes
        tense = instance.get("tense", own.get("tense"))
        aspect = instance.get("aspect", own.get("aspect"))
        events.append(EVENT(each.start, each.end, class_, None, None, words, name, tense, aspect))
    return tuple(events)


def _links(found: Elements, known: References, faulty: _Faulty) -> tuple[Any, ...]:
    """Returns the temporal links in file order; an instance as the end of a link becomes its event.

    Raises DataError with each link that lacks an end or a relation, or states an end twice.
    """
    links = []
    faults = []
    for each in found.links:
        relation = each.attributes.get("relType")
        try:
            if not relation:
                raise UnclearEndError("a TLINK without both ends and a relType")
            links.append(LINK(*known.link(each.attributes), relation))
        except UnclearEndError as error:
            faults.append(Fault(faulty.path, each.line, str(error), LINK_REMEDY))
    if faults:
        raise DataError(faults)
    return tuple(links)
