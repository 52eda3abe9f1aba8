"""Axes of figures: where a figure stands, and which are marked."""

from __future__ import annotations

import pytest

from bench.figures.axes import Scale, decades, per_second


def test_a_share_of_an_axis() -> None:
    assert Scale(40, 80).share(50) == pytest.approx(0.25)
    # from 0.1 to 1,000 there are four powers of ten, and 10 is two of them away
    assert Scale(0.1, 1000, log=True).share(10) == pytest.approx(0.5)


def test_powers_of_ten_hold_all_rates() -> None:
    assert decades([0.3, 42.0], 6) == (Scale(0.1, 100, log=True), [0.1, 1, 10, 100])
    assert decades([1.0], 6) == (Scale(1, 10, log=True), [1, 10])
    # with room, a rate doesn't lie on the frame
    assert decades([1.0], 6, 0.1) == (Scale(0.1, 10, log=True), [0.1, 1, 10])
    # eight powers are too many to mark each
    assert decades([2e-3, 3e4], 4)[1] == [0.001, 0.1, 10, 1000, 100000]


@pytest.mark.parametrize(
    ("rate", "text"), [(1234.5, "1,234"), (12.3, "12"), (3.14, "3.1"), (0.056, "0.056"), (1.0, "1")]
)
def test_rates_have_the_digits_that_they_are_worth(rate: float, text: str) -> None:
    assert per_second(rate) == text
