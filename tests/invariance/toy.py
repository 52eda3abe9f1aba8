"""A small system that violates no check, and systems that have one defect each."""

from __future__ import annotations

import datetime
import re

from bench import Document, Timex, system

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DATE = rf"(?P<full>(?P<month>{'|'.join(MONTHS)})\s+(?P<day>\d+)(?:[-–—]\d+)?,\s+(?P<year>\d{{4}}))"
PATTERN = rf"\b(?:{DATE}|(?P<weekday>{'|'.join(DAYS)})(?P<own>['’]s)?|(?P<today>today))\b"
ANY = re.compile(PATTERN, re.IGNORECASE)


def read(text: str, dct: datetime.date, pattern: re.Pattern[str] = ANY) -> list[Timex]:
    """Reads full dates, weekdays (the last one before the dct) and "today"."""
    found = []
    for each in pattern.finditer(text):
        if each["full"]:
            month = MONTHS.index(each["month"].capitalize()) + 1
            day = datetime.date(int(each["year"]), month, int(each["day"]))
        elif each["weekday"]:
            back = (dct.weekday() - DAYS.index(each["weekday"].capitalize())) % 7
            day = dct - datetime.timedelta(days=back)
        else:
            day = dct
        found.append(Timex(each.start(), each.end(), "DATE", day.isoformat()))
    return found


@system(layers=["timexes"])
def perfect(document: Document) -> list[Timex]:
    return read(document.text, document.dct)


@system(layers=["timexes"])
def one_dct(document: Document) -> list[Timex]:
    """Reads days against a dct of its own."""
    return read(document.text, datetime.date(2023, 9, 20))


@system(layers=["timexes"])
def year_of_dct(document: Document) -> list[Timex]:
    """Takes the year of a date from the dct."""
    return [
        Timex(each.start, each.end, each.type, f"{document.dct.year}{(each.value or '')[4:]}")
        if document.text[each.start : each.end][-4:].isdigit()
        else each
        for each in read(document.text, document.dct)
    ]


@system(layers=["timexes"])
def cased(document: Document) -> list[Timex]:
    return read(document.text, document.dct, re.compile(PATTERN))


@system(layers=["timexes"])
def dashed(document: Document) -> list[Timex]:
    """Knows only one dash."""
    return read(document.text, document.dct, re.compile(PATTERN.replace("[-–—]", "–"), re.IGNORECASE))


@system(layers=["timexes"])
def quoted(document: Document) -> list[Timex]:
    """Knows only one apostrophe."""
    return read(document.text, document.dct, re.compile(PATTERN.replace("['’]", "’"), re.IGNORECASE))


@system(layers=["timexes"])
def spaced(document: Document) -> list[Timex]:
    """Counts offsets in a text whose blanks it has joined."""
    return read(re.sub(r"[ \u00a0]+", " ", document.text), document.dct)


@system(layers=["timexes"])
def first_line(document: Document) -> list[Timex]:
    """Reads no further than the first paragraph."""
    return read(document.text.split("\n")[0], document.dct)


@system(layers=["timexes"])
def remembering(document: Document) -> list[Timex]:
    """Knows what Ruritania did, and only that."""
    return read(document.text, document.dct) if "Ruritania" in document.text else []


SEEN: set[tuple[str, datetime.date]] = set()


@system(layers=["timexes"])
def stateful(document: Document) -> list[Timex]:
    """Finds nothing in a document that it has seen before."""
    known = (document.text, document.dct) in SEEN
    SEEN.add((document.text, document.dct))
    return [] if known else read(document.text, document.dct)


@system(layers=["timexes"])
def by_clock(document: Document) -> list[Timex]:
    return read(document.text, document.dct.replace(year=datetime.date.today().year))
