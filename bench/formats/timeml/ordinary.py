"""A faster reader for ordinary TimeML files.

`bench.formats.timeml.document` reads all files, and defines the result. A file is ordinary if

- only times, events and signals are marked in TEXT, none of them within another;
- its MAKEINSTANCE and TLINK are empty elements after TEXT;
- the user has to be told nothing of it, except of the values of times and of links.

The tags in TEXT and those of MAKEINSTANCE and TLINK are split at ``<``, ``>`` and ``"``; expat reads the rest of
the file. Each tag must have a form that XML allows (`_form`), so that a file that isn't well-formed is never
ordinary.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import starmap
from operator import eq, itemgetter
from typing import Any, NamedTuple
from xml.parsers import expat

from bench.dataset.suite import Layers
from bench.formats.jsonl.lines import line_type
from bench.formats.markup import UndefinedEntityError
from bench.formats.timeml import rules
from bench.formats.timeml.elements import Element, Elements
from bench.formats.timeml.references import RARE_ENDS
from bench.formats.timeml.rules import Finding
from bench.sdk.model import DCT, RELATIONS, Event, Link, Timex

TIMEX, EVENT, LINK = (line_type(each) for each in (Timex, Event, Link))

_RELATIONS = frozenset(RELATIONS)
_UNUSUAL = bytes(range(10)) + bytes(range(11, 32)) + b"&"
"""The control characters except the line end, and the beginning of a reference."""
_DECLARATION = re.compile(rb"""<\?xml version=["']1\.0["'](?: encoding=["'](?i:utf-8)["'])? ?\?>""")
_FIRST = re.compile(r"(EVENT|TIMEX3|SIGNAL|MAKEINSTANCE|TLINK)[ \n]+([A-Za-z][A-Za-z0-9]*)[ \n]*=[ \n]*")
_NEXT = re.compile(r"[ \n]+([A-Za-z][A-Za-z0-9]*)[ \n]*=[ \n]*")
_OPENS = re.compile(r"[ \n]*")
_EMPTY = re.compile(r"[ \n]*/>[ \n]*")
_PICKED = {
    "EVENT": ("eid", "class", "tense", "aspect"),
    "TIMEX3": ("tid", "type", "value", "mod"),
    "MAKEINSTANCE": ("eiid", "eventID", "tense", "aspect"),
    "SIGNAL": ("sid", "sid"),
}
"""For each element the attributes that are read."""
_ENDS = (("eventInstanceID", "timeID"), ("relatedToEventInstance", "relatedToTime"))
"""The attributes of an event and of a time as the source of a link, and as its target."""

Row = tuple[Any, ...]
"""The values of the attributes of `_PICKED`; None for one that isn't stated."""
_Place = tuple[int, int, str]
"""Start, end and words."""


class _UnusualError(Exception):
    """Raised in a file that isn't ordinary."""


class Ordinary(NamedTuple):
    """The content of an ordinary file."""

    text: str
    creation: Element
    title: str
    layers: Layers
    findings: tuple[Finding, ...]


class _Form(NamedTuple):
    """The form of a start tag: its element and its attributes, in their order."""

    name: str
    close: str
    """The characters between the brackets of its end tag; empty if the element is empty."""
    pick: Callable[[Sequence[Any]], Row]
    """Returns the `Row` of a tag that was split at the quotation marks, with None added at the end."""
    marks: int
    """The number of quotation marks and of line ends that a tag of this form has."""
    by_event: tuple[bool, bool] | None = None
    """For the source and the target of a link, whether it is an event; None for another element than TLINK."""


def read(data: bytes, document: str) -> Ordinary | None:
    """Returns the content of a file, as the slower reader would read it; None if the file isn't ordinary.

    ``document`` is its id, for messages.
    """
    if len(data.translate(None, _UNUSUAL)) < len(data):
        return None
    if data.rfind(b"<?") > 0 or (data.startswith(b"<?") and not _DECLARATION.match(data)):
        return None
    try:
        return _read(data.decode(), document)
    except (_UnusualError, UnicodeDecodeError):
        return None


