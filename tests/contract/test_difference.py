"""Answers held against each other, worked out by hand."""

from __future__ import annotations

import pytest

from bench.contract import texts
from bench.contract.difference import Mark, difference, displaced, unit


def mark(start: int, end: int, value: str | None = None) -> Mark:
    return Mark(start, end, ("timexes", "DATE", value, None), "Monday"[: end - start])


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ([mark(3, 9)], [mark(3, 9)], ""),
        ([mark(3, 9, "2021")], [mark(3, 9, "2022")], "'Monday' at 3–9: DATE 2021, but DATE 2022 there"),
        ([mark(3, 9)], [], "'Monday' at 3–9: DATE, but nothing there"),
        ([], [mark(3, 9)], "'Monday' at 3–9: nothing, but DATE there"),
        ([mark(30, 36), mark(3, 9)], [mark(4, 9)], "'Monday' at 3–9: DATE, but nothing there (3 places differ)"),
    ],
)
def test_the_first_difference_is_told(before: list[Mark], after: list[Mark], says: str) -> None:
    assert difference(before, after, "there") == says


def test_what_says_the_same_elsewhere_is_displaced() -> None:
    expected = [mark(3, 9, "2021"), mark(20, 26, "2022"), mark(40, 46, "2023")]
    found = [mark(3, 9, "2021"), mark(22, 28, "2022"), mark(42, 47, "2023")]
    assert displaced(expected, found) == [(expected[1], found[1])]


def test_what_no_unit_explains_is_given_in_characters() -> None:
    emoji = texts.PREFIXES[0]  # a wave, an astronaut of three characters, a space
    assert [len(emoji.text), unit(emoji, 3), unit(emoji, 11)[:5], unit(emoji, 1)] == [
        5,
        "UTF-16 units are counted, not characters",
        "bytes",
        "+1 characters off",
    ]
    assert unit(emoji, -2) == "what a reader sees as one character is counted as one"
