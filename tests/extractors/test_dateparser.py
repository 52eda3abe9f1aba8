"""The wrapper round dateparser: places, granularity, its three settings, given spans, and the bare tool's answers.

Expectations were worked out by hand; the document creation time is Wednesday 20 September 2023.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from typing import Any

import pytest

from bench import Document, Timex
from tests.extractors.conftest import ReadSpans
from tests.extractors.readings import read_given

Extract = Callable[..., list[Any]]

CASES = {
    "day": ("It began 18 September 2023.", [("18 September 2023", "DATE", "2023-09-18")]),
    "month stays a month": ("It began October 2022.", [("October 2022", "DATE", "2022-10")]),
    "month of the dct's year": ("It was July.", [("July", "DATE", "2023-07")]),
    "year stays a year": ("It was next year.", [("next year", "DATE", "2024")]),
    "week": ("It was last week.", [("last week", "DATE", "2023-W37")]),
    "weekday is the last one": ("It is Friday.", [("Friday", "DATE", "2023-09-15")]),
    "clock time": ("It was 10:30.", [("10:30", "TIME", "2023-09-20T10:30")]),
    "zone": ("It was 10:30 UTC.", [("10:30 UTC", "TIME", "2023-09-20T10:30Z")]),
    "part of day": ("It is tomorrow evening.", [("tomorrow evening", "TIME", "2023-09-21TEV")]),
    "unix time in UTC": ("At 1695103720.", [("At 1695103720", "TIME", "2023-09-19T06:08:40")]),
    "repeated": ("Today! Today? TODAY", [(word, "DATE", "2023-09-20") for word in ("Today", "Today", "TODAY")]),
    "not inside a word": ("Todayish. Today", [("Today", "DATE", "2023-09-20")]),
    "white space that the tool rewrites": ("18\u00a0May  2020", [("18\u00a0May  2020", "DATE", "2020-05-18")]),
    "the tool's own spans": ("He left on Monday and slept.", [("on Monday and", "DATE", "2023-09-18")]),
    "a length is read as a day": ("It took four days.", [("four days", "DATE", "2023-09-16")]),
    "nothing": ("No time here", []),
    "empty": ("", []),
    "emoji before": ("🚀🚀 yesterday", [("yesterday", "DATE", "2023-09-19")]),
}

PAST = {
    "weekday": ("It is Friday.", [("Friday", "DATE", "2023-09-15")]),
    "the document's weekday is a week ago": ("It is Wednesday.", [("Wednesday", "DATE", "2023-09-13")]),
    "a month past": ("It was July.", [("July", "DATE", "2023-07")]),
    "a month to come is last year's": ("It was October.", [("October", "DATE", "2022-10")]),
    "a day past": ("It began 18 September.", [("18 September", "DATE", "2023-09-18")]),
    "a day to come is last year's": ("It was 25 December.", [("25 December", "DATE", "2022-12-25")]),
    "a year that is named stays": ("It is 25 December 2023.", [("25 December 2023", "DATE", "2023-12-25")]),
    "next year stays": ("It was next year.", [("next year", "DATE", "2024")]),
    "clock time of the day": ("It was 10:30.", [("10:30", "TIME", "2023-09-20T10:30")]),
    "the day's own date, with a clock time": (
        "It was 20 September 10:30.",
        [("20 September 10:30", "TIME", "2023-09-20T10:30")],
    ),
    "nothing": ("No time here", []),
}
STRICT = {
    "day, month and year": ("It began 18 September 2023.", [("18 September 2023", "DATE", "2023-09-18")]),
    "no year": ("It began 18 September.", []),
    "no day": ("It began October 2022.", []),
    "a weekday, a month, a year": ("It was Friday, July, 2022.", []),
    "clock time": ("It was 10:30.", []),
    "a day counted from the document": ("It was yesterday.", [("yesterday", "DATE", "2023-09-19")]),
    "weeks counted from it": ("It was two weeks ago.", [("two weeks ago", "DATE", "2023-W36")]),
    "unix time": ("At 1695103720.", [("At 1695103720", "TIME", "2023-09-19T06:08:40")]),
}
UNREAD = ["early Tuesday", "this March", "a few days", "the spring of 2023", "hello"]
GIVEN = {
    "dateparser": {
        "on Monday": ("DATE", "2023-09-18"),
        "Wednesday": ("DATE", "2023-09-20"),
        "October": ("DATE", "2023-10"),
        "10:30": ("TIME", "2023-09-20T10:30"),
        "last week": ("DATE", "2023-W37"),
    },
    "dateparser-past": {
        "on Monday": ("DATE", "2023-09-18"),
        "Wednesday": ("DATE", "2023-09-13"),
        "October": ("DATE", "2022-10"),
        "10:30": ("TIME", "2023-09-20T10:30"),
        "last week": ("DATE", "2023-W37"),
    },
    "dateparser-strict": {"last week": ("DATE", "2023-W37")},
}
BARE = """
import datetime, json, sys
from dateparser.search import search_dates

