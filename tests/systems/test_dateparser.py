"""The wrapper round dateparser: places, granularity and independence from the machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

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
