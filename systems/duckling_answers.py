"""Duckling's answers as time expressions: where they stand, and what they mean as TIMEX3.

The Clojure and the Haskell version of the tool give the same kinds of answers: a time with a grain, an interval,
or a duration. `duckling` and `duckling-native` read them by these rules, which their docstrings explain.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bench import Document, Timex

LATER = datetime.timedelta(hours=1, minutes=1, seconds=1)
"""By how much the second reference time is later than the first."""
MOVES = {"hour": LATER.seconds // 3600 * 3600, "minute": LATER.seconds // 60 * 60, "second": LATER.seconds}
"""By how many seconds a time moves that is counted from the reference, for each grain that is finer than a day."""
UNITS = ("year", "quarter", "month", "week", "day")
MOMENT = datetime.timedelta(milliseconds=1)
SEASONS = {
    ("03-20", "06-22"): "SP",
    ("06-21", "09-24"): "SU",
    ("09-23", "12-22"): "FA",
    ("12-21", "03-21"): "WI",
}
"""First day of what the tool's rules call a season, and the day after its last."""
DAY_PARTS = {(4, 12): "MO", (0, 12): "MO", (12, 19): "AF"}
"""The hours that the tool calls morning (Clojure, Haskell) and afternoon. Evening and night are 18 to 24."""
LENGTHS = (("year", "Y"), ("quarter", "Q"), ("month", "M"), ("week", "W"), ("day", "D"))
CLOCK_LENGTHS = (("hour", "H"), ("minute", "M"), ("second", "S"))


@dataclass(frozen=True)
class Answer:
    """What the tool says of a stretch of the text."""

    start: int
    """In code points, like the end."""
    end: int
    latent: bool
    length: Mapping[str, str]
    """Of a duration, amounts by unit."""
    grain: str = ""
    """Of a time, the rest too."""
    at: str = ""
    """The instant of one that isn't an interval."""
    since: str = ""
    until: str = ""


class Parser(Protocol):
    """The tool for English: `duckling` has the Clojure version, `duckling-native` the Haskell version."""

    def ask(self, text: str, reference: datetime.datetime) -> list[Answer]:
        """Returns the tool's answers on a line of text, in text order."""
        ...


class Reader:
    """The parser's answers as timexes, with the latent ones or without."""

    def __init__(self, parser: Parser, *, latent: bool) -> None:
        self._parser = parser
        self._latent = latent

    def timexes(self, document: Document) -> Iterator[Timex]:
        """The tool's answers, line by line."""
        for line in re.finditer(r"[^\r\n]+", document.text):
            for timex in self._read(line[0], document.dct):
                yield Timex(
                    line.start() + timex.start, line.start() + timex.end, timex.type, timex.value, timex.mod
                )

    def of_spans(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """For each span the first answer that covers the whole of its text, read by itself."""
        for start, end in spans:
            text = document.text[start:end]
            whole = (len(text) - len(text.lstrip()), len(text.rstrip()))
            for timex in self._read(text, document.dct):
                if (timex.start, timex.end) == whole:
                    yield Timex(start, end, timex.type, timex.value, timex.mod)
                    break

    def _read(self, text: str, dct: datetime.date) -> Iterator[Timex]:
        reference = datetime.datetime.combine(dct, datetime.time())
        answers = self._parser.ask(text, reference)
        again = {}
        if any(answer.grain in MOVES for answer in answers):
            later = self._parser.ask(text, reference + LATER)
            again = {(answer.start, answer.end): answer for answer in later if answer.grain}
        for answer in answers:
            if answer.latent and not self._latent:
                continue
            start = answer.start
            end = start + len(text[start : answer.end].rstrip())
            start = end - len(text[start:end].lstrip())
            type_, value, mod = meaning(answer, again.get((answer.start, answer.end), answer), reference)
            yield Timex(start, end, type_, value, mod)


def meaning(
    answer: Answer, later: Answer, reference: datetime.datetime
) -> tuple[str | None, str | None, str | None]:
    """TIMEX3 type, value and mod of an answer; ``later`` is the one to the reference time that is later."""
    if answer.length:
        return "DURATION", duration(answer.length), None
    type_ = "DATE" if answer.grain in UNITS else "TIME"
    if answer.since and answer.until:
        if answer.grain == "second" and moved(answer.since, later.since, "second"):
            return None, None, None
        value = interval_value(*map(instant, (answer.since, answer.until)))
        return type_ if value is None or "T" in value else "DATE", value, None
    mod = "ON_OR_AFTER" if answer.since else "BEFORE" if answer.until else None
    said, said_later = ((each.since or each.until or each.at) for each in (answer, later))
    at = instant(said)
    if at is None:
        return type_, None, mod
    if type_ == "DATE":
        return type_, calendar_value(at, answer.grain), mod
    if not moved(said, said_later, answer.grain):
        return type_, f"{at.date()}T{at:%H:%M:%S}" if answer.grain == "second" else f"{at.date()}T{at:%H:%M}", mod
    if at == reference and answer.grain == "second":
        return "DATE", "PRESENT_REF", mod
    if answer.grain == "hour" and at.date() != reference.date() and at.time() == reference.time():
        return "DATE", calendar_value(at, "day"), mod
    return type_, None, mod


def instant(text: str) -> datetime.datetime | None:
    """An instant, without the zone, which is always our own; None where the year has no four digits."""
    try:
        return datetime.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def moved(text: str, later: str, grain: str) -> bool:
    """Whether an instant is counted from the reference: then it is later by as much."""
    first, second = instant(text), instant(later)
    return first is not None and second is not None and (second - first).total_seconds() == MOVES.get(grain)


def calendar_value(at: datetime.datetime, unit: str) -> str:
    """The unit of the calendar that an instant lies in."""
    if unit == "week":
        year, week, _ = at.isocalendar()
        return f"{year:04}-W{week:02}"
    if unit == "quarter":
        return f"{at.year:04}-Q{(at.month + 2) // 3}"
    return at.date().isoformat()[: {"year": 4, "month": 7, "day": 10}[unit]]


def interval_value(start: datetime.datetime | None, end: datetime.datetime | None) -> str | None:
    """What of the calendar is from the one instant to the other; None if it has no name."""
    if start is None or end is None:
        return None
    if start.time() == end.time() == datetime.time():
        season = SEASONS.get((f"{start:%m-%d}", f"{end:%m-%d}"))
        if season and (end - start).days < 100:
            return f"{start.year:04}-{season}"
        for unit in UNITS:
            name = calendar_value(start, unit)
            within = calendar_value(end - MOMENT, unit) == name
            if within and name not in (calendar_value(start - MOMENT, unit), calendar_value(end, unit)):
                return name
    if start.weekday() == 4 and start.hour == 18 and end - start == datetime.timedelta(hours=54):
        return f"{calendar_value(start, 'week')}-WE"
    part = DAY_PARTS.get((start.hour, end.hour)) if start.date() == end.date() else None
    return f"{start.date()}T{part}" if part else None


def duration(length: Mapping[str, str]) -> str:
    """A TIMEX3 duration of amounts by unit."""
    calendar = "".join(f"{length[unit]}{letter}" for unit, letter in LENGTHS if unit in length)
    clock = "".join(f"{length[unit]}{letter}" for unit, letter in CLOCK_LENGTHS if unit in length)
    return f"P{calendar}T{clock}" if clock else f"P{calendar}"
