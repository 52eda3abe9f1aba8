# /// script
# requires-python = ">=3.11"
# dependencies = ["duckling==1.8.0", "JPype1==1.7.1"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
#
# [tool.bench]
# programs = ["java"]
# ///
"""Duckling, the parser of times and durations from wit.ai (Clojure, on Java), for English.

The jars are those of Duckling 0.4.23, in Clojure, as they come inside the PyPI package duckling 1.8.0 (2018).
Both are under the Apache license 2.0. The package's Python code isn't run: it needs modules that Python no
longer has, and strings converted as it doesn't ask for.

Settings: the dimensions time and duration. The reference time is the document creation time at midnight, UTC.
All else is the default: a weekday, month or day is the coming one, "this March" too; slashes are month first.
The tool calls some of its answers latent, such as years, hours and days of the month that it makes of bare
numbers ("the two", "one" is 2001). `duckling` has them, as the tool gives them by default; `duckling-no-latent`
leaves them out, as the successor does by default. The text is given to the tool line by line. It reads a text as
one sentence, and stops putting pieces together when there are more than 600; some five times in a row, with
commas between, are enough for that, and take it seconds.

A time has a grain, and the value is cut to that: "July" is 2024-07. The tool says itself that "in two years" is
a month and "a month ago" a day. Of an interval with one end the value is that end, with mod BEFORE or, as the
tool counts the day in, ON_OR_AFTER. An interval with two ends has a value where it is one year, quarter, month,
week or day, and where it is what the tool's rules call summer, weekend, morning or afternoon; the evening is
also its night. Any other ("from Monday to Friday") has none, since TIMEX3 has none of two ends. A duration is in
the units that the tool gives ("two and a half hours" is PT150M, "a few days" P3D).

The document gives no hour. What hangs on the hour of the reference is found by asking again with another one:
"four days ago", of which the tool gives the hour, is the day; "two hours ago" has no value; "now" is
PRESENT_REF. "By Friday", to the tool from now to Friday, has neither type nor value. A zone ("9 a.m. EST")
changes no answer of the tool, and isn't kept. It has no sets ("every Monday" is the next one), vague times or
modifiers. "About 3 weeks" is both a time and a duration to it, and so it stands here twice.

`resolve` asks the tool for the bare text of the span, and gives the first answer that covers all of it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from typing import Any

import jpype

from bench import Document, Timex, system

JAVA = (
    "-Xmx2g",  # half of what a system's process may take
    "-XX:+UseSerialGC",
    "-XX:-UsePerfData",  # else Java writes outside of the process's folder
    "-Djava.awt.headless=true",
    "-Duser.timezone=UTC",
    "-Duser.language=en",
    "-Duser.country=US",
    "-Dfile.encoding=UTF-8",
)
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
DAY_PARTS = {(4, 12): "MO", (12, 19): "AF"}
"""Hours of what the tool's rules call morning and afternoon. Its evening and its night are both 18 to 24."""
LENGTHS = (("year", "Y"), ("quarter", "Q"), ("month", "M"), ("week", "W"), ("day", "D"))
CLOCK_LENGTHS = (("hour", "H"), ("minute", "M"), ("second", "S"))
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Answer:
    """What the tool says of a stretch of the text."""

    start: int
    """In UTF-16 units, as the end."""
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


