"""A proposal of the day on which an article was written, by the rule of the annotation scheme, with its reason.

A dateline counts first, then the day in a page's metadata, a date on a line of its own at the top, the day in a
file's metadata, and the latest day that the text reports.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.dataset.articles.article import Creation, Dated

HEAD = 4000
"""The number of characters at the beginning of a text in which a dateline may stand."""
TOP = 1500
"""The number of characters at the beginning in which a date on a line of its own is the page's."""
_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sep(?:tember|t?\.?)|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
)
_SPACE = r"[ \u00a0]{1,3}"
_DATE = (
    r"(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)(?!\d)"
    rf"|(?P<m1>{_MONTH}){_SPACE}(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?\b(?!:)(?:,?{_SPACE}(?P<y1>(?:19|20)\d\d)\b)?"
    rf"|(?<![\d:.,])(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?{_SPACE}(?P<m2>{_MONTH})\b"
    rf"(?:,?{_SPACE}(?P<y2>(?:19|20)\d\d)\b)?"
)
_ANY_DATE = re.compile(rf"\b(?:{_DATE})", re.IGNORECASE)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?,?[ \u00a0]+"
_CITY = r"[A-Z][^\n,;:()]{1,40}(?:,[^\n,;:()]{1,40}){0,2},[ \t]*|[A-Z][A-Z .'’-]{1,40}[ \t]+"
_AGENCY = r"\([^()\n]{1,40}\)[ \t]*"
_PLACE = rf"(?:{_CITY})(?:{_AGENCY},?[ \t]*)?|[A-Z][^\n,;:()]{{1,40}}{_AGENCY},[ \t]*"
_DATELINE = re.compile(
    rf"^[ \t*_]*(?:{_PLACE})?(?P<date>(?i:{_DATE}))[ \t]*(?:{_AGENCY})?[ \t*_]*(?:[–—―]|--|-(?=\s))",
    re.MULTILINE,
)
_LINE = re.compile(
    rf"^[ \t]*(?:(?:last )?(?:published|posted|updated|date)(?: on)?:?[ \t]*)?(?:{_WEEKDAY})?(?P<date>{_DATE})"
    r"[ \t]*(?:[,|T–-]?[ \t]*(?:at )?\d{1,2}[:.]\d\d[^\n]{0,30})?[ \t\r]*$",
    re.MULTILINE | re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d/]|[.,-]\d)")
_STAMP = re.compile(r"\A\s*(\d{10})\b")
MOST = 1000
"""The greatest number of dates of a text that are weighed."""
_AHEAD = re.compile(
    r"\b(?:will|would|shall|plan|plans|planned|scheduled|due|expected|until|by|ahead of)\b", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?\n]\s")
SENTENCE = 200
"""The greatest number of characters before a date that are searched for a word of the future."""


Stated = tuple[datetime.date, str]
"""A day with its year, and the words that state it."""


@dataclass(frozen=True, slots=True)
class Named:
    """A day that a text names, perhaps without its year."""

    words: str
    start: int
    month: int
    day: int
    year: int | None

    def on(self, year: int) -> datetime.date | None:
        """Returns the day in a year; None if the year doesn't have it."""
        try:
            return datetime.date(year, self.month, self.day)
        except ValueError:
            return None


def proposed(text: str, days: Sequence[Dated] = (), beside: Sequence[Stated] = ()) -> Creation | None:
    """Returns the day on which a text was written, as far as it can be told, and None if nothing tells it.

    ``days`` are those of the file's metadata, the best first. ``beside`` are the full dates of other articles; the
    closest gives the year of a day that is named without one, if nothing in the text does.
    """
    named = _all_named(text)
    years = _Years(text, named, days, beside)
    return (
        _dateline(text, years)
        or next((each.creation() for each in days if not each.converted), None)
        or _line(text, years)
        or next((each.creation() for each in days), None)
        or _latest(text, named, years)
    )


