"""The positions of points' labels: a label covers no point and no other label. A line leads to a distant label.

The module computes with plain numbers, so that both matplotlib and SVG can use it: it is given a function that
returns the width of a text, and the y axis may point up or down.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

TOGETHER = 8
"""The largest number of names in one label, which coinciding points share."""
PASSES = 2
"""The number of times that each label is placed again after all labels were placed once."""
CROWD = 40.0
"""The distance up to which points count as neighbours. Points with few neighbours get their labels first."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle without its edges: rectangles that only touch don't overlap."""

    left: float
    low: float
    right: float
    high: float

    def meets(self, other: Box) -> bool:
        """Returns whether the two rectangles overlap."""
        return (
            self.left < other.right and other.left < self.right and self.low < other.high and other.low < self.high
        )

    def holds(self, other: Box) -> bool:
        """Returns whether the other rectangle lies within this one. The two may share an edge."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.low <= other.low
            and other.high <= self.high
        )

    def grown(self, by: float) -> Box:
        """Returns the rectangle enlarged by a margin on each side."""
        return Box(self.left - by, self.low - by, self.right + by, self.high + by)

    def moved_into(self, area: Box) -> Box:
        """Returns the rectangle, moved sideways into the area if it is outside."""
        by = max(0.0, area.left - self.left) + min(0.0, area.right - self.right)
        return Box(self.left + by, self.low, self.right + by, self.high)


@dataclass(frozen=True, slots=True)
class Leader:
    """The straight line from a point to its label."""

    x: float
    y: float
    to_x: float
    to_y: float

    def crosses(self, other: Leader) -> bool:
        """Returns whether two lines cross. Lines from the same point don't cross."""
        if (self.x, self.y) == (other.x, other.y):
            return False
        return (
            _turn(self, other.x, other.y) * _turn(self, other.to_x, other.to_y) < 0
            and _turn(other, self.x, self.y) * _turn(other, self.to_x, self.to_y) < 0
        )

    def enters(self, box: Box) -> bool:
        """Returns whether the line passes through a rectangle (Liang and Barsky's clipping algorithm)."""
        first, last = 0.0, 1.0
        along_x, along_y = self.to_x - self.x, self.to_y - self.y
        for along, room in (
            (-along_x, self.x - box.left),
            (along_x, box.right - self.x),
            (-along_y, self.y - box.low),
            (along_y, box.high - self.y),
        ):
            if along == 0:
                if room <= 0:
                    return False
            elif along < 0:
                first = max(first, room / along)
            else:
                last = min(last, room / along)
        return first < last


def _turn(line: Leader, x: float, y: float) -> float:
    """Returns on which side of a line a point lies: a number above 0, below 0, or 0 for a point on the line."""
    return (line.to_x - line.x) * (y - line.y) - (line.to_y - line.y) * (x - line.x)


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a plot, with the name that its label shows."""

    name: str
    x: float
    y: float
    worth: float = 0.0
    """The priority of the point's label: if there isn't room for all labels, those with the largest worth are
    placed."""
    named: bool = True
    """True if the point gets a label. Labels don't cover points without a label either."""


@dataclass(frozen=True, slots=True)
class Label:
    """A placed label: the name of a point, or the names of coinciding points."""

    lines: Sequence[str]
    box: Box
    x: float
    y: float
    """``x`` and ``y`` are the coordinates of the point."""
    spots: Sequence[int]
    """The indices of the points that the label names."""
    leader: Leader | None = None

    @property
    def side(self) -> str:
        """The side of the label that faces its point: "left", "right", or "middle" for a point above or below."""
        return "right" if self.x >= self.box.right else "left" if self.x <= self.box.left else "middle"


@dataclass(frozen=True, slots=True)
class LabelRules:
    """The sizes of text and markers in a plot, the positions that labels may have, and the costs of defects."""

    width: Callable[[str], float]
    """Returns the width of a line of text."""
    line: float
    """The height of a line of text."""
    marker: float
    """Half the size of a point's marker."""
    near: float
    """The distance from a point to a label that needs no line."""
    far: Sequence[float]
    """The distances from a point to labels to which a line leads."""
    angles: Sequence[float]
    """The directions from a point to its label, in radians, in order of preference."""
    core: float
    """Half the size of the square around a point that no line to another point's label may cross."""
    over_box: float
    """The cost of a line that crosses a label or a point, as a distance. An infinite cost forbids it."""
    over_line: float
    """The cost of a line that crosses another line, as a distance."""
    clear: float = 0.0
    """The least distance from a label without a line to other points."""
    slides: bool = False
    """True if a label that is partly outside the area is moved sideways into it."""


def place_all(spots: Sequence[Spot], area: Box, rules: LabelRules) -> list[Label] | None:
    """Returns labels for all points, or None if there isn't room for all of them.

    Coinciding points share a label, with a line of text for each.
    """
    groups = _together(spots, range(len(spots)), rules, TOGETHER)
    firsts = [spots[group[0]] for group in groups]
    places = list(dict.fromkeys((spot.x, spot.y) for spot in spots))
    marks = [_around(x, y, rules.marker) for x, y in places]

    def neighbours(spot: Spot) -> int:
        return sum(math.hypot(spot.x - other.x, spot.y - other.y) < CROWD for other in firsts)

    order = sorted(range(len(groups)), key=lambda n: (neighbours(firsts[n]), -firsts[n].y, n))
    placed: dict[int, Label] = {}
    for _ in range(1 + PASSES):
        for number in order:
            first, group = firsts[number], groups[number]
            lines = [spots[n].name for n in group]
            others = [label for other, label in placed.items() if other != number]
            away = 2 * rules.core
            cores = [_around(x, y, rules.core) for x, y in places if math.hypot(x - first.x, y - first.y) > away]
            found = _best(first, lines, group, area, others, marks, cores, rules)
            if found is None:
                return None
            placed[number] = found
    return [placed[number] for number in sorted(placed)]