class Parser:
    """The tool for English, loaded when it is made. It is the only one in its process."""

    def __init__(self) -> None:
        jars = [file for file in distribution("duckling").files or () if file.suffix == ".jar"]
        jpype.startJVM(*JAVA, classpath=[str(jar.locate()) for jar in jars], convertStrings=True)
        clojure = jpype.JClass("clojure.java.api.Clojure")
        self._keyword = clojure.read
        self._keywords: dict[str, Any] = {}
        self._map = clojure.var("clojure.core", "hash-map").invoke
        clojure.var("clojure.core", "require").invoke(clojure.read("duckling.core"))
        clojure.var("duckling.core", "load!").invoke(clojure.read('{:languages ("en")}'))
        # loading is done; its idle threads would hold up the end of the process for a minute
        clojure.var("clojure.core", "shutdown-agents").invoke()
        self._parse = clojure.var("duckling.core", "parse").invoke
        self._time = clojure.var("duckling.time.obj", "t").invoke
        self._dimensions = clojure.read("[:time :duration]")
        self.ask("in two hours", datetime.datetime(2000, 1, 1))  # what is compiled on first use

    def ask(self, text: str, reference: datetime.datetime) -> list[Answer]:
        """The tool's answers on a line of text, in text order."""
        moment = self._time(0, *reference.timetuple()[:6])
        context = self._map(self._key("reference-time"), moment)
        found = [self._answer(each) for each in self._parse("en$core", text, self._dimensions, context)]
        return sorted(found, key=lambda answer: (answer.start, answer.end))

    def _answer(self, found: Any) -> Answer:
        value = self._get(found, "value")
        start, end = int(self._get(found, "start")), int(self._get(found, "end"))
        latent = bool(self._get(found, "latent"))
        if str(self._get(found, "dim")) == ":duration":
            amounts = {unit: self._get(value, unit) for unit, _ in (*LENGTHS, *CLOCK_LENGTHS)}
            length = {unit: str(amount) for unit, amount in amounts.items() if amount is not None}
            return Answer(start, end, latent, length)
        ends = {name: self._get(value, name) for name in ("from", "to")}
        since, until = (self._get(each, "value") if each is not None else "" for each in ends.values())
        ground = next((each for each in ends.values() if each is not None), value)
        grain = str(self._get(ground, "grain")).removeprefix(":")
        return Answer(start, end, latent, {}, grain, self._get(value, "value") or "", since, until)

    def _get(self, found: Any, name: str) -> Any:
        return found.get(self._key(name))

    def _key(self, name: str) -> Any:
        if name not in self._keywords:
            self._keywords[name] = self._keyword(f":{name}")
        return self._keywords[name]


class Reader:
    """The parser's answers as timexes, with the latent ones or without."""

    def __init__(self, *, latent: bool) -> None:
        self._parser = Parser()
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
        text = LONE_SURROGATE.sub("\ufffd", text)  # Java would take two that stand together as one
        reference = datetime.datetime.combine(dct, datetime.time())
        answers = self._parser.ask(text, reference)
        again = {}
        if any(answer.grain in MOVES for answer in answers):
            later = self._parser.ask(text, reference + LATER)
            again = {(answer.start, answer.end): answer for answer in later if answer.grain}
        points = code_points(text)
        for answer in answers:
            if answer.latent and not self._latent:
                continue
            start, end = points[answer.start], points[answer.end]
            end = start + len(text[start:end].rstrip())
            start = end - len(text[start:end].lstrip())
            type_, value, mod = meaning(answer, again.get((answer.start, answer.end), answer), reference)
            yield Timex(start, end, type_, value, mod)


@system(layers=["timexes"])
class duckling:  # noqa: N801 - the system's name
    """Duckling (Clojure): times and durations, also those that it calls latent."""

    def __init__(self) -> None:
        self._reader = Reader(latent=True)

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's answers."""
        return self._reader.timexes(document)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The tool's answers on the spans' own texts."""
        return self._reader.of_spans(document, spans)


@system(layers=["timexes"])
class duckling_no_latent:  # noqa: N801 - the system's name
    """Duckling (Clojure): times and durations, without those that it calls latent."""

    def __init__(self) -> None:
        self._reader = Reader(latent=False)

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's answers."""
        return self._reader.timexes(document)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The tool's answers on the spans' own texts."""
        return self._reader.of_spans(document, spans)


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


def code_points(text: str) -> list[int]:
    """For each offset in UTF-16 units, as Java counts, the code points before it."""
    points = [0]
    for point, character in enumerate(text, start=1):
        points.extend([point] * (2 if character > "\uffff" else 1))
    return points
