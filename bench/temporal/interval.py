"""The one type under every comparison of what times denote: a stretch of the calendar, also coarsened.

Seconds of the proleptic Gregorian calendar, without time zone, counted from 0001-01-01T00:00:00; half-open.
TIMEX3 values (`bench.temporal.timex3`) and EDTF (`bench.temporal.edtf`) are two parsers into it.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from fractions import Fraction

DAY = 86_400
"""Seconds in a day."""
GRANULARITIES = ("day", "month", "year")
"""From the finest to the coarsest."""
ACROSS = {"month": ("day", 31), "year": ("month", 12)}
"""How many finer units a stretch may touch that is no longer than one unit."""

Units = tuple[int | None, int | None]
"""The first and the last unit of a row of them, numbered through the calendar; None is unbounded."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``start`` up to ``end``, in seconds; None is unbounded. Raises ValueError when it ends too early."""

    start: int | None
    end: int | None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise ValueError("it ends before it starts")

    def meets(self, other: Interval) -> bool:
        """Whether the two share a second."""
        return _before(self.start, other.end) and _before(other.start, self.end)

    def units(self, granularity: str) -> Units:
        """The first and the last day, month or year that it touches."""
        first = None if self.start is None else _unit(self.start, granularity)
        last = None if self.end is None else _unit(self.end - 1, granularity)
        return first, last

    def is_one(self, granularity: str) -> bool:
        """Whether it touches one day, month or year only."""
        first, last = self.units(granularity)
        return first is not None and first == last

    def readings(self, granularity: str) -> frozenset[Units]:
        """What it may be taken for at "day", "month" or "year".

        All the units that it touches, as one row: a season is three months, a decade ten years. But what is no
        longer than one unit and lies across the border of two (a week, at month; a winter, at year) is in either
        of them, as ChemoTimelines 2024 takes weeks. "No longer" is at most 31 days or at most 12 months touched.
        """
        first, last = self.units(granularity)
        if granularity in ACROSS and first is not None and last == first + 1:
            finer, most = ACROSS[granularity]
            start, end = self.units(finer)
            if start is not None and end is not None and end - start < most:
                return frozenset({(first, first), (last, last)})
        return frozenset({(first, last)})

    def jaccard(self, other: Interval) -> Fraction | None:
        """The length that both share by that which they cover together; None where an end is unbounded."""
        if self.start is None or self.end is None or other.start is None or other.end is None:
            return None
        shared = max(0, min(self.end, other.end) - max(self.start, other.start))
        return Fraction(shared, self.end - self.start + other.end - other.start - shared)

    def cover(self, other: Interval) -> Interval:
        """The shortest interval that holds both."""
        start = None if self.start is None or other.start is None else min(self.start, other.start)
        end = None if self.end is None or other.end is None else max(self.end, other.end)
        return Interval(start, end)


def _before(start: int | None, end: int | None) -> bool:
    return start is None or end is None or start < end


def _unit(second: int, granularity: str) -> int:
    """The number of the day, month or year in which a second lies."""
    day = min(second // DAY, datetime.date.max.toordinal())
    if granularity == "day":
        return day
    date = datetime.date.fromordinal(day)
    return date.year if granularity == "year" else date.year * 12 + date.month - 1


def seconds(year: int, month: int = 1, day: int = 1) -> int:
    """The first second of a day. Raises ValueError when the calendar has no such day, in words."""
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month:02d}")
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValueError(f"{calendar.month_name[month]} {year} has no day {day}")
    return datetime.date(year, month, day).toordinal() * DAY


def of_years(first: int, count: int = 1) -> Interval:
    """``count`` whole years from ``first``; the calendar of 1 to 9998."""
    if not (first >= 1 and first + count <= 9999):
        raise ValueError(f"the year {first} is outside the calendar")
    return Interval(seconds(first), seconds(first + count))


def of_months(year: int, month: int, count: int = 1) -> Interval:
    """``count`` whole months from ``month`` of ``year``, running into the next year where they must."""
    start = seconds(year, month)
    last = year * 12 + month - 1 + count
    return Interval(start, seconds(last // 12, last % 12 + 1))


def of_day(year: int, month: int, day: int) -> Interval:
    """One day."""
    start = seconds(year, month, day)
    return Interval(start, start + DAY)


def of_week(year: int, week: int, weekday: int | None = None) -> Interval:
    """An ISO 8601 week, or one day of it (1 is Monday). Raises ValueError when the year has no such week."""
    weeks = datetime.date(year, 12, 28).isocalendar().week
    if not 1 <= week <= weeks:
        raise ValueError(f"{year} has no week {week}")
    start = datetime.date.fromisocalendar(year, week, weekday or 1).toordinal() * DAY
    return Interval(start, start + (DAY if weekday else 7 * DAY))
