"""The rules of `anchoring` about the day of the story and open ends, without an extractor of times or events."""

from __future__ import annotations

import datetime

import pytest

from bench import Document, Event, Timex
from systems.anchoring import Anchorer

WEDNESDAY = datetime.date(2023, 10, 18)
"""The dct of every text."""


def when(text: str, times: dict[str, str], events: dict[str, tuple[str, str]]) -> dict[str, str | None]:
    """The `when` of each event: times are words and their values, events words with their class and realis."""
    document = Document(
        "a",
        text,
        WEDNESDAY,
        timexes=tuple(
            Timex(text.index(word), text.index(word) + len(word), "DATE", times[word]) for word in times
        ),
        events=tuple(Event(text.index(word), text.index(word) + len(word), *events[word]) for word in events),
    )
    return dict(zip(events, Anchorer(document).anchors(), strict=True))


def test_what_is_promised_falls_after_the_promise_not_after_the_dct() -> None:
    found = when(
        "The envoys spoke on Monday. They will open the border.",
        {"Monday": "2023-10-16"},
        {"spoke": ("REPORTING", "ACTUAL"), "open": ("OCCURRENCE", "PLANNED")},
    )
    assert found == {"spoke": "2023-10-16", "open": "[2023-10-16..]"}


@pytest.mark.parametrize(
    ("background", "kind", "day"),
    [
        ("He arrived on Sunday.", ("OCCURRENCE", "ACTUAL"), "2023-10-17"),  # an earlier day is background
        ("He spoke on Sunday.", ("REPORTING", "ACTUAL"), "2023-10-15"),  # what he said goes on
    ],
)
def test_an_earlier_day_moves_the_story_only_if_someone_spoke(
    background: str, kind: tuple[str, str], day: str
) -> None:
    verb = background.split()[1]
    found = when(
        f"The envoys met on Tuesday. {background} They praised the mayor.",
        {"Tuesday": "2023-10-17", "Sunday": "2023-10-15"},
        {"met": ("OCCURRENCE", "ACTUAL"), verb: kind, "praised": ("REPORTING", "ACTUAL")},
    )
    assert found["met"] == "2023-10-17"
    assert found["praised"] == day


def test_what_is_planned_by_a_day_falls_between_the_story_and_that_day() -> None:
    found = when(
        "Officials met on Tuesday. They will close the plant by 2025.",
        {"Tuesday": "2023-10-17", "2025": "2025"},
        {"met": ("OCCURRENCE", "ACTUAL"), "close": ("OCCURRENCE", "PLANNED")},
    )
    assert found == {"met": "2023-10-17", "close": "[2023-10-17..2025]"}


def test_since_does_not_date_a_simple_past() -> None:
    found = when(
        "Turnout reached 71 percent, the highest since 1994.",
        {"1994": "1994"},
        {"reached": ("OCCURRENCE", "ACTUAL")},
    )
    assert found == {"reached": "2023-10-18"}
