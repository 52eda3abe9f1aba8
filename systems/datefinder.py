# /// script
# requires-python = ">=3.11"
# dependencies = ["datefinder==1.0.0"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""datefinder's typed search for dates and lengths (`datefinder.extract`), a parser in Rust and Python.

datefinder 1.0.0, MIT. The document creation time, at midnight in UTC, is reference_dt; all else is the default:
slashes are month first, a month or day is of the document's own year. The tool's older call, `find_dates`, finds
the same but for the lengths, and doesn't say how exact its answers are.

The tool says the grain of each match, and the value is cut to that: "July" is 2023-07. A year alone has the day as
its grain and the warning that only the year was read; here it is the year. Days that are counted ("3 years ago")
have the day as their grain, in years of 365 and months of 30 days, and so it stands here. No value: for a time
counted in hours, minutes or seconds from our midnight ("in 2 hours"), and for a length whose unit isn't English.

It finds dates in figures and in English, Spanish, French, German, Portuguese and Italian words ("mars" is March,
also when it is told `locales=["en"]`), "yesterday", "today", "tomorrow", last and next with a weekday, and lengths
in figures ("3 days"). It has no weekdays alone, no weeks, no clock times alone, no numbers in words, no vague
times, sets, seasons or modifiers. A clock time that begins at most 20 bytes before a date, or ends at most 30
after it, becomes a part of its value, not of its span, also over the end of a sentence; its zone is read only from
figures ("+0200"). Spans are the tool's, trimmed of white space; it counts bytes of UTF-8, which are turned into
characters. Nothing else is put right.

A given span is searched in the same way, since the tool is for finding dates in text; the first match is the
answer: "early May 2021" is read as "May 2021".
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from datefinder import DurationValue, IntervalValue, Match, RelativeValue, extract

from bench import Document, Timex, system

LENGTHS = {"year": 4, "month": 7, "day": 10}
"""How much of an ISO date a grain keeps."""
UNITS = {
    "second": "S",
    "sec": "S",
    "minute": "M",
    "hour": "H",
    "day": "D",
    "week": "W",
    "month": "M",
    "year": "Y",
}
"""The tool's English names for units of length, which it gives as they stand in the text, in TIMEX3's codes."""
DAY = 86_400
"""Seconds."""


@system(layers=["timexes"], name="datefinder")
class Datefinder:
    """The tool under its default settings."""

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's dates and lengths, with their places."""
        encoded = document.text.encode()
        for match in extract(document.text, reference_dt=reference(document)):
            inner = encoded[match.start : match.end].decode()
            start = len(encoded[: match.start].decode()) + len(inner) - len(inner.lstrip())
            yield Timex(start, start + len(inner.strip()), *type_and_value(match))

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The spans in which the tool finds something."""
        for start, end in spans:
            if matches := extract(document.text[start:end], reference_dt=reference(document)):
                yield Timex(start, end, *type_and_value(matches[0]))


def reference(document: Document) -> datetime.datetime:
    """Midnight, in UTC, of the day on which a document was written."""
    return datetime.datetime.combine(document.dct, datetime.time(), datetime.UTC)


def type_and_value(match: Match) -> tuple[str, str | None]:
    """TIMEX3 type and value of a match."""
    value = match.value
    if isinstance(value, DurationValue):
        return "DURATION", duration(value)
    if isinstance(value, RelativeValue):
        if value.delta_seconds % DAY:
            return "TIME", None
        return "DATE", value.resolved_datetime.date().isoformat()
    if isinstance(value, IntervalValue):
        return point(value.start, match.grain, explicit=False)
    grain = "year" if "year_only_inference" in match.warnings else match.grain
    return point(value.datetime_value, grain, explicit=value.timezone_source == "explicit")


def point(date: datetime.datetime, grain: str, *, explicit: bool) -> tuple[str, str]:
    """A date cut to its grain. A zone is kept if the tool read it from the text; ours is UTC."""
    if grain in LENGTHS:
        return "DATE", date.isoformat()[: LENGTHS[grain]]
    if not date.utcoffset() and not explicit:
        date = date.replace(tzinfo=None)
    exact = "seconds" if grain == "second" else "minutes"
    return "TIME", date.isoformat(timespec=exact).replace("+00:00", "Z")


def duration(value: DurationValue) -> str | None:
    """The length in the unit that stands in the text."""
    [(name, number)] = value.components.items()
    unit = UNITS.get(name.lower().removesuffix("s"))
    if unit is None:
        return None
    clock = name.lower().startswith(("s", "min", "h"))
    return f"P{'T' if clock else ''}{number}{unit}"
