"""What a time value denotes, and when two values denote the same: exactly, and at day, month and year.

`bench.temporal.timex3` and `bench.temporal.edtf` read their notations into a `Denotation`; everything that
compares times compares these. The rules stand in docs/measures.md, with examples.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import NamedTuple

from bench.temporal.interval import GRANULARITIES, Interval

CREDIT_STEPS = 2**20
"""A share is counted in whole steps of 1/2²⁰: such floats add up without rounding, in any order, anywhere."""


@dataclass(frozen=True, slots=True)
class Denotation:
    """What a value says, in the parts that are compared.

    Two denote the same if they are equal in ``reach`` and ``content`` and don't contradict each other in ``zone``
    and ``course``, where None leaves open.
    """

    reach: Interval | None = None
    """The stretch of the calendar; None for what has no place in it, such as a length or PAST_REF."""
    content: Hashable = None
    """What ``reach`` doesn't tell: a length, a part of the day, or the text of what equals only itself."""
    finest: str | None = "day"
    """The finest granularity at which ``reach`` is known: "month" for 2023-09-XX; None without a reach."""
    zone: int | None = None
    """Minutes from UTC that a clock time states. Times are read as written, on the clock of that zone."""
    course: str | None = None
    """EDTF: "throughout" for A/B (it lasted), "within" for [A..B] (it fell on some day of these)."""

    def known(self, granularity: str) -> Interval | None:
        """The reach, if it is known at "day", "month" or "year"."""
        if self.finest is None or GRANULARITIES.index(granularity) < GRANULARITIES.index(self.finest):
            return None
        return self.reach


def only_itself(text: str) -> Denotation:
    """Of a value that equals no other: a reference, a value with X, or one that can't be read."""
    return Denotation(content=text, finest=None)


class Verdicts(NamedTuple):
    """Every comparison of two values."""

    same: bool
    day: bool
    month: bool
    year: bool
    overlap: float
    """From 0 to 1, a multiple of 1/2²⁰."""


DIFFERENT = Verdicts(False, False, False, False, 0.0)
"""Of a value and none."""


def verdicts(a: Denotation, b: Denotation) -> Verdicts:
    """Compare two values in every way. Which of them is gold makes no difference."""
    same = same_exactly(a, b)
    day, month, year = (same_at(granularity, a, b) for granularity in GRANULARITIES)
    return Verdicts(same, day, month, year, overlap(a, b))


def same_exactly(a: Denotation, b: Denotation) -> bool:
    """Whether both denote the same. Within one day an event that lasted and one that fell within don't differ."""
    if a.reach != b.reach or a.content != b.content or _contradict(a.zone, b.zone):
        return False
    one_day = a.reach is not None and a.reach.is_one("day")
    return one_day or not _contradict(a.course, b.course)


def same_at(granularity: str, a: Denotation, b: Denotation) -> bool:
    """Whether both denote the same when coarsened to "day", "month" or "year".

    They do if they share a reading (`Interval.readings`); one of several units must also not be lasting on one
    side and within on the other. What isn't known at that granularity is compared exactly. Symmetric; and right
    at day is right at month, right at month is right at year.
    """
    first, second = a.known(granularity), b.known(granularity)
    if first is None or second is None:
        return same_exactly(a, b)
    shared = first.readings(granularity) & second.readings(granularity)
    return any(start == end and start is not None for start, end in shared) or (
        bool(shared) and not _contradict(a.course, b.course)
    )


def overlap(a: Denotation, b: Denotation) -> float:
    """Shared length by the length of both together (Jaccard), for two bounded stretches of the calendar.

    1 for what denotes the same, and 0 for all else that has no length on the calendar: other lengths and
    references, values with X, and open ends.
    """
    if same_exactly(a, b):
        return 1.0
    first, second = a.known("day"), b.known("day")
    if first is None or second is None:
        return 0.0
    share = first.jaccard(second)
    return 0.0 if share is None else round(share * CREDIT_STEPS) / CREDIT_STEPS


def _contradict(a: Hashable, b: Hashable) -> bool:
    return a is not None and b is not None and a != b
