# /// script
# requires-python = ">=3.11"
# dependencies = []
# ///
"""Temporal links from anchors alone: what the dates of events and times say about their order.

The events with their `when`, and the times with their values, are other systems'. An event is taken to fall within
its `when`, and a time to be all of its days. These links follow from that, and no others are given:

- An event IS_INCLUDED in the time that it is dated by: the nearest in its sentence that names the same days.
- An event and the dct: BEFORE or AFTER where its days are, IS_INCLUDED where they are the dct's day, none where
  they are more and hold it.
- A time and the dct: BEFORE, AFTER, SIMULTANEOUS for its day, IS_INCLUDED for a time of that day, INCLUDES for a
  week, month or year that holds it.
- An event and the next one in the text: BEFORE or AFTER where their days don't meet, else none.

So the links of a document never contradict each other, and there are at most three for an event and one for a
time. Days, weeks, months, quarters, halves, seasons and years are read; a decade, a length or a vague time has no
link. It looks at no word: neither tense nor "before" and "after" are known to it. A sentence ends with its line,
or at ".", "!" or "?" before white space, unless a small letter follows.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bench import Document, Event, Link, Timex, system
from bench.sdk.model import DCT

DAY = datetime.timedelta(days=1)
CALENDAR = re.compile(
    r"(?P<year>\d{4})(?:-(?:W(?P<week>\d\d)(?:-(?P<weekday>[1-7]|WE))?"
    r"|(?P<season>SP|SU|FA|AU|WI|Q[1-4]|H[12])|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?"
)
"""A TIMEX3 value without its time of day, or one end of an EDTF interval."""
MONTHS = {"SP": (3, 3), "SU": (6, 3), "FA": (9, 3), "AU": (9, 3), "WI": (12, 3), "Q1": (1, 3), "Q2": (4, 3),
          "Q3": (7, 3), "Q4": (10, 3), "H1": (1, 6), "H2": (7, 6)}  # fmt: skip
"""First month and number of months; a winter runs into the next year."""
SENTENCE_END = re.compile(r"\n|[.!?][\"'”’)\]]*\s++(?![a-z])")

Days = tuple[datetime.date, datetime.date]
"""The first and the last."""


@system(layers=["links"], wants=["spacy-rules", "nearest-time"])
def anchor_links(document: Document) -> Iterator[Link]:
    """The links that the dates of a document say; its times and events bear the ids that links refer to."""
    ends = [end.end() for end in SENTENCE_END.finditer(document.text)]
    times = [(timex, days) for timex in document.timexes if (days := days_of(timex_dates(timex)))]
    events = [(event, days) for event in document.events if (days := days_of(event.when or ""))]
    dct = (document.dct, document.dct)
    for timex, days in times:
        yield Link(f"{timex.id}", DCT, of_time(timex, days, dct))
    for event, days in events:
        sentence = bisect_right(ends, event.start)
        own = [time for time, its in times if its == days and bisect_right(ends, time.start) == sentence]
        if own:
            yield Link(f"{event.id}", f"{nearest(event, own).id}", "IS_INCLUDED")
        if relation := "IS_INCLUDED" if days == dct else order(days, dct):
            yield Link(f"{event.id}", DCT, relation)
    for (event, days), (following, its) in pairwise(events):
        if relation := order(days, its):
            yield Link(f"{event.id}", f"{following.id}", relation)


def of_time(timex: Timex, days: Days, dct: Days) -> str:
    """The relation of a time to the dct."""
    if days == dct:
        return "IS_INCLUDED" if "T" in (timex.value or "") else "SIMULTANEOUS"
    return order(days, dct) or "INCLUDES"


def order(days: Days, others: Days) -> str | None:
    """BEFORE or AFTER; None where the two share a day."""
    if days[1] < others[0]:
        return "BEFORE"
    return "AFTER" if others[1] < days[0] else None


def nearest(event: Event, times: Sequence[Timex]) -> Timex:
    """The time with the fewest characters to the event; of equals the one before."""
    return min(times, key=lambda time: (max(time.start - event.end, event.start - time.end, 0), time.start))


def timex_dates(timex: Timex) -> str:
    """The days in a time's value; nothing for a length, a set or a vague time."""
    return (timex.value or "").partition("T")[0] if timex.type in ("DATE", "TIME") else ""


def days_of(text: str) -> Days | None:
    """The days that a TIMEX3 value or EDTF names, from A to B for `A/B`; None for what isn't read here."""
    ends = [CALENDAR.fullmatch(part) for part in text.split("/")]
    try:
        stretches = [_stretch(end) for end in ends if end]
    except ValueError:  # no calendar has such a day
        return None
    return (stretches[0][0], stretches[-1][1]) if stretches and all(ends) else None


def _stretch(match: re.Match[str]) -> Days:
    year = int(match["year"])
    if match["week"]:
        week, whole = int(match["week"]), {None: (1, 7), "WE": (6, 7)}
        first, last = whole.get(match["weekday"]) or (int(match["weekday"]),) * 2
        return datetime.date.fromisocalendar(year, week, first), datetime.date.fromisocalendar(year, week, last)
    if match["day"]:
        day = datetime.date.fromisoformat(match[0])
        return day, day
    month, count = MONTHS.get(match["season"]) or (int(match["month"] or 1), 1 if match["month"] else 12)
    end = year * 12 + month + count - 1  # months from the year 0
    return datetime.date(year, month, 1), datetime.date(end // 12, end % 12 + 1, 1) - DAY
