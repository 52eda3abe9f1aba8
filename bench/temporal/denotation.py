"""The denotation of a time value, and the comparison of two: exactly, by day, month or year, and by overlap.

`bench.temporal.timex3` and `bench.temporal.edtf` read their notations into a `Denotation`, and every comparison of
times compares two denotations. docs/measures.md gives the rules with examples.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import NamedTuple

from bench.temporal.interval import GRANULARITIES, Interval

CREDIT_STEPS = 2**20
"""The number of steps that partial credit is rounded to. Multiples of 1/2²⁰ add up without rounding errors, in any
order and on any machine."""


@dataclass(frozen=True, slots=True)
class Denotation:
    """The meaning of a value, split into the parts that are compared.

    Two values denote the same if their ``reach`` and ``content`` are equal and their ``course`` doesn't contradict
    each other. If both state a ``zone``, their ``reach`` is compared in UTC. A ``course`` of None contradicts
    nothing.
    """

    reach: Interval | None = None
    """The interval of the calendar; None for a value that isn't on the calendar, such as a length or PAST_REF."""
    content: Hashable = None
    """The part of the meaning that ``reach`` doesn't hold: a length, a part of the day, or the text of a value
    that equals only itself."""
    finest: str | None = "day"
    """The finest granularity at which ``reach`` is known: "month" for 2023-09-XX; None without a reach."""
    zone: int | None = None
    """The minutes from UTC that a clock time states. ``reach`` is the time as written, on that zone's clock."""
    course: str | None = None
    """EDTF only: "throughout" for A/B (the event lasted), "within" for [A..B] (it fell on one day of these)."""
    within: Interval | None = None
    """The interval that coarser comparisons and overlaps use instead of ``reach``; None if they use ``reach``. For
    the midnight that ends a day (24:00) it is the last part of that day."""

    def known(self, granularity: str) -> Interval | None:
        """Returns the reach if it is known at ``granularity`` ("day", "month" or "year"), else None."""
        if self.finest is None or GRANULARITIES.index(granularity) < GRANULARITIES.index(self.finest):
            return None
        return self.within or self.reach


def only_itself(text: str) -> Denotation:
    """Returns the denotation of a value that equals only itself: a reference, one with X, or unreadable text."""
    return Denotation(content=text, finest=None)


class Verdicts(NamedTuple):
    """The results of comparing two values by each rule: exactly, to the day, month and year, and by overlap."""

    same: bool
    day: bool
    month: bool
    year: bool
    overlap: float
    """The shared length divided by the joint length (`overlap`): from 0 to 1, a multiple of 1/2²⁰."""


DIFFERENT = Verdicts(False, False, False, False, 0.0)
"""The results if one of the two values is missing."""


def verdicts(a: Denotation, b: Denotation) -> Verdicts:
    """Returns the results of comparing two values by each rule. Their order makes no difference."""
    same = same_exactly(a, b)
    day, month, year = (same_at(granularity, a, b) for granularity in GRANULARITIES)
    return Verdicts(same, day, month, year, overlap(a, b))


def same_exactly(a: Denotation, b: Denotation) -> bool:
    """Returns whether two values denote the same, by the rule of `Denotation`.

    Two clock times that both state a zone are the same if they are at the same moment. ``course`` isn't compared
    where the reach is a single day: "lasted that day" and "fell on that day" are the same.
    """
    first, second = _at_one_clock(a, b, a.reach, b.reach)
    if first != second or a.content != b.content:
        return False
    one_day = a.reach is not None and a.reach.is_one("day")
    return one_day or not _contradict(a.course, b.course)


def same_at(granularity: str, a: Denotation, b: Denotation) -> bool:
    """Returns whether both values denote the same when coarsened to "day", "month" or "year".

    They do if they share a reading (`Interval.readings`). If the only shared reading covers several units, their
    ``course`` must not contradict each other either. A value that isn't known at that granularity is compared
    exactly. The comparison is symmetric; values that are the same at day are the same at month, and values that
    are the same at month are the same at year.
    """
    first, second = a.known(granularity), b.known(granularity)
    if first is None or second is None or same_exactly(a, b):
        return same_exactly(a, b)
    shared = first.readings(granularity) & second.readings(granularity)
    return any(start == end and start is not None for start, end in shared) or (
        bool(shared) and not _contradict(a.course, b.course)
    )


def overlap(a: Denotation, b: Denotation) -> float:
    """Returns the shared length of two bounded intervals of the calendar, divided by their joint length (Jaccard).

    It is 1 for two values that denote the same. For two that don't it is 0 if either has no length on the
    calendar: durations, references, values with X, and intervals with an open end.
    """
    if same_exactly(a, b):
        return 1.0
    first, second = _at_one_clock(a, b, a.known("day"), b.known("day"))
    if first is None or second is None:
        return 0.0
    share = first.jaccard(second)
    return 0.0 if share is None else round(share * CREDIT_STEPS) / CREDIT_STEPS


def _at_one_clock(
    a: Denotation, b: Denotation, first: Interval | None, second: Interval | None
) -> tuple[Interval | None, Interval | None]:
    """Returns the intervals of two values in UTC if both state a zone, else as they are written."""
    if a.zone == b.zone or a.zone is None or b.zone is None or first is None or second is None:
        return first, second
    return first.moved(-60 * a.zone), second.moved(-60 * b.zone)


def _contradict(a: Hashable, b: Hashable) -> bool:
    return a is not None and b is not None and a != b