def _read(data: str, document: str) -> Ordinary:
    start, end = data.find("<TEXT>") + len("<TEXT>"), data.find("</TEXT>")
    if not len("<TEXT>") <= start <= end:
        raise _UnusualError
    instances, links, others = _after(data[end:])
    others = data[:start] + others
    if "<!" in others or "\ufffe" in data or "\uffff" in data:  # XML allows neither of the two characters
        raise _UnusualError
    rest = Elements()
    try:
        rest.read(others.encode())
    except (expat.ExpatError, UndefinedEntityError, LookupError, ValueError):
        raise _UnusualError from None
    _check_rest(rest)
    (creation,) = rest.creation
    body = _body(data[start:end])
    layers = _layers(body, instances, links, creation)
    findings = tuple(_findings(data, start, end, layers, document))
    return Ordinary(body.text, creation, rest.gathered("TITLE") or "", layers, findings)


@functools.lru_cache(maxsize=4096)
def _form(parts: tuple[str, ...]) -> _Form | None:
    """Returns the form of a start tag, or None if it isn't ordinary.

    ``parts`` are what stands before, between and after the quoted values of its attributes.
    """
    if len(parts) < 2:
        return None
    first, *middle, last = parts
    begins, follow = _FIRST.fullmatch(first), [_NEXT.fullmatch(each) for each in middle]
    if begins is None or None in follow:
        return None
    name, attribute = begins.groups()
    names = [attribute, *(each[1] for each in follow if each)]
    if not (_EMPTY if name in ("MAKEINSTANCE", "TLINK") else _OPENS).fullmatch(last):
        return None
    marks = _marks('"'.join(parts)) + len(names)
    if len({*names}) < len(names) or (name in rules.ATTRIBUTES and not rules.ATTRIBUTES[name].issuperset(names)):
        return None
    places = {each: 2 * number + 1 for number, each in enumerate(names)}
    if name != "TLINK":
        if name == "MAKEINSTANCE" and "eid" in places:
            return None
        close = "" if name == "MAKEINSTANCE" else f"/{name}"
        return _Form(name, close, itemgetter(*(places.get(each, -1) for each in _PICKED[name])), marks)
    ends = [[each for each in side if each in places] for side in _ENDS]
    if any(len(side) != 1 for side in ends) or "relType" not in places or not RARE_ENDS.isdisjoint(names):
        return None
    (source,), (target,) = ends
    by_event = source == _ENDS[0][0], target == _ENDS[1][0]
    return _Form(name, "", itemgetter(places[source], places[target], places["relType"]), marks, by_event)


def _after(data: str) -> tuple[list[Row], list[tuple[tuple[bool, bool], Row]], str]:
    """Returns the instances and the links in the part after TEXT, and what else stands in that part."""
    instances: list[Row] = []
    links: list[tuple[tuple[bool, bool], Row]] = []
    others = []
    marks = 0
    for piece in data.split("<")[1:]:
        if piece[:1] in "MT":
            parts: list[Any] = piece.split('"')
            form = _form(tuple(parts[::2]))
            if form is not None and not form.close:
                _, _, pick, expected, by_event = form
                marks += expected
                if by_event is None:
                    parts.append(None)
                    instances.append(pick(parts))
                else:
                    links.append((by_event, pick(parts)))
                continue
        others.append(f"<{piece}")
    rest = "".join(others)
    if marks + _marks(rest) < _marks(data):  # a tag has one quotation mark too many, or a value has a line end
        raise _UnusualError
    return instances, links, rest


def _marks(text: str) -> int:
    return text.count('"') + text.count("\n")


def _check_rest(rest: Elements) -> None:
    """Checks that there is nothing to tell the user in the part of a file that isn't read here."""
    unread = rest.others, rest.outside, rest.timexes, rest.events, rest.unmarked, rest.instances, rest.links
    if rest.root != "TimeML" or any(unread) or not len(rest.texts) == len(rest.dcts) == len(rest.creation) == 1:
        raise _UnusualError
    (creation,) = rest.creation
    if not rules.ATTRIBUTES["TIMEX3"].issuperset(creation.attributes) or rules.creation_time(creation) is None:
        raise _UnusualError


class _Body(NamedTuple):
    """The content of TEXT: its characters, and the start, end, words and `Row` of each annotation."""

    text: str
    timexes: tuple[list[_Place], list[Row]]
    events: tuple[list[_Place], list[Row]]


