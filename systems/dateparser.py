# /// script
# requires-python = ">=3.11"
# dependencies = ["dateparser==1.5.0"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""dateparser's own search for dates (`dateparser.search.search_dates`), English only, under three settings.

dateparser 1.5.0, BSD-3-Clause. Three systems:

- `dateparser` leaves PREFER_DATES_FROM at its default, the current period: a weekday is the last one, a month or
  day is of the document's own year.
- `dateparser-past` has PREFER_DATES_FROM="past", as people have it for news: what names no year lies before the
  document. The document's own weekday is then a week ago.
- `dateparser-strict` has STRICT_PARSING: a date must name its day, month and year. Expressions that count from the
  document ("yesterday", "two weeks ago") aren't held to it.

In all three the document creation time is RELATIVE_BASE, at midnight; for `dateparser-past` at the last second of
the day, else "10:30" were of the day before, and the day's own date with a clock time a year ago. TIMEZONE is UTC,
so that a Unix time doesn't depend on the machine; RETURN_TIME_AS_PERIOD, so that the tool says when it read a
clock time. All else is the default: slashes are month first.

A date comes with its period (day, week, month, year, part of day, time), and the value is cut to that: "July" is
2023-07, although the tool's datetime has a day. Types are DATE and TIME alone, since every answer of the tool is
a point in time: it reads "four days" as the day four days ago, and so it stands here. It has no vague times, sets,
seasons, quarters or modifiers. Spans are the tool's, "on Monday and" included; nothing is put right.

A given span is read by `dateparser.date.DateDataParser.get_date_data`, which takes one date in words and reads all
of it or nothing, under the same settings.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateparser.date import DateDataParser
from dateparser.search import search_dates

from bench import Document, Timex, system

LENGTHS = {"year": 4, "month": 7, "day": 10}
"""How much of an ISO date a period keeps."""
PARTS_OF_DAY = {3: "MO", 9: "MO", 15: "AF", 18: "EV", 20: "NI"}
"""The hours that dateparser gives to its five parts of day (PARTS_OF_DAY, by default), in TIMEX3's codes."""


@dataclass(frozen=True)
class Setting:
    """What sets one of the systems apart."""

    own: Mapping[str, object]
    """The tool's settings that only it has."""
    at: datetime.time = datetime.time()
    """The time of the day on which it stands."""


CURRENT = Setting({})
PAST = Setting({"PREFER_DATES_FROM": "past"}, datetime.time(23, 59, 59))
STRICT = Setting({"STRICT_PARSING": True})


@system(layers=["timexes"], name="dateparser")
class Default:
    """dateparser's own search for dates (`dateparser.search.search_dates`), English only."""

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's dates, with their places."""
        return search(document, CURRENT)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The spans that the tool reads as a date."""
        return read(document, spans, CURRENT)


@system(layers=["timexes"], name="dateparser-past")
class Past:
    """dateparser's own search for dates, English, preferring dates in the past."""

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's dates, with their places."""
        return search(document, PAST)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The spans that the tool reads as a date."""
        return read(document, spans, PAST)


@system(layers=["timexes"], name="dateparser-strict")
class Strict:
    """dateparser's own search for dates, English, strict: with day, month and year only."""

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's dates, with their places."""
        return search(document, STRICT)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The spans that the tool reads as a date."""
        return read(document, spans, STRICT)


def settings_for(document: Document, setting: Setting) -> dict[str, object]:
    """The tool's settings for one document: those of all three systems, and one's own."""
    return {
        "RELATIVE_BASE": datetime.datetime.combine(document.dct, setting.at),
        "TIMEZONE": "UTC",
        "RETURN_TIME_AS_PERIOD": True,
        **setting.own,
    }


def search(document: Document, setting: Setting) -> Iterator[Timex]:
    """What the tool finds under a setting."""
    settings = settings_for(document, setting)
    # The tool ends its sentences at line ends anyway; line by line, a substring can't be found pages off.
    for line in re.finditer(r"[^\r\n]+", document.text):
        at = line.start()
        for found in search_dates(line[0], languages=["en"], settings=settings, add_period=True) or []:
            substring, date, period = found[0], found[1], found[2]
            start, at = locate(substring, document.text, at, line.end())
            yield Timex(start, at, *type_and_value(date, period))


def read(document: Document, spans: Sequence[tuple[int, int]], setting: Setting) -> Iterator[Timex]:
    """What the tool reads of each span alone under a setting."""
    parser = DateDataParser(languages=["en"], settings=settings_for(document, setting))
    for start, end in spans:
        found = parser.get_date_data(document.text[start:end])
        if found["date_obj"] is not None:
            yield Timex(start, end, *type_and_value(found["date_obj"], found["period"]))


def locate(substring: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Where a substring that the tool reported stands first, as whole words if possible, from `start` on.

    The tool joins words anew with single spaces, so white space is left out of the comparison.
    """
    characters = r"\s*".join(map(re.escape, "".join(substring.split())))
    for pattern in (rf"(?<!\w){characters}(?!\w)", characters):
        if match := re.compile(pattern).search(text, start, end):
            return match.span()
    raise LookupError(f"dateparser reports {substring!r}, which is not in {text[start:end]!r}")


def type_and_value(date: datetime.datetime, period: str) -> tuple[str, str]:
    """TIMEX3 type and value of one answer."""
    return "TIME" if period in ("time", "part_of_day") else "DATE", timex_value(date, period)


def timex_value(date: datetime.datetime, period: str) -> str:
    """The datetime cut to its period; a time zone is kept if the text names one."""
    if period in LENGTHS:
        return date.isoformat()[: LENGTHS[period]]
    if period == "week":
        year, week, _ = date.isocalendar()
        return f"{year:04}-W{week:02}"
    if period == "part_of_day" and date.hour in PARTS_OF_DAY:
        return f"{date.date().isoformat()}T{PARTS_OF_DAY[date.hour]}"
    return date.isoformat(timespec="seconds" if date.second else "minutes").replace("+00:00", "Z")
