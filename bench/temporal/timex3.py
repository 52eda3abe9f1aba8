"""TIMEX3 ``value`` strings: the check of their form, and their denotation.

The grammar is TimeML 1.2.1's (Pustejovsky et al. 2003, annotation guidelines section 2.2). It extends ISO 8601
with X for unknown digits and with seasons, quarters, halves of years, week-ends and parts of the day.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from itertools import takewhile

from bench.temporal import interval
from bench.temporal.denotation import DIFFERENT, Denotation, Verdicts, only_itself, verdicts
from bench.temporal.interval import DAY, Interval, Moment

REFERENCES = ("PAST_REF", "PRESENT_REF", "FUTURE_REF")
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "AU": 9, "WI": 12}
"""The first month of each meteorological season of the northern hemisphere; winter runs into the next year."""
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
        |(?P<hour>[0-9X]{2})(?::(?P<minute>[0-9X]{2})(?::(?P<second>[0-9X]{2})(?:[.,](?P<fraction>[0-9]+))?)?)?
         (?P<zone>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)""",
    re.VERBOSE,
)
_AMOUNT = r"(?:[0-9]+(?:[.,][0-9]+)?|X+)"
_DURATION = re.compile(
    rf"P(?=.)(?:{_AMOUNT}(?:CE|DE|WE|SP|SU|FA|WI|Y|Q|M|W|D))*(?:T(?=.)(?:{_AMOUNT}(?:MO|MI|AF|EV|NI|DT|H|M|S))*)?"
)
_OTHER_YEARS = re.compile(r"BC[0-9]{2,4}|-[0-9]{4}|FY[0-9]{4}(?:-(?:Q[1-4]|H[12]))?")
"""Values that equal only themselves: years, decades and centuries before Christ as in TIMEX2 and ISO 8601, and
fiscal years with their quarters and halves (TIDES 2003), because they begin on a different day in each country."""
_PART_OF_LENGTH = re.compile(r"([0-9.,]+)([A-Z]+)")
_MONTHS = {"CE": 1200, "DE": 120, "Y": 12, "Q": 3, "M": 1}
"""The length in months of the units before a duration's T that have a whole number of months."""
_DAYS = {"W": 7 * DAY, "D": DAY}
_CLOCK_UNITS = {"H": 3600, "M": 60, "S": 1}
"""The length in seconds of the units that have a whole number of seconds: `_DAYS` before the T, these after it."""


@dataclass(frozen=True, slots=True)
class Value:
    """A well-formed TIMEX3 value."""

    text: str
    interval: Interval | None
    """The interval of a calendar value without X; None for other values."""
    denotation: Denotation
    """The meaning, which values are compared by."""


@functools.lru_cache(maxsize=65_536)
def parse(text: str) -> Value:
    """Returns a TIMEX3 value with its interval and its denotation.

    The interval of a time of day is the hour, minute or second that it names; that of a part of the day is the
    whole day. Raises ValueError, with the reason, for text that isn't a TIMEX3 value and for a day that the
    calendar doesn't have.
    """
    if text in REFERENCES or _OTHER_YEARS.fullmatch(text):
        return Value(text, None, only_itself(text))
    if _DURATION.fullmatch(text):
        return Value(text, None, only_itself(text) if "X" in text else Denotation(None, _length(text), None))
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
        if span:
            return _on(text, span, clock, offset)
    if calendar and not span:
        return Value(text, None, _partly_known(text, day_text))
    return Value(text, span, Denotation(span) if span else only_itself(text))


@functools.lru_cache(maxsize=65_536)
def compare(a: str | None, b: str | None) -> Verdicts:
    """Returns the comparison of two values.

    Text that isn't a TIMEX3 value equals only itself; None equals nothing.
    """
    if a is None or b is None:
        return DIFFERENT
    return verdicts(_denotation(a), _denotation(b))


def _denotation(text: str) -> Denotation:
    try:
        return parse(text).denotation
    except ValueError:
        return only_itself(text)