def place_best(spots: Sequence[Spot], area: Box, rules: LabelRules, longest: int) -> tuple[list[Label], list[int]]:
    """Returns labels for as many points as there is room for, and the indices of the other points.

    Points with the largest ``worth`` come first in both. Coinciding points share a label, such as "a, b". If it
    has more than ``longest`` characters, it is "a and 3 more" instead, and only a counts as named.
    """
    order = sorted(
        (n for n, spot in enumerate(spots) if spot.named), key=lambda n: (-spots[n].worth, spots[n].name)
    )
    labels: list[Label] = []
    for group in _together(spots, order, rules, len(spots)):
        own = frozenset(group)
        others = [_around(spot.x, spot.y, rules.marker) for n, spot in enumerate(spots) if n not in own]
        for text, named in _texts(spots, group, longest):
            found = _best(spots[group[0]], [text], named, area, labels, others, others, rules)
            if found is not None:
                labels.append(found)
                break
    readable = {number for label in labels for number in label.spots}
    return labels, [number for number in order if number not in readable]


def _texts(spots: Sequence[Spot], group: Sequence[int], longest: int) -> Iterator[tuple[str, Sequence[int]]]:
    """Yields possible labels of a group of coinciding points, each with the indices of the named points."""
    whole = ", ".join(spots[n].name for n in group)
    if len(group) == 1 or len(whole) <= longest:
        yield whole, group
    if len(group) > 1:
        yield f"{spots[group[0]].name} and {len(group) - 1} more", group[:1]


def _together(spots: Sequence[Spot], order: Sequence[int], rules: LabelRules, most: int) -> list[list[int]]:
    """Returns the indices of points in groups of at most ``most``; coinciding points are in one group."""
    groups: list[list[int]] = []
    for number in order:
        spot = spots[number]
        for group in groups:
            first = spots[group[0]]
            if math.hypot(first.x - spot.x, first.y - spot.y) < rules.marker / 2 and len(group) < most:
                group.append(number)
                break
        else:
            groups.append([number])
    return groups


def _best(
    spot: Spot,
    lines: Sequence[str],
    named: Sequence[int],
    area: Box,
    labels: Sequence[Label],
    marks: Sequence[Box],
    cores: Sequence[Box],
    rules: LabelRules,
) -> Label | None:
    """Returns the label at the position with the lowest cost, or None if no position is free."""
    boxes = [label.box for label in labels]
    leaders = [label.leader for label in labels if label.leader]
    width, height = max(map(rules.width, lines)), len(lines) * rules.line
    best: Label | None = None
    least = math.inf
    for box, away in _places(spot, width, height, rules):
        if away >= least:
            break
        if rules.slides:
            box = box.moved_into(area)
        near = away <= rules.near
        clear = box.grown(rules.clear) if near else box
        if not area.holds(box) or any(map(box.meets, boxes)) or any(map(clear.meets, marks)):
            continue
        over_box = sum(leader.enters(box) for leader in leaders)
        over_line = 0
        leader = None
        if not near:
            to_x, to_y = min(max(spot.x, box.left), box.right), min(max(spot.y, box.low), box.high)
            leader = Leader(spot.x, spot.y, to_x, to_y)
            over_box += sum(map(leader.enters, (*boxes, *cores)))
            over_line = sum(map(leader.crosses, leaders))
        cost = away + _cost(over_box, rules.over_box) + _cost(over_line, rules.over_line)
        if cost < least:
            best, least = Label(lines, box, spot.x, spot.y, named, leader), cost
    return best


def _cost(count: int, each: float) -> float:
    """Returns ``count`` times ``each``, but 0 for no defects even if ``each`` is infinite."""
    return count * each if count else 0.0


def _around(x: float, y: float, half: float) -> Box:
    """Returns the square around a point; ``half`` is half its side."""
    return Box(x - half, y - half, x + half, y + half)


def _places(spot: Spot, width: float, height: float, rules: LabelRules) -> Iterator[tuple[Box, float]]:
    """Yields rectangles of the given size around a point, the nearest first, each with its distance."""
    for away in (rules.near, *rules.far):
        for angle in rules.angles:
            x, y = spot.x + away * math.cos(angle), spot.y + away * math.sin(angle)
            # (x, y) is the side or the corner of the rectangle that faces the point
            left = x - width * (0.5 - 0.5 * _side(math.cos(angle)))
            low = y - height * (0.5 - 0.5 * _side(math.sin(angle)))
            yield Box(left, low, left + width, low + height), away


def _side(share: float) -> float:
    """Returns 1 or -1 if a direction's cosine or sine points clearly to one side, else 0."""
    return 1.0 if share > 0.3 else -1.0 if share < -0.3 else 0.0


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Returns positions near the wanted ones, in the same order, at least ``gap`` apart, within the bounds.

    If there isn't room for all positions, they begin at ``low`` and exceed ``high``.
    """
    order = sorted(range(len(wanted)), key=lambda number: (wanted[number], number))
    # with n × gap subtracted from the n-th position, positions may be equal but mustn't decrease; those that would
    # decrease form a block at their mean
    blocks: list[tuple[float, int]] = []
    for below, number in enumerate(order):
        total, count = wanted[number] - below * gap, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            more, others = blocks.pop()
            total, count = total + more, count + others
        blocks.append((total, count))
    last = high - (len(order) - 1) * gap
    means = [max(min(total / count, last), low) for total, count in blocks for _ in range(count)]
    found = [0.0] * len(wanted)
    for below, (mean, number) in enumerate(zip(means, order, strict=True)):
        found[number] = mean + below * gap
    return found
