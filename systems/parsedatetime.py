# /// script
# requires-python = ">=3.11"
# dependencies = ["parsedatetime==2.6"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""parsedatetime's own search for dates in a text (`Calendar.nlp`), English, under two settings.

parsedatetime 2.6, Apache-2.0. Two systems:

- `parsedatetime` has the tool's default: a weekday, month or day that names no year is the next one, and the
  document's own weekday is a week ahead.
- `parsedatetime-past` sets three of the tool's documented constants: DOWParseStyle=-1 (a weekday is the last one),
  CurrentDOWParseStyle=True (the document's own weekday is that day), YearParseStyle=0 (a month or day is of the
  document's own year). Journals and readers of news set the first; the third has no value for the year before.

The document creation time, at midnight, is the tool's sourceTime. In places the tool asks the machine's clock all
the same ("this morning", "last night", a day that no month has), so what it calls for the present is replaced by
the document creation time. PyICU isn't used, so that the machine's locale doesn't matter.

With VERSION_CONTEXT_STYLE the tool says how accurate its answer is (year, month, week, day, half a day, hour …),
and the value is cut to the finest of these: "July" is 2024-07. What it calls accurate to half a day is a part of
the day by the hour that it gives (morning MO, afternoon AF, evening EV, night NI), noon and midnight a clock time.
"now" is PRESENT_REF. A match of which it says that nothing was parsed ("13/45") is left out. No value: for a clock
time counted from our midnight ("two hours ago"), of which the document gives only the day.

It reads "2023" and "in 2022" as the clock times 20:23 and 20:22, "two days" as the day two days on, "may" as the
month. It has no vague times, sets, seasons, quarters, durations, time zones or modifiers. Spans are the tool's,
trimmed of white space; it takes the whole text. Once "in 2…", "at 2…", "on 1…" or "in 3…" has stood in it ("in
2022"), a later match may begin there: the tool looks for the preposition before a match in all that goes before.
A capital dotted I (U+0130) moves each later span by one, for the tool lower-cases the text first. Nothing is put
right.

A given span is read by `Calendar.parse`, which reckons with those pieces of a string that it knows and passes over
the rest: "early Tuesday" is read as "Tuesday".
"""

from __future__ import annotations

import calendar
import datetime
import time
from collections.abc import Iterator, Sequence
from typing import Any

import parsedatetime as tool
from parsedatetime import pdtContext

from bench import Document, Timex, system

CLOCK_PARTS = pdtContext.ACU_HOUR | pdtContext.ACU_MIN | pdtContext.ACU_SEC
PARTS_OF_DAY = {6: "MO", 8: "MO", 13: "AF", 18: "EV", 19: "EV", 21: "NI"}
"""The hours that the tool gives to morning, breakfast, afternoon, evening, dinner and night, in TIMEX3's codes."""
MIDNIGHT = datetime.time()
ANOTHER_TIME = datetime.time(13, 7, 9)
"""Shows by comparison which clock times were counted from midnight."""


class Clock:
    """What the tool has for the module `time`: the present is what it is set to, and no time zone plays a part."""

    gmtime = staticmethod(time.gmtime)
    mktime = staticmethod(calendar.timegm)
    struct_time = time.struct_time

    def __init__(self) -> None:
        self.now = time.gmtime(0)

    def localtime(self) -> time.struct_time:
        """The present."""
        return self.now

    def set(self, document: Document, at: datetime.time = MIDNIGHT) -> time.struct_time:
        """Make a time on the day of the document the present, and return it."""
        self.now = datetime.datetime.combine(document.dct, at).timetuple()
        return self.now


CLOCK = Clock()
tool.time = CLOCK


@system(layers=["timexes"], name="parsedatetime")
class Default:
    """parsedatetime's own search for dates, English, at its default: the next one."""

    def __init__(self) -> None:
        self.calendar = calendar_with()

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's dates and times, with their places."""
        return search(self.calendar, document)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The spans of which the tool reads something."""
        return read(self.calendar, document, spans)


@system(layers=["timexes"], name="parsedatetime-past")
class Past:
    """parsedatetime's own search for dates, English, with past weekdays and the document's own year."""

    def __init__(self) -> None:
        self.calendar = calendar_with(DOWParseStyle=-1, CurrentDOWParseStyle=True, YearParseStyle=0)

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's dates and times, with their places."""
        return search(self.calendar, document)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The spans of which the tool reads something."""
        return read(self.calendar, document, spans)


def calendar_with(**constants: int) -> Any:
    """The tool's parser, with some constants other than by default."""
    chosen = tool.Constants(localeID="en_US", usePyICU=False)
    for name, value in constants.items():
        setattr(chosen, name, value)
    return tool.Calendar(chosen, version=tool.VERSION_CONTEXT_STYLE)


def search(parser: Any, document: Document) -> Iterator[Timex]:
    """What the tool finds in the whole text."""
    for date, accuracy, start, end, words in parser.nlp(document.text, CLOCK.set(document)) or ():
        inner = document.text[start:end]
        start += len(inner) - len(inner.lstrip())
        if inner.strip() and accuracy.hasDateOrTime:
            yield Timex(
                start, start + len(inner.strip()), *type_and_value(parser, document, words, date, accuracy)
            )


def read(parser: Any, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
    """What the tool reads of each span alone."""
    for start, end in spans:
        words = document.text[start:end]
        parsed, accuracy = parser.parse(words, CLOCK.set(document))
        if accuracy.hasDateOrTime:
            date = datetime.datetime(*parsed[:6])
            yield Timex(start, end, *type_and_value(parser, document, words, date, accuracy))


def type_and_value(
    parser: Any, document: Document, words: str, date: datetime.datetime, accuracy: pdtContext
) -> tuple[str, str | None]:
    """TIMEX3 type and value of an answer, as accurate as the tool says that it is."""
    known = accuracy.accuracy
    if known == pdtContext.ACU_NOW:
        return "DATE", "PRESENT_REF"
    if known & CLOCK_PARTS:
        other, _ = parser.parse(words, CLOCK.set(document, ANOTHER_TIME))
        if (date.hour, date.minute, date.second) != tuple(other[3:6]):
            return "TIME", None
        return "TIME", date.isoformat(timespec="seconds" if date.second else "minutes")
    if known & pdtContext.ACU_HALFDAY:
        return "TIME", f"{date.date().isoformat()}T{PARTS_OF_DAY.get(date.hour) or f'{date:%H:%M}'}"
    if known & pdtContext.ACU_DAY:
        return "DATE", date.date().isoformat()
    if known & pdtContext.ACU_WEEK:
        year, week, _ = date.isocalendar()
        return "DATE", f"{year:04}-W{week:02}"
    return "DATE", date.date().isoformat()[: 7 if known & pdtContext.ACU_MONTH else 4]