def _on(text: str, span: Interval, clock: re.Match[str], offset: tuple[Moment, Moment] | None) -> Value:
    """Returns the value of a clock time or a part of the day, on the day ``span``.

    If ``span`` is a week or a week-end, the time recurs on each of its days, so the interval is the whole
    ``span``. The midnight that ends a day (24:00) is the same moment as the one that begins the next day, but by
    day, month and year it belongs to the day that it ends.
    """
    if span.start is None or not span.is_one("day") or not offset:
        return Value(text, span, Denotation(span, clock["part"] or text))
    start, length = offset
    found = Interval(span.start + start, span.start + start + length)
    zone = _zone_minutes(clock["zone"]) if clock["zone"] else None
    within = Interval(span.start + start - length, span.start + start) if start == DAY else None
    return Value(text, found, Denotation(found, zone=zone, within=within))


def _zone_minutes(zone: str) -> int:
    if zone == "Z":
        return 0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return -minutes if zone[0] == "-" else minutes


def _partly_known(text: str, day_text: str) -> Denotation:
    """Returns the denotation of a value with X, which equals only itself when compared exactly.

    Its known parts are kept for coarser comparisons: 2023-09-XX is September at month, and 2023 at year.
    """
    fields = list(takewhile(lambda field: "X" not in field, day_text.split("-")))
    calendar = _CALENDAR.fullmatch("-".join(fields))
    if not calendar:
        return only_itself(text)
    return Denotation(_calendar_interval(calendar), text, "year" if len(fields) == 1 else "month")


def _length(text: str) -> tuple[Fraction, Fraction, tuple[tuple[str, Fraction], ...]]:
    """Returns a duration as months, seconds, and the units that have no fixed number of either.

    A year is 12 months, a quarter 3, a week 7 days (ISO 8601-1:2019). A day is 24 hours (SI Brochure, 9th edition,
    table 8), for TIMEX3 lengths ignore changes of the clock. Months and days don't convert into each other.
    Week-ends, seasons and nights have no fixed length.
    """
    date_text, _, clock_text = text[1:].partition("T")
    months = seconds = Fraction(0)
    others: defaultdict[str, Fraction] = defaultdict(Fraction)
    for part, in_months, in_seconds in ((date_text, _MONTHS, _DAYS), (clock_text, {}, _CLOCK_UNITS)):
        for stated, unit in _PART_OF_LENGTH.findall(part):
            amount = Fraction(stated.replace(",", "."))
            if unit in in_months:
                months += amount * in_months[unit]
            elif unit in in_seconds:
                seconds += amount * in_seconds[unit]
            else:
                others[unit] += amount
    return months, seconds, tuple(sorted(others.items()))


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
    """Raises ValueError if a date with unknown parts has a month, day or week that no year has."""
    month, day = match["month"], match["day"]
    known_month = int(month) if month and "X" not in month else 1
    known_day = int(day) if day and "X" not in day else 1
    interval.seconds(2000, known_month, known_day)
    if match["week"] and "X" not in match["week"] and not 1 <= int(match["week"]) <= 53:
        raise ValueError(f"no year has a week {match['week']}")


def _clock_offset(match: re.Match[str]) -> tuple[Moment, Moment] | None:
    """Returns a clock time's seconds from midnight and its length in seconds; None if it isn't fully known.

    It isn't for a part of the day and for a time with X. Zeros at the end of a fraction of a second are left out,
    so that 12:00:00.0 is 12:00:00. Raises ValueError for an hour, minute or second that the clock doesn't have.
    """
    fields = [match["hour"], match["minute"], match["second"]]
    for field, limit, noun in zip(fields, (24, 59, 60), ("hour", "minute", "second"), strict=True):
        if field and "X" not in field and int(field) > limit:
            raise ValueError(f"there is no {noun} {field}")
    fraction = (match["fraction"] or "").rstrip("0")
    if fields[0] == "24" and any(int(field) for field in (*fields[1:], fraction) if field and "X" not in field):
        raise ValueError("hour 24 is midnight, with no minutes")
    known = [int(field) for field in fields if field and "X" not in field]
    if not known or len(known) != sum(field is not None for field in fields):
        return None
    lengths = (3600, 60, 1)
    if fraction:
        length = Fraction(1, 10 ** len(fraction))
        return sum(n * unit for n, unit in zip(known, lengths, strict=True)) + int(fraction) * length, length
    return sum(n * length for n, length in zip(known, lengths, strict=False)), lengths[len(known) - 1]
