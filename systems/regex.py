# /// script
# requires-python = ">=3.11"
# dependencies = []
# ///
"""Regular expressions for absolute dates: the floor that any other system should beat.

Finds what says its own date in English or ISO notation: a day ("September 18, 2023", "18th of September 2023",
"2023-09-18", "9/18/2023"), a month ("September 2023", "2023-09") and a year ("2023", from 1000 to 2099).
A date written with slashes is read month first unless only day first is possible.

A year alone counts after a word that often comes before a year ("in", "since", "by", "early", "spring", ...) or
in brackets, and not where a thing counted follows ("in 2000 cities").

It cannot read what another date has to complete ("September 18", "Monday", "last year"), nor durations, sets,
times of day, and dates BC; it doesn't look at the document creation time, and gives no `mod`.

Of a given span it reads one that is such a date from end to end; a year alone then needs no word before it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from bench import Document, Timex, system

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sep(?:tember|t?\.|t)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])"
YEAR = r"(?P<year>1\d{3}|20\d{2})"
BEFORE_YEAR = (
    r"(?:in|since|by|until|till|from|to|of|during|before|after|between|and|early|late|mid|around|circa|about"
    r"|spring|summer|autumn|fall|winter)"
)

PATTERNS = [
    # a space in a pattern is white space within a line
    re.compile(rf"(?<![\w-]){body}(?![\w-])".replace(" ", r"[^\S\r\n]+"))
    for body in (
        rf"{MONTH} {DAY}(?:st|nd|rd|th)?,? {YEAR}",
        rf"{DAY}(?:st|nd|rd|th)? (?:of )?{MONTH},? {YEAR}",
        rf"{YEAR}-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])",
        rf"(?P<first>\d\d?)/(?P<second>\d\d?)/{YEAR}",
        rf"{MONTH},? (?:of )?{YEAR}",
        rf"{YEAR}-(?P<month>0[1-9]|1[0-2])",
        rf"(?:(?<=\()|(?i:\b{BEFORE_YEAR}(?: |-)))(?P<span>{YEAR})(?! [a-z]+s\b)(?![.,]\d|%| %)",
    )
]


WHOLE = [*PATTERNS[:-1], re.compile(YEAR)]
"""For an expression of which is known that it is one."""


@system(layers=["timexes"])
class regex:  # noqa: N801 (the class bears the system's name)
    """Dates that say themselves which they are."""

    def extract(self, document: Document) -> Iterator[Timex]:
        """The dates in a document, the longer where two start together."""
        taken = 0
        for match in sorted(all_matches(document.text), key=lambda match: (match.start(), -match.end())):
            start, end = match.span("span") if "span" in match.re.groupindex else match.span()
            value = read(match.groupdict())
            if start >= taken and value:
                taken = end
                yield Timex(start, end, "DATE", value)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The spans that are a date from end to end."""
        for start, end in spans:
            matches = (pattern.fullmatch(document.text[start:end]) for pattern in WHOLE)
            value = next((value for match in matches if match and (value := read(match.groupdict()))), None)
            if value:
                yield Timex(start, end, "DATE", value)


def all_matches(text: str) -> Iterator[re.Match[str]]:
    """What any of the patterns finds."""
    for pattern in PATTERNS:
        yield from pattern.finditer(text)


def read(parts: dict[str, str | None]) -> str | None:
    """The value that the parts spell, or None for a day that no calendar has."""
    year, month, day = int(parts["year"] or 0), parts.get("month"), parts.get("day")
    if parts.get("first"):
        month, day = parts["first"], parts["second"]
        if int(month or 0) > 12:
            month, day = day, month
    if month is None:
        return f"{year}"
    number = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
    if day is None:
        return f"{year}-{number:02}"
    try:
        return datetime.date(year, number, int(day)).isoformat()
    except ValueError:
        return None
