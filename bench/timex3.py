"""TIMEX3 ``value`` strings: which are well formed, and the interval that those of the calendar denote.

The grammar is TimeML 1.2.1's (Pustejovsky et al. 2003, annotation guidelines section 2.2), which extends
ISO 8601 with X for what isn't known, with seasons, quarters, halves, week-ends and parts of the day.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from bench import interval
from bench.interval import Interval

REFERENCES = ("PAST_REF", "PRESENT_REF", "FUTURE_REF")
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "AU": 9, "WI": 12}
"""Meteorological seasons of the northern hemisphere by their first month; winter runs into the next year."""
DAY_PARTS = ("MO", "MI", "AF", "EV", "NI", "DT", "MD")

_CALENDAR = re.compile(
    r"""(?P<year>[0-9X]{4}|[0-9]{3}|[0-9]{2})
        (?:-(?:W(?P<week>[0-9X]{2})(?:-(?P<weekday>[1-7X]|WE))?
             |(?P<season>SP|SU|FA|AU|WI)
             |Q(?P<quarter>[1-4X])
             |H(?P<half>[12X])
             |(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2}))?))?""",
    re.VERBOSE,
)
_CLOCK = re.compile(
    r"""(?:(?P<part>MO|MI|AF|EV|NI|DT|MD)
        |(?P<hour>[0-9X]{2})(?::(?P<minute>[0-9X]{2})(?::(?P<second>[0-9X]{2})(?:\.[0-9]+)?)?)?
         (?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)""",
    re.VERBOSE,
)
_AMOUNT = r"(?:[0-9]+(?:\.[0-9]+)?|X+)"
_DURATION = re.compile(
    rf"P(?=.)(?:{_AMOUNT}(?:CE|DE|WE|SP|SU|FA|WI|Y|Q|M|W|D))*(?:T(?=.)(?:{_AMOUNT}(?:MO|MI|AF|EV|NI|DT|H|M|S))*)?"
)
_BEFORE_CHRIST = re.compile(r"BC[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Value:
    """A well-formed TIMEX3 value."""

    text: str
    interval: Interval | None
    """What it denotes, for a value of the calendar without X; None for the rest."""


@functools.lru_cache(maxsize=65_536)
def parse(text: str) -> Value:
    """Read a TIMEX3 value.

    Raises ValueError, saying why, when it is none or names a day that the calendar doesn't have. A time of day
    is the hour, minute or second that it names; a part of the day stands for its whole day.
    """
    if text in REFERENCES or _DURATION.fullmatch(text) or _BEFORE_CHRIST.fullmatch(text):
        return Value(text, None)
    day_text, mark, clock_text = text.partition("T")
    calendar = _CALENDAR.fullmatch(day_text) if day_text else None
    clock = _CLOCK.fullmatch(clock_text) if mark else None
    if (day_text and not calendar) or (mark and not clock) or not text:
        raise ValueError("no TIMEX3 value")
    span = _calendar_interval(calendar) if calendar else None
    if clock:
        offset = _clock_offset(clock)
        if calendar and not (calendar["day"] or calendar["weekday"] or calendar["week"]):
            raise ValueError("a time of day needs a day before the T")
        if span and span.start is not None and offset:
            start, length = offset
            span = Interval(span.start + start, span.start + start + length)
    return Value(text, span)


def _calendar_interval(match: re.Match[str]) -> Interval | None:
    year_text = match["year"]
    fields = [match[name] for name in ("year", "week", "weekday", "quarter", "half", "month", "day")]
    if any("X" in field for field in fields if field):
        _check_known_parts(match)
        return None
    if len(year_text) < 4:
        # a decade ("199") or a century ("19")
        scale = 10 ** (4 - len(year_text))
        if match.end() != len(year_text):
            raise ValueError("a decade or century has no months")
        return interval.of_years(max(1, int(year_text) * scale), scale)
    year = int(year_text)
    if match["week"]:
        week = int(match["week"])
        if match["weekday"] == "WE":
            saturday, sunday = interval.of_week(year, week, 6), interval.of_week(year, week, 7)
            return saturday.cover(sunday)
        return interval.of_week(year, week, int(match["weekday"]) if match["weekday"] else None)
    if match["season"]:
        return interval.of_months(year, SEASONS[match["season"]], 3)
    if match["quarter"]:
        return interval.of_months(year, int(match["quarter"]) * 3 - 2, 3)
    if match["half"]:
        return interval.of_months(year, int(match["half"]) * 6 - 5, 6)
    if match["day"]:
        return interval.of_day(year, int(match["month"]), int(match["day"]))
    if match["month"]:
        return interval.of_months(year, int(match["month"]))
    return interval.of_years(year)


def _check_known_parts(match: re.Match[str]) -> None:
    """Month and day within the longest that they can be, where the year isn't known."""
    month, day = match["month"], match["day"]
    known_month = int(month) if month and "X" not in month else 1
    known_day = int(day) if day and "X" not in day else 1
    interval.seconds(2000, known_month, known_day)
    if match["week"] and "X" not in match["week"] and not 1 <= int(match["week"]) <= 53:
        raise ValueError(f"no year has a week {match['week']}")


def _clock_offset(match: re.Match[str]) -> tuple[int, int] | None:
    """Seconds from midnight and length, or None for a part of the day or an unknown hour."""
    fields = [match["hour"], match["minute"], match["second"]]
    for field, limit, noun in zip(fields, (24, 59, 60), ("hour", "minute", "second"), strict=True):
        if field and "X" not in field and int(field) > limit:
            raise ValueError(f"there is no {noun} {field}")
    if fields[0] == "24" and any(int(field) for field in fields[1:] if field and "X" not in field):
        raise ValueError("hour 24 is midnight, with no minutes")
    known = [int(field) for field in fields if field and "X" not in field]
    if not known or len(known) != sum(field is not None for field in fields):
        return None
    lengths = (3600, 60, 1)
    return sum(n * length for n, length in zip(known, lengths, strict=False)), lengths[len(known) - 1]
