"""Kendall's tau-b and its interval, by hand and by scipy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from bench.statistics.ranks import LEAST, correlation


@pytest.mark.parametrize(
    ("first", "second", "tau"),
    [
        ([1, 2, 3], [1, 2, 3], 1.0),
        ([1, 2, 3], [9, 5, 0], -1.0),
        ([1, 2, 3], [1, 3, 2], (2 - 1) / 3),
        (
            [1, 1, 2],
            [1, 2, 3],
            2 / (2 * 3) ** 0.5,
        ),  # two of three pairs are ordered on the first, all on the second
        ([1, 1, 1], [1, 2, 3], None),
        ([1], [1], None),
        ([], [], None),
    ],
)
def test_tau_b_by_hand(first: list[float], second: list[float], tau: float | None) -> None:
    found = correlation(first, second)
    assert found.value == (None if tau is None else pytest.approx(tau))
    assert found.interval is None
    assert found.systems == len(first)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=4))
def test_tau_b_is_scipys(pairs: list[tuple[int, int]]) -> None:
    first, second = (list(side) for side in zip(*pairs, strict=True))
    found = correlation(first, second).value
    if len({*first}) == 1 or len({*second}) == 1:
        assert found is None
    else:
        assert found == pytest.approx(kendalltau(first, second).statistic)


def test_the_interval_surrounds_tau_and_narrows_with_more_systems() -> None:
    few = correlation([1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 5])
    many = correlation(list(range(60)), [each ^ 1 for each in range(60)])
    for found in (few, many):
        assert found.interval is not None
        assert found.value is not None
        assert found.interval[0] <= found.value <= found.interval[1] <= 1
    assert few.interval is not None
    assert many.interval is not None
    assert few.interval[1] - few.interval[0] > many.interval[1] - many.interval[0]


def test_the_same_order_is_certain_in_every_sample() -> None:
    assert correlation([1, 2, 3, 4, 5], [2, 3, 5, 8, 13]).interval == (1.0, 1.0)
    assert LEAST == 5


def test_the_same_seed_gives_the_same_interval() -> None:
    lists = [each * 7 % 41 for each in range(40)], [each * 9 % 41 for each in range(40)]
    assert correlation(*lists, seed=3) == correlation(*lists, seed=3)
    assert correlation(*lists, seed=3) != correlation(*lists, seed=4)


def test_lists_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="2 scores and 1 scores"):
        correlation([1, 2], [1])
