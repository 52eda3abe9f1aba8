"""nearest-time on sentences worked out by hand; the dct is Wednesday 2023-09-20."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench import Event, Timex
from bench.temporal import edtf, timex3
from tests.extractors.marked import load, marked

nearest_time = load("nearest_time")
DCT = "2023-09-20"

SENTENCES = [
    pytest.param("It {opened} on [Monday|2023-09-18].", ["2023-09-18"], id="after"),
    pytest.param("On [Monday|2023-09-18] it {opened}.", ["2023-09-18"], id="before"),
    pytest.param("It {opened}.", [DCT], id="no time"),
    pytest.param("It [now|PRESENT_REF] {opened} for [two days|P2D].", [DCT], id="no usable time"),
    pytest.param(
        "On [Monday|2023-09-18], after [two days|P2D], it {opened}.", ["2023-09-18"], id="past what can't be used"
    ),
    # "[May], " is 2 characters from "opened", " and closed in " 15; from "closed" it is 13 to May, 4 to June
    pytest.param("[May|2023-05], {opened} and {closed} in [June|2023-06].", ["2023-05", "2023-06"], id="nearest"),
    pytest.param("[May|2023-05] {opened} [June|2023-06].", ["2023-05"], id="a tie: the one before"),
    pytest.param("It {opened}. On [Monday|2023-09-18] it {closed}.", [DCT, "2023-09-18"], id="sentences"),
    pytest.param("Fair {opens}\n[Monday|2023-09-18] it {closed}.", [DCT, "2023-09-18"], id="lines"),
    pytest.param('"It {opened}." [Monday|2023-09-18] was wet.', [DCT], id="a quotation ends"),
    pytest.param("Mr. Li {met} Gen. Wu of the U.S. Army [today|2023-09-20].", [DCT], id="abbreviations"),
    pytest.param("At [6 a.m. Monday|2023-09-18T06] it {opened}.", ["2023-09-18"], id="a full stop in a time"),
    pytest.param(
        "It {closes} at 5. On [May 5|2023-05-05] it {opened}.", [DCT, "2023-05-05"], id="a digit ends it"
    ),
    pytest.param("It {opened} at No. 5 on [Monday|2023-09-18].", ["2023-09-18"], id="a number"),
    pytest.param("It cost 3.50 and {opened} approx.  on [Monday|2023-09-18].", ["2023-09-18"], id="small letter"),
    pytest.param("🌊 It {rose}! On [3 May|2023-05-03] it {fell}.", [DCT, "2023-05-03"], id="emoji"),
    pytest.param("The [Monday|2023-09-18] {Monday} {meeting}.", ["2023-09-18"] * 2, id="one time, two events"),
    pytest.param("On [Monday|2023-09-18] nothing.", [], id="no event"),
    pytest.param("", [], id="empty"),
]


@pytest.mark.parametrize(("written", "expected"), SENTENCES)
def test_sentences(written: str, expected: list[str]) -> None:
    assert [event.when for event in nearest_time(marked(written))] == expected


def test_everything_else_of_an_event_stays() -> None:
    document = marked("[Today|2023-09-20] they {met} and {agreed}.")
    given = (replace(document.events[0], class_=None), replace(document.events[1], realis="PLANNED", when="2001"))
    found = list(nearest_time(replace(document, events=given)))
    assert found == [replace(event, when=DCT) for event in given]


def test_a_time_that_covers_the_event_is_nearest() -> None:
    document = marked("[May|2023-05] {day} it was")
    over = Timex(0, 7, "DATE", "2023-06")
    (found,) = nearest_time(replace(document, timexes=(*document.timexes, over)))
    assert found.when == "2023-06"


VALUES = {
    "2023-09-18": "2023-09-18",
    "2023-09": "2023-09",
    "2023": "2023",
    "199": "199X",
    "19": "19XX",
    # 2023-09-18 is the Monday of week 38
    "2023-W38": "2023-09-18/2023-09-24",
    "2023-W38-WE": "2023-09-23/2023-09-24",
    "2023-W38-2": "2023-09-19",
    "2023-SP": "2023-03/2023-05",
    "2023-SU": "2023-06/2023-08",
    "2023-FA": "2023-09/2023-11",
    "2023-WI": "2023-12/2024-02",
    "2023-Q1": "2023-01/2023-03",
    "2023-Q4": "2023-10/2023-12",
    "2023-H1": "2023-01/2023-06",
    "2023-H2": "2023-07/2023-12",
    "2023-09-18TEV": "2023-09-18",
    "2023-09-18T06:08:40Z": "2023-09-18",
    "2023-W38TMO": "2023-09-18/2023-09-24",
    "2024-02-29": "2024-02-29",
}
UNUSABLE = ["2023-02-29", "2023-13", "2021-W53", "0000", "9999-WI", "2023-XX-18", "XXXX-09", "2023-WXX", "T10:00",
            "PAST_REF", "P4D", "P1Y", "BC0044", "", "soon", "2023-9-18"]  # fmt: skip


def when(value: str | None, type_: str | None = "DATE") -> str | None:
    """The `when` of an event beside a time of that value, in a document of another century."""
    document = replace(marked("{held} then", dct="1801-01-01"), timexes=(Timex(5, 9, type_, value),))
    found: list[Event] = list(nearest_time(document))
    return found[0].when if found[0].when != "1801-01-01" else None


@pytest.mark.parametrize(("value", "expected"), VALUES.items())
def test_values(value: str, expected: str) -> None:
    assert when(value) == when(value, "TIME") == expected


@pytest.mark.parametrize("value", VALUES)
def test_a_when_denotes_the_days_of_its_value(value: str) -> None:
    """The project's two readers, of TIMEX3 and of EDTF, see one interval; of a time of day its days."""
    assert edtf.parse(VALUES[value]) == timex3.parse(value.partition("T")[0]).interval


@pytest.mark.parametrize("value", [*UNUSABLE, None])
def test_what_names_no_stretch_of_the_calendar(value: str | None) -> None:
    assert when(value) is None


@pytest.mark.parametrize("type_", ["DURATION", "SET", None])
def test_lengths_and_sets_are_passed_over(type_: str | None) -> None:
    assert when("2023", type_) is None