def _body(data: str) -> _Body:
    """Returns the content of TEXT, in which each element holds some characters and no other element."""
    first, *pieces = data.split("<")
    if len(pieces) & 1:
        raise _UnusualError
    found: dict[str, tuple[list[_Place], list[Row]]] = {name: ([], []) for name in ("EVENT", "TIMEX3", "SIGNAL")}
    texts = [first]
    start = len(first)
    opening = iter(pieces)
    for piece, closing in zip(opening, opening, strict=True):
        tag, _, words = piece.partition(">")
        name, closes, after = closing.partition(">")
        parts: list[Any] = tag.split('"')
        form = _form(tuple(parts[::2])) if len(parts) & 1 else None
        if form is None or name != form.close or "\n" in tag or not (words and closes):
            raise _UnusualError
        end = start + len(words)
        parts.append(None)
        places, rows = found[form.name]
        places.append((start, end, words))
        rows.append(form.pick(parts))
        texts += (words, after)
        start = end + len(after)
    return _Body("".join(texts), found["TIMEX3"], found["EVENT"])


def _layers(
    body: _Body, instances: Sequence[Row], links: Sequence[tuple[tuple[bool, bool], Row]], creation: Element
) -> Layers:
    """Returns the annotations of a file.

    Raises _UnusualError if something else has to be told to the user.
    """
    eids, classes, *own = _columns(body.events[1])
    tids, types, values, _ = _columns(body.timexes[1])
    eiids, of_events, *forms = _columns(instances)
    times = dict(zip(tids, tids, strict=True))
    events = dict(zip(eids, eids, strict=True))
    instance = dict(zip(of_events, zip(*forms, strict=True), strict=True))
    dct = creation.attributes.get("tid")
    if not (
        len(events) == len(eids)
        and len(times) == len(tids)
        and len(instance) == len({*eiids}) == len(eiids)
        and instance.keys() <= events.keys()
        and events.keys().isdisjoint(times)
        and dct
        and dct not in times
        and rules.FORMS.issuperset(zip(*own, strict=True))
        and rules.FORMS.issuperset(instance.values())
        and rules.CLASSES.issuperset(classes)
        and not any(None in stated and any(stated) for stated in (classes, types, values))
        and (times or events)
        and body.text.strip()
        and "]]>" not in body.text
    ):
        raise _UnusualError
    events.update(zip(eiids, of_events, strict=True))
    if any(name in known for name in (None, "", DCT) for known in (times, events)):
        raise _UnusualError
    times[dct] = DCT
    ends = times, events
    try:
        joined = [
            (ends[source_is_event][source], ends[target_is_event][target], relation)
            for (source_is_event, target_is_event), (source, target, relation) in links
        ]
    except KeyError:
        raise _UnusualError from None
    silent = None, None
    return Layers(
        tuple(
            TIMEX(start, end, type_, value, mod, None, words, name)
            for (start, end, words), (name, type_, value, mod) in zip(*body.timexes, strict=True)
        ),
        tuple(
            EVENT(start, end, class_, None, None, words, name, form[0] or tense, form[1] or aspect)
            for (start, end, words), (name, class_, tense, aspect) in zip(*body.events, strict=True)
            for form in (instance.get(name, silent),)
        ),
        (),
        tuple(starmap(LINK, joined)),
    )


def _columns(rows: Sequence[Row]) -> Sequence[Row]:
    return list(zip(*rows, strict=True)) if rows else ((), (), (), ())


def _findings(data: str, start: int, end: int, layers: Layers, document: str) -> Iterator[Finding]:
    """Yields the findings on values and links; TEXT is from ``start`` to ``end``."""
    if any(rules.problems(each.type, each.mod, each.value) for each in layers.timexes):
        yield from rules.of_timexes(_elements("TIMEX3", data, start, end), layers)
    links = layers.links
    said = {(each.source, each.target, each.relation) for each in links}
    sources, targets, relations = zip(*said, strict=True) if said else ((), (), ())
    if len(said) < len(links) or any(map(eq, sources, targets)) or not _RELATIONS.issuperset(relations):
        yield from rules.of_links(_elements("TLINK", data, end, len(data)), layers, True, document)


def _elements(name: str, data: str, start: int, end: int) -> Iterator[Element]:
    """Yields the elements of a name in a part of a file, with their lines alone."""
    line = 1 + data.count("\n", 0, start)
    for piece in data[start:end].split(f"<{name}")[:-1]:
        line += piece.count("\n")
        yield Element(line, {})
