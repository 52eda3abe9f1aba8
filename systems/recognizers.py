# /// script
# requires-python = ">=3.11"
# dependencies = ["recognizers-text-date-time==1.0.2a2", "emoji==1.7.0"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""Microsoft's Recognizers-Text for Python (`recognize_datetime`), English, in two ways of choosing its values.

recognizers-text-date-time 1.0.2a2, MIT; a pre-release of 2019 and the newest on the registry. It needs an emoji
below 2, which it doesn't say. The document creation time, at midnight, is the reference; all else is the default.

The tool gives a timex, in a notation that is nearly TIMEX3's, and one or more resolutions: both the last and the
next Monday for "Monday" (timex XXXX-WXX-1), both 10:30 and 22:30 for "10:30". It doesn't choose, and its
documentation (datetimeV2 of Microsoft's LUIS) says no more than that both are given. So there are two systems:

- `recognizers` chooses nothing: of several resolutions the value is the timex with its X, which is what the tool
  is sure of, and None where there are several timexes. One resolution alone fills the X.
- `recognizers-past` takes the latest resolution whose day isn't after the document's, as callers do whose texts
  tell of the past (issue 3064 of its repository). Morning and evening of one day stay open.

A range whose ends are those of a quarter, half-year, decade or century is that. Any other range, which in the
tool's notation is a triple of two ends and a length, is a DURATION with that length, as TimeML has it for a length
between two points; the ends are lost. A season or week-end is the tool's, a week that is counted in its month
("first week of May") or named by a day is the ISO week that the tool resolves it to. No value: for a clock time
that was counted from our midnight ("two hours ago"), of which the document gives only the day, and for what is no
TIMEX3: business days, the tool's P11 for "a decade", its XXXX-XX-2021 for "Easter 2021". The tool knows vague
numbers only as numbers: "several days" is P3D, "months" P1M, and so they stand here.

It is given one paragraph after another (what lies between empty lines), since it is made for utterances: in one
string an expression can spoil a later one (behind "previous years" it finds "months" in "the coming months"), one
at which it fails inside ("by September" behind white space at the start) loses all that follow without a word, and
its time grows faster than the length. It reads the text in lower case and counts in that; where a character of the
text becomes two there (U+0130), places are turned back. Spans are the tool's, "before" and "since" included;
nothing is put right.

A given span is read alone. An answer counts if it is the only one and leaves nothing of the span but white space,
"the", and the prepositions at, by, during, for, from, in, of and on.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from recognizers_date_time import Culture, recognize_datetime

from bench import Document, Timex, system

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
}
"""The tool's modifiers in TIMEX3's; "since" and "until" include what they are said of."""
REFERENCES = ("PAST_REF", "PRESENT_REF", "FUTURE_REF")
DAY = re.compile(r"[\dX]{4}(-[\dX]{2}(-[\dX]{2})?|-W[\dX]{2}(-([1-7]|WE))?|-(SP|SU|FA|WI))?")
CLOCK = re.compile(r"T(\d\d(:\d\d){0,2}|MO|MI|AF|EV|NI|DT)")
LENGTH = re.compile(r"P(?=.)([\d.X]+(Y|M|WE|W|D))*(T(?=.)([\d.X]+[HMS])*)?")
RANGE = re.compile(r"\((.+),(.+),(P.+)\)")
WEEK_OF_MONTH = re.compile(r"[\dX]{4}-\d\d-W\d\d")
SAID_OF_NOTHING = re.compile(r"(\s|\b(the|at|by|during|for|from|in|of|on)\b)*", re.IGNORECASE)
"""What may be left of a given span."""
Resolution = Mapping[str, str]


@system(layers=["timexes"], name="recognizers")
class Undecided:
    """Microsoft's Recognizers-Text for Python, English: what it leaves open stays open."""

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's times, with their places."""
        return search(document, past=False)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The spans that the tool reads as a whole."""
        return read(document, spans, past=False)


@system(layers=["timexes"], name="recognizers-past")
class Past:
    """Microsoft's Recognizers-Text for Python, English: the last day that isn't after the document's."""

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's times, with their places."""
        return search(document, past=True)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The spans that the tool reads as a whole."""
        return read(document, spans, past=True)


def search(document: Document, *, past: bool) -> Iterator[Timex]:
    """What the tool finds in each paragraph."""
    for paragraph in re.finditer(r"\S.*(?:\n.*\S.*)*", document.text):
        yield from recognize(paragraph[0], document.dct, past, paragraph.start())


def read(document: Document, spans: Sequence[tuple[int, int]], *, past: bool) -> Iterator[Timex]:
    """Those of the spans that the tool reads as a whole."""
    for start, end in spans:
        text = document.text[start:end]
        found = list(recognize(text, document.dct, past))
        if len(found) == 1:
            [timex] = found
            if SAID_OF_NOTHING.fullmatch(f"{text[: timex.start]} {text[timex.end :]}"):
                yield Timex(start, end, timex.type, timex.value, timex.mod)


def recognize(text: str, dct: datetime.date, past: bool, offset: int = 0) -> Iterator[Timex]:
    """What the tool finds in a text, its places moved by an offset."""
    results = ask(text, datetime.datetime.combine(dct, datetime.time()))
    if any(counts_seconds(result) for result in results):
        at_noon = ask(text, datetime.datetime.combine(dct, datetime.time(12)))
        elsewhere = {(result.start, result.end): candidates(result) for result in at_noon}
    else:
        elsewhere = {}
    places = [at for at, character in enumerate(text) for _ in character.lower()]
    for result in results:
        start, end = places[result.start], places[result.end] + 1
        inner = text[start:end]
        start, end = start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())
        given = candidates(result)
        type_, value, mod = meaning(result.type_name.partition(".")[2], given, dct if past else None)
        if counts_seconds(result) and elsewhere.get((result.start, result.end)) != given:
            value = None  # a clock time counted from the reference's own
        yield Timex(offset + start, offset + end, type_, value, mod)


def ask(text: str, reference: datetime.datetime) -> list[Any]:
    """The tool's own results."""
    found: list[Any] = recognize_datetime(text, Culture.English, reference=reference)
    return found


