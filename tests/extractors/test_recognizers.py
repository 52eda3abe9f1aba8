"""The wrapper round Recognizers-Text: its notation as TIMEX3, what it leaves open, and places.

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

BOTH = {
    "day": ("It began 18 September 2023.", [("18 September 2023", "DATE", "2023-09-18", None)]),
    "month stays a month": ("It began in October 2022.", [("October 2022", "DATE", "2022-10", None)]),
    "month of this year": ("It was this March.", [("this March", "DATE", "2023-03", None)]),
    "year stays a year": ("It was in 2019.", [("2019", "DATE", "2019", None)]),
    "week stays a week": ("It was last week.", [("last week", "DATE", "2023-W37", None)]),
    "week-end": ("It was last weekend.", [("last weekend", "DATE", "2023-W37-WE", None)]),
    "season": ("It was the spring of 2023.", [("the spring of 2023", "DATE", "2023-SP", None)]),
    "season of no year": ("It was summer.", [("summer", "DATE", "XXXX-SU", None)]),
    "quarter": ("In the first quarter of 2022.", [("the first quarter of 2022", "DATE", "2022-Q1", None)]),
    "half-year": ("In the second half of 2020.", [("the second half of 2020", "DATE", "2020-H2", None)]),
    "days away": ("It was three days ago.", [("three days ago", "DATE", "2023-09-17", None)]),
    "present": ("It is now.", [("now", "DATE", "PRESENT_REF", None)]),
    "past": ("It was recently.", [("recently", "DATE", "PAST_REF", None)]),
    "modifier": ("At the end of next month.", [("end of next month", "DATE", "2023-10", "END")]),
    "after": ("It was after 2019.", [("after 2019", "DATE", "2019", "AFTER")]),
    "since": ("It is so since 2019.", [("since 2019", "DATE", "2019", "ON_OR_AFTER")]),
    "length": ("A four-day trip.", [("four-day", "DURATION", "P4D", None)]),
    "length with a fraction": ("It took 1.5 hours.", [("1.5 hours", "DURATION", "PT1.5H", None)]),
    "the tool's number for several": ("It took several days.", [("several days", "DURATION", "P3D", None)]),
    "length from today": ("In the next three months.", [("next three months", "DURATION", "P3M", None)]),
    "range is its length": ("It ran May 5 - 7, 2021.", [("May 5 - 7, 2021", "DURATION", "P2D", None)]),
    "range of clock times": ("Between 3pm and 5pm.", [("Between 3pm and 5pm", "DURATION", "PT2H", None)]),
    "set": ("It is every Monday.", [("every Monday", "SET", "XXXX-WXX-1", None)]),
    "set by length": ("It is every two weeks.", [("every two weeks", "SET", "P2W", None)]),
    "clock time": ("It was tomorrow at 5pm.", [("tomorrow at 5pm", "TIME", "2023-09-21T17", None)]),
    "clock time of no day": ("It was at 3:30 PM.", [("3:30 PM", "TIME", "T15:30", None)]),
    "morning or evening": ("It was at 10:30.", [("10:30", "TIME", None, None)]),
    "hours from an hour that is not given": ("It was two hours ago.", [("two hours ago", "TIME", None, None)]),
    "seconds that are given": ("At 10:30:05 pm on 3 May 2021.", [
        ("10:30:05 pm on 3 May 2021", "TIME", "2021-05-03T22:30:05", None),
    ]),
    "part of day": ("It was yesterday evening.", [("yesterday evening", "TIME", "2023-09-19TEV", None)]),
    "no TIMEX3": ("It took a decade.", [("a decade", "DURATION", None, None)]),
    "the tool's year in the place of a day": ("On Easter 2021.", [("Easter 2021", "DATE", None, None)]),
    "nothing": ("No time here", []),
    "empty": ("", []),
    "white space alone": (" \r\n\u3000\n", []),
    "emoji before": ("🚀👩\u200d🚀 yesterday", [("yesterday", "DATE", "2023-09-19", None)]),
    "combining marks before": ("e\u0301te\u0301 yesterday", [("yesterday", "DATE", "2023-09-19", None)]),
    "two characters in lower case": ("\u0130\u0130 yesterday \u0130 today \u0130", [
        ("yesterday", "DATE", "2023-09-19", None),
        ("today", "DATE", "2023-09-20", None),
    ]),
    "wide figures": ("It was ２０１９-05-03.", [("２０１９-05-03", "DATE", "2019-05-03", None)]),
    "line ends": ("\r\nNo.\r\n \r\nyesterday\r\n\r\ntoday\r\n", [
        ("yesterday", "DATE", "2023-09-19", None),
        ("today", "DATE", "2023-09-20", None),
    ]),
    "across a line end": ("It was last\nweek.", [("last\nweek", "DATE", "2023-W37", None)]),
    "not across an empty line": ("It was next\n\nweekly", [("weekly", "SET", "P1W", None)]),
}  # fmt: skip
OPEN = {
    "weekday": ("It was on Monday.", ("Monday", "DATE", "XXXX-WXX-1", None), "2023-09-18"),
    "the document's own weekday": ("On Wednesday.", ("Wednesday", "DATE", "XXXX-WXX-3", None), "2023-09-20"),
    "a weekday later in the week": ("On Friday.", ("Friday", "DATE", "XXXX-WXX-5", None), "2023-09-15"),
    "day and month": ("It was on September 18.", ("September 18", "DATE", "XXXX-09-18", None), "2023-09-18"),
    "a day later in the year": ("On 25 December.", ("25 December", "DATE", "XXXX-12-25", None), "2022-12-25"),
    "month": ("It was in July.", ("July", "DATE", "XXXX-07", None), "2023-07"),
    "a month later in the year": ("In October.", ("October", "DATE", "XXXX-10", None), "2022-10"),
    "day of a month": ("It was on the 18th.", ("the 18th", "DATE", "XXXX-XX-18", None), "2023-09-18"),
    "part of a weekday": ("Monday morning.", ("Monday morning", "TIME", "XXXX-WXX-1TMO", None), "2023-09-18TMO"),
    "with a modifier": ("It was in early May.", ("early May", "DATE", "XXXX-05", "START"), "2023-05"),
    "before": ("It was before Monday.", ("before Monday", "DATE", "XXXX-WXX-1", "BEFORE"), "2023-09-18"),
    "after a month": ("After May.", ("After May", "DATE", "XXXX-05", "AFTER"), "2023-05"),
    "after the last month": ("After December.", ("After December", "DATE", "XXXX-12", "AFTER"), "2022-12"),
    "week of a month": ("The first week of May.", ("The first week of May", "DATE", None, None), "2023-W18"),
    "week of a day": ("The week of September 18.", ("The week of September 18", "DATE", None, None), "2023-W38"),
}  # fmt: skip
"""What `recognizers` says, and the value that `recognizers-past` gives instead."""


def said(found: list[Timex]) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(timex.text, timex.type, timex.value, timex.mod) for timex in found]


@pytest.mark.parametrize("name", ["recognizers", "recognizers-past"])
@pytest.mark.parametrize(("text", "expected"), BOTH.values(), ids=BOTH.keys())
def test_what_is_not_open(
    ask: Ask, name: str, text: str, expected: list[tuple[str, str, str | None, str | None]]
) -> None:
    assert said(ask(name, text)) == expected


@pytest.mark.parametrize(("text", "expected", "past"), OPEN.values(), ids=OPEN.keys())
def test_what_is_open(ask: Ask, text: str, expected: tuple[str, str, str | None, str | None], past: str) -> None:
    assert said(ask("recognizers", text)) == [expected]
    assert said(ask("recognizers-past", text)) == [(*expected[:2], past, expected[3])]


def test_one_failure_inside_the_tool_costs_no_other_paragraph(ask: Ask) -> None:
    found = ask("recognizers", "\n\nIt was done by September.\n\nHe came on 4 May 2020.")
    assert said(found) == [
        ("by September", "DATE", "XXXX-09", "BEFORE"),
        ("4 May 2020", "DATE", "2020-05-04", None),
    ]


def test_given_spans(read_spans: ReadSpans) -> None:
    given = (
        "the past year",
        "in July",
        "on the 18th",
        "Monday and Tuesday",  # two answers
        "about two hours",  # "about" would be lost
        "late 2022",
        "nothing",
        "every Monday",
    )
    assert resolve(read_spans, "recognizers", *given) == [
        ("the past year", "DATE", "2022", None),
        ("in July", "DATE", "XXXX-07", None),
        ("on the 18th", "DATE", "XXXX-XX-18", None),
        ("every Monday", "SET", "XXXX-WXX-1", None),
    ]
    assert resolve(read_spans, "recognizers-past", *given)[1:3] == [
        ("in July", "DATE", "2023-07", None),
        ("on the 18th", "DATE", "2023-09-18", None),
    ]


BARE = """
import datetime, json, sys
from recognizers_date_time import Culture, recognize_datetime
found = []
for text, dct in json.load(sys.stdin):
    found.append([])
    at = 0
    for paragraph in text.split("\\n\\n"):
        at = text.index(paragraph, at)
        reference = datetime.datetime.fromisoformat(dct)
        for each in recognize_datetime(paragraph, Culture.English, reference=reference):
            found[-1].append([at + each.start, at + each.end, each.resolution["values"]])
        at += len(paragraph)
