"""EDTF expressions (ISO 8601-2:2019), as in the field ``when``: parsed and compared.

Years, months, days and seasons, and intervals between them, are read here; nearly all expressions are of these
forms. The edtf library reads the rest. It is slow (10 ms for each expression) and accepts intervals that end
before they start, so its results are checked here and cached.
"""

from __future__ import annotations

import functools
import math
import re
import time
from typing import Any

from bench.temporal import interval
from bench.temporal.denotation import DIFFERENT, Denotation, Verdicts, only_itself, verdicts
from bench.temporal.interval import DAY, Interval, Moment
from bench.temporal.timex3 import SEASONS

_OPEN = ("", "..")
"""The notations for an interval's end that is unknown ("") or open ("..")."""
LONGEST = 200
"""The most characters that an expression may have; longer ones are refused, as parsing time grows with the
length."""
_NOT_FOR_THE_LIBRARY = re.compile(r"\s|[0-9]E|(?<=[^/.\[{,])-[?~%]*(?:[0-9]X|X[0-9])")
"""Text that the library must not see: blanks, which it skips; a year with a power of ten, which it multiplies out;
and a month with one unknown digit, on which it fails and prints."""
_SEASON_MONTHS = {"21": SEASONS["SP"], "22": SEASONS["SU"], "23": SEASONS["FA"], "24": SEASONS["WI"]}
_SEASON = re.compile(r"(?P<year>[0-9]{4})-(?P<number>2[1-4])[?~%]?")
_DATE = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?[?~%]?")
"""Matches a year, month or day, with or without a mark of doubt."""
_WITHIN = re.compile(r"\[(?P<first>[^.,\[\]]*)\.\.(?P<last>[^.,\[\]]*)\]")


@functools.lru_cache(maxsize=65_536)
def parse(text: str) -> Interval:
    """Returns the interval from the earliest to the latest day that the expression allows.

    ``A/B`` (the event lasted) and ``[A..B]`` (it fell within) both reach from A to B. The marks of doubt ``?``,
    ``~`` and ``%`` don't change the interval. Raises ValueError, with the reason, for text that isn't EDTF, for a
    day that the calendar doesn't have, and for an interval that ends before it starts.
    """
    if text.strip() != text or not text:
        raise ValueError("no EDTF")
    if "T" in text:
        raise ValueError("a time of day; `when` stops at days")
    within = _WITHIN.fullmatch(text)
    if within and (within["first"] or within["last"]):
        # the library requires both ends to be equally precise; ISO 8601-2 doesn't
        start = _span(within["first"])[0] if within["first"] else None
        end = _span(within["last"])[1] if within["last"] else None
    elif text.count("/") == 1 and text != "/":
        # each end is parsed alone, for the library would invent a date for an unknown end
        first, _, last = text.partition("/")
        start = _span(first)[0] if first not in _OPEN else None
        end = _span(last)[1] if last not in _OPEN else None
    else:
        start, end = _span(text)
    return Interval(start, end)


@functools.lru_cache(maxsize=65_536)
def compare(a: str | None, b: str | None) -> Verdicts:
    """Returns the comparison of two expressions. Text that isn't EDTF equals only itself; None equals nothing."""
    if a is None or b is None:
        return DIFFERENT
    return verdicts(_denotation(a), _denotation(b))


def _denotation(text: str) -> Denotation:
    try:
        reach = parse(text)
    except ValueError:
        return only_itself(text)
    if reach.start is None and reach.end is None:
        # a year outside the calendar, or an unknown year (XXXX)
        return only_itself(text)
    course = "within" if text.startswith("[") else "throughout" if "/" in text else None
    return Denotation(reach, course=course)


@functools.lru_cache(maxsize=65_536)
def _span(text: str) -> tuple[Moment | None, Moment | None]:
    """Returns the first second, and the second after the last, of an expression without open ends.

    Seasons are those of TIMEX3 (`timex3.SEASONS`), in which winter runs into the next year; the library's winter
    ends with December.
    """
    if season := _SEASON.fullmatch(text):
        found = interval.of_months(int(season["year"]), _SEASON_MONTHS[season["number"]], 3)
        return found.start, found.end
    if (date := _DATE.fullmatch(text)) and (days := _calendar_days(**date.groupdict())):
        return days.start, days.end
    # parsing builds a pyparsing grammar: 0.1 s to import, so not before it is needed
    from edtf import parse_edtf

    if not text or len(text) > LONGEST or _NOT_FOR_THE_LIBRARY.search(text):
        raise ValueError("no EDTF")
    try:
        expression = parse_edtf(text)
        bounds = expression.lower_strict(), expression.upper_strict()
    except Exception:  # on text that isn't EDTF the library raises errors of many types beside its own
        raise ValueError("no EDTF") from None
    first, last = map(_day, bounds)
    return first, None if last is None else last + DAY


def _calendar_days(year: str, month: str | None, day: str | None) -> Interval | None:
    """Returns the interval of a year, month or day in digits.

    Returns None for a date that the calendar of Python doesn't have; the library edtf then decides what it is.
    """
    if year == "9999":  # the library's year without an end
        return None
    try:
        if month is None:
            return interval.of_years(int(year))
        if day is None:
            return interval.of_months(int(year), int(month))
        return interval.of_day(int(year), int(month), int(day))
    except ValueError:
        return None


def _day(moment: Any) -> int | None:
    """Returns the first second of a struct_time's day; None for an unbounded end.

    The library's infinity and the years 0 and 9999, which it gives for "XXXX", are unbounded.
    """
    if isinstance(moment, time.struct_time):
        if not 1 <= moment.tm_year <= 9998:
            return None
        return interval.seconds(moment.tm_year, moment.tm_mon, moment.tm_mday)
    if isinstance(moment, int | float) and math.isinf(moment):
        return None
    raise ValueError(f"no day that the calendar has ({moment!r})")
