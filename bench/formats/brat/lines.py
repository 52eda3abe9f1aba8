"""The lines of an ``.ann`` file: text-bound annotations, events, attributes, relations and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

BREAK = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""Matches a character at which brat ends a line, so that it can't stand among the words of an annotation."""
BREAKS = re.compile(f"{BREAK.pattern}+")

_BOUND = re.compile(r"(\S+) (\d{1,12} \d{1,12}(?:;\d{1,12} \d{1,12})*)\s*", re.ASCII)
_RELATION = re.compile(r"(\S+) (\S+?):(\S+) (\S+?):(\S+)\s*")
_EVENT = re.compile(r"(\S+?):(\S+)((?: \S+:\S+)*)\s*")
_ATTRIBUTE = re.compile(r"(\S+) (\S+)(?: (.*\S))?\s*")
_NOTE = re.compile(r"(\S+) (\S+)\s*")


class Bound(NamedTuple):
    """A ``T`` line: the name of an entity, its stretches of text, and its words."""

    line: int
    id: str
    name: str
    spans: tuple[tuple[int, int], ...]
    """The stretches, sorted; several if the annotation is discontinuous."""
    words: str


class Trigger(NamedTuple):
    """An ``E`` line: an event of brat, with the id of the ``T`` line that it is about, and its arguments."""

    line: int
    id: str
    bound: str
    arguments: str


class Attribute(NamedTuple):
    """An ``A`` or ``M`` line. The value is empty if the attribute is only there or not."""

    line: int
    name: str
    target: str
    value: str


class Relation(NamedTuple):
    """An ``R`` line; its source is the first argument (``Arg1``), and its target the second."""

    line: int
    name: str
    source: str
    target: str


class Remark(NamedTuple):
    """A ``#`` line: a note of a type on an annotation."""

    line: int
    type: str
    target: str
    text: str


class Other(NamedTuple):
    """A line of another sort: ``N`` (normalisation) or ``*`` (equivalence)."""

    line: int
    name: str


class Malformed(NamedTuple):
    """A line that isn't brat's."""

    line: int
    content: str


Line = Bound | Trigger | Attribute | Relation | Remark | Other | Malformed


def read(content: str) -> Iterator[Line]:
    """Yields the lines of an ``.ann`` file that aren't blank."""
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            yield _line(number, line.removesuffix("\r")) or Malformed(number, line)


def _line(number: int, content: str) -> Line | None:
    id_, _, rest = content.partition("\t")
    data, _, tail = rest.partition("\t")
    sort = id_[:1]
    if sort == "T" and (found := _BOUND.fullmatch(data)):
        pairs = (each.split(" ") for each in found[2].split(";"))
        return Bound(number, id_, found[1], tuple(sorted((int(a), int(b)) for a, b in pairs)), tail)
    if sort == "E" and (found := _EVENT.fullmatch(data)):
        return Trigger(number, id_, found[2], found[3].strip())
    if sort in ("A", "M") and (found := _ATTRIBUTE.fullmatch(data)):
        return Attribute(number, found[1], found[2], found[3] or "")
    if sort == "R" and (found := _RELATION.fullmatch(data)):
        first, second = (found[2], found[3]), (found[4], found[5])
        if first[0] == "Arg2" and second[0] == "Arg1":
            first, second = second, first
        return Relation(number, found[1], first[1], second[1])
    if sort == "#" and (found := _NOTE.fullmatch(data)):
        return Remark(number, found[1], found[2], tail.strip())
    return Other(number, sort) if sort in ("N", "*") and data.strip() else None
