"""The wrapper round parsedatetime: its two settings, accuracy, places, given spans, and what the bare tool says.

Expectations were worked out by hand; the document creation time is Wednesday 20 September 2023.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bench import Document, Timex
from tests.extractors.conftest import ReadSpans
from tests.extractors.readings import means, read_given

Ask = Callable[..., list[Timex]]
PAST = {"DOWParseStyle": -1, "CurrentDOWParseStyle": True, "YearParseStyle": 0}

BOTH = {
    "day": ("It began 18 September 2023.", [("18 September 2023", "DATE", "2023-09-18")]),
    "month stays a month": ("It began October 2022.", [("October 2022", "DATE", "2022-10")]),
    "year stays a year": ("It was next year.", [("next year", "DATE", "2024")]),
    "week": ("It was last week.", [("last week", "DATE", "2023-W37")]),
    "weeks away": ("It was five weeks ago.", [("five weeks ago", "DATE", "2023-W33")]),
    "months away": ("It was two months ago.", [("two months ago", "DATE", "2023-07")]),
    "years away": ("It was 3 years ago.", [("3 years ago", "DATE", "2020")]),
    "days away": ("It was three days ago.", [("three days ago", "DATE", "2023-09-17")]),
    "clock time": ("It was 10:30.", [("10:30", "TIME", "2023-09-20T10:30")]),
    "seconds": ("It was 12:30:15.", [("12:30:15", "TIME", "2023-09-20T12:30:15")]),
    "zones are not read": ("It was 10:30 EST.", [("10:30", "TIME", "2023-09-20T10:30")]),
    "day and clock time": (
        "On 18 September 2023, at 10:30 am.",
        [("On 18 September 2023, at 10:30 am", "TIME", "2023-09-18T10:30")],
    ),
    "hours from an hour that is not given": ("It was two hours ago.", [("two hours ago", "TIME", None)]),
    "part of day": ("It is tomorrow evening.", [("tomorrow evening", "TIME", "2023-09-21TEV")]),
    "night": ("It is tonight.", [("tonight", "TIME", "2023-09-20TNI")]),
    "the present is the document's": ("It was this morning.", [("this morning", "TIME", "2023-09-20TMO")]),
    "and the night before it": ("It was last night.", [("last night", "TIME", "2023-09-19TNI")]),
    "noon is a clock time": ("It was noon yesterday.", [("noon yesterday", "TIME", "2023-09-19T12:00")]),
    "a year is read as a clock time": ("It was in 2022.", [("in 2022", "TIME", "2023-09-20T20:22")]),
    "a length is read as a day": ("It took two days.", [("two days", "DATE", "2023-09-22")]),
    "after a number behind a preposition all is one": (
        "He came in 2022. It was fair. It is yesterday.",
        [("in 2022. It was fair. It is yesterday", "TIME", "2023-09-19T20:22")],
    ),
    "no such day": ("It was 13/45.", []),
    "vague": ("It took a few days.", []),
    "nothing": ("No time here", []),
    "empty": ("", []),
    "emoji before": (
        "🚀🚀 yesterday, 👩‍🚀 today",
        [("yesterday", "DATE", "2023-09-19"), ("today", "DATE", "2023-09-20")],
    ),
    "combining marks before": ("e\u0301te\u0301 yesterday", [("yesterday", "DATE", "2023-09-19")]),
    "line ends": ("No.\r\nyesterday\r\n", [("yesterday", "DATE", "2023-09-19")]),
    "white space that the tool takes in": ("In  October", [("October", "DATE", "2023-10")]),
    "a letter that lower-cases to two moves the tool": ("İ: yesterday.", [("esterday.", "DATE", "2023-09-19")]),
}
NEXT = {
    "weekday": ("It is on Friday.", [("on Friday", "DATE", "2023-09-22")]),
    "a past weekday": ("It was on Monday.", [("on Monday", "DATE", "2023-09-25")]),
    "the document's weekday": ("It is Wednesday.", [("Wednesday", "DATE", "2023-09-27")]),
    "a past month": ("It was July.", [("July", "DATE", "2024-07")]),
    "a past day": ("It was September 18.", [("September 18", "DATE", "2024-09-18")]),
    "a month to come": ("It is October.", [("October", "DATE", "2023-10")]),
}
LAST = {
    "weekday": ("It was on Friday.", [("on Friday", "DATE", "2023-09-15")]),
    "a past weekday": ("It was on Monday.", [("on Monday", "DATE", "2023-09-18")]),
    "the document's weekday": ("It is Wednesday.", [("Wednesday", "DATE", "2023-09-20")]),
    "a past month": ("It was July.", [("July", "DATE", "2023-07")]),
    "a past day": ("It was September 18.", [("September 18", "DATE", "2023-09-18")]),
    "a month to come": ("It was October.", [("October", "DATE", "2023-10")]),
}
GIVEN = {
    "early Tuesday": ("DATE", "2023-09-26"),
    "now": ("DATE", "PRESENT_REF"),
    "late July": ("DATE", "2024-07"),
    "3 p.m. on Friday": ("TIME", "2023-09-22T15:00"),
    "last night": ("TIME", "2023-09-19TNI"),
    "two hours ago": ("TIME", None),
}
UNREAD = ["a few days", "the end of the year", "13/45", "recently"]
BARE = """
import datetime, json, sys, parsedatetime

