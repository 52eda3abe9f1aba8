"""The lines after a marked text, and those of a file of words.

::

    Monday (2nd) | DATE 2023-09-18      words that are marked, with a number if they occur more than once
    "a | b" | EVENT                     words with a bar, a quotation mark or a line end stand in quotes
    began BEFORE Monday                 a link; its ends are ids, words that are marked once, or dct
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bench.formats.checks import Problem
from bench.gold.marks import attributes
from bench.gold.marks.attributes import QUOTED, Attributes, unquoted
from bench.gold.marks.places import place
from bench.sdk.model import RELATIONS

_QUOTED = re.compile(QUOTED)
_PLACE = re.compile(r"(?:\((?P<number>\d{1,9})(?:st|nd|rd|th)?\)|@(?P<at>\d{1,9}))\Z", re.ASCII)
_END = rf'(?:{QUOTED}|[^\s"|]+)'
_LINK = re.compile(rf"[ \t]*({_END})[ \t]+({_END})[ \t]+({_END})[ \t\r]*")


@dataclass(frozen=True, slots=True)
class Placed:
    """Words of a text that a line marks."""

    start: int
    words: str
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Joined:
    """A link that a line states; its ends are ids or words."""

    source: str
    relation: str
    target: str


def parse(line: str, text: str) -> Placed | Joined | Problem:
    """Returns what a line states about a text, or its problem."""
    quoted = _QUOTED.match(line.lstrip())
    words = quoted[0] if quoted else ""
    before, bar, after = line.lstrip()[len(words) :].partition("|")
    if bar:
        return _placed(words, before.strip(), after.rstrip(), text)
    if found := _LINK.fullmatch(line):
        source, relation, target = found.groups()
        if relation not in RELATIONS and relation[0] != '"':
            return Problem(f"{relation!r} is no relation", f"use one of {', '.join(RELATIONS)}; or quote it")
        return Joined(*map(_plain, (source, relation, target)))
    return Problem(
        f"{line.strip()!r:.60} is neither words with their attributes nor a link",
        "write Monday | DATE 2023-09-18, or began BEFORE Monday; or, if these lines belong to the text, write the "
        "line above them as \\---",
    )


def _placed(quoted: str, before: str, after: str, text: str) -> Placed | Problem:
    """Returns what a line marks: its words are quoted, or stand ``before`` the bar with the place's number."""
    named = _PLACE.search(before)
    rest = before[: named.start()].strip() if named else before
    if quoted and rest:
        return Problem(f"{rest!r} after the quoted words", "write a number such as (2nd) there, or nothing")
    words = unquoted(quoted) if quoted else rest
    if not words:
        return Problem("a mark without words", "write the words before the bar")
    if named and named["at"]:
        start: int | Problem = int(named["at"])
        if text[int(named["at"]) :][: len(words)] != words:
            start = Problem(f"{words!r} doesn't stand at {start}", "name the occurrence instead, such as (2nd)")
    else:
        start = place(words, int(named["number"]) if named else None, text)
    return start if isinstance(start, Problem) else Placed(start, words, attributes.parse(after))


def _plain(end: str) -> str:
    return unquoted(end) if end[0] == '"' else end
