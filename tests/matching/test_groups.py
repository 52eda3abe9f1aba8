"""Annotations of several systems in groups of overlapping spans."""

from __future__ import annotations

import pytest

from bench.matching.groups import groups
from bench.render.beside import says
from bench.sdk.model import Timex


def test_spans_that_share_a_character_are_one_group_and_those_that_touch_are_two() -> None:
    sides = {
        "b": [Timex(0, 4, "DATE"), Timex(10, 12)],
        "a": [Timex(3, 6), Timex(6, 8)],
    }
    found = groups(sides)
    assert [(group.start, group.end, list(group.found)) for group in found] == [
        (0, 6, ["b", "a"]),  # in the order of the systems
        (6, 8, ["a"]),
        (10, 12, ["b"]),
    ]
    assert groups({"a": [], "b": []}) == []


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ([Timex(0, 4, "DATE", "2021")], [Timex(0, 4, "DATE", "2021")], "same"),
        ([Timex(0, 4, "DATE", "2021")], [Timex(0, 4, "DATE", "2022")], "value"),
        ([Timex(0, 4, "DATE", "2021")], [Timex(0, 5, "DATE", "2021")], "span"),
        ([Timex(0, 2), Timex(3, 5)], [Timex(0, 5)], "span"),
        ([Timex(0, 4)], [], "some"),
    ],
)
def test_how_far_two_systems_agree(first: list[Timex], second: list[Timex], alike: str) -> None:
    for sides in ({"a": first, "b": second}, {"b": second, "a": first}):
        (group,) = groups(sides)
        assert group.alike(2, says) == alike
