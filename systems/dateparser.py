# /// script
# requires-python = ">=3.11"
# dependencies = ["dateparser==1.5.0"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""dateparser's own search for dates (`dateparser.search.search_dates`), English only.

Settings: the document creation time, at midnight, is RELATIVE_BASE; TIMEZONE is UTC, so that a Unix time doesn't
depend on the machine; RETURN_TIME_AS_PERIOD, so that the tool says when it read a clock time. All else is the
default: a weekday is the last one, a month or day of the document's own year, slashes are month first.

A date comes with its period (day, week, month, year, part of day, time), and the value is cut to that: "July" is
2023-07, although the tool's datetime has a day. Types are DATE and TIME alone, since every answer of the tool is
a point in time: it reads "four days" as the day four days ago, and so it stands here. It has no vague times, sets,
seasons, quarters or modifiers. Spans are the tool's, "on Monday and" included; nothing is put right.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from dateparser.search import search_dates

from bench import Document, Timex, system

LENGTHS = {"year": 4, "month": 7, "day": 10}
"""How much of an ISO date a period keeps."""
PARTS_OF_DAY = {3: "MO", 9: "MO", 15: "AF", 18: "EV", 20: "NI"}
"""The hours that dateparser gives to its five parts of day (PARTS_OF_DAY, by default), in TIMEX3's codes."""


@system(layers=["timexes"])
def dateparser(document: Document) -> Iterator[Timex]:
    """The tool's dates, with their places."""
    settings = {
        "RELATIVE_BASE": datetime.datetime.combine(document.dct, datetime.time()),
        "TIMEZONE": "UTC",
        "RETURN_TIME_AS_PERIOD": True,
    }
    # The tool ends its sentences at line ends anyway; line by line, a substring can't be found pages off.
    for line in re.finditer(r"[^\r\n]+", document.text):
        at = line.start()
        for found in search_dates(line[0], languages=["en"], settings=settings, add_period=True) or []:
            substring, date, period = found[0], found[1], found[2]
            start, at = locate(substring, document.text, at, line.end())
            type_ = "TIME" if period in ("time", "part_of_day") else "DATE"
            yield Timex(start, at, type_, timex_value(date, period))


def locate(substring: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Where a substring that the tool reported stands first, as whole words if possible, from `start` on.

    The tool joins words anew with single spaces, so white space is left out of the comparison.
    """
    characters = r"\s*".join(map(re.escape, "".join(substring.split())))
    for pattern in (rf"(?<!\w){characters}(?!\w)", characters):
        if match := re.compile(pattern).search(text, start, end):
            return match.span()
    raise LookupError(f"dateparser reports {substring!r}, which is not in {text[start:end]!r}")


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
