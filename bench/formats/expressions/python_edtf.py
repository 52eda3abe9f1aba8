"""python-edtf's tests of texts in words (edtf/natlang), whose answers are in EDTF (ISO 8601-2).

A text is read as a whole. A year, month, day, season, decade or century has the TIMEX3 value of the same time. A
mark of doubt isn't part of it, but "~" and "%" give the mod APPROX. An interval, a set, a year before Christ and
an unknown day of a season have no value.
"""

from __future__ import annotations

import re

import msgspec

from bench.formats.expressions.case import Answer, Case

SEASONS = {"21": "SP", "22": "SU", "23": "FA", "24": "WI"}
_DATE = re.compile(r"(?P<date>(?:\d{4}|\d{3}X|\d{2}XX|XXXX)(?:-[\dX]{2}){0,2})(?P<mark>[?~%]?)")


class _Expected(msgspec.Struct):
    edtf: str


def read(case: Case) -> list[Answer]:
    """Returns the answer of a test; none for a text without a date."""
    if case.expected is None:
        return []
    found = _DATE.fullmatch(msgspec.convert(case.expected, _Expected).edtf)
    if found is None:
        return [case.whole(None, None)]
    value = _value(found["date"])
    return [case.whole("DATE" if value else None, value, "APPROX" if found["mark"] in ("~", "%") else None)]


def _value(date: str) -> str | None:
    year, *rest = date.split("-")
    if rest and rest[0] in SEASONS:
        return f"{year}-{SEASONS[rest[0]]}" if len(rest) == 1 else None
    if rest or year == "XXXX":
        return date
    return year.rstrip("X")
