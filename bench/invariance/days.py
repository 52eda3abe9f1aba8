"""The checks that move the dct: deictic days must move with it, and dates with a year must stay.

The dct moves by a whole number of weeks, so that a Monday stays a Monday. It moves by 4 weeks, by 52 weeks, over
the next turn of the year, and over the next leap day.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import replace

from bench.contract.difference import Mark
from bench.invariance.result import DEICTIC, EXPLICIT
from bench.invariance.variant import Values, Variant
from bench.invariance.words import DAY, FULL_DATE, NOT_BY_DAYS, RELATIVE, YEAR
from bench.sdk.model import Document

_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?=$|T)")
_LAST = datetime.date(9990, 1, 1)


def variants(document: Document) -> Iterator[Variant]:
    """Yields the document with moved dcts, each for both checks."""
    anchored = bool(FULL_DATE.search(document.text))
    for by in shifts(document.dct):
        moved = replace(document, dct=document.dct + datetime.timedelta(days=by))
        yield Variant(DEICTIC, moved, values=lambda mark, by=by: _deictic(mark, by, anchored))  # type: ignore[misc]
        yield Variant(EXPLICIT, moved, values=_explicit)


def shifts(dct: datetime.date) -> list[int]:
    """Returns the numbers of days by which the dct moves, each a multiple of 7; none near the end of time."""
    if dct > _LAST:
        return []
    new_year = datetime.date(dct.year + 1, 1, 1)
    year = dct.year if dct < datetime.date(dct.year, 2, 28) else dct.year + 1
    while not calendar.isleap(year):
        year += 1
    after_leap_day = datetime.date(year, 3, 1)
    return sorted({28, 364, *(-(-(day - dct).days // 7) * 7 for day in (new_year, after_leap_day))})


def _deictic(mark: Mark, by: int, anchored: bool) -> Values:
    """Returns the value that has moved ``by`` days, for a weekday, today, yesterday, tomorrow or tonight.

    If the text states a full date (``anchored``), the value may also stay, because the day may be told from there.
    """
    value = mark.said[2] or ""
    date = _DATE.match(value)
    if date is None or not DAY.search(mark.text) or NOT_BY_DAYS.search(mark.text):
        return None
    try:
        moved = datetime.date.fromisoformat(date[1]) + datetime.timedelta(days=by)
    except (ValueError, OverflowError):
        return None
    due = f"{moved}{value[date.end() :]}"
    return frozenset({due, value}) if anchored else frozenset({due})


def _explicit(mark: Mark) -> Values:
    """Returns the same value, for an expression with a year and without any word that looks at the dct."""
    value = mark.said[2]
    if not value or not YEAR.search(mark.text) or RELATIVE.search(mark.text):
        return None
    return frozenset({value})
