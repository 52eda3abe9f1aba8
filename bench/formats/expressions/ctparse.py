"""The English part of ctparse's data: short texts of booking requests, labelled by people.

A text is labelled as a whole. A time is a day, a day with a clock time or a part of the day, or one of these
alone. An interval has a value if it is one unit of the calendar; one with an open end has the value of the other,
with the mod BEFORE or AFTER. The tool's "first" and "last" of a day have no value.
"""

from __future__ import annotations

import datetime

import msgspec

from bench.formats.expressions.case import Answer, Case
from bench.formats.expressions.moments import between

PARTS = {"morning": "MO", "forenoon": "MO", "noon": "MI", "afternoon": "AF", "evening": "EV", "night": "NI"}
"""The tool's parts of the day in TIMEX3's codes."""
MODS = {"early": "START", "late": "END"}
UNITS = {
    "minutes": "PT{}M",
    "hours": "PT{}H",
    "days": "P{}D",
    "nights": "PT{}NI",
    "weeks": "P{}W",
    "months": "P{}M",
}
"""The tool's units of length as TIMEX3 writes them."""
Meaning = tuple[str | None, str | None, str | None]
"""TIMEX3 type, value and mod."""


class _Time(msgspec.Struct):
    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    dow: int | None = None
    part_of_day: str | None = None

    @property
    def date(self) -> datetime.date | None:
        """The day; None if a part of it isn't stated."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return datetime.date(self.year, self.month, self.day)


class _Expected(msgspec.Struct):
    kind: str
    value: _Time | int | None = None
    unit: str = ""
    start: _Time | None = None
    end: _Time | None = None


def read(case: Case) -> list[Answer]:
    """Returns the answer of a text."""
    return [case.whole(*_meaning(msgspec.convert(case.expected, _Expected)))]


def _meaning(found: _Expected) -> Meaning:
    if isinstance(found.value, int):
        return "DURATION", UNITS[found.unit].format(found.value) if found.unit in UNITS else None, None
    if found.value is not None:
        return _time(found.value)
    if found.start is None and found.end is not None:
        return *_time(found.end)[:2], "BEFORE"
    if found.end is None and found.start is not None:
        return *_time(found.start)[:2], "AFTER"
    ends = [each.date for each in (found.start, found.end) if each and each.hour is None and not each.part_of_day]
    if len(ends) == 2 and ends[0] and ends[1]:
        value = between(ends[0], ends[1] + datetime.timedelta(days=1))
        return "DATE" if value else None, value, None
    return None, None, None


def _time(found: _Time) -> Meaning:
    day = found.date.isoformat() if found.date else ""
    if found.hour is not None:
        return "TIME", f"{day}T{found.hour:02}:{found.minute or 0:02}", None
    if found.part_of_day:
        mod = next((MODS[each] for each in MODS if found.part_of_day.startswith(each)), None)
        code = PARTS.get(found.part_of_day.removeprefix("early").removeprefix("late"))
        return "TIME", f"{day}T{code}" if code else None, mod
    return "DATE", day or None, None
