"""Names beside points, none of which covers a point or another name. All in points, from the lower left."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.plots.style import LINE, RADIUS, text_width

TOGETHER = 8
"""Names that stand below each other at most, where points can't be told apart."""
PASSES = 2
"""How often each label looks for a better place once all have one."""
CROSSING = 60.0
"""How much further away a label may stand for its line not to cross another; thrice that for a name or a point."""
CORE = 1.8
"""Points: half of what a line must leave free of another point."""
NEAR = RADIUS + 1.0
FAR = (11.0, 17.0, 25.0, 34.0, 45.0, 58.0, 73.0, 90.0, 110.0, 135.0, 165.0, 200.0, 240.0, 290.0, 350.0)
ANGLES = (0, 12, 6, 18, 2, 10, 22, 14, 1, 23, 13, 11, 3, 21, 9, 15, 5, 7, 17, 19, 4, 8, 16, 20)
"""Twenty-fourths of a turn, those that read best first."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    left: float
    low: float
    right: float
    high: float

    def meets(self, other: Box) -> bool:
        """Whether two share any area."""
        return (
            self.left < other.right and other.left < self.right and self.low < other.high and other.low < self.high
        )


@dataclass(frozen=True, slots=True)
class Leader:
    """The line from a point to its name."""

    x: float
    y: float
    to_x: float
    to_y: float

    def crosses(self, other: Leader) -> bool:
        """Whether two lines cross, not where they begin at the same point."""
        if (self.x, self.y) == (other.x, other.y):
            return False
        return (
            _turn(self, other.x, other.y) * _turn(self, other.to_x, other.to_y) < 0
            and _turn(other, self.x, self.y) * _turn(other, self.to_x, self.to_y) < 0
        )

    def enters(self, box: Box) -> bool:
        """Whether the line goes through a rectangle (Liang and Barsky's clipping)."""
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
    return (line.to_x - line.x) * (y - line.y) - (line.to_y - line.y) * (x - line.x)


@dataclass(frozen=True, slots=True)
class Label:
    """The names of points that stand in one place, a line each."""

    names: Sequence[str]
    box: Box
    leader: Leader | None

    def lines(self, size: float) -> Iterator[tuple[str, float, float, str]]:
        """Each name, where its baseline is, and whether it is set "left" or "right"."""
        right = self.leader is not None and self.leader.to_x >= self.box.right
        for number, name in enumerate(self.names):
            baseline = self.box.high - size * (LINE * number + 0.92)
            yield name, self.box.right - 1 if right else self.box.left + 1, baseline, "right" if right else "left"


@dataclass(frozen=True, slots=True)
class _Group:
    x: float
    y: float
    names: tuple[str, ...]
    width: float
    height: float


def place(
    points: Sequence[tuple[str, float, float]], width: float, height: float, size: float
) -> list[Label] | None:
    """Names for points in an area; None where there is no room for all of them."""
    groups = _groups(points, size)
    spots = list(dict.fromkeys((x, y) for _, x, y in points))

    def crowd(group: _Group) -> int:
        return sum(math.hypot(group.x - other.x, group.y - other.y) < 40 for other in groups)

    order = sorted(range(len(groups)), key=lambda number: (crowd(groups[number]), -groups[number].y, number))
    placed: dict[int, Label] = {}
    for _ in range(1 + PASSES):
        for number in order:
            others = [label for other, label in placed.items() if other != number]
            best = _best(groups[number], others, spots, width, height)
            if best is None:
                return None
            placed[number] = best
    return [placed[number] for number in sorted(placed)]


def _groups(points: Sequence[tuple[str, float, float]], size: float) -> list[_Group]:
    together: list[tuple[float, float, list[str]]] = []
    for name, x, y in points:
        for at_x, at_y, names in together:
            if math.hypot(at_x - x, at_y - y) < RADIUS / 2 and len(names) < TOGETHER:
                names.append(name)
                break
        else:
            together.append((x, y, [name]))
    return [
        _Group(
            x,
            y,
            tuple(names),
            max(text_width(name, size) for name in names) + 2,
            len(names) * size * LINE,
        )
        for x, y, names in together
    ]


def _best(
    group: _Group, others: Sequence[Label], points: Sequence[tuple[float, float]], width: float, height: float
) -> Label | None:
    boxes = [label.box for label in others]
    cores = [_around(x, y, CORE) for x, y in points if math.hypot(x - group.x, y - group.y) > CORE * 2]
    marks = [_around(x, y, RADIUS) for x, y in points]
    leaders = [label.leader for label in others if label.leader]
    best: Label | None = None
    least = math.inf
    for place_, away in _places(group):
        if away >= least:
            break
        aside = max(0.0, -place_.left) + min(0.0, width - place_.right)
        box = Box(place_.left + aside, place_.low, place_.right + aside, place_.high)
        inside = box.left >= 0 and box.right <= width and box.low >= 0 and box.high <= height
        if not inside or any(map(box.meets, boxes)) or any(map(box.meets, marks)):
            continue
        cost = away + 3 * CROSSING * sum(leader.enters(box) for leader in leaders)
        leader = None
        if away > NEAR:
            to_x = min(max(group.x, box.left), box.right)
            to_y = min(max(group.y, box.low), box.high)
            leader = Leader(group.x, group.y, to_x, to_y)
            cost += 3 * CROSSING * sum(map(leader.enters, boxes))
            cost += CROSSING * sum(map(leader.crosses, leaders))
            cost += 3 * CROSSING * sum(map(leader.enters, cores))
        if cost < least:
            best, least = Label(group.names, box, leader), cost
    return best


def _around(x: float, y: float, half: float) -> Box:
    return Box(x - half, y - half, x + half, y + half)


def _places(group: _Group) -> Iterator[tuple[Box, float]]:
    """Boxes around a point and how far away they are, the nearest first."""
    for away in (NEAR, *FAR):
        for angle in ANGLES:
            turn = angle * math.pi / 12
            x, y = group.x + away * math.cos(turn), group.y + away * math.sin(turn)
            # the side or the corner that looks at the point stands there
            left = x - group.width * (0.5 - 0.5 * _side(math.cos(turn)))
            low = y - group.height * (0.5 - 0.5 * _side(math.sin(turn)))
            yield Box(left, low, left + group.width, low + group.height), away


def _side(share: float) -> float:
    return 1.0 if share > 0.3 else -1.0 if share < -0.3 else 0.0


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places near those wanted, in their order, at least ``gap`` apart, within the bounds if they fit."""
    order = sorted(range(len(wanted)), key=lambda number: (wanted[number], number))
    blocks: list[tuple[float, int]] = []  # the middle that a block wants, and how many it holds
    for number in order:
        middle, count = wanted[number], 1
        while blocks:
            before, size = blocks[-1]
            if before + gap * (size - 1) / 2 + gap <= middle - gap * (count - 1) / 2:
                break
            blocks.pop()
            middle = (before * size + middle * count) / (size + count)
            count += size
        blocks.append((middle, count))
    places = [middle + gap * (k - (count - 1) / 2) for middle, count in blocks for k in range(count)]
    for k in reversed(range(len(places))):
        places[k] = min(places[k], places[k + 1] - gap if k + 1 < len(places) else high)
    for k in range(len(places)):
        places[k] = max(places[k], places[k - 1] + gap if k else low)
    found = [0.0] * len(wanted)
    for place_, number in zip(places, order, strict=True):
        found[number] = place_
    return found
