"""Labels of points: none covers another or a point, whatever the points; and places that keep their distance."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.figures.labels import Box, Label, LabelRules, Leader, Spot, place_all, place_best, spread

AREA = Box(0, 0, 320, 330)
NEAR, MARKER, LINE, CHARACTER = 8.0, 6.0, 13.0, 6.3
LONGEST = 34
TURNS = (0, 8, 4, 12, 1, 15, 7, 9, 2, 14, 6, 10, 3, 13, 5, 11)


def rules(scale: float = 1.0, *, forbid: bool = True) -> LabelRules:
    """Return rules of some scale; lines over points and labels are forbidden, or cost as much as a distance."""
    return LabelRules(
        width=lambda text: len(text) * CHARACTER * scale + 4 * scale,
        line=LINE * scale,
        marker=MARKER * scale,
        near=NEAR * scale,
        far=[away * scale for away in (15, 21, 28, *(() if forbid else (40, 60, 90, 140, 200, 300)))],
        angles=[turn * 3.141592653589793 / 8 for turn in TURNS],
        core=MARKER * scale,
        over_box=float("inf") if forbid else 180.0,
        over_line=0.0 if forbid else 60.0,
        clear=2 * scale,
    )


def spot(name: str, x: float, y: float, worth: float = 0.0, *, named: bool = True) -> Spot:
    return Spot(name, x, y, worth, named)


def place(spots: list[Spot], area: Box = AREA, scale: float = 1.0) -> tuple[list[Label], list[str]]:
    """The labels of the best points, and the names of those left without."""
    labels, left = place_best(spots, area, rules(scale), LONGEST)
    return labels, [spots[number].name for number in left]


def holds(box: Box, x: float, y: float) -> bool:
    return box.left < x < box.right and box.low < y < box.high


def check(labels: list[Label], spots: list[Spot], area: Box) -> None:
    """No label covers a point or another label, and each lies within the area."""
    for number, label in enumerate(labels):
        assert area.holds(label.box)
        assert not any(label.box.meets(other.box) for other in labels[number + 1 :])
        assert not any(holds(label.box, each.x, each.y) for each in spots)


places = st.tuples(st.floats(AREA.left, AREA.right), st.floats(AREA.low + 28, AREA.high), st.integers(1, 22))


@given(st.lists(places, max_size=24), st.sampled_from([1.0, 0.7]))
def test_labels_of_the_best_and_the_lines_to_them_cover_nothing(
    at: list[tuple[float, float, int]], scale: float
) -> None:
    spots = [spot(f"{n:02}" + "n" * length, x, y, length) for n, (x, y, length) in enumerate(at)]
    labels, left = place(spots, scale=scale)
    named = [spots[number].name for label in labels for number in label.spots]
    assert sorted([*named, *left]) == sorted(each.name for each in spots)
    assert [len(name) for name in left] == sorted(map(len, left), reverse=True)
    check(labels, spots, AREA)
    for label in labels:
        assert holds(label.box.grown(30 * scale), label.x, label.y)
        if label.leader:
            x, y, to_x, to_y = label.leader.x, label.leader.y, label.leader.to_x, label.leader.to_y
            along = [(x + (to_x - x) * step / 50, y + (to_y - y) * step / 50) for step in range(51)]
            for other in labels:
                inside = other.box.grown(-0.01)
                assert not any(holds(inside, *each) for each in along)


@given(st.lists(places, max_size=12))
def test_labels_of_all_points_cover_nothing(at: list[tuple[float, float, int]]) -> None:
    spots = [spot(f"{n:02}" + "n" * length, x, y) for n, (x, y, length) in enumerate(at)]
    labels = place_all(spots, AREA, rules(0.5, forbid=False))
    if labels is not None:
        assert sorted(name for label in labels for name in label.lines) == sorted(each.name for each in spots)
        check(labels, spots, AREA)


def test_the_best_is_named_where_there_is_room_for_one() -> None:
    # the area is as large as one name
    area = Box(100, 100, 160, 100 + LINE + 2 * MARKER + 4)
    labels, left = place([spot("worse", 130, 106, 0.4), spot("better", 134, 106, 0.6)], area)
    assert [label.lines for label in labels] == [["better"]]
    assert left == ["worse"]


def test_points_in_one_place_share_a_label_and_a_lone_one_is_named_beside_it() -> None:
    labels, left = place([spot("one", 200, 150), spot("two", 201, 150), spot("far", 60, 300)])
    assert [label.lines for label in labels] == [["far"], ["one, two"]]
    assert not left
    assert labels[0].leader is None
    assert labels[0].box.left == pytest.approx(60 + NEAR)
    assert labels[0].side == "left"


def test_many_in_one_place_have_the_name_of_the_best() -> None:
    ((label,), left) = place([spot(f"system-{n}", 200, 150, n) for n in range(5)])
    assert label.lines == ["system-4 and 4 more"]
    assert left == ["system-3", "system-2", "system-1", "system-0"]


def test_where_all_are_named_points_in_one_place_have_a_line_of_text_each() -> None:
    labels = place_all([spot(f"system-{n}", 200, 150, n) for n in range(5)], AREA, rules(forbid=False))
    assert labels is not None
    assert [label.lines for label in labels] == [[f"system-{n}" for n in range(5)]]


def test_points_without_a_label_are_not_covered() -> None:
    ((label,), left) = place([spot("a", 200, 150), spot("annotator", 210, 150, named=False)])
    assert label.lines == ["a"]
    assert not left
    # on the right there is the annotator
    assert label.box.right == pytest.approx(200 - NEAR)
    assert label.side == "right"


def test_of_a_crowd_some_are_named() -> None:
    labels, left = place([spot(f"system-{n}", 200 + n % 5 * 4, 150 + n // 5 * 4) for n in range(20)])
    assert labels
    assert left


def test_where_there_is_no_room_for_all_there_is_no_place() -> None:
    spots = [spot("a", 5, 5), spot("b", 5, 5)]
    assert place_all(spots, Box(0, 0, 12, 12), rules(0.5, forbid=False)) is None


@pytest.mark.parametrize(
    ("line", "enters"),
    [
        ((0, 5, 20, 5), True),
        ((5, 5, 6, 6), True),
        ((0, 0, 4, 5), False),  # ends at its side
        ((0, 4, 20, 4), False),  # along its lower side
        ((0, 0, 20, 0), False),
        ((3, 0, 3, 20), False),
        ((0, 9, 9, 0), True),
        ((0, 7, 7, 0), False),  # past its corner
    ],
)
def test_a_line_enters_a_box(line: tuple[float, float, float, float], enters: bool) -> None:
    assert Leader(*line).enters(Box(4, 4, 12, 6)) is enters


@pytest.mark.parametrize(
    ("other", "crosses"),
    [
        ((0, 10, 10, 0), True),
        ((0, 0, 0, 10), False),  # from the same point
        ((0, 1, 9, 10), False),  # beside it
        ((6, 4, 20, 0), False),  # would cross it further on
    ],
)
def test_lines_cross(other: tuple[float, float, float, float], crosses: bool) -> None:
    assert Leader(0, 0, 10, 10).crosses(Leader(*other)) is crosses
    assert Leader(*other).crosses(Leader(0, 0, 10, 10)) is crosses


def test_boxes_that_only_touch_share_nothing() -> None:
    assert not Box(0, 0, 10, 10).meets(Box(10, 0, 20, 10))
    assert Box(0, 0, 10, 10).meets(Box(9, 9, 19, 19))


def test_a_box_is_moved_sideways_into_an_area() -> None:
    assert Box(-5, 90, 15, 110).moved_into(Box(0, 0, 100, 100)) == Box(0, 90, 20, 110)
    assert Box(90, 0, 130, 10).moved_into(Box(0, 0, 100, 100)) == Box(60, 0, 100, 10)


def test_places_that_are_spread_keep_their_order_and_distance() -> None:
    assert spread([10, 30, 50], 5, 0, 60) == [10, 30, 50]
    assert spread([30, 30, 30], 10, 0, 60) == [20, 30, 40]
    assert spread([58, 59], 10, 0, 60) == [50, 60]
    assert spread([2, 1], 10, 0, 60) == [10, 0]
    assert spread([], 10, 0, 60) == []
    # four take 30 and there is room for 20
    assert spread([5, 5, 5, 5], 10, 0, 20) == [0, 10, 20, 30]


@given(st.lists(st.floats(0, 60), max_size=7))
def test_spread_places_lie_within_the_bounds_a_distance_apart(wanted: list[float]) -> None:
    found = spread(wanted, 10, 0, 60)
    assert [number for _, number in sorted(zip(found, range(len(found)), strict=True))] == sorted(
        range(len(wanted)), key=lambda number: (wanted[number], number)
    )
    assert all(after - before >= 10 - 1e-9 for before, after in itertools.pairwise(sorted(found)))
    assert all(-1e-9 <= place <= 60 + 1e-9 for place in found)
