"""The wrapper round metadate: places, levels, and what is counted from the reference's hour.

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
    "day of the document's year": ("It was September 18.", [("September 18", "DATE", "2023-09-18")]),
    "month of the document's year": ("It was July.", [("July", "DATE", "2023-07")]),
    "year": ("It was 2019.", [("2019", "DATE", "2019")]),
    "year that is counted": ("It was last year.", [("last year", "DATE", "2022")]),
    "quarter": ("The third quarter of 2021.", [("third quarter of 2021", "DATE", "2021-Q3")]),
    "season": ("In summer 2022.", [("summer 2022", "DATE", "2022-SU")]),
    "the week of seven days before": ("It was last week.", [("last week", "DATE", "2023-W37")]),
    "the coming weekday": ("It is on Monday.", [("Monday", "DATE", "2023-09-25")]),
    "counted days": ("It was four days ago.", [("four days ago", "DATE", "2023-09-16")]),
    "counted hours": ("It was two hours ago.", [("two hours ago", "TIME", None)]),
    "a clock time": ("It was 10:30.", [("10:30", "TIME", "2023-09-20T10:30")]),
    "a clock time on a day": ("It is tomorrow at 3pm.", [("tomorrow at 3pm", "TIME", "2023-09-21T15:00")]),
    "no zone": ("At 9:15 EST it was.", [("9:15 EST", "TIME", "2023-09-20T09:15")]),
    "present": ("now.", [("now", "DATE", "PRESENT_REF")]),
    "a length is read as a day": ("It took three days.", [("three days", "DATE", "2023-09-23")]),
    "no part of the day": ("It is tomorrow morning.", [("tomorrow", "DATE", "2023-09-21")]),
    "the tool's month": ("It may be.", [("may", "DATE", "2023-05")]),
    "text order": (
        "It ran Monday to Friday.",
        [("Monday", "DATE", "2023-09-25"), ("Friday", "DATE", "2023-09-22")],
    ),
    "nothing": ("No time here", []),
    "empty": ("", []),
    "emoji before": ("🚀🚀👩‍🚀 today", [("today", "DATE", "2023-09-20")]),
    "combining marks before": ("e\u0301te\u0301 today", [("today", "DATE", "2023-09-20")]),
    "two characters in lower case before": ("\u0130 10 May", [("10 May", "DATE", "2023-05-10")]),
    "line ends": ("No.\r\n10 May 2021\r\n", [("10 May 2021", "DATE", "2021-05-10")]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_dates(ask: Ask, text: str, expected: list[tuple[str, str, str | None]]) -> None:
    found = ask("metadate", text)
    assert [(timex.text, timex.type, timex.value) for timex in found] == expected


def test_given_spans(read_spans: ReadSpans) -> None:
    given = ("on Monday", "early Monday", "the last week", "Monday to Friday", "the day")
    assert resolve(read_spans, "metadate", *given) == [
        ("on Monday", "DATE", "2023-09-25", None),
        ("the last week", "DATE", "2023-W37", None),
        ("the day", "DATE", "2023-09-21", None),
    ]


BARE = """
import datetime, json, sys
from metadate import parse_date

found = []
for text, day in json.load(sys.stdin):
    reference = datetime.datetime.fromisoformat(day)
    answers = parse_date(text, reference_date=reference, multi=True)
    said = [(each.spans, each.start_date, each.levels) for each in answers]
    found.append([[spans, at.isoformat(), [level.name for level in levels]] for spans, at, levels in said])
print(json.dumps(found))
"""


def test_on_the_articles_it_says_what_the_bare_tool_says(ask: Ask, bare: Bare, articles: list[Document]) -> None:
    """The places of each answer's words, and its first day, month or year."""
    given = [[article.text, article.dct.isoformat()] for article in articles]
    compared = 0
    for article, answers in zip(articles, bare("metadate", BARE, given), strict=True):
        found = ask("metadate", article.text, article.dct.isoformat())
        answers.sort(key=lambda each: min(start for start, _ in each[0]))
        assert len(found) == len(answers)
        for timex, (spans, start, levels) in zip(found, answers, strict=True):
            assert timex.start == min(first for first, _ in spans)
            assert timex.end <= max(last for _, last in spans)
            cut = 10 if "DAY" in levels else 7 if "MONTH" in levels else 4
            if set(levels) <= {"DAY", "MONTH", "YEAR"}:
                assert (timex.type, timex.value) == ("DATE", start[:cut])
                compared += 1
    assert compared >= 20
