"""Intervals of the calendar, by which all times are compared, and their coarsening to days, months and years.

An interval has an exclusive end and is counted in seconds of the proleptic Gregorian calendar, without a time
zone; 0001-01-01 is day 1 and starts at second 86,400. `bench.temporal.timex3` and `bench.temporal.edtf` parse
their notations into intervals.
"""

from __future__ import annotations

import calendar
import datetime
import math
from dataclasses import dataclass
from fractions import Fraction

DAY = 86_400
"""The number of seconds in a day."""
GRANULARITIES = ("day", "month", "year")
"""The names of the granularities, from the finest to the coarsest."""
LONGEST_UNIT = {"month": ("day", 31), "year": ("month", 12)}
"""The greatest length of a month and of a year: a finer unit and how many of them."""

Moment = int | Fraction
"""A point of time in seconds; a fraction if a value states fractions of a second."""
Units = tuple[int | None, int | None]
"""The first and the last unit of a range of days, months or years, by their numbers; None is unbounded."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The seconds from ``start`` up to, but without, ``end``; None is unbounded.

    Raises ValueError if the end isn't after the start.
    """

    start: Moment | None
    end: Moment | None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise ValueError("it ends before it starts")

    def meets(self, other: Interval) -> bool:
        """Returns whether the two intervals share a second."""
        return _before(self.start, other.end) and _before(other.start, self.end)

    def units(self, granularity: str) -> Units:
        """Returns the numbers of the first and the last day, month or year that the interval touches."""
        first = None if self.start is None else _unit(self.start, granularity)
        last = None if self.end is None else _unit(math.ceil(self.end) - 1, granularity)
        return first, last

    def is_one(self, granularity: str) -> bool:
        """Returns whether the interval touches a single day, month or year."""
        first, last = self.units(granularity)
        return first is not None and first == last

    def readings(self, granularity: str) -> frozenset[Units]:
        """Returns the ranges of days, months or years that the interval may stand for.

        As a rule this is one range, from the first to the last unit that the interval touches: a season is three
        months, a decade ten years. But a short interval in two neighbouring units (a week in two months, a winter
        in two years) has two readings, each of a single unit, as weeks have in ChemoTimelines 2024. An interval is
        short if it touches at most 31 days (for months) or at most 12 months (for years).
        """
        first, last = self.units(granularity)
        if granularity in LONGEST_UNIT and first is not None and last == first + 1:
            finer, most = LONGEST_UNIT[granularity]
            start, end = self.units(finer)
            if start is not None and end is not None and end - start < most:
                return frozenset({(first, first), (last, last)})
        return frozenset({(first, last)})

    def jaccard(self, other: Interval) -> Fraction | None:
        """Returns the intervals' shared length divided by their joint length; None if an end is unbounded."""
        if self.start is None or self.end is None or other.start is None or other.end is None:
            return None
        shared = max(0, min(self.end, other.end) - max(self.start, other.start))
        return Fraction(shared, self.end - self.start + other.end - other.start - shared)

    def moved(self, seconds: int) -> Interval:
        """Returns the interval moved to ``seconds`` later."""
        return Interval(
            None if self.start is None else self.start + seconds, None if self.end is None else self.end + seconds
        )

    def cover(self, other: Interval) -> Interval:
        """Returns the shortest interval that contains both intervals."""
        start = None if self.start is None or other.start is None else min(self.start, other.start)
        end = None if self.end is None or other.end is None else max(self.end, other.end)
        return Interval(start, end)


def _before(start: Moment | None, end: Moment | None) -> bool:
    return start is None or end is None or start < end


def _unit(second: Moment, granularity: str) -> int:
    """Returns the number of the day, month or year in which a second lies."""
    day = min(second // DAY, datetime.date.max.toordinal())
    if granularity == "day":
        return day
    date = datetime.date.fromordinal(day)
    return date.year if granularity == "year" else date.year * 12 + date.month - 1


def seconds(year: int, month: int = 1, day: int = 1) -> int:
    """Returns the first second of a day. Raises ValueError, with the reason, if the calendar has no such day."""
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month:02d}")
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValueError(f"{calendar.month_name[month]} {year} has no day {day}")
    return datetime.date(year, month, day).toordinal() * DAY


def of_years(first: int, count: int = 1) -> Interval:
    """Returns the interval of ``count`` whole years from ``first``.

    Raises ValueError outside the years 1 to 9998.
    """
    if not (first >= 1 and first + count <= 9999):
        raise ValueError(f"the year {first} is outside the calendar")
    return Interval(seconds(first), seconds(first + count))


def of_months(year: int, month: int, count: int = 1) -> Interval:
    """Returns the interval of ``count`` whole months from ``month`` of ``year``; it may run into the next year."""
    start = seconds(year, month)
    last = year * 12 + month - 1 + count
    return Interval(start, seconds(last // 12, last % 12 + 1))


def of_day(year: int, month: int, day: int) -> Interval:
    """Returns the interval of one day. Raises ValueError if the calendar has no such day."""
    start = seconds(year, month, day)
    return Interval(start, start + DAY)


def of_week(year: int, week: int, weekday: int | None = None) -> Interval:
    """Returns the interval of an ISO 8601 week, or of one day of it (1 is Monday).

    Raises ValueError if the year has no such week.
    """
    weeks = datetime.date(year, 12, 28).isocalendar().week
    if not 1 <= week <= weeks:
        raise ValueError(f"{year} has no week {week}")
    start = datetime.date.fromisocalendar(year, week, weekday or 1).toordinal() * DAY
    return Interval(start, start + (DAY if weekday else 7 * DAY))
