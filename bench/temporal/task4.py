"""One participant's ordered timeline, as SemEval-2015 Task 4 defines it (Minard et al. 2015).

A row has a place in the order, an anchor (a date, however coarse) and the mentions of one event. The task scores
the chain of links between one mention and the next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

UNPLACED = 0
"""The ordinal of events that have no place in the order; these aren't scored."""

Mention = tuple[str, int, str]
"""A mention of an event: document, number of the sentence, word."""
Key = tuple[str, int, str, int]
"""A mention and the number of equal mentions before it, for files don't tell two equal words of a sentence
apart."""
Edge = tuple[Key, Key, str]
"""A link: source, target, and BEFORE or SIMULTANEOUS."""

_NUMBERS = re.compile(r"([0-9]+)")
_UNDATED = re.compile(r"X{2,4}(-X{1,2}){0,2}")


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One line of a file: the mentions of one event, and its place in the order."""

    ordinal: int
    """The place in the order: 1, 2, …; equal on rows that are simultaneous; `UNPLACED` where there is none."""
    date: str
    """The date as written: YYYY-MM-DD, coarser, or with X for unknown digits."""
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Ordered:
    """The timeline of one participant ("target entity")."""

    participant: str
    rows: tuple[TimelineRow, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention with its place in the order."""

    key: Key
    ordinal: int
    anchor: str | None
    """The date at its own granularity, such as 2008-03; None if it is unknown."""


def anchor_of(date: str) -> str | None:
    """Returns the date without its unknown parts (2008-03-XX gives 2008-03); None if nothing is known.

    Text of any other form is returned as it is, without being interpreted.
    """
    if not date or _UNDATED.fullmatch(date):
        return None
    return re.sub(r"(-XX){1,2}$", "", date)


def placed(timeline: Ordered) -> list[Placed]:
    """Returns the mentions that have a place, in order.

    Rows of one place are sorted as the official script sorts its lines, because the order decides which mentions
    are linked: by the line's text with numbers compared as numbers, that is by the date, then by document,
    sentence and word of the first mention.
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


def _line(row: TimelineRow) -> list[tuple[str, int]]:
    """Returns the row's sort key: each piece of text with the number that follows it, -1 at the end."""
    mentions = (f"{doc}-{sentence}-{word}" for doc, sentence, word in row.mentions)
    pieces = _NUMBERS.split("\t".join((str(row.ordinal), row.date, *mentions)))
    numbers = [*map(int, pieces[1::2]), -1]
    return list(zip(pieces[::2], numbers, strict=True))


def chain(mentions: Sequence[Placed]) -> Iterator[Edge]:
    """Yields the link from each mention to the next: BEFORE where the ordinal rises, else SIMULTANEOUS.

    Mentions of one row are linked too. n mentions have n − 1 links. No link follows from the others or contradicts
    them, so the chain is its own reduction.
    """
    for mention, following in pairwise(mentions):
        relation = "BEFORE" if mention.ordinal < following.ordinal else "SIMULTANEOUS"
        yield mention.key, following.key, relation
