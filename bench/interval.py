"""The one type under every comparison of what times denote: a stretch of the calendar.

Seconds of the proleptic Gregorian calendar, without time zone, counted from 0001-01-01T00:00:00; half-open.
TIMEX3 values (`bench.timex3`) and EDTF (`bench.edtf`) are two parsers into it.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

DAY = 86_400
"""Seconds in a day."""


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

    def cover(self, other: Interval) -> Interval:
        """The shortest interval that holds both."""
        start = None if self.start is None or other.start is None else min(self.start, other.start)
        end = None if self.end is None or other.end is None else max(self.end, other.end)
        return Interval(start, end)


def _before(start: int | None, end: int | None) -> bool:
    return start is None or end is None or start < end


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
