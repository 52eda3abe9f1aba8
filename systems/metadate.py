# /// script
# requires-python = ">=3.11"
# dependencies = ["metadate==0.6.2", "python-dateutil==2.9.0.post0", "pytz==2025.2"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""metadate's parser of dates, clock times, weeks, quarters and seasons, English.

metadate 0.6.2, MIT. Settings: `multi`, so that all dates of a text are given, and the document creation time at
midnight as `reference_date`. All else is the tool's default: its scanner in Python, a weekday is the coming one, a
month or day without a year is of the document's year.

The tool says which levels of an answer the text names (year, month, day, hour, …), and the value is cut to the
finest of them: "July" is 2023-07, "summer" 2023-SU. "Last week" is seven days before the reference to the tool,
and stands here as the calendar week of its first day. "Now" is PRESENT_REF. A clock time that is counted from our
midnight ("two hours ago") has no value, because the document gives only the day; it is found by asking again with
a later hour. A zone isn't kept: the tool takes local mean time for it ("EST" is -05:18).

Types are DATE and TIME alone, because each answer is a point in time: "for three days" is the day three days on,
and so it stands here. The tool gives the places of the words that it used, and the span goes from the first to the
last of them: "4 days ago" with its "ago", "on Monday" without "on". It has no parts of the day ("tomorrow morning"
is the day), vague times, sets or modifiers. A word such as "may" is a month to it. Nothing is put right.

A given span is read alone. An answer counts if it is the only one and leaves nothing of the span but white space,
"the", and the prepositions at, by, during, for, from, in, of and on.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence

from metadate import MetaPeriod, Units, parse_date

from bench import Document, Timex, system

LATER = datetime.timedelta(hours=1, minutes=1, seconds=1)
"""By how much the second reference is later than the first. It is the same day."""
SAID_OF_NOTHING = re.compile(r"(\s|\b(the|at|by|during|for|from|in|of|on)\b)*", re.IGNORECASE)
"""What may be left of a given span."""
SEASONS = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
"""The seasons by the month in which the tool begins them."""


@system(layers=["timexes"])
class metadate:  # noqa: N801 - the system's name
    """metadate's parser: dates, clock times, weeks, quarters and seasons; what recurs is yet to come."""

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's answers, with their places."""
        return search(document.text, document.dct)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The spans that the tool reads as one date."""
        for start, end in spans:
            text = document.text[start:end]
            found = list(search(text, document.dct))
            if len(found) == 1 and SAID_OF_NOTHING.fullmatch(text[: found[0].start] + " " + text[found[0].end :]):
                yield Timex(start, end, found[0].type, found[0].value)


def search(text: str, dct: datetime.date) -> Iterator[Timex]:
    """What the tool finds in a text, in text order."""
    reference = datetime.datetime.combine(dct, datetime.time())
    answers = {place(each): each for each in asked(text, reference)}
    later = {place(each): each for each in asked(text, reference + LATER)} if any_clock(answers.values()) else {}
    for (start, end), answer in sorted(answers.items()):
        words = text[start:end]
        start += len(words) - len(words.lstrip())
        counted = answer.start_date != later.get(place(answer), answer).start_date
        yield Timex(start, start + len(words.strip()), *meaning(answer, counted=counted))


def asked(text: str, reference: datetime.datetime) -> list[MetaPeriod]:
    """The tool's answers on a text that isn't blank."""
    return (parse_date(text, reference_date=reference, multi=True) or []) if text.strip() else []


def any_clock(answers: Iterable[MetaPeriod]) -> bool:
    """Whether one of the answers names a clock time."""
    return any(min(each.levels) < Units.DAY for each in answers)


def place(answer: MetaPeriod) -> tuple[int, int]:
    """The place from the first to the last word of an answer."""
    return min(start for start, _ in answer.spans), max(end for _, end in answer.spans)


def meaning(answer: MetaPeriod, *, counted: bool) -> tuple[str, str | None]:
    """The type and value of an answer. ``counted`` says that its clock time is counted from the reference."""
    at, finest = answer.start_date, min(answer.levels)
    if finest < Units.DAY:
        if finest == Units.SECOND and counted and at == answer.reference_date:
            return "DATE", "PRESENT_REF"
        exact = "minutes" if finest >= Units.MINUTE else "seconds"
        return "TIME", None if counted else at.replace(tzinfo=None).isoformat(timespec=exact)
    if finest == Units.WEEK:
        year, week, _ = at.isocalendar()
        return "DATE", f"{year:04}-W{week:02}"
    if finest == Units.QUARTER:
        return "DATE", f"{at.year:04}-Q{(at.month + 2) // 3}"
    if finest == Units.SEASON:
        season = SEASONS.get(at.month)
        return "DATE", season and f"{at.year:04}-{season}"
    return "DATE", at.date().isoformat()[: {Units.YEAR: 4, Units.MONTH: 7}.get(finest, 10)]