class _Years:
    """The evidence for the year of a day that is named without one."""

    def __init__(self, text: str, named: Iterable[Named], days: Sequence[Dated], beside: Sequence[Stated]) -> None:
        self.plain = {int(year): count for year, count in Counter(_YEAR.findall(text)).items()}
        """The years that the text names, and how often."""
        self._stated = _full(named) or _stamped(text) or [(each.day, each.field) for each in days]
        self._beside = beside

    def of(self, named: Named) -> Stated | None:
        """Returns the day with its year, and the evidence for the year in words; None if there is none."""
        if named.year:
            found = named.on(named.year)
            return (found, "") if found else None
        best: tuple[int, datetime.date, str] | None = None
        for stated, words in self._stated or ([] if self.plain else self._beside):
            for year in (stated.year - 1, stated.year, stated.year + 1):
                day = named.on(year) if 0 < year < 10_000 else None
                if day and (best is None or abs((day - stated).days) < best[0]):
                    best = abs((day - stated).days), day, f"; the year from {words}"
        if best:
            return best[1:]
        latest = max(self.plain, default=0)
        day = named.on(latest) if latest else None
        return (day, f"; the year from '{latest}', the latest year that the text names") if day else None


def full_dates(text: str) -> list[Stated]:
    """Returns the days that a text names with their year, each with its words."""
    return _full(_all_named(text))


def _full(named: Iterable[Named]) -> list[Stated]:
    full = {day: f"{each.words!r}" for each in named if each.year and (day := each.on(each.year))}
    return list(full.items())[:MOST]


def _all_named(text: str) -> list[Named]:
    """Returns the days that a text names, those in equal words once."""
    found = filter(None, map(_named, _ANY_DATE.finditer(text)))
    return list({each.words.lower(): each for each in found}.values())


def _stamped(text: str) -> list[Stated]:
    """Returns the day of a Unix time at the beginning of a text, if there is one."""
    stamp = _STAMP.match(text)
    day = datetime.datetime.fromtimestamp(int(stamp[1]), datetime.UTC).date() if stamp else None
    return [(day, f"the Unix time {stamp[1]}")] if stamp and day and 1990 <= day.year < 2100 else []


def _named(found: re.Match[str]) -> Named | None:
    """Returns the day of a match; None if no calendar has it."""
    words = found["date"] if "date" in found.re.groupindex else found[0]
    start = found.start("date") if "date" in found.re.groupindex else found.start()
    if found["iso"]:
        year, month, day = map(int, found["iso"].split("-"))
    else:
        month = _NAMES.index((found["m1"] or found["m2"])[:3].lower()) + 1
        day, year = int(found["d1"] or found["d2"]), int(found["y1"] or found["y2"] or 0)
    named = Named(" ".join(words.split()), start, month, day, year or None)
    return named if named.on(year or 2000) else None  # 2000 is a leap year


def _dateline(text: str, years: _Years) -> Creation | None:
    for found in _DATELINE.finditer(text[:HEAD]):
        named = _named(found)
        dated = named and years.of(named)
        if named and dated:
            return Creation(dated[0], "stated", f"dateline {named.words!r}{dated[1]}")
    return None


def _line(text: str, years: _Years) -> Creation | None:
    for found in _LINE.finditer(text[:TOP]):
        named = _named(found)
        day = named and named.year and named.on(named.year)
        if not named or not day:
            continue
        reason = f"{named.words!r} on a line of its own at the top"
        others = [year for year in years.plain if year != day.year]
        if years.plain.get(day.year, 0) <= 1 and others and max(others) < day.year:
            reason += (
                f", which may be the day of a later posting: the text names no other day of {day.year}, and its "
                f"latest other year is {max(others)}"
            )
        return Creation(day, "stated", reason)
    return None


def _latest(text: str, named: Iterable[Named], years: _Years) -> Creation | None:
    dated = [(*found, each) for each in named if (found := years.of(each))]
    for day, year, each in sorted(dated, key=lambda found: found[0], reverse=True)[:MOST]:
        before = _SENTENCE_END.split(text[max(0, each.start - SENTENCE) : each.start])[-1]
        if not _AHEAD.search(before):
            reason = f"no dateline; {each.words!r} is the latest day that the text reports{year}"
            return Creation(day, "inferred", reason)
    return None
