"""What time expressions say when: stretches of days, EDTF, and the words that open an end."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench import Document, Timex

from .words import Word

DAY = datetime.timedelta(days=1)
CALENDAR = re.compile(
    r"(?P<year>\d{4})(?:-(?:W(?P<week>\d\d)(?:-(?P<weekday>[1-7]|WE))?"
    r"|(?P<season>SP|SU|FA|AU|WI|Q[1-4]|H[12])|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?"
)
"""A TIMEX3 value without its time of day."""
MONTHS = {"SP": (3, 3), "SU": (6, 3), "FA": (9, 3), "AU": (9, 3), "WI": (12, 3), "Q1": (1, 3), "Q2": (4, 3),
          "Q3": (7, 3), "Q4": (10, 3), "H1": (1, 6), "H2": (7, 6)}  # fmt: skip
"""First month and number of months; a winter runs into the next year."""
LENGTH = re.compile(r"P(\d+)(DE|[DWMY])")
DAYS_IN = {"D": 1, "W": 7, "M": 30, "Y": 365, "DE": 3652}
Stretch = tuple[datetime.date, datetime.date]


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression that says when: its words' numbers, its `when`, and the first and last day of it."""

    first: int
    last: int
    when: str
    stretch: Stretch | None
    single: bool = False
    """True if it is one day."""


def stretch_of(value: str) -> Stretch | None:
    """The first and the last day that a TIMEX3 date names; None where it names none."""
    value = value.partition("T")[0]
    try:
        if re.fullmatch(r"\d{2,3}", value):
            years = 10 ** (4 - len(value))
            return datetime.date(int(value) * years, 1, 1), datetime.date(int(value) * years + years - 1, 12, 31)
        match = CALENDAR.fullmatch(value)
        return _of_calendar(match) if match else None
    except ValueError:  # no calendar has such a day
        return None


def range_of(value: str) -> Stretch | None:
    """The first and the last day of a TIMEX3 date, or of a range of two."""
    ends = [stretch_of(each) for each in value.split("/")]
    if len(ends) == 2 and ends[0] and ends[1] and ends[0][0] <= ends[1][1]:
        return ends[0][0], ends[1][1]
    return ends[0] if len(ends) == 1 else None


