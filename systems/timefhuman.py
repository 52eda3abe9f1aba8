# /// script
# requires-python = ">=3.11"
# dependencies = ["timefhuman==0.1.5"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""timefhuman's own search for dates, clock times, ranges and lists in a text, English, in two directions.

timefhuman 0.1.5, Apache-2.0. Two systems, told apart by the tool's setting `direction`:

- `timefhuman` has the default, `Direction.next`: a weekday is the next one, a clock time lies after `now`.
- `timefhuman-past` has `Direction.previous`, which its documentation has for texts that tell of the past.

The document creation time is the tool's `now`: the first second of that day when it looks ahead, the last one when
it looks back, so that a clock time without a date is of that day. A month or day without a year is of the
document's own year in both directions, and so is the document's own weekday that day.

The tool's answer is a datetime that has a day also where the text has none. What it read stands in the record that
the answer is made from (`timefhuman.renderers`), and the value is cut to that: "October 2022" is 2022-10, "three
years ago" 2020. A part of the day is known by its record, too (morning MO, afternoon AF, evening EV, night NI). No
value: for a clock time counted from our `now` ("two hours ago"), of which the document gives only the day, and for
a clock time of a month that has no day.

A range or list is one result with several points. It stands here as one annotation with the type and value of the
first. Types are DATE and TIME alone, since by default every answer is a point in time: it reads "for two days" as
the day two days on, and so it stands here. It has no months, years, weeks or quarters alone, no seasons, vague
times, sets or modifiers. Spans are the tool's, a comma at their end included; nothing is put right.

The tool remembers what it found in earlier texts, and gives some of it wrong places in later ones. So that an
answer depends on its own text alone, the system clears this memory before each text.

A given span is searched in the same way, since the tool is for finding dates in any text; the first result is the
answer: "early Tuesday" is read as "Tuesday".
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from timefhuman import Direction, extraction, tfhConfig
from timefhuman.main import _parse_renderers as parse
from timefhuman.renderers import tfhAmbiguous, tfhCollection, tfhDate, tfhDatetime, tfhTimedelta

from bench import Document, Timex, system

PARTS_OF_DAY = {6: "MO", 15: "AF", 18: "EV", 20: "NI"}
"""The hours that the tool gives to morning, afternoon, evening and night, in TIMEX3's codes."""
LENGTHS = {"years": 4, "months": 7, "days": 10}
"""How much of an ISO date a unit keeps."""
MEMORIES = (
    extraction._GLOBAL_EXTRACTION_MISS_CACHE,
    extraction._GLOBAL_EXTRACTION_HIT_CACHE,
    extraction._GLOBAL_SEGMENT_RESULT_CACHE,
)
"""What the tool keeps of earlier texts."""


@system(layers=["timexes"], name="timefhuman")
class Default:
    """timefhuman's own search for dates and times, English, at its default: the next one."""

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's dates and times, with their places."""
        return search(document.text, looking_ahead(document))

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The spans in which the tool finds something."""
        return read(document, spans, looking_ahead(document))


@system(layers=["timexes"], name="timefhuman-past")
class Past:
    """timefhuman's own search for dates and times, English, looking back: the previous one."""

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's dates and times, with their places."""
        return search(document.text, looking_back(document))

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The spans in which the tool finds something."""
        return read(document, spans, looking_back(document))


def looking_ahead(document: Document) -> tfhConfig:
    """The default direction, from the beginning of the document's day."""
    return tfhConfig(now=datetime.datetime.combine(document.dct, datetime.time()))


def looking_back(document: Document) -> tfhConfig:
    """The other direction, from the end of the document's day."""
    end = datetime.time(23, 59, 59)
    return tfhConfig(direction=Direction.previous, now=datetime.datetime.combine(document.dct, end))


def search(text: str, config: tfhConfig) -> Iterator[Timex]:
    """What the tool finds in a text: that which its own call returns, and what is known of each result."""
    for kept in MEMORIES:
        kept.clear()
    for found in parse(text, config) if text.strip() else ():
        if isinstance(found, tfhAmbiguous):
            continue
        try:
            result = found.to_object(config)
        except (OverflowError, ValueError):
            continue  # as the tool's own call passes over what is no date
        start, end = found.matched_text_pos
        inner = text[start:end]
        start += len(inner) - len(inner.lstrip())
        while isinstance(found, tfhCollection):
            found, result = found.items[0], result[0]
        yield Timex(start, start + len(inner.strip()), *type_and_value(found, result))


def read(document: Document, spans: Sequence[tuple[int, int]], config: tfhConfig) -> Iterator[Timex]:
    """What the tool finds first in each span alone."""
    for start, end in spans:
        for timex in search(document.text[start:end], config):
            yield Timex(start, end, timex.type, timex.value)
            break


def type_and_value(found: object, result: datetime.datetime) -> tuple[str | None, str | None]:
    """TIMEX3 type and value of a point: its datetime, as exact as what was read of it."""
    if isinstance(found, tfhTimedelta):
        return elapsed(found, result)
    if not isinstance(found, tfhDatetime):
        return None, None  # a number of which the tool doesn't know what it counts
    unit = grain(found.date) if found.date else "days"
    if found.time is None:
        return "DATE", result.date().isoformat()[: LENGTHS[unit]]
    if unit != "days":
        return "TIME", None
    if found.time.second is None and result.hour in PARTS_OF_DAY:  # of a clock time the tool knows the seconds
        return "TIME", f"{result.date().isoformat()}T{PARTS_OF_DAY[result.hour]}"
    exact = "seconds" if result.second else "minutes"
    return "TIME", result.isoformat(timespec=exact).replace("+00:00", "Z")


def elapsed(found: tfhTimedelta, result: datetime.datetime) -> tuple[str, str | None]:
    """The type and value of a point that is so and so far from the document."""
    if found.seconds:
        return "TIME", None
    if found.unit == "weeks":
        year, week, _ = result.isocalendar()
        return "DATE", f"{year:04}-W{week:02}"
    return "DATE", result.date().isoformat()[: LENGTHS.get(found.unit, 10)]


def grain(date: tfhDate) -> str:
    """The unit down to which a date was read; "last Wednesday of December" has its day in a shift."""
    if date.day is not None or (date.delta and date.delta.weekday):
        return "days"
    return "months" if date.month is not None else "years"
