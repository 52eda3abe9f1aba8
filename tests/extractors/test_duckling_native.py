"""The wrapper round the Haskell Duckling: places, grain, intervals, and what hangs on the reference's hour.

Expectations were worked out by hand; the document creation time is Wednesday 20 September 2023.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bench import Document
from bench.sdk.model import Timex
from tests.extractors.conftest import Bare, ReadSpans
from tests.extractors.given_spans import resolve

Ask = Callable[..., list[Timex]]

CASES = {
    "day": ("It was 18 September 2023.", [("18 September 2023", "DATE", "2023-09-18")]),
    "the coming month": ("It was July.", [("July", "DATE", "2024-07")]),
    "the coming weekday": ("It is on Monday.", [("on Monday", "DATE", "2023-09-25")]),
    "week": ("It was last week.", [("last week", "DATE", "2023-W37")]),
    "quarter": ("It was the third quarter of 2021.", [("the third quarter of 2021", "DATE", "2021-Q3")]),
    "year of a word before": ("It began in 2019.", [("in 2019", "DATE", "2019")]),
    "a bare number is latent": ("It was 2019 of them.", []),
    "counted days": ("It was four days ago.", [("four days ago", "DATE", "2023-09-16")]),
    "counted hours": ("It was two hours ago.", [("two hours ago", "TIME", None)]),
    "present": ("It is now.", [("now", "DATE", "PRESENT_REF")]),
    "season": ("It was summer 2022.", [("summer 2022", "DATE", "2022-SU")]),
    "weekend": ("It is this weekend.", [("this weekend", "DATE", "2023-W38-WE")]),
    "morning": ("It is tomorrow morning.", [("tomorrow morning", "TIME", "2023-09-21TMO")]),
    "afternoon": ("It is tomorrow afternoon.", [("tomorrow afternoon", "TIME", "2023-09-21TAF")]),
    "clock": ("It was at 10:30.", [("at 10:30", "TIME", "2023-09-20T10:30")]),
    "the zone is counted in": ("At 9 a.m. EST it was.", [("At 9 a.m. EST", "TIME", "2023-09-20T14:00")]),
    "two ends": ("From Monday to Friday.", [("From Monday to Friday", "DATE", None)]),
    "duration": ("It took three days.", [("three days", "DURATION", "P3D")]),
    "nothing": ("No time here", []),
    "empty": ("", []),
    "emoji before": ("🚀🚀👩‍🚀 today", [("today", "DATE", "2023-09-20")]),
    "combining marks before": ("e\u0301te\u0301 today", [("today", "DATE", "2023-09-20")]),
    "half a surrogate pair": ("\ud83d today", [("today", "DATE", "2023-09-20")]),
    "line ends": ("No.\r\ntoday\r\n", [("today", "DATE", "2023-09-20")]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_times(ask: Ask, text: str, expected: list[tuple[str, str, str | None]]) -> None:
    found = ask("duckling-native", text)
    assert [(timex.text, timex.type, timex.value) for timex in found] == expected


def test_an_interval_with_one_end_has_a_mod(ask: Ask) -> None:
    (found,) = ask("duckling-native", "Since 2021 it is so.")
    assert (found.text, found.type, found.value, found.mod) == ("Since 2021", "DATE", "2021", "ON_OR_AFTER")


def test_given_spans(read_spans: ReadSpans) -> None:
    given = ("last week", "early next week", "about 3 weeks", "the day")
    assert resolve(read_spans, "duckling-native", *given) == [
        ("last week", "DATE", "2023-W37", None),
        ("about 3 weeks", "DURATION", "P3W", None),
        ("the day", "DATE", "2023-09-20", None),
    ]


BARE = """
import json, sys, datetime
import duckling

zones = duckling.load_time_zones("/usr/share/zoneinfo")
locale = duckling.parse_locale("EN_US", duckling.default_locale_lang(duckling.parse_lang("EN")))
dimensions = duckling.parse_dimensions(["time", "duration"])
found = []
for text, day in json.load(sys.stdin):
    at = datetime.datetime.fromisoformat(day + "T00:00:00+00:00").timestamp()
    context = duckling.Context(duckling.parse_ref_time(zones, "UTC", int(at)), locale)
    found.append([duckling.parse(line, context, dimensions) for line in text.splitlines()])
print(json.dumps(found))
"""


def test_on_the_articles_it_says_what_the_bare_tool_says(ask: Ask, bare: Bare, articles: list[Document]) -> None:
    """Words in the order of the text, and the values of days, weeks, months, years and lengths."""
    cuts = {"year": 4, "month": 7, "day": 10}
    said: list[list[list[dict[str, Any]]]] = bare(
        "duckling-native", BARE, [[article.text, article.dct.isoformat()] for article in articles]
    )
    compared = 0
    for article, lines in zip(articles, said, strict=True):
        found = ask("duckling-native", article.text, article.dct.isoformat())
        answers = [each for line in lines for each in sorted(line, key=lambda each: (each["start"], each["end"]))]
        assert [timex.text for timex in found] == [each["body"] for each in answers]
        for timex, each in zip(found, answers, strict=True):
            grain = each["value"].get("grain")
            if each["value"]["type"] == "value" and grain in cuts:
                assert (timex.type, timex.value) == ("DATE", each["value"]["value"][: cuts[grain]])
                compared += 1
    assert compared >= 20