given = json.load(sys.stdin)
answers = []
for text, dct in given["documents"]:
    base = datetime.datetime.fromisoformat(f"{dct}T{given['at']}")
    settings = {"RELATIVE_BASE": base, "TIMEZONE": "UTC", "RETURN_TIME_AS_PERIOD": True, **given["settings"]}
    lines = text.replace("\\r", "\\n").split("\\n")
    found = [search_dates(line, languages=["en"], settings=settings, add_period=True) or [] for line in lines]
    answers.append([[words, at.isoformat(), period] for line in found for words, at, period in line])
print(json.dumps(answers))
"""
KEPT = {"day": 10, "month": 7, "year": 4, "time": 16}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_dates(extract: Extract, text: str, expected: list[tuple[str, str, str]]) -> None:
    found = extract("dateparser", text)
    assert [(text[timex.start : timex.end], timex.type, timex.value) for timex in found] == expected


def test_time_zone_of_the_machine(extract: Extract, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "At 1695103720, two hours ago, at 23:30, now."
    answers = []
    try:
        for zone in ("UTC", "Pacific/Kiritimati"):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            answers.append(extract("dateparser", text))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert answers[0] == answers[1] != []


@pytest.mark.parametrize(("text", "expected"), PAST.values(), ids=PAST.keys())
def test_preferring_the_past(extract: Extract, text: str, expected: list[tuple[str, str, str]]) -> None:
    found = extract("dateparser", text, name="dateparser-past")
    assert [(text[timex.start : timex.end], timex.type, timex.value) for timex in found] == expected


@pytest.mark.parametrize(("text", "expected"), STRICT.values(), ids=STRICT.keys())
def test_the_strict_setting(extract: Extract, text: str, expected: list[tuple[str, str, str]]) -> None:
    found = extract("dateparser", text, name="dateparser-strict")
    assert [(text[timex.start : timex.end], timex.type, timex.value) for timex in found] == expected


@pytest.mark.parametrize(("name", "expected"), GIVEN.items(), ids=GIVEN.keys())
def test_given_spans(read_spans: ReadSpans, name: str, expected: dict[str, tuple[str, str]]) -> None:
    phrases = [*GIVEN["dateparser"], *UNREAD]
    assert read_given(read_spans, name, phrases) == expected


@pytest.mark.parametrize(
    ("name", "settings", "at"),
    [
        ("dateparser", {}, "00:00:00"),
        ("dateparser-past", {"PREFER_DATES_FROM": "past"}, "23:59:59"),
        ("dateparser-strict", {"STRICT_PARSING": True}, "00:00:00"),
    ],
)
def test_the_bare_tool_says_the_same(
    ask: Callable[..., list[Timex]],
    bare: Callable[..., Any],
    articles: list[Document],
    name: str,
    settings: dict[str, object],
    at: str,
) -> None:
    # What the wrapper adds: the places, which the tool doesn't give. It cuts the datetime to its period.
    documents = [(each.text, each.dct.isoformat()) for each in articles]
    answers = bare(name, BARE, {"documents": documents, "settings": settings, "at": at})
    assert any(answers)
    for document, answer in zip(articles, answers, strict=True):
        found = ask(name, document.text, document.dct.isoformat())
        assert [timex.start for timex in found] == sorted(timex.start for timex in found)
        for (words, iso, period), timex in zip(answer, found, strict=True):
            assert timex.text.split() == words.split()
            assert timex.type == ("TIME" if period == "time" else "DATE")
            if period == "week":
                assert timex.value == f"{datetime.date.fromisoformat(iso[:10]):%G-W%V}"
            else:
                assert timex.value is not None
                assert timex.value[: KEPT[period]] == iso[: KEPT[period]]
                assert len(timex.value) == KEPT[period] or period == "time"
