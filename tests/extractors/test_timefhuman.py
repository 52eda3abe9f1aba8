"""The wrapper round timefhuman: its two directions, granularity, places, given spans, and what the bare tool says.

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

BOTH = {
    "day": ("18 September 2023", [("18 September 2023", "DATE", "2023-09-18")]),
    "only a part of it in a sentence": ("It began 18 September 2023.", [("September 2023", "DATE", "2023-09")]),
    "day of the dct's year": ("It is December 5th.", [("December 5th", "DATE", "2023-12-05")]),
    "month stays a month": ("It began October 2022.", [("October 2022", "DATE", "2022-10")]),
    "month of a relative year": ("It was last March.", [("last March", "DATE", "2022-03")]),
    "no month, year or week alone": ("In July, in 2022, last week.", []),
    "a day by its weekday": (
        "On the last Wednesday of December it is.",
        [("last Wednesday of December", "DATE", "2023-12-27")],
    ),
    "the document's weekday": ("It is Wednesday.", [("Wednesday", "DATE", "2023-09-20")]),
    "last weekday": ("It was last Monday.", [("last Monday", "DATE", "2023-09-18")]),
    "days away": ("It was 5 days ago.", [("5 days ago", "DATE", "2023-09-15")]),
    "weeks away": ("It was five weeks ago.", [("five weeks ago", "DATE", "2023-W33")]),
    "months away": ("It was two months ago.", [("two months ago", "DATE", "2023-07")]),
    "years away": ("It was three years ago.", [("three years ago", "DATE", "2020")]),
    "a length is read as a day": ("It took, for two days, all.", [("for two days,", "DATE", "2023-09-22")]),
    "hours from an hour that is not given": ("It is in 2 hours.", [("in 2 hours", "TIME", None)]),
    "clock time": ("It was 10:30.", [("10:30", "TIME", "2023-09-20T10:30")]),
    "seconds": ("It was 12:30:15.", [("12:30:15", "TIME", "2023-09-20T12:30:15")]),
    "zone": ("It was 6:30 GMT then.", [("6:30 GMT", "TIME", "2023-09-20T06:30Z")]),
    "EST is a Michigan summer": ("It was 10:30 EST.", [("10:30 EST", "TIME", "2023-09-20T10:30-04:00")]),
    "a clock time of no day": ("At 10:30 am September 2023", [("10:30 am September 2023", "TIME", None)]),
    "part of day": ("It is tomorrow evening.", [("tomorrow evening", "TIME", "2023-09-21TEV")]),
    "this morning": ("It was this morning.", [("morning", "TIME", "2023-09-20TMO")]),
    "night": ("It is tonight.", [("tonight", "TIME", "2023-09-20TNI")]),
    "six o'clock is no morning": ("It was 6 am.", [("6 am", "TIME", "2023-09-20T06:00")]),
    "noon is a clock time": ("It is noon tomorrow.", [("noon tomorrow", "TIME", "2023-09-21T12:00")]),
    "range": ("It ran May 5 - 7, 2021.", [("May 5 - 7, 2021", "DATE", "2021-05-05")]),
    "range of clock times": ("It is 3p-4p.", [("3p-4p", "TIME", "2023-09-20T15:00")]),
    "a comma makes a list": (
        "On Friday, September 22, 2023, it shut.",
        [("Friday, September 22, 2023,", "DATE", "2000-01-07")],
    ),
    "an ordinal is a day": ("It is the 18th round.", [("18th", "DATE", "2023-09-18")]),
    "vague": ("It took a few days.", []),
    "nothing": ("No time here", []),
    "empty": ("", []),
    "white space": (" \r\n ", []),
    "emoji before": (
        "🚀🚀 yesterday; 👩‍🚀 today",
        [("yesterday", "DATE", "2023-09-19"), ("today", "DATE", "2023-09-20")],
    ),
    "combining marks before": ("e\u0301te\u0301 yesterday", [("yesterday", "DATE", "2023-09-19")]),
    "line ends": ("No.\r\nyesterday\r\n", [("yesterday", "DATE", "2023-09-19")]),
}
NEXT = {
    "weekday": ("It is on Friday.", [("Friday", "DATE", "2023-09-22")]),
    "a past weekday": ("It was on Monday.", [("Monday", "DATE", "2023-09-25")]),
    "range": ("From Monday to Friday.", [("Monday to Friday", "DATE", "2023-09-25")]),
    "the tool's comma": ("On Tuesday, he went.", [("Tuesday,", "DATE", "2023-09-26")]),
}
PREVIOUS = {
    "weekday": ("It was on Friday.", [("Friday", "DATE", "2023-09-15")]),
    "a past weekday": ("It was on Monday.", [("Monday", "DATE", "2023-09-18")]),
    "list": ("On Friday or Saturday.", [("Friday or Saturday", "DATE", "2023-09-15")]),
    "with a clock time": ("It was 10 a.m. Monday here.", [("10 a.m. Monday", "TIME", "2023-09-18T10:00")]),
}
GIVEN = {
    "early Tuesday": ("DATE", "2023-09-26"),
    "18 September 2023": ("DATE", "2023-09-18"),
    "May 2021 - June 2022": ("DATE", "2021-05"),
    "3 days ago at 5pm": ("DATE", "2023-09-17"),
    "two hours ago": ("TIME", None),
}
UNREAD = ["July", "a few days", "this week", "2022"]
BARE = """
import datetime, json, sys
from timefhuman import Direction, tfhConfig, timefhuman

