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
from collections.abc import Iterator, Sequence
from importlib.metadata import distribution
from typing import Any

import jpype
from duckling_answers import CLOCK_LENGTHS, LENGTHS, Answer, Reader

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
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


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
        text = LONE_SURROGATE.sub("\ufffd", text)  # Java would take two that stand together as one
        points = code_points(text)
        moment = self._time(0, *reference.timetuple()[:6])
        context = self._map(self._key("reference-time"), moment)
        found = [self._answer(each, points) for each in self._parse("en$core", text, self._dimensions, context)]
        return sorted(found, key=lambda answer: (answer.start, answer.end))

    def _answer(self, found: Any, points: Sequence[int]) -> Answer:
        value = self._get(found, "value")
        start, end = points[int(self._get(found, "start"))], points[int(self._get(found, "end"))]
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


@system(layers=["timexes"])
class duckling:  # noqa: N801 - the system's name
    """Duckling (Clojure): times and durations, also those that it calls latent."""

    def __init__(self) -> None:
        self._reader = Reader(Parser(), latent=True)

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's answers."""
        yield from self._reader.timexes(document)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The tool's answers on the spans' own texts."""
        yield from self._reader.of_spans(document, spans)


@system(layers=["timexes"])
class duckling_no_latent:  # noqa: N801 - the system's name
    """Duckling (Clojure): times and durations, without those that it calls latent."""

    def __init__(self) -> None:
        self._reader = Reader(Parser(), latent=False)

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's answers."""
        yield from self._reader.timexes(document)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The tool's answers on the spans' own texts."""
        yield from self._reader.of_spans(document, spans)


def code_points(text: str) -> list[int]:
    """For each offset in UTF-16 units, as Java counts, the code points before it."""
    points = [0]
    for point, character in enumerate(text, start=1):
        points.extend([point] * (2 if character > "\uffff" else 1))
    return points
