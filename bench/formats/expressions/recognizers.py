"""The specification of Microsoft's Recognizers-Text (Specs/DateTime/English/DateTimeModel.json).

An answer states its span, its type and its timex, in a notation that is nearly TIMEX3's, and one or two times
that it may be: the past and the coming Monday. Two times are two right readings. Parts that the timex leaves open
(X) are filled from the time. A range has a value if it is one unit of the calendar, and else none; nor have
business days, school years and meal times. Cases that the tool's main implementation (.NET) doesn't pass are left
out.
"""

from __future__ import annotations

import datetime
import re

import msgspec

from bench.formats.expressions.case import Answer, Case, LeftOutError, well_formed
from bench.formats.expressions.moments import between
from bench.sdk.model import Reading

TYPES = {
    "date": "DATE",
    "daterange": "DATE",
    "time": "TIME",
    "timerange": "TIME",
    "datetime": "TIME",
    "datetimerange": "TIME",
    "duration": "DURATION",
    "set": "SET",
}
"""The tool's types in TIMEX3's."""
MODS = {
    "before": "BEFORE",
    "after": "AFTER",
    "since": "ON_OR_AFTER",
    "until": "ON_OR_BEFORE",
    "start": "START",
    "mid": "MID",
    "end": "END",
    "more": "MORE_THAN",
    "less": "LESS_THAN",
    "approx": "APPROX",
}
"""The tool's modifiers in TIMEX3's."""
REFERENCES = ("PAST_REF", "PRESENT_REF", "FUTURE_REF")
NOT_ON_THE_CALENDAR = ("duration", "set", "time", "timerange")
"""The types whose timex is the value as it stands."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WEEK_OF_MONTH = re.compile(r"[\dX]{4}-\d\d-W\d\d")


class _Value(msgspec.Struct):
    timex: str = ""
    value: str | None = None
    start: str | None = None
    end: str | None = None
    mod: str | None = msgspec.field(default=None, name="Mod")

    @property
    def days(self) -> tuple[datetime.date | None, datetime.date | None]:
        """The first day, and the one after the last of a range of days."""
        first, last = self.value or self.start or self.end or "", self.end or ""
        return _date(first), _date(last) if len(last) == len("2023-09-18") else None


class _Expected(msgspec.Struct):
    text: str
    start: int
    end: int
    """The offset of the last character."""
    type: str | None
    values: list[_Value] = []


def read(case: Case) -> list[Answer]:
    """Returns the answers of a case, in the order of the text; none for a text without a time."""
    if "dotnet" in (case.not_supported or ""):
        raise LeftOutError("the tool's main implementation doesn't pass")
    return [_answer(each, case) for each in msgspec.convert(case.expected, list[_Expected])]


def _answer(found: _Expected, case: Case) -> Answer:
    start, end = found.start, found.end + 1
    if case.input[start:end].lower() != found.text.lower():
        raise ValueError(f"{found.text!r} isn't at {start}–{end}")
    kind = (found.type or "").partition(".")[2]
    values = [_value(kind, each) for each in found.values]
    known = list(dict.fromkeys(each for each in values if each is not None))
    if not known or None in values:
        return Answer(start, end, TYPES.get(kind))
    type_ = "DATE" if known[0] in REFERENCES else TYPES.get(kind)
    mod = MODS.get(found.values[0].mod or "")
    readings = tuple(Reading(each, f"the tool's answer {number}") for number, each in enumerate(known, 1))
    return Answer(start, end, type_, known[0], mod, readings)


def _value(kind: str, found: _Value) -> str | None:
    """Returns the TIMEX3 value of one time that an answer may be."""
    timex = found.timex
    if timex in REFERENCES or kind in NOT_ON_THE_CALENDAR:
        return well_formed(timex)
    first, after = found.days
    if first is None:
        return well_formed(timex)
    if timex.startswith("("):
        return between(first, after) if after and kind == "daterange" else None
    date, mark, clock = timex.partition("T")
    year, week, _ = first.isocalendar()
    whole_week = bool(after) and between(first, after or first) == f"{year:04}-W{week:02}"
    if _WEEK_OF_MONTH.fullmatch(date) or (whole_week and not date.startswith(f"{year:04}-W")):
        date = f"{year:04}-W{week:02}"
    elif date.startswith("XXXX-WXX") and date[8:] in ("", "-WE"):
        date = f"{year:04}-W{week:02}{date[8:]}"
    elif "X" in date:
        date = first.isoformat() if "W" in date else first.isoformat()[: len(date)]
    return well_formed(f"{date}{mark}{clock}")


def _date(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text[:10]) if _DAY.match(text) else None
