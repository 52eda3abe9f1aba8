# /// script
# requires-python = ">=3.11"
# dependencies = ["natty==0.2.4", "JPype1==1.7.1"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
#
# [tool.bench]
# programs = ["java"]
# ///
"""Natty, a date parser in Java, English.

The jar is that of Natty 0.10.1, as it comes inside the PyPI package natty 0.2.4 (2015, MIT). The package's Python
code isn't run: it has no way to give a reference date, and needs a module that Python no longer has.

Settings: the document creation time at midnight, UTC, as the base date, and UTC as the zone. All else is the
tool's default: a weekday or holiday is the coming one, a month or day without a year is of the document's year,
slashes are month first. The text is given to the tool line by line, since it finds nothing after a text's first
dates otherwise.

The tool's grammar says which rules an answer came by, and the value is cut to that: "May 2021" is 2021-05, "last
week" the calendar week of its day seven days before, "last year" 2022. Parts of the day are the words that the
tool knows as hours (morning MO, afternoon AF, evening EV, night NI, tonight NI). A clock time that is counted from
our midnight ("two hours ago") has no value, because the document gives only the day. A clock time with a zone is
given in UTC, as the tool counts it.

A range or list is one answer with several dates. It stands here as one annotation with the type and value of the
first. Types are DATE and TIME alone, since each answer is a point in time; "for three days" begins on the
document's day to the tool. It takes numbers for clock times: "2019" is 20:19, "1" one o'clock, and so they stand
here. Its seasons fail, because its calendar ends before the years of today. It has no years alone, sets or
modifiers. Nothing is put right.

A given span is read alone. An answer counts if it is the only one and leaves nothing of the span but white space,
"the", and the prepositions at, by, during, for, from, in, of and on.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution

import jpype

from bench import Document, Timex, system

JAVA = (
    "-Xmx1g",
    "-XX:+UseSerialGC",
    "-XX:-UsePerfData",  # else Java writes outside of the process's folder
    "-Djava.awt.headless=true",
    "-Duser.timezone=UTC",
    "-Duser.language=en",
    "-Duser.country=US",
    "-Dfile.encoding=UTF-8",
)
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
SAID_OF_NOTHING = re.compile(r"(\s|\b(the|at|by|during|for|from|in|of|on)\b)*", re.IGNORECASE)
"""What may be left of a given span."""
PARTS_OF_DAY = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "tonight": "NI"}
"""The words that the rule named_hour takes for hours, in TIMEX3's codes; noon and midnight are clock times."""
SEEK = re.compile(r"\(SEEK [<>] by_\w+ \d+ (?:\((?P<named>\w+) \d+\)|(?P<unit>\w+))\)")
"""What the tool counts in its syntax tree: (SEEK < by_week 1 week), (SEEK > by_day 0 (DAY_OF_WEEK 2))."""
LENGTHS = {"year": 4, "month": 7, "MONTH_OF_YEAR": 7}
"""How much of an ISO date each of them keeps; the others keep the day."""


@dataclass(frozen=True)
class Answer:
    """What the tool says of a stretch of a line, in code points."""

    start: int
    end: int
    at: datetime.datetime
    """The first of its dates, in UTC."""
    rules: dict[str, str]
    """The rules of the grammar that took part in it, each with its first words."""
    tree: str
    """The syntax tree."""


class Parser:
    """The tool, loaded when it is made. It is the only one in its process."""

    def __init__(self) -> None:
        jars = [file for file in distribution("natty").files or () if file.suffix == ".jar"]
        jpype.startJVM(*JAVA, classpath=[str(jar.locate()) for jar in jars], convertStrings=True)
        jpype.JClass("java.util.logging.LogManager").getLogManager().reset()  # it logs what it can't read
        self._date = jpype.JClass("java.util.Date")
        self._source = jpype.JClass("com.joestelmach.natty.CalendarSource")
        self._parser = jpype.JClass("com.joestelmach.natty.Parser")(
            jpype.JClass("java.util.TimeZone").getTimeZone("UTC")
        )

    def ask(self, line: str, dct: datetime.date) -> Iterator[Answer]:
        """Yields the tool's answers on a line of text, in text order."""
        line = LONE_SURROGATE.sub("\ufffd", line)  # Java would take two that stand together as one
        midnight = datetime.datetime.combine(dct, datetime.time(), datetime.UTC)
        self._source.setBaseDate(self._date(int(midnight.timestamp() * 1000)))
        points = code_points(line)
        for group in self._parser.parse(line):
            dates = [date.getTime() for date in group.getDates()]
            start = int(group.getPosition())
            end = min(start + len(str(group.getText()).encode("utf-16-le")) // 2, len(points) - 1)
            yield Answer(
                points[start],
                points[end],
                datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=int(dates[0])),
                {str(rule): str(places[0].getText()) for rule, places in group.getParseLocations().items()},
                str(group.getSyntaxTree().toStringTree()),
            )


@system(layers=["timexes"])
class natty:  # noqa: N801 - the system's name
    """Natty's parser (Java): dates and clock times; what recurs is yet to come."""

    def __init__(self) -> None:
        self._parser = Parser()

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's answers, line by line."""
        for line in re.finditer(r"[^\r\n]+", document.text):
            for timex in self._search(line[0], document.dct):
                yield Timex(line.start() + timex.start, line.start() + timex.end, timex.type, timex.value)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The spans that the tool reads as one answer."""
        for start, end in spans:
            text = document.text[start:end]
            found = list(self._search(" ".join(re.split(r"[\r\n]", text)), document.dct))
            if len(found) == 1 and SAID_OF_NOTHING.fullmatch(text[: found[0].start] + " " + text[found[0].end :]):
                yield Timex(start, end, found[0].type, found[0].value)

    def _search(self, line: str, dct: datetime.date) -> Iterator[Timex]:
        for answer in self._parser.ask(line, dct):
            words = line[answer.start : answer.end]
            start = answer.start + len(words) - len(words.lstrip())
            if words.strip():
                yield Timex(start, start + len(words.strip()), *meaning(answer))


def meaning(answer: Answer) -> tuple[str, str | None]:
    """The type and value of an answer."""
    day = answer.at.date().isoformat()
    if "relative_time" in answer.rules:
        return "TIME", None
    if "explicit_time" in answer.rules:
        if part := PARTS_OF_DAY.get(answer.rules.get("named_hour", "").lower()):
            return "TIME", f"{day}T{part}"
        exact = "seconds" if answer.at.second else "minutes"
        zone = "Z" if "time_zone" in answer.rules else ""
        return "TIME", answer.at.isoformat(timespec=exact) + zone
    counted = SEEK.search(answer.tree)
    if counted and "EXPLICIT_DATE" not in answer.tree and "EXPLICIT_SEEK" not in answer.tree:
        kind = counted["unit"] or counted["named"]
        if kind == "week":
            year, week, _ = answer.at.isocalendar()
            return "DATE", f"{year:04}-W{week:02}"
        return "DATE", day[: LENGTHS.get(kind, 10)]
    named = any("day_of_" in rule for rule in answer.rules)
    return "DATE", day if named or "EXPLICIT_DATE" not in answer.tree else day[:7]


def code_points(text: str) -> list[int]:
    """For each offset in UTF-16 units, as Java counts, the code points before it."""
    points = [0]
    for point, character in enumerate(text, start=1):
        points.extend([point] * (2 if character > "\uffff" else 1))
    return points