print(json.dumps(found))
"""


def test_the_articles(ask: Ask, bare: Bare, articles: list[Document]) -> None:
    """The places are the bare tool's, whose ends are inclusive, of each paragraph; the values follow the rules."""
    given = [(article.text, article.dct.isoformat()) for article in articles]
    for (text, dct), expected in zip(given, bare("recognizers", BARE, given), strict=True):
        undecided, past = ask("recognizers", text, dct), ask("recognizers-past", text, dct)
        places = [(start, last + 1) for start, last, _ in expected]
        assert [(timex.start, timex.end) for timex in undecided] == places != []
        assert [(timex.start, timex.end) for timex in past] == places
        for (_, _, offered), one, other in zip(expected, undecided, past, strict=True):
            [timex] = {each["timex"] for each in offered}
            assert one.value == (timex.strip("()").split(",")[2] if timex.startswith("(") else timex)
            assert other.value == (one.value if len(offered) == 1 else latest(timex, offered, dct))


def latest(timex: str, offered: list[dict[str, str]], dct: str) -> str:
    """The last of the resolutions that begin by the dct: of a month the month, else the day."""
    days = [each.get("value") or each["start"] for each in offered]
    chosen = max(day for day in days if day <= dct)
    return chosen[:7] if len(timex) == len("XXXX-07") else chosen