given = json.load(sys.stdin)
constants = parsedatetime.Constants(usePyICU=False)
for name, value in given["constants"].items():
    setattr(constants, name, value)
calendar = parsedatetime.Calendar(constants, version=parsedatetime.VERSION_CONTEXT_STYLE)
answers = []
for text, dct in given["documents"]:
    found = calendar.nlp(text, datetime.datetime.fromisoformat(dct).timetuple()) or ()
    answers.append([[at.isoformat(), context.dateTimeFlag, start, end] for at, context, start, end, _ in found])
print(json.dumps(answers))
"""


def told(found: list[Timex]) -> list[tuple[str, str | None, str | None]]:
    return [(timex.text, timex.type, timex.value) for timex in found]


@pytest.mark.parametrize(("text", "expected"), BOTH.values(), ids=BOTH.keys())
@pytest.mark.parametrize("name", ["parsedatetime", "parsedatetime-past"])
def test_what_both_settings_say(ask: Ask, name: str, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(ask(name, text)) == expected


@pytest.mark.parametrize(("text", "expected"), NEXT.values(), ids=NEXT.keys())
def test_the_default_looks_ahead(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(ask("parsedatetime", text)) == expected


@pytest.mark.parametrize(("text", "expected"), LAST.values(), ids=LAST.keys())
def test_the_other_setting_looks_back(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(ask("parsedatetime-past", text)) == expected


def test_values_do_not_hang_on_the_machines_zone(ask: Ask) -> None:
    text = "This morning, on Sunday; one day before Thursday; 13/45; last night: 23:30."
    found = ask("parsedatetime", text, "2023-10-01")
    assert len(found) == 5
    for zone in ("Pacific/Kiritimati", "America/New_York"):
        assert ask("parsedatetime", text, "2023-10-01", TZ=zone) == found


def test_given_spans(read_spans: ReadSpans) -> None:
    assert read_given(read_spans, "parsedatetime", [*GIVEN, *UNREAD]) == GIVEN
    past = read_given(read_spans, "parsedatetime-past", ["early Tuesday", *UNREAD, "late July"])
    assert past == {"early Tuesday": ("DATE", "2023-09-19"), "late July": ("DATE", "2023-07")}


@pytest.mark.parametrize(("name", "constants"), [("parsedatetime", {}), ("parsedatetime-past", PAST)])
def test_the_bare_tool_says_the_same(
    ask: Ask, bare: Callable[..., Any], articles: list[Document], name: str, constants: dict[str, int]
) -> None:
    # What the wrapper changes: white space at a span's ends, and the datetime, cut to what its words name.
    documents = [(each.text, each.dct.isoformat()) for each in articles]
    answers = bare(name, BARE, {"constants": constants, "documents": documents})
    assert sum(map(len, answers)) > 20
    for document, answer in zip(articles, answers, strict=True):
        found = ask(name, document.text, document.dct.isoformat())
        for (iso, flag, start, end), timex in zip(answer, found, strict=True):
            assert flag > 0
            assert timex.text == document.text[start:end].strip()
            assert start <= timex.start < timex.end <= end
            assert timex.type == ("DATE" if flag == 1 else "TIME")
            assert means(timex, iso), (timex, iso)