def candidates(result: Any) -> list[Resolution]:
    """The resolutions that the tool offers; none where it couldn't read what it found."""
    offered: list[Resolution] = (result.resolution or {}).get("values", [])
    return offered


def counts_seconds(result: Any) -> bool:
    """Whether a timex is a point of time down to the second."""
    return any(re.fullmatch(r"[-\d]+T\d\d:\d\d:\d\d", each.get("timex") or "") for each in candidates(result))


def meaning(
    kind: str, given: Sequence[Resolution], latest: datetime.date | None
) -> tuple[str | None, str | None, str | None]:
    """TIMEX3 type, value and modifier of what the tool offers; ``latest`` is the day to choose by, if any."""
    type_ = TYPES.get(kind)
    if latest:
        given = chosen(given, latest)
    if not given:
        return type_, None, None
    first = given[0]
    mod = MODS.get(first.get("Mod", ""))
    timex = first.get("timex") or ""
    if triple := RANGE.fullmatch(timex):
        ends = [(each.get("start", triple[1]), each.get("end", triple[2])) for each in given]
        if units := {unit_between(start, end) for start, end in ends} - {None}:
            return type_, units.pop() if len(units) == 1 else None, mod
        return "DURATION", well_formed(triple[3]), mod
    if timex in REFERENCES:
        return "DATE", timex, mod
    if len(given) == 1:
        return type_, filled(kind, timex, first), mod
    same = all(each.get("timex") == timex and not is_week(each) for each in given)  # weeks bear the timex of a day
    return type_, well_formed(timex) if same else None, mod


def chosen(given: Sequence[Resolution], latest: datetime.date) -> Sequence[Resolution]:
    """Those with the last day that isn't after ``latest``; all where none has such a day."""
    dated = [(found, each) for each in given if (found := day(each)) and found <= latest]
    last = max((found for found, _ in dated), default=None)
    return [each for found, each in dated if found == last] or given


def day(resolution: Resolution) -> datetime.date | None:
    """The day on which a resolution begins, or ends if that is all it has."""
    text = resolution.get("value") or resolution.get("start") or resolution.get("end") or ""
    return datetime.date.fromisoformat(text[:10]) if re.match(r"\d{4}-\d\d-\d\d", text) else None


def filled(kind: str, timex: str, resolution: Resolution) -> str | None:
    """A timex whose X are filled from its one resolution, cut to what the timex has."""
    found = day(resolution)
    if kind in ("duration", "set") or found is None:
        return well_formed(timex)
    if resolution.get("Mod") == "after" and resolution.get("sourceEntity") == "datetimerange":
        found -= datetime.timedelta(days=1)  # what lies after a month begins when that ends
    date, mark, clock = timex.partition("T")
    year, week, _ = found.isocalendar()
    if WEEK_OF_MONTH.fullmatch(date) or (is_week(resolution) and not date.startswith(f"{year:04}-W")):
        date = f"{year:04}-W{week:02}" + ("-WE" if date.endswith("-WE") else "")
    elif date.startswith("XXXX-WXX"):
        date = f"{year:04}-W{week:02}{date[8:]}" if date[8:] in ("", "-WE") else found.isoformat()
    elif date.startswith("XXXX"):
        date = found.isoformat()[: 10 if "WXX" in date else len(date)]
    return well_formed(date + mark + clock)


def is_week(resolution: Resolution) -> bool:
    """Whether it lasts from one Monday to the next."""
    if "start" not in resolution or "end" not in resolution or len(resolution["start"]) > len("2023-09-18"):
        return False
    start, end = (datetime.date.fromisoformat(resolution[name]) for name in ("start", "end"))
    return start.weekday() == 0 and (end - start).days == 7


def unit_between(start: str, end: str) -> str | None:
    """The quarter, half-year, decade or century that begins and ends so."""
    if not all(re.fullmatch(r"\d{4}-\d\d-01", each) for each in (start, end)):
        return None
    year, month = int(start[:4]), int(start[5:7])
    months = 12 * (int(end[:4]) - year) + int(end[5:7]) - month
    if months == 3 and month % 3 == 1:
        return f"{year:04}-Q{month // 3 + 1}"
    if months == 6 and month % 6 == 1:
        return f"{year:04}-H{month // 6 + 1}"
    if months == 120 and month == 1 and year % 10 == 0:
        return f"{year:04}"[:3]
    if months == 1200 and month == 1 and year % 100 == 0:
        return f"{year:04}"[:2]
    return None


def well_formed(timex: str) -> str | None:
    """The tool's notation as TIMEX3, or None where it is none."""
    if timex in ("SP", "SU", "FA", "WI"):
        return f"XXXX-{timex}"
    if LENGTH.fullmatch(timex):
        return timex
    date, mark, clock = timex.partition("T")
    if (date and not DAY.fullmatch(date)) or not CLOCK.fullmatch(mark + clock or "TMO"):
        return None
    return timex
