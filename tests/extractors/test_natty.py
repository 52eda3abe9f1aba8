"""The wrapper round Natty: places, what its grammar says of the grain, and the reference date.

Expectations were worked out by hand; the document creation time is Wednesday 20 September 2023.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bench import Document
from bench.sdk.model import Timex
from tests.extractors.conftest import Bare, ReadSpans
from tests.extractors.given_spans import resolve

Ask = Callable[..., list[Timex]]

CASES = {
    "day": ("It was 18 September 2022.", [("18 September 2022", "DATE", "2022-09-18")]),
    "day of the document's year": ("It was the 5th of May.", [("the 5th of May", "DATE", "2023-05-05")]),
    "the first of a month is a day": ("It was Sept. 1st.", [("Sept. 1st", "DATE", "2023-09-01")]),
    "a month with a year": ("It was May 2021.", [("May 2021", "DATE", "2021-05")]),
    "month of the document's year": ("It was July.", [("July", "DATE", "2023-07")]),
    "year that is counted": ("It was last year.", [("last year", "DATE", "2022")]),
    "a year is a clock time": ("It was 2019.", [("2019", "TIME", "2023-09-20T20:19")]),
    "the week of seven days before": ("It was last week.", [("last week", "DATE", "2023-W37")]),
    "the coming weekday": ("It is on Monday.", [("Monday", "DATE", "2023-09-25")]),
    "a holiday": ("It is at Christmas.", [("Christmas", "DATE", "2023-12-25")]),
    "the end of a year": ("It was the end of 2021.", [("the end of 2021", "DATE", "2021-12-31")]),
    "counted days": ("It was four days ago.", [("four days ago", "DATE", "2023-09-16")]),
    "counted hours": ("It was two hours ago.", [("two hours ago", "TIME", None)]),
    "a clock time": ("It was 10:30.", [("10:30", "TIME", "2023-09-20T10:30")]),
    "seconds": ("It was 10:30:20.", [("10:30:20", "TIME", "2023-09-20T10:30:20")]),
    "midnight": ("It was midnight.", [("midnight", "TIME", "2023-09-20T00:00")]),
    "a zone": ("It was 9 a.m. EST.", [("9 a.m. EST", "TIME", "2023-09-20T13:00Z")]),
    "morning": ("It is tomorrow morning.", [("tomorrow morning", "TIME", "2023-09-21TMO")]),
    "tonight": ("It is tonight.", [("tonight", "TIME", "2023-09-20TNI")]),
    "a length begins on the day": ("It runs for three days.", [("for three days", "DATE", "2023-09-20")]),
    "two ends": ("From Monday to Friday.", [("Monday to Friday", "DATE", "2023-09-25")]),
    "nothing": ("No time here", []),
    "empty": ("", []),
    "emoji before": ("🚀🚀👩‍🚀 today", [("today", "DATE", "2023-09-20")]),
    "combining marks before": ("e\u0301te\u0301 today", [("today", "DATE", "2023-09-20")]),
    "half a surrogate pair": ("\ud83d today", [("today", "DATE", "2023-09-20")]),
    "line by line": (
        "10 May 2021\r\n\r\nOn Monday\n",
        [("10 May 2021", "DATE", "2021-05-10"), ("Monday", "DATE", "2023-09-25")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_dates(ask: Ask, text: str, expected: list[tuple[str, str, str | None]]) -> None:
    found = ask("natty", text)
    assert [(timex.text, timex.type, timex.value) for timex in found] == expected


def test_the_day_of_each_document_counts(ask: Ask) -> None:
    assert [ask("natty", "yesterday", day)[0].value for day in ("2023-09-20", "2021-03-01")] == [
        "2023-09-19",
        "2021-02-28",
    ]


def test_given_spans(read_spans: ReadSpans) -> None:
    given = ("on Monday", "early Monday", "last\nweek", "summer")
    assert resolve(read_spans, "natty", *given) == [
        ("on Monday", "DATE", "2023-09-25", None),
        ("last\nweek", "DATE", "2023-W37", None),
    ]


BARE = """
import datetime, json, sys
from importlib.metadata import distribution
import jpype

jars = [str(file.locate()) for file in distribution("natty").files if file.suffix == ".jar"]
jpype.startJVM("-Duser.timezone=UTC", classpath=jars, convertStrings=True)
jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
source = jpype.JClass("com.joestelmach.natty.CalendarSource")
parser = jpype.JClass("com.joestelmach.natty.Parser")(jpype.JClass("java.util.TimeZone").getTimeZone("UTC"))
found = []
for text, day in json.load(sys.stdin):
    at = datetime.datetime.fromisoformat(day + "T00:00:00+00:00").timestamp()
    source.setBaseDate(jpype.JClass("java.util.Date")(int(at * 1000)))
    for line in text.splitlines():
        for group in parser.parse(line):
            found.append([str(group.getText()), str(group.getDates()[0].toInstant().toString())])
print(json.dumps(found))
"""


def test_on_the_articles_it_says_what_the_bare_tool_says(ask: Ask, bare: Bare, articles: list[Document]) -> None:
    """All words, and of the first date of each as much as the value has."""
    said = bare("natty", BARE, [[article.text, article.dct.isoformat()] for article in articles])
    found = [timex for article in articles for timex in ask("natty", article.text, article.dct.isoformat())]
    assert [timex.text for timex in found] == [words.strip() for words, _ in said]
    compared = [
        (timex.value, at)
        for timex, (_, at) in zip(found, said, strict=True)
        if timex.value and "W" not in timex.value and not timex.value[-2:].isalpha()
    ]
    assert len(compared) >= 20
    assert all(at.startswith(value.removesuffix("Z")) for value, at in compared)
