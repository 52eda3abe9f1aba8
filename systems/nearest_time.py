# /// script
# requires-python = ">=3.11"
# dependencies = []
# ///
"""When each event happened: the nearest time expression in its sentence, else the day of writing (the dct).

The events and the time expressions are other systems'; this one only gives each event its `when`.

- Nearest is what has the fewest characters between it and the event; of two that are equally near, the one before.
- Only a date or time of day that names a stretch of the calendar counts: a day, week, week-end, month, quarter,
  half year, season, year, decade or century. Lengths, sets, the vague past, present and future, and values with
  an X are passed over.
- `when` is that stretch: the day of a time of day; the seven days of a week, from Monday; the months of a season
  (spring begins in March), a quarter or a half year. `mod` is not looked at: "early May" is all of May.
- A sentence ends with its line, or at ".", "!" or "?" before white space, unless a small letter follows or an
  abbreviation stands before.

It looks at no verb: what has no such time in its sentence gets the dct, be it planned, denied or long past.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bench import Document, Event, Timex, system

CALENDAR = re.compile(
    r"(?P<year>\d{4})(?:-(?:W(?P<week>\d\d)(?:-(?P<weekday>[1-7]|WE))?"
    r"|(?P<season>SP|SU|FA|AU|WI|Q[1-4]|H[12])|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?"
)
"""A TIMEX3 value without its time of day."""
MONTHS = {"SP": (3, 3), "SU": (6, 3), "FA": (9, 3), "AU": (9, 3), "WI": (12, 3), "Q1": (1, 3), "Q2": (4, 3),
          "Q3": (7, 3), "Q4": (10, 3), "H1": (1, 6), "H2": (7, 6)}  # fmt: skip
"""First month and number of months; a winter runs into the next year."""
SENTENCE_END = re.compile(
    r"\n|(?<!\b[A-Za-z])(?<!\b(?:Mr|Ms|Dr|St|vs|No))(?<!\b(?:Mrs|Gen|Gov|Sen|Rep))(?<!\b(?:Prof|Sept))"
    r"[.!?][\"'”’)\]]*\s++(?![a-z])"
)


@system(layers=["events"], wants=["spacy-rules", "verb-lexicon"])
def nearest_time(document: Document) -> Iterator[Event]:
    """The events that the document came with, each with its `when`."""
    ends = [end.end() for end in SENTENCE_END.finditer(document.text)]
    times: dict[int, list[tuple[Timex, str]]] = {}
    for timex in document.timexes:
        if when := to_edtf(timex):
            times.setdefault(bisect_right(ends, timex.start), []).append((timex, when))
    for event in document.events:
        near = nearest(event, times.get(bisect_right(ends, event.start), []))
        yield replace(event, when=near or document.dct.isoformat())


def nearest(event: Event, times: Sequence[tuple[Timex, str]]) -> str | None:
    """The `when` of the time with the fewest characters to the event, of equals the one before; None of none."""

    def distance(pair: tuple[Timex, str]) -> tuple[int, int]:
        timex = pair[0]
        return max(timex.start - event.end, event.start - timex.end, 0), timex.start

    return min(times, key=distance)[1] if times else None


def to_edtf(timex: Timex) -> str | None:
    """The stretch of the calendar that a time expression names, EDTF; None where it names none."""
    if timex.type not in ("DATE", "TIME") or not timex.value:
        return None
    value = timex.value.partition("T")[0]
    if re.fullmatch(r"\d{2,3}", value):
        return value.ljust(4, "X")  # a century or decade
    match = CALENDAR.fullmatch(value)
    try:
        return _of_calendar(match) if match else None
    except ValueError:  # no calendar has such a day
        return None


def _of_calendar(match: re.Match[str]) -> str:
    year, month = int(match["year"]), int(match["month"] or 1)
    if match["week"]:
        week, whole = int(match["week"]), {None: (1, 7), "WE": (6, 7)}
        first, last = whole.get(match["weekday"]) or (int(match["weekday"]),) * 2
        days = [datetime.date.fromisocalendar(year, week, day).isoformat() for day in (first, last)]
        return days[0] if first == last else "/".join(days)
    if match["season"]:
        month, count = MONTHS[match["season"]]
        end = year * 12 + month + count - 2  # months from the year 0
        months = datetime.date(year, month, 1), datetime.date(end // 12, end % 12 + 1, 1)
        return "/".join(day.isoformat()[:7] for day in months)
    datetime.date(year, month, int(match["day"] or 1))
    return match[0]