given = json.load(sys.stdin)
answers = []
for text, dct in given["documents"]:
    now = datetime.datetime.fromisoformat(f"{dct}T{given['at']}")
    config = tfhConfig(direction=Direction[given["direction"]], now=now, return_matched_text=True)
    answer = []
    for words, place, found in timefhuman(text, config=config):
        while not isinstance(found, datetime.datetime):
            found = found[0]
        answer.append([found.isoformat(), words, *place])
    answers.append(answer)
print(json.dumps(answers))
"""


def told(found: list[Timex]) -> list[tuple[str, str | None, str | None]]:
    return [(timex.text, timex.type, timex.value) for timex in found]


@pytest.mark.parametrize(("text", "expected"), BOTH.values(), ids=BOTH.keys())
@pytest.mark.parametrize("name", ["timefhuman", "timefhuman-past"])
def test_what_both_directions_say(ask: Ask, name: str, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(ask(name, text)) == expected


@pytest.mark.parametrize(("text", "expected"), NEXT.values(), ids=NEXT.keys())
def test_the_default_looks_ahead(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(ask("timefhuman", text)) == expected


@pytest.mark.parametrize(("text", "expected"), PREVIOUS.values(), ids=PREVIOUS.keys())
def test_the_other_direction_looks_back(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(ask("timefhuman-past", text)) == expected


def test_values_do_not_hang_on_the_machines_zone(ask: Ask) -> None:
    text = "It was Sunday. It was 23:30. It is tonight. It was 10:30 EST. It was 5 days ago. It is tomorrow."
    for name in ("timefhuman", "timefhuman-past"):
        found = ask(name, text, "2023-10-01")
        assert len(found) == 6
        for zone in ("Pacific/Kiritimati", "America/New_York"):
            assert ask(name, text, "2023-10-01", TZ=zone) == found


def test_the_answer_does_not_hang_on_the_texts_before_it(ask: Ask) -> None:
    ask("timefhuman", "on Tuesday he went.")  # after this the tool alone leaves out the comma
    assert told(ask("timefhuman", "on Tuesday, he went.")) == [("Tuesday,", "DATE", "2023-09-26")]


def test_given_spans(read_spans: ReadSpans) -> None:
    assert read_given(read_spans, "timefhuman", [*GIVEN, *UNREAD]) == GIVEN
    past = read_given(read_spans, "timefhuman-past", ["early Tuesday", *UNREAD, "10:30"])
    assert past == {"early Tuesday": ("DATE", "2023-09-19"), "10:30": ("TIME", "2023-09-20T10:30")}


@pytest.mark.parametrize(
    ("name", "direction", "at"),
    [("timefhuman", "next", "00:00:00"), ("timefhuman-past", "previous", "23:59:59")],
)
def test_the_bare_tool_says_the_same(
    ask: Ask, bare: Callable[..., Any], articles: list[Document], name: str, direction: str, at: str
) -> None:
    # What the wrapper changes: of a range or list the first point, and the datetime, cut to what its words name.
    texts = [(each.text, each.dct.isoformat()) for each in articles]
    texts.append(
        ("It was Monday to Friday, not 3 or 4 pm. It was May 2021, two hours ago; at 99:99.", "2023-09-20")
    )
    answers = bare(name, BARE, {"documents": texts, "direction": direction, "at": at})
    assert sum(map(len, answers)) > 20
    for (text, dct), answer in zip(texts, answers, strict=True):
        found = ask(name, text, dct)
        for (iso, words, start, end), timex in zip(answer, found, strict=True):
            assert timex.text == words == text[start:end]
            assert (timex.start, timex.end) == (start, end)
            assert means(timex, iso), (timex, iso)