def _of_calendar(match: re.Match[str]) -> Stretch:
    year, month = int(match["year"]), int(match["month"] or 1)
    if match["week"]:
        whole = {None: (1, 7), "WE": (6, 7)}
        first, last = whole.get(match["weekday"]) or (int(match["weekday"]),) * 2
        week = int(match["week"])
        return datetime.date.fromisocalendar(year, week, first), datetime.date.fromisocalendar(year, week, last)
    if match["day"]:
        day = datetime.date(year, month, int(match["day"]))
        return day, day
    month, count = MONTHS.get(match["season"]) or (month, 1 if match["month"] else 12)
    end = year * 12 + month + count - 1  # months from the year 0
    return datetime.date(year, month, 1), datetime.date(end // 12, end % 12 + 1, 1) - DAY


def edtf(stretch: Stretch) -> str:
    """A stretch as EDTF, as coarse as it can be."""
    first, last = stretch
    if first == last:
        return first.isoformat()
    if first.day == 1 and (last + DAY).day == 1:
        if (first.month, last.month) == (1, 12):
            years = [f"{first.year:04}", f"{last.year:04}"]
            return years[0] if years[0] == years[1] else "/".join(years)
        months = [day.isoformat()[:7] for day in stretch]
        return months[0] if months[0] == months[1] else "/".join(months)
    return "/".join(day.isoformat() for day in stretch)


def modified(stretch: Stretch, mod: str | None) -> Stretch:
    """The part of a month, season or year that "early", "mid" and "late" name: about a third of it."""
    days = (stretch[1] - stretch[0]).days + 1
    if mod not in ("START", "MID", "END") or days < 28:
        return stretch
    third = days // 3
    cuts = {"START": (0, third), "MID": (third, 2 * third), "END": (2 * third, days)}[mod]
    return stretch[0] + cuts[0] * DAY, stretch[0] + (cuts[1] - 1) * DAY


class Times:
    """The times of a document that can date an event, and the lengths that can end one."""

    def __init__(self, document: Document, words: Sequence[Word]) -> None:
        self.dct = document.dct
        self.words = words
        starts = [word.start for word in words]
        self.dates: list[Time] = []
        self.lengths: list[tuple[int, int]] = []
        """The number of a length's first word, and its days."""
        timexes = sorted(document.timexes, key=lambda timex: (timex.start, -timex.end))
        taken = -1
        for timex in timexes:
            if timex.start < taken:
                continue
            taken = timex.end
            first = max(bisect_right(starts, timex.start) - 1, 0)
            last = max(bisect_left(starts, timex.end) - 1, first)
            length = LENGTH.fullmatch(timex.value or "")
            if timex.type == "DURATION" and length:
                days = int(length[1]) * DAYS_IN[length[2]]
                self.lengths.append((first, days))
                self.dates.extend(self._lately(first, last, days))
            elif timex.type in ("DATE", "TIME"):
                self.dates.extend(self._dated(timex, first, last))
        self.dates = self._joined(self.dates)

    def _lately(self, first: int, last: int, days: int) -> Iterator[Time]:
        """Yield "in the past two years" as the years up to the dct."""
        said = {word.lower for word in self.words[first : last + 1]}
        if said & {"past", "last", "previous", "recent"} and days < 365 * 200:
            start = self.dct - days * DAY
            yield Time(first, last, f"{start.isoformat()}/{self.dct.isoformat()}", (start, self.dct))

    def _dated(self, timex: Timex, first: int, last: int) -> Iterator[Time]:
        value, dct = timex.value or "", self.dct.isoformat()
        if value == "PAST_REF":
            yield Time(first, last, f"[..{dct}]", (datetime.date.min, self.dct))
        elif value == "FUTURE_REF":
            yield Time(first, last, f"[{dct}..]", (self.dct, datetime.date.max))
        elif value == "PRESENT_REF":
            yield Time(first, last, dct, (self.dct, self.dct), single=True)
        elif stretch := range_of(value):
            stretch = modified(stretch, timex.mod)
            yield Time(first, last, self._opened(first, stretch), stretch, single=stretch[0] == stretch[1])

    def _opened(self, first: int, stretch: Stretch) -> str:
        """A stretch as EDTF, open at the end that the word before it opens."""
        near = [word.lower for word in self.words[max(first - 2, 0) : first]]
        before = near[-1] if near and near[-1] != "the" else near[0] if near else ""
        start, end = (edtf((day, day)) for day in stretch)
        if stretch[0] != stretch[1]:
            start = end = edtf(stretch) if "/" not in edtf(stretch) else ""
            start, end = start or stretch[0].isoformat(), end or stretch[1].isoformat()
        if before == "since":
            return f"{start}/.."
        if before in ("until", "till", "by", "before"):
            return f"[..{end}]"
        if before == "after":
            return f"[{start}..]"
        return edtf(stretch)

    @staticmethod
    def _next_day(before: Time | None, time: Time) -> bool:
        """Whether two times are a day and the day after it: October 17 and 18."""
        if before is None or before.stretch is None or time.stretch is None:
            return False
        return before.single and time.single and time.stretch[0] - before.stretch[0] == DAY

    def _joined(self, times: Sequence[Time]) -> list[Time]:
        """The times, those of "from A to B" and "between A and B" as one."""
        found: list[Time] = []
        for time in times:
            before = found[-1] if found else None
            gap = [word.lower for word in self.words[before.last + 1 : time.first]] if before else []
            opened = self.words[before.first - 1].lower if before and before.first else ""
            ranged = gap in (["to"], ["-"], ["–"], ["until"], ["through"]) or (
                gap == ["and"] and (opened == "between" or self._next_day(before, time))
            )
            ranged = ranged or bool(before and before.last == time.first)  # "March 7-8" is two words
            if before and before.stretch and time.stretch and ranged and before.stretch[0] < time.stretch[1]:
                whole = before.stretch[0], time.stretch[1]
                ends = [edtf(each.stretch).split("/") for each in (before, time) if each.stretch]
                found[-1] = Time(before.first, time.last, f"{ends[0][0]}/{ends[1][-1]}", whole)
            else:
                found.append(time)
        return found
