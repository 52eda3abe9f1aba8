"""The wrapper round chrono-node: places, granularity, ranges, and independence from the machine.

Expectations were worked out by hand; the document creation time is Wednesday 20 September 2023.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bench.model import Timex

FOLDER = Path(__file__).parents[2] / "systems" / "chrono-node"
Ask = Callable[..., list[Timex]]

CASUAL = {
    "day": ("It began 18 September 2023.", [("18 September 2023", "DATE", "2023-09-18")]),
    "month stays a month": ("It began October 2022.", [("October 2022", "DATE", "2022-10")]),
    "the nearest month": ("It was July.", [("July", "DATE", "2023-07")]),
    "month of a relative year": ("It was last month.", [("last month", "DATE", "2023-08")]),
    "year stays a year": ("It was next year.", [("next year", "DATE", "2024")]),
    "years away": ("It was three years ago.", [("three years ago", "DATE", "2020")]),
    "week stays a week": ("It was last week.", [("last week", "DATE", "2023-W37")]),
    "the week's year is its Thursday's": ("It was 90 weeks ago.", [("90 weeks ago", "DATE", "2021-W52")]),
    "days away": ("It was 5 days ago.", [("5 days ago", "DATE", "2023-09-15")]),
    "end of a month": ("By the end of next month.", [("end of next month", "DATE", "2023-10-31")]),
    "the nearest weekday": ("It is on Friday.", [("on Friday", "DATE", "2023-09-22")]),
    "nothing certain": ("It is this week.", [("this week", "DATE", None)]),
    "present": ("It is now.", [("now", "DATE", "PRESENT_REF")]),
    "clock time": ("It was 10:30.", [("10:30", "TIME", "2023-09-20T10:30")]),
    "hour": ("It is tomorrow at 5pm.", [("tomorrow at 5pm", "TIME", "2023-09-21T17:00")]),
    "zone": ("It was 10:30 EST.", [("10:30 EST", "TIME", "2023-09-20T10:30-05:00")]),
    "ISO 8601": ("At 2021-05-03T10:20:30Z.", [("2021-05-03T10:20:30Z", "TIME", "2021-05-03T10:20:30Z")]),
    "hours from an hour that is not given": ("It was two hours ago.", [("two hours ago", "TIME", None)]),
    "part of day": ("It was yesterday evening.", [("yesterday evening", "TIME", "2023-09-19TEV")]),
    "night": ("It is tonight.", [("tonight", "TIME", "2023-09-20TNI")]),
    "last night was yesterday": ("It was last night.", [("last night", "DATE", "2023-09-19")]),
    "range": ("It ran May 5 - 7, 2021 here.", [("May 5 - 7, 2021", "DATE", "2021-05-05")]),
    "range of weekdays": ("From Monday to Friday.", [("Monday to Friday", "DATE", "2023-09-18")]),
    "a length is read as a day": ("It took, for three days, all.", [("for three days", "DATE", "2023-09-23")]),
    "nothing": ("No time here", []),
    "empty": ("", []),
    "emoji before": (
        "🚀🚀 yesterday, 👩‍🚀 today",
        [("yesterday", "DATE", "2023-09-19"), ("today", "DATE", "2023-09-20")],
    ),
    "combining marks before": ("e\u0301te\u0301 yesterday", [("yesterday", "DATE", "2023-09-19")]),
    "line ends": ("No.\r\nyesterday\r\n", [("yesterday", "DATE", "2023-09-19")]),
    "half a surrogate pair before": ("\ud83d yesterday", [("yesterday", "DATE", "2023-09-19")]),
}
STRICT = {
    "day": ("It began 18 September 2023.", [("18 September 2023", "DATE", "2023-09-18")]),
    "no casual words": ("It was yesterday, last week or July.", []),
    "lengths in full": ("It was 5 days ago.", [("5 days ago", "DATE", "2023-09-15")]),
}


@pytest.mark.parametrize(("text", "expected"), CASUAL.values(), ids=CASUAL.keys())
def test_the_casual_setting(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(timex.text, timex.type, timex.value) for timex in ask("chrono-node", text)] == expected


@pytest.mark.parametrize(("text", "expected"), STRICT.values(), ids=STRICT.keys())
def test_the_strict_setting(ask: Ask, text: str, expected: list[tuple[str, str, str]]) -> None:
    found = ask("chrono-node-strict", text)
    assert [(timex.text, timex.type, timex.value) for timex in found] == expected


def test_values_do_not_hang_on_the_machines_zone(ask: Ask) -> None:
    text = "Now, this month, last night, at 23:30, on Sunday, in July, tonight. At 10:30 EST; an hour ago."
    found = ask("chrono-node", text, "2023-10-01")
    assert len(found) == 7  # the tool joins a day and a clock time that stand together
    for zone in ("Pacific/Kiritimati", "America/New_York"):
        assert ask("chrono-node", text, "2023-10-01", TZ=zone) == found


def test_the_lock_names_a_version_and_a_digest_and_no_address() -> None:
    lock = (FOLDER / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity": "sha512-' in lock
    assert "resolved" not in lock
    assert "://" not in lock
