"""Annotated documents written as TimeML, as TempEval-3 used it: one file for each document."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.dataset.row import creation_of
from bench.dataset.suite import Suite, SuiteDocument
from bench.errors import DataError
from bench.formats.annotated import Annotated
from bench.formats.timeml.naming import Names, named
from bench.formats.written import attributes, check_characters, escaped, fault, file_name
from bench.sdk.model import DCT, Event, Link, Timex

Lose = Callable[[str], None]
CARRIED = frozenset(
    (
        *("documents.title", "documents.dct", "documents.dct time", "links"),
        *("timexes.id", "timexes.type", "timexes.value", "timexes.mod"),
        *("events.id", "events.class", "events.tense", "events.aspect"),
    )
)
"""The fields that are written and read again."""
UNKNOWN_DAY = "XXXX-XX-XX"
"""The value of a creation time whose day isn't known, but that links refer to."""
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:noNamespaceSchemaLocation="http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd">
"""


@dataclass(frozen=True, slots=True)
class _Mark:
    """An annotation with its id in the file."""

    item: Timex | Event
    name: str

    @property
    def tag(self) -> str:
        return "TIMEX3" if isinstance(self.item, Timex) else "EVENT"

    @property
    def opening(self) -> str:
        item = self.item
        if isinstance(item, Timex):
            said = {"tid": self.name, "type": item.type, "value": item.value, "mod": item.mod}
        else:
            said = {"eid": self.name, "class": item.class_}
        return f"<{self.tag}{attributes(said)}>"


def write_gold(folder: Path, _suite: Suite, documents: Iterable[Annotated], lose: Lose) -> None:
    """Writes each document into a file of the new folder, named by its id.

    Raises DataError for an id that can't be the name of a file, and for characters that XML can't hold.
    """
    folder.mkdir()
    for each in documents:
        name = file_name(each.document, ".tml")
        check_characters(each.document, _texts(each))
        try:
            file = (folder / name).open("x", encoding="utf-8", newline="")
        except FileExistsError:
            message = f"the file {name} is another document's already"
            raise DataError([fault(each.document, message, "rename the document")]) from None
        with file:
            file.writelines(_file(each, lose))


def _texts(annotated: Annotated) -> Iterator[tuple[str, str]]:
    """Yields all texts of a document, each with its noun."""
    document, layers = annotated.document, annotated.layers
    yield "the text", document.text
    yield "the title", document.title
    yield "the id", document.id
    for timex in layers.timexes:
        yield from (("a TIMEX3", each) for each in (timex.type, timex.value, timex.mod) if each)
    for event in layers.events:
        yield from (("an EVENT", each) for each in (event.class_, event.tense, event.aspect) if each)
    yield from (("a TLINK", link.relation) for link in layers.links)


def _file(annotated: Annotated, lose: Lose) -> Iterator[str]:
    """Yields the parts of a file."""
    document, layers = annotated.document, annotated.layers
    items: list[Timex | Event] = [*layers.timexes, *layers.events]
    given, names = named(items, lose)
    marks = _nested([_Mark(item, name) for item, name in zip(items, given, strict=True)], lose)
    linked = any(DCT in (link.source, link.target) for link in layers.links)
    creation = names.new("t", 0) if linked or document.dct is not None else ""
    _tell(annotated, lose)
    yield f"{_HEAD}\n<DOCID>{escaped(document.id)}</DOCID>\n"
    if creation:
        yield f"<DCT>{_creation(document, creation)}</DCT>\n"
    if document.title:
        yield f"<TITLE>{escaped(document.title)}</TITLE>\n"
    yield f"<TEXT>{''.join(_marked(document.text, marks))}</TEXT>\n\n"
    events = [mark for mark in marks if isinstance(mark.item, Event)]
    instances = {mark.name: names.new("ei") for mark in events}
    yield from _instances(events, instances)
    ends = {DCT: ("Time", creation)} if creation else {}
    for mark in marks:
        if mark.item.id is not None and mark.item.id != DCT:
            end = ("Event", instances[mark.name]) if mark.name in instances else ("Time", mark.name)
            ends.setdefault(mark.item.id, end)
    yield from _links(layers.links, ends, names, lose)
    yield "</TimeML>\n"


def _tell(annotated: Annotated, lose: Lose) -> None:
    """Tells what is lost in all files: a creation at midnight, and annotations without a span."""
    written = annotated.document.written
    if written is not None and not isinstance(creation_of(written), datetime.datetime):
        lose("creation at midnight without an offset; it is read as a day")
    for _ in annotated.layers.unlocated:
        lose("annotation whose words don't occur in the text")


def _instances(events: Iterable[_Mark], instances: Mapping[str, str]) -> Iterator[str]:
    """Yields the MAKEINSTANCE of each event."""
    for mark in events:
        said: dict[str, str | None] = {"eiid": instances[mark.name], "eventID": mark.name}
        if isinstance(mark.item, Event):
            said |= {"tense": mark.item.tense, "aspect": mark.item.aspect}
        yield f"<MAKEINSTANCE{attributes(said)}/>\n"


def _creation(document: SuiteDocument, name: str) -> str:
    """Returns the TIMEX3 of the creation time."""
    stated = document.written or document.dct
    if document.dct is None:
        value = UNKNOWN_DAY
    else:
        assert stated is not None
        value = stated.isoformat()
    said = {
        "tid": name,
        "type": "TIME" if isinstance(stated, datetime.datetime) else "DATE",
        "value": value,
        "temporalFunction": "false",
        "functionInDocument": "CREATION_TIME",
    }
    return f"<TIMEX3{attributes(said)}>{value}</TIMEX3>"


def _nested(marks: Sequence[_Mark], lose: Lose) -> list[_Mark]:
    """Returns the marks in the order in which their elements begin, without those that cross an earlier one."""
    kept: list[_Mark] = []
    around: list[int] = []
    for mark in sorted(marks, key=lambda each: (each.item.start, -each.item.end)):
        while around and around[-1] <= mark.item.start:
            around.pop()
        if around and around[-1] < mark.item.end:
            lose("annotation that crosses another")
            continue
        around.append(mark.item.end)
        kept.append(mark)
    return kept


def _marked(text: str, marks: Iterable[_Mark]) -> Iterator[str]:
    """Yields the parts of a text with elements in it. The marks are those that `_nested` returns."""
    at = 0
    around: list[_Mark] = []

    def upto(place: int) -> Iterator[str]:
        nonlocal at
        while around and around[-1].item.end <= place:
            mark = around.pop()
            yield f"{escaped(text[at : mark.item.end])}</{mark.tag}>"
            at = mark.item.end
        yield escaped(text[at:place])
        at = place

    for mark in marks:
        yield from upto(mark.item.start)
        yield mark.opening
        around.append(mark)
    yield from upto(len(text))


_ENDS = (
    {"Time": "timeID", "Event": "eventInstanceID"},
    {"Time": "relatedToTime", "Event": "relatedToEventInstance"},
)
"""The attributes for the source and the target of a link."""


def _links(links: Iterable[Link], ends: Mapping[str, tuple[str, str]], names: Names, lose: Lose) -> Iterator[str]:
    """Yields the TLINK of each link whose ends are in the file."""
    for link in links:
        if link.source not in ends or link.target not in ends:
            lose("link to an annotation that isn't written")
            continue
        said: dict[str, str | None] = {"lid": names.new("l"), "relType": link.relation}
        for attribute, end in zip(_ENDS, (link.source, link.target), strict=True):
            kind, name = ends[end]
            said[attribute[kind]] = name
        yield f"<TLINK{attributes(said)}/>\n"
