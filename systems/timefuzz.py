# /// script
# requires-python = ">=3.11"
# dependencies = ["timefuzz==0.4.0"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""timefuzz's reading of time expressions that another system has found, English.

timefuzz 0.4.0, MIT, in Rust. It reads one phrase and has no search, so its spans are those of `spacy-rules`: its
scores for spans are that system's. What is its own is the type and the value, above all those of given spans. Of a
phrase that it can't read it says so, and then the annotation has neither.

Settings: the document creation time at midnight as `now`. All else is the tool's default: a weekday or month is
the coming one. Of a phrase that it calls ambiguous ("next weekend") it gives several readings, the likeliest
first: the value is that of the first, and those of the others are the alternatives. The confidence is the tool's.

The tool gives instants and ranges. A range has a value if it is one year, quarter, month, week, weekend or day;
"early March" is another range and has none. An instant is cut to the unit that the tool says it counted ("2 years
from now" is a year), or to the day if the phrase names no clock time, which shows by asking again with another
default time. A clock time counted from our midnight ("two hours ago") has no value, because the document gives
only the day. "Now" is PRESENT_REF. "Three days" is the day three days on to the tool, and so it stands here. It
has no dates with a day and a month ("March 5"), years, decades, seasons, parts of the day or sets.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

import timefuzz as tool

from bench import Alternative, Document, Timex, system

OTHER = tool.Config(default_time=datetime.time(4, 44, 44))
"""Another default time than the tool's own: what it gives to a phrase without a clock time."""
COUNTED = re.compile(r"(?:approximately )?[\d.]+ (?P<unit>\w+?)s? (?:before|from) now")
"""The words in which the tool says what it counted."""
LENGTHS = {"year": 4, "month": 7}
"""How much of an ISO date a counted unit keeps; days keep the day."""


@system(layers=["timexes"], wants=["spacy-rules"])
class timefuzz:  # noqa: N801 - the system's name
    """timefuzz's reading of the spans of spacy-rules; what recurs is yet to come."""

    def extract(self, document: Document) -> Iterator[Timex]:
        """The spans of spacy-rules, each with the tool's type and value."""
        for found in document.timexes:
            yield read(document, found.start, found.end) or Timex(found.start, found.end)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The given spans that the tool can read."""
        for start, end in spans:
            timex = read(document, start, end)
            if timex is not None:
                yield timex


def read(document: Document, start: int, end: int) -> Timex | None:
    """The likeliest reading of a span, with the tool's confidence, and the others; None if it can't be read."""
    phrase, now = document.text[start:end], datetime.datetime.combine(document.dct, datetime.time())
    answers = ask(phrase, now)
    if not answers:
        return None
    (type_, value), *others = (meaning(each, phrase, now) for each in answers)
    if value is None:
        return Timex(start, end, type_)
    values = dict.fromkeys(other for _, other in others if other not in (None, value))
    return Timex(
        start,
        end,
        type_,
        value,
        confidence=answers[0].confidence,
        alternatives=tuple(map(Alternative, values)) or None,
    )


def meaning(answer: tool.Instant | tool.Range, phrase: str, now: datetime.datetime) -> tuple[str, str | None]:
    """The type and value of one of the tool's answers to a phrase."""
    if isinstance(answer, tool.Range):
        return "DATE", calendar_value(answer.start, answer.end)
    at = answer.when
    if answer.interpretation == "the current moment":
        return "DATE", "PRESENT_REF"
    if counted := COUNTED.match(answer.interpretation):
        unit = counted["unit"]
        if unit in ("hour", "minute", "second"):
            return "TIME", None
        if unit == "week":
            return "DATE", week_of(at)
        return "DATE", at.date().isoformat()[: LENGTHS.get(unit, 10)]
    again = ask(phrase, now, OTHER)
    if again and isinstance(again[0], tool.Instant) and again[0].when.time() == at.time():
        return "TIME", at.isoformat(timespec="minutes")
    return "DATE", at.date().isoformat()


def ask(phrase: str, now: datetime.datetime, config: tool.Config | None = None) -> list[tool.Instant | tool.Range]:
    """The tool's answers to a phrase, the likeliest first; none if it can't read the phrase."""
    try:
        answer = tool.parse(phrase, now=now, config=config)
    except tool.ParseError:
        return []
    return list(answer.candidates) if isinstance(answer, tool.Ambiguous) else [answer]


def calendar_value(start: datetime.datetime, end: datetime.datetime) -> str | None:
    """The year, quarter, month, week, weekend or day from one second to another, both counted in."""
    first, last = start.date(), end.date()
    after = last + datetime.timedelta(days=1)
    months = 12 * (after.year - first.year) + after.month - first.month
    if first.day == after.day == 1:
        if months == 12 and first.month == 1:
            return f"{first:%Y}"
        if months == 3 and first.month % 3 == 1:
            return f"{first:%Y}-Q{first.month // 3 + 1}"
        if months == 1:
            return f"{first:%Y-%m}"
    days = (after - first).days
    if days == 7 and first.weekday() == 0:
        return week_of(start)
    if days == 2 and first.weekday() == 5:
        return f"{week_of(start)}-WE"
    return first.isoformat() if days == 1 else None


def week_of(day: datetime.datetime) -> str:
    """The ISO 8601 week of a day, which has the year of its Thursday."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"
