"""Names in a plot: none covers another or a point, whatever the points; and the curves of one F1."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.report.scatter import AREA, MARKER, Box, Point, per_second, place, short
from bench.report.scatter import _same_f1 as same_f1

places = st.tuples(
    st.floats(AREA.x, AREA.x + AREA.width), st.floats(AREA.y, AREA.y + AREA.height), st.integers(1, 40)
)


@given(st.lists(places, max_size=24))
def test_names_cover_nothing(spots: list[tuple[float, float, int]]) -> None:
    points = [Point(f"{n:02}" + "n" * length, x, y, "m0", "") for n, (x, y, length) in enumerate(spots)]
    labels, left = place(points)
    named = [name for label in labels for name in label.names]
    assert sorted([*named, *(short(point.name) for point in left)]) == sorted(short(p.name) for p in points)
    for number, label in enumerate(labels):
        box = label.box
        assert AREA.x <= box.x
        assert box.x + box.width <= AREA.x + AREA.width
        assert AREA.y <= box.y
        assert box.y + box.height <= AREA.y + AREA.height
        assert not any(box.meets(other.box) for other in labels[number + 1 :])
        assert not any(box.x < p.x < box.x + box.width and box.y < p.y < box.y + box.height for p in points)


def test_points_in_one_place_share_a_label_and_a_lone_one_is_named_beside_it() -> None:
    points = [Point("one", 200, 150, "m0", ""), Point("two", 201, 150, "m1", ""), Point("far", 60, 300, "m2", "")]
    labels, left = place(points)
    assert [label.names for label in labels] == [["one", "two"], ["far"]]
    assert not left
    assert labels[1].leader is None
    assert labels[1].box.x == pytest.approx(60 + MARKER + 2)


def test_a_crowd_is_named_with_lines_or_told_of() -> None:
    points = [Point(f"system-{n}", 200 + n % 5 * 4, 150 + n // 5 * 4, "m0", "") for n in range(20)]
    labels, left = place(points)
    assert any(label.leader for label in labels)
    assert sum(len(label.names) for label in labels) + len(left) == 20


def test_boxes_that_only_touch_share_nothing() -> None:
    assert not Box(0, 0, 10, 10).meets(Box(10, 0, 10, 10))
    assert Box(0, 0, 10, 10).meets(Box(9, 9, 10, 10))


def test_on_a_curve_f1_is_the_same() -> None:
    path, name, at = same_f1(0.6)
    assert name == "60"
    numbers = [float(number) for number in re.findall(r"[\d.]+", path)]
    for x, y in zip(numbers[::2], numbers[1::2], strict=True):
        recall, precision = (x - AREA.x) / AREA.width, 1 - (y - AREA.y) / AREA.height
        assert 2 * precision * recall / (precision + recall) == pytest.approx(0.6, abs=0.005)
    # where recall is 1, precision is 0.6 / 1.4
    assert 1 - (at - AREA.y) / AREA.height == pytest.approx(0.6 / 1.4)


@pytest.mark.parametrize(
    ("rate", "text"), [(1234.5, "1,234"), (12.3, "12"), (3.14, "3.1"), (0.056, "0.056"), (1.0, "1")]
)
def test_rates_have_the_digits_that_they_are_worth(rate: float, text: str) -> None:
    assert per_second(rate) == text


def test_a_long_name_is_cut() -> None:
    assert short("x" * 24) == "x" * 24
    assert short("x" * 25) == "x" * 23 + "…"
