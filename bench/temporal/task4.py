"""One participant's ordered timeline, as SemEval-2015 Task 4 has it (Minard et al. 2015).

A row is a place in the order with an anchor (a date, however coarse) and the mentions of one event. What the task
scores is the chain of links between one mention and the next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

UNPLACED = 0
"""The ordinal of events that have no place in the order; they are no part of what is scored."""

Mention = tuple[str, int, str]
"""Document, sentence, word."""
Key = tuple[str, int, str, int]
"""A mention, and how many equal ones stand before it; files say which word, not which of two in a sentence."""
Edge = tuple[Key, Key, str]
"""Source, target, and BEFORE or SIMULTANEOUS."""

_NUMBERS = re.compile(r"([0-9]+)")
_UNDATED = re.compile(r"X{2,4}(-X{1,2}){0,2}")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file: mentions of one event, at one place."""

    ordinal: int
    """1, 2, …; equal on rows that are simultaneous; `UNPLACED` for none."""
    date: str
    """As written: YYYY-MM-DD, coarser, or with X for what isn't known."""
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Ordered:
    """The timeline of one participant ("target entity")."""

    participant: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention with its place in the order."""

    key: Key
    ordinal: int
    anchor: str | None
    """The date at its own granularity, such as 2008-03; None where it isn't known."""


def anchor_of(date: str) -> str | None:
    """The date without its unknown parts: 2008-03-XX is 2008-03; None where nothing is known.

    Text of any other form stands for itself: what it means isn't asked.
    """
    if not date or _UNDATED.fullmatch(date):
        return None
    return re.sub(r"(-XX){1,2}$", "", date)


def placed(timeline: Ordered) -> list[Placed]:
    """The mentions that have a place, in order; within one place as the official script sorts its lines.

    It sorts by the line's text with numbers as numbers, so that at one place the date comes first, then document,
    sentence and word of the first mention. Which mentions are linked depends on it.
    """
    found: list[Placed] = []
    seen: Counter[Mention] = Counter()
    for row in sorted(timeline.rows, key=_line):
        if row.ordinal == UNPLACED:
            continue
        for mention in row.mentions:
            found.append(Placed((*mention, seen[mention]), row.ordinal, anchor_of(row.date)))
            seen[mention] += 1
    return found


def _line(row: Row) -> list[tuple[str, int]]:
    """The row as a sort key: each piece of text with the number that follows it, -1 at the end."""
    mentions = (f"{doc}-{sentence}-{word}" for doc, sentence, word in row.mentions)
    pieces = _NUMBERS.split("\t".join((str(row.ordinal), row.date, *mentions)))
    numbers = [*map(int, pieces[1::2]), -1]
    return list(zip(pieces[::2], numbers, strict=True))


def chain(mentions: Sequence[Placed]) -> Iterator[Edge]:
    """The links from each mention to the next: BEFORE where the ordinal rises, else SIMULTANEOUS.

    Mentions of one row are linked too. n mentions have n − 1 links; none follows from the others and none
    contradicts them, so the chain is its own reduction.
    """
    for mention, following in pairwise(mentions):
        relation = "BEFORE" if mention.ordinal < following.ordinal else "SIMULTANEOUS"
        yield mention.key, following.key, relation
