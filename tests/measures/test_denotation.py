"""Values of times on an example counted by hand, and which measures follow from which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import Timex
from bench.counts import Counts
from bench.matching.matching import match
from bench.measures import named, of_layer
from bench.scoring.counting import Panel, count, judge
from tests.strategies import timex_values

# gold value, predicted value: right from where on
VALUES = [
    ("2023-09-18", "2023-09-18"),  # the string
    ("2023-W38-1", "2023-09-18"),  # the interval
    ("P1Y", "P12M"),  # the interval
    ("2023-09-18TEV", "2023-09-18"),  # the day
    ("2023-09-18", "2023-W38"),  # the month; 1 day of 7
    ("2023-08-15", "2023-W31"),  # the month, as the week from 31 July lies in either; no day shared
    ("2023-SP", "2023-05"),  # the year; 31 days of 92
    ("2023", "2024"),  # not at all
    ("PAST_REF", None),  # not at all
]
GOLD = [Timex(10 * i, 10 * i + 5, "DATE", value) for i, (value, _) in enumerate(VALUES)]
PREDICTED = [Timex(10 * i, 10 * i + 5, "DATE", value) for i, (_, value) in enumerate(VALUES)]


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("timex.value", 1),
        ("timex.interval", 3),
        ("timex.value@day", 4),
        ("timex.value@month", 6),
        ("timex.value@year", 7),
    ],
)
def test_counts(name: str, right: int) -> None:
    assert count(judge(Panel([named(name)]), match(GOLD, PREDICTED))) == [Counts(right, 9, right, 9)]


def test_shares_are_summed() -> None:
    (counts,) = count(judge(Panel([named("timex.overlap")]), match(GOLD, PREDICTED)))
    # in steps of 1/2^20: 2^20/7 is 149796.57, and 31 · 2^20/92 is 353324.52
    assert counts == Counts(4 + (149797 + 353325) / 2**20, 9, 4 + (149797 + 353325) / 2**20, 9)


NAMES = [
    "timex.value",
    "timex.interval",
    "timex.value@day",
    "timex.value@month",
    "timex.value@year",
    "timex.relaxed",
]


@given(st.lists(st.tuples(timex_values, timex_values), max_size=5))
def test_each_measure_is_at_least_the_stricter_one(values: list[tuple[str, str]]) -> None:
    gold = [Timex(10 * i, 10 * i + 5, "DATE", value) for i, (value, _) in enumerate(values)]
    predicted = [Timex(10 * i, 10 * i + 5, "DATE", value) for i, (_, value) in enumerate(values)]
    counts = count(judge(Panel([named(name) for name in NAMES]), match(gold, predicted)))
    correct = [found.correct_gold for found in counts]
    assert correct == sorted(correct)


@given(st.permutations(range(len(VALUES))))
def test_order_makes_no_difference(order: Sequence[int]) -> None:
    panel = Panel(of_layer("timexes"))
    expected = count(judge(panel, match(GOLD, PREDICTED)))
    shuffled = [replace(GOLD[i]) for i in order]
    assert count(judge(panel, match(shuffled, PREDICTED))) == expected
    assert count(judge(panel, match(shuffled, [PREDICTED[i] for i in order]))) == expected
