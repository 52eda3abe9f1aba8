"""Names in a plot: none covers another or a point, whatever the points; and the curves of one F1."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.report.scatter import AREA, LINE, MARKER, NAMES, Box, Point, per_second, place, short
from bench.report.scatter import _same_f1 as same_f1

places = st.tuples(
    st.floats(AREA.x, AREA.x + AREA.width), st.floats(AREA.y, AREA.y + AREA.height), st.integers(1, 40)
)


def holds(box: Box, x: float, y: float) -> bool:
    return box.x < x < box.x + box.width and box.y < y < box.y + box.height


@given(st.lists(places, max_size=24), st.sampled_from([1.0, 0.7]))
def test_names_and_the_lines_to_them_cover_nothing(spots: list[tuple[float, float, int]], scale: float) -> None:
    points = [
        Point(f"{n:02}" + "n" * length, x, y, "m0", "", worth=length) for n, (x, y, length) in enumerate(spots)
    ]
    labels, left = place(points, scale)
    named = [point.name for label in labels for point in label.points]
    assert sorted([*named, *(point.name for point in left)]) == sorted(point.name for point in points)
    assert [point.worth for point in left] == sorted((point.worth for point in left), reverse=True)
    for number, label in enumerate(labels):
        box = label.box
        assert NAMES.x <= box.x
        assert box.x + box.width <= NAMES.x + NAMES.width
        assert NAMES.y <= box.y
        assert box.y + box.height <= NAMES.y + NAMES.height
        assert not any(box.meets(other.box) for other in labels[number + 1 :])
        assert not any(holds(box, p.x, p.y) for p in points)
        assert holds(box.grown(30 * scale), label.points[0].x, label.points[0].y)
        if label.leader:
            x, y, to_x, to_y = label.leader
            along = [(x + (to_x - x) * step / 50, y + (to_y - y) * step / 50) for step in range(51)]
            for other in labels:
                inside = other.box.grown(-0.01)
                assert not any(holds(inside, *at) for at in along)


def test_the_best_is_named_where_there_is_room_for_one() -> None:
    # room for a single name: the area is as large as one
    area = Box(100, 100, 60, LINE + 2 * MARKER + 4)
    worse = Point("worse", 130, 106, "m0", "", worth=0.4)
    better = Point("better", 134, 106, "m0", "", worth=0.6)
    labels, left = place([worse, better], area=area)
    assert [label.text for label in labels] == ["better"]
    assert left == [worse]


def test_points_in_one_place_share_a_name_and_a_lone_one_is_named_beside_it() -> None:
    points = [Point("one", 200, 150, "m0", ""), Point("two", 201, 150, "m1", ""), Point("far", 60, 300, "m2", "")]
    labels, left = place(points)
    assert [label.text for label in labels] == ["far", "one, two"]
    assert not left
    assert labels[0].leader is None
    assert labels[0].box.x == pytest.approx(60 + MARKER + 2)
    assert (labels[0].anchor, labels[0].x) == ("start", labels[0].box.x)


def test_many_in_one_place_have_the_name_of_the_best() -> None:
    points = [Point(f"system-{n}", 200, 150, "m0", "", worth=n) for n in range(5)]
    ((label,), left) = place(points)
    assert label.text == "system-4 and 4 more"
    assert [point.name for point in left] == ["system-3", "system-2", "system-1", "system-0"]


def test_annotators_have_no_name_and_are_not_covered() -> None:
    points = [Point("a", 200, 150, "m0", ""), Point("annotator", 210, 150, "ma", "", named=False)]
    ((label,), left) = place(points)
    assert label.text == "a"
    assert not left
    # on the right there is the annotator
    assert label.box.x + label.box.width == pytest.approx(200 - MARKER - 2)
    assert (label.anchor, label.x) == ("end", 200 - MARKER - 2)


def test_of_a_crowd_some_are_named() -> None:
    points = [Point(f"system-{n}", 200 + n % 5 * 4, 150 + n // 5 * 4, "m0", "") for n in range(20)]
    labels, left = place(points)
    assert labels
    assert left


@pytest.mark.parametrize(
    ("line", "crossed"),
    [
        ((0, 5, 20, 5), True),
        ((5, 5, 6, 6), True),
        ((0, 0, 4, 5), False),  # ends at its side
        ((0, 4, 20, 4), False),  # along its upper side
        ((0, 0, 20, 0), False),
        ((3, 0, 3, 20), False),
        ((0, 9, 9, 0), True),
        ((0, 7, 7, 0), False),  # past its corner
    ],
)
def test_a_line_crosses_a_box(line: tuple[float, float, float, float], crossed: bool) -> None:
    assert Box(4, 4, 8, 2).crossed(line) is crossed


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
