"""Dates of events, end to end and among matched ones, on an example counted by hand."""

from __future__ import annotations

import pytest

from bench import Event
from bench.counts import Counts
from bench.matching.matching import match
from bench.measures import named, of_layer
from bench.scoring.counting import Panel, count, count_units, judge
from bench.scoring.slices import SLICINGS, Slices

GOLD = [
    Event(0, 5, "OCCURRENCE", when="2023-09-18"),
    Event(10, 15, "OCCURRENCE", when="2023-09-18/2023-09-21"),
    Event(20, 25, "STATE", when="2022/.."),
    Event(30, 35, "STATE"),  # gold says that nothing can be said
    Event(40, 45, "STATE", when="[..2023-09-19]"),  # not found
]
PREDICTED = [
    Event(0, 5, "OCCURRENCE", when="2023-09-18"),  # right
    Event(12, 15, "OCCURRENCE", when="2023-09-18/2023-09-19"),  # overlaps; right at month; 2 of 4 days
    Event(20, 25, "STATE"),  # found, not dated
    Event(30, 35, "STATE", when="2023-09-18"),  # dated where gold isn't
    Event(50, 55, "STATE", when="2023-09-18"),  # spurious
    Event(60, 65, "STATE"),  # spurious, not dated: no matter
]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # dated in gold: 4; predicted with a date: 4
        ("when", Counts(1, 4, 1, 4)),
        ("when@day", Counts(1, 4, 1, 4)),
        ("when@month", Counts(2, 4, 2, 4)),
        ("when@year", Counts(2, 4, 2, 4)),
        ("when.overlap", Counts(1.5, 4, 1.5, 4)),
        # of the four matched pairs: dated in gold 3, predicted with a date 3
        ("when.matched", Counts(1, 3, 1, 3)),
        ("when.matched@day", Counts(1, 3, 1, 3)),
        ("when.matched@month", Counts(2, 3, 2, 3)),
        ("when.matched@year", Counts(2, 3, 2, 3)),
    ],
)
def test_counts(name: str, expected: Counts) -> None:
    panel = Panel([named(name)])
    assert count(judge(panel, match(GOLD, PREDICTED))) == [expected]


def test_sentences_and_classes_count_only_dated_events() -> None:
    panel = Panel([named("when"), named("when.matched")])
    judged = judge(panel, match(GOLD, PREDICTED))
    assert count_units(judged, [0, 18]) == [
        [Counts(1, 2, 1, 2), Counts(0, 2, 0, 2)],
        [Counts(1, 2, 1, 2), Counts(0, 1, 0, 1)],
    ]
    slices = Slices(panel, next(each for each in SLICINGS if each.name == "class"))
    slices.add(judged)
    assert slices.counts() == {
        "OCCURRENCE": [Counts(1, 2, 1, 2), Counts(1, 2, 1, 2)],
        "STATE": [Counts(0, 2, 0, 2), Counts(0, 1, 0, 1)],
    }


def test_nothing_dated_on_either_side_is_no_figure() -> None:
    panel = Panel([measure for measure in of_layer("events") if measure.name.startswith("when")])
    assert count(judge(panel, match([Event(0, 5)], [Event(0, 5)]))) == [Counts()] * len(panel.measures)


@pytest.mark.parametrize(("predicted", "written"), [("2023-09-18/2023-09-19", "1.0"), ("2021", "0")])
def test_partial_credit_is_written_as_a_float_and_none_of_it_as_0(predicted: str, written: str) -> None:
    gold = [Event(0, 5, when="2023-09-18/2023-09-19")]
    judged = judge(Panel([named("when.overlap")]), match(gold, [Event(0, 5, when=predicted)]))
    (whole,), ((first, second),) = count(judged), count_units(judged, [0, 10])
    assert [str(counts.correct_gold) for counts in (whole, first, second)] == [written, written, "0"]
