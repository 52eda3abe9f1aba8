# /// script
# requires-python = ">=3.11"
# dependencies = ["ctparse==0.3.6"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""ctparse's reading of one string as one time expression (`ctparse.ctparse`), English and German at once.

ctparse 0.3.6, MIT. The document creation time, at midnight, is the tool's ts; timeout is 0, which is "none", since
the default of one second makes the answer hang on the machine. All else is the default: a weekday or a day without
its year lies ahead, a clock time is the next one, days stand before months.

The tool is made for booking requests, each a short string. It says itself that it can be used to find expressions
in a text, and that other tools do so better. It has one answer for a string, so a text is given line by line: at
most one annotation a line, which is its best-scored. Its patterns match inside words ("the sa" is a Saturday,
"sig" a night, "Mo" in Moscow a Monday), and a year can be a military time ("4 May 2020" is twenty past eight in
the evening of the next 4 May), and so they stand here. Its time grows with the square of a line's length, and its
own timeout doesn't hold it up: a line of 100,000 characters gets no answer in a minute.

The tool rewrites the string first (a run of commas, brackets and white space becomes one space) and counts in
that; places are turned back. It gives a clock time without a date no place, so places are asked for with
latent_time off. Spans are trimmed of white space; nothing is put right.

Types: a day, month, year, weekday is a DATE, a clock time or part of a day a TIME, a length a DURATION. A month
without its year stays without ("July" is XXXX-07). "now" is PRESENT_REF, and not our midnight. "before" and
"after" are its intervals with one end: the value is that end, with a modifier. No value: for an interval with two
ends, which TIMEX3 has no value for, and for its "first" and "last" of a day ("last week" is today's last hour to
it). It has no weeks, quarters, seasons, sets or vague times; "ago" is passed over: "three days ago" is P3D.

A given span is one string, as the tool is meant to be used. Its answer counts whatever part of the string it rests
on.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import Any

from ctparse import ctparse
from ctparse.ctparse import _repl1, _repl2
from ctparse.types import Duration, Interval, Time

from bench import Document, Timex, system

UNITS = {"minutes": "T{}M", "hours": "T{}H", "days": "{}D", "nights": "T{}NI", "weeks": "{}W", "months": "{}M"}
"""The tool's units of length as TIMEX3 writes them."""
PARTS_OF_DAY = {
    "morning": "MO",
    "forenoon": "MO",
    "afternoon": "AF",
    "noon": "MI",
    "evening": "EV",
    "night": "NI",
}
"""The tool's parts of the day in TIMEX3's codes; the longer names of two that end alike come first."""
MODS = {"early": "START", "late": "END"}
Meaning = tuple[str, str | None, str | None]
"""TIMEX3 type, value and modifier."""


@system(layers=["timexes"], name="ctparse")
class Ctparse:
    """ctparse's reading of one string as one time expression: of each line of a text, and of given spans."""

    def extract(self, document: Document) -> Iterator[Timex]:
        """The tool's answer for each line."""
        for line in re.finditer(r"[^\r\n]+", document.text):
            found = ask(line[0], document, latent=False)
            if found is None:
                continue
            characters = rewritten(line[0])[found.resolution.mstart : found.resolution.mend]
            if not characters:
                continue
            start, end = characters[0][0], characters[-1][1]
            inner = line[0][start:end]
            start += line.start() + len(inner) - len(inner.lstrip())
            meant = meaning(ask(line[0], document), document)
            yield Timex(start, start + len(inner.strip()), *meant)

    def resolve(self, document: Document, spans: Sequence[tuple[int, int]]) -> Iterator[Timex]:
        """The spans of which the tool makes something."""
        for start, end in spans:
            if found := ask(document.text[start:end], document):
                yield Timex(start, end, *meaning(found, document))


def reference(document: Document) -> datetime.datetime:
    """Midnight of the day on which a document was written."""
    return datetime.datetime.combine(document.dct, datetime.time())


def ask(text: str, document: Document, *, latent: bool = True) -> Any:
    """The tool's best parse of a string, or None."""
    return ctparse(text, ts=reference(document), timeout=0, latent_time=latent)


def rewritten(text: str) -> list[tuple[int, int]]:
    """Of each character of the string as the tool rewrites it, where it begins and ends in the string itself."""
    characters = [(character, at, at + 1) for at, character in enumerate(text)]
    for pattern, replacement in ((_repl1, " "), (_repl2, "-")):
        replaced, done = [], 0
        for run in pattern.finditer("".join(character for character, _, _ in characters)):
            first, last = characters[run.start()], characters[run.end() - 1]
            replaced += [*characters[done : run.start()], (replacement, first[1], last[2])]
            done = run.end()
        characters = replaced + characters[done:]
        while characters and characters[0][0].isspace():
            del characters[0]
    return [(start, end) for _, start, end in characters]


def meaning(parse: Any, document: Document) -> Meaning:
    """Type, value and modifier of a parse."""
    found = parse.resolution
    if isinstance(found, Duration):
        return "DURATION", "P" + UNITS[found.unit.value].format(found.value), None
    if isinstance(found, Interval):
        return of_interval(found)
    of_now = (found.year, found.month, found.day, found.hour, found.minute)
    if "ruleNow" in parse.production and of_now == (*reference(document).timetuple()[:5],):
        return "DATE", "PRESENT_REF", None
    return of_point(found)


def of_interval(found: Interval) -> Meaning:
    """One end with a modifier, or, where there are two, the type alone."""
    if found.t_to is None:
        type_, value, _ = of_point(found.t_from)
        return type_, value, "AFTER"
    type_, value, _ = of_point(found.t_from or found.t_to)
    return (type_, value, "BEFORE") if found.t_from is None else (type_, None, None)


def of_point(found: Time) -> Meaning:
    """A day, month, year or weekday, or a clock time or part of a day, with X for what the tool leaves open."""
    year = "XXXX" if found.year is None else f"{found.year:04}"
    month = "XX" if found.month is None else f"{found.month:02}"
    if found.day is not None:
        date = f"{year}-{month}-{found.day:02}"
    elif found.DOW is not None:
        date = f"XXXX-WXX-{found.DOW + 1}"
    elif found.month is not None:
        date = f"{year}-{month}"
    else:
        date = "" if found.year is None else year
    if found.hour is not None:
        return "TIME", f"{date}T{found.hour:02}" + ("" if found.minute is None else f":{found.minute:02}"), None
    if found.POD is not None:
        code = next((code for name, code in PARTS_OF_DAY.items() if found.POD.endswith(name)), None)
        mod = next((mod for name, mod in MODS.items() if found.POD.removeprefix("very").startswith(name)), None)
        return "TIME", f"{date}T{code}" if code else None, mod
    return "DATE", date or None, None
