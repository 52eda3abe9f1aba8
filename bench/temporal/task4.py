"""One participant's ordered timeline, as SemEval-2015 Task 4 defines it (Minard et al. 2015).

A row has an ordinal (its position in the order of events), an anchor (a date, however coarse) and the mentions of
one event. The task scores the links from each mention to the next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

UNPLACED = 0
"""The ordinal of events without a position in the order; these aren't scored."""

Mention = tuple[str, int, str]
"""A mention of an event: document, number of the sentence, word."""
Key = tuple[str, int, str, int]
"""A mention, and the number of equal mentions before it on the timeline: in files, two occurrences of a word in
one sentence look the same."""
Edge = tuple[Key, Key, str]
"""A link: source, target, and BEFORE or SIMULTANEOUS."""

_NUMBERS = re.compile(r"([0-9]+)")
_UNDATED = re.compile(r"X{2,4}(-X{1,2}){0,2}")


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One row of a timeline: the mentions of one event, its date, and its position in the order."""

    ordinal: int
    """The position: 1, 2, …, the same for simultaneous rows; `UNPLACED` if there is none."""
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
    """A mention with a position in the order of its timeline."""

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
    """Returns the mentions that have a position, in order.

    Rows with the same ordinal are sorted as the official script sorts its lines, because the order decides which
    mentions are linked: by date, then by document, sentence and word of the first mention. Numbers in the line are
    compared as numbers (2 before 10).
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
    """Returns the row's sort key: the line cut into pairs of text and the number after it (-1 after the last)."""
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
