"""Points with their names in a plot, none of which covers another: precision and recall, speed and quality."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.counts import Score
from bench.measures import MEASURES
from bench.render.grid import percent
from bench.render.scores import SECTIONS, given_gold
from bench.report.material import Material, Results, Run
from bench.results.record import Record

WIDTH, HEIGHT = 400, 374
LEFT, RIGHT, TOP, BOTTOM = 46, 34, 30, 42
CHARACTER, LINE = 6.3, 13.0
"""How wide a character of a name is taken to be, and how high a line."""
MARKER = 6.0
"""Half the size of a marker, with its edge."""
LONGEST = 24
"""Characters of a name that are shown."""
SHARED = 34
"""Characters of the names that points in one place share."""
SHAPES = 10
"""How many different markers the page's style has; each has a shape and a colour of its own."""
PLOTTED = [measure.name for measure in MEASURES if measure.plotted]
"""The measures whose precision and recall are drawn."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; its bounds don't belong to it."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        """Whether the two share any area."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def grown(self, by: float) -> Box:
        """With so much more on every side."""
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def crossed(self, line: tuple[float, float, float, float]) -> bool:
        """Whether a straight line runs through it, by the stretch of the line that lies between its bounds."""
        x, y, to_x, to_y = line
        first, last = 0.0, 1.0
        for at, step, low, high in (
            (x, to_x - x, self.x, self.x + self.width),
            (y, to_y - y, self.y, self.y + self.height),
        ):
            if step == 0:
                if not low < at < high:
                    return False
                continue
            near, far = sorted(((low - at) / step, (high - at) / step))
            first, last = max(first, near), min(last, far)
        return first < last


@dataclass(frozen=True, slots=True)
class Point:
    """A system in a plot."""

    name: str
    x: float
    y: float
    marker: str
    said: str
    """Its figures in words."""
    worth: float = 0.0
    """F1: the best are named first."""
    named: bool = True
    """Annotators have a marker of their own and aren't named."""


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a point, or of those that stand in one place, and the line that leads there."""

    text: str
    box: Box
    points: Sequence[Point]
    """Those whose name can be read."""
    leader: tuple[float, float, float, float] | None = None

    @property
    def anchor(self) -> str:
        """Where in its box the text begins, as SVG says it: letters are narrower than the box has room for."""
        x = self.points[0].x
        return "end" if x >= self.box.x + self.box.width else "start" if x <= self.box.x else "middle"

    @property
    def x(self) -> float:
        """Where that is."""
        return self.box.x + self.box.width * {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]


@dataclass(frozen=True, slots=True)
class Layout:
    """The names of a plot with letters and markers of one size; the page shows the one that fits its width."""

    id: str
    scale: float
    labels: Sequence[Label]
    unnamed: Sequence[Point]
    """Points that there was no room to name, the best first."""

    @property
    def baseline(self) -> float:
        """How far below the top of its box a name stands."""
        return 10 * self.scale


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot, in the units of its own coordinates."""

    id: str
    title: str
    x_title: str
    y_title: str
    x_ticks: Sequence[Tick]
    y_ticks: Sequence[Tick]
    points: Sequence[Point]
    layouts: Sequence[Layout]
    curves: Sequence[tuple[str, str, float]] = ()
    """Path, name, and how high on the right side the name stands."""


AREA = Box(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM)
NAMES = Box(AREA.x, 2, AREA.width, TOP - 2 + AREA.height)
"""Where names may stand: above the frame too, for many have a precision of 100 %."""


SCALES = {"narrow": 1.0, "wide": 0.7}
"""Layout → the size of letters and markers, in the plot's units; on a wide page a plot is larger than they are."""


def layouts(points: Sequence[Point]) -> list[Layout]:
    """The names of the points for narrow pages and for wide ones."""
    found = []
    for name, scale in SCALES.items():
        labels, left = place(points, scale)
        found.append(Layout(name, scale, labels, left))
    return found


def place(points: Sequence[Point], scale: float = 1.0, area: Box = NAMES) -> tuple[list[Label], list[Point]]:
    """Name points close to where they are, the best first; and those that stay without a name, the best first too.

    A name covers no point and no other name, nor does the line that leads to it. Points that can't be told apart
    share one: "a, b", or where that is too long "a and 3 more", of which a alone counts as named.
    """
    size = MARKER * scale
    markers = {id(p): Box(p.x - size, p.y - size, 2 * size, 2 * size) for p in points}
    taken: list[Box] = []
    lines: list[Line] = []
    labels: list[Label] = []
    for group in _together(sorted(points, key=lambda point: (-point.worth, point.name)), size / 2):
        own = set(map(id, group))
        others = [box for key, box in markers.items() if key not in own]
        label = _named(group, scale, area, others, taken, lines)
        if label is not None:
            labels.append(label)
            taken.append(label.box)
            lines += [label.leader] if label.leader else []
    named = {id(point) for label in labels for point in label.points}
    left = [point for point in points if point.named and id(point) not in named]
    return labels, sorted(left, key=lambda point: (-point.worth, point.name))


Line = tuple[float, float, float, float]


def _named(
    group: Sequence[Point],
    scale: float,
    area: Box,
    others: Sequence[Box],
    taken: Sequence[Box],
    lines: Sequence[Line],
) -> Label | None:
    """The first text and place that are free."""
    x, y = group[0].x, group[0].y
    for text, points in _texts(group):
        width, height = len(text) * CHARACTER * scale + 4 * scale, LINE * scale
        for box, away in _places(x, y, width, height, scale):
            inside = (
                area.x <= box.x
                and box.x + box.width <= area.x + area.width
                and area.y <= box.y
                and box.y + box.height <= area.y + area.height
            )
            # without a line, a name stands beside its own point alone
            close = box if away else box.grown(2 * scale)
            if (
                not inside
                or any(map(box.meets, taken))
                or any(map(close.meets, others))
                or any(box.crossed(line) for line in lines)
            ):
                continue
            if not away:
                return Label(text, box, points)
            end = min(max(x, box.x), box.x + box.width), min(max(y, box.y), box.y + box.height)
            leader = (x, y, *end)
            if not any(other.crossed(leader) for other in (*others, *taken)):
                return Label(text, box, points, leader)
    return None


def _texts(group: Sequence[Point]) -> Iterator[tuple[str, Sequence[Point]]]:
    """What a group may be called, and whose names that tells."""
    whole = ", ".join(short(point.name) for point in group)
    if len(group) == 1 or len(whole) <= SHARED:
        yield whole, group
    if len(group) > 1:
        yield f"{short(group[0].name)} and {len(group) - 1} more", group[:1]


def short(name: str) -> str:
    """A name that fits a label."""
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def _together(points: Sequence[Point], near: float) -> list[list[Point]]:
    """Points to be named, with those that can't be told from them."""
    groups: list[list[Point]] = []
    for point in points:
        if not point.named:
            continue
        for group in groups:
            if math.hypot(group[0].x - point.x, group[0].y - point.y) < near:
                group.append(point)
                break
        else:
            groups.append([point])
    return groups


def _places(x: float, y: float, width: float, height: float, scale: float) -> Iterator[tuple[Box, bool]]:
    """Boxes around a point, and whether they are so far away that a line must lead there."""
    for away in (MARKER + 2, 15, 21, 28):
        for step in (0, 8, 4, 12, 1, 15, 7, 9, 2, 14, 6, 10, 3, 13, 5, 11):
            angle = step * math.pi / 8
            cx, cy = x + scale * away * math.cos(angle), y + scale * away * math.sin(angle)
            # the side or corner that looks at the point stands at that distance
            left = cx - width * (0.5 - 0.5 * _side(math.cos(angle)))
            top = cy - height * (0.5 - 0.5 * _side(math.sin(angle)))
            yield Box(left, top, width, height), away > MARKER + 2


def _side(share: float) -> float:
    return 1.0 if share > 0.3 else -1.0 if share < -0.3 else 0.0


def markers(material: Material) -> dict[str, str]:
    """System → marker, the same in every plot of the page; annotators have one of their own."""
    systems = {record.name for each in material.results for record in each.records if record.role != "annotator"}
    annotators = {record.name for each in material.results for record in each.records} - systems
    return {
        **{name: f"m{number % SHAPES}" for number, name in enumerate(sorted(systems))},
        **dict.fromkeys(annotators, "ma"),
    }


def precision_recall(material: Material) -> dict[str, list[Plot]]:
    """By suite, a plot of each of `PLOTTED` that anything was predicted of."""
    marker = markers(material)
    return {
        each.name: [
            plot
            for name in PLOTTED
            if (plot := _precision_recall(each, name, marker, f"pr-{number}-{name.replace('.', '-')}"))
        ]
        for number, each in enumerate(material.results)
    }


def _precision_recall(results: Results, measure: str, marker: Mapping[str, str], id_: str) -> Plot | None:
    points = []
    for record in results.records:
        score = record.measures.get(measure)
        if score is not None and score.precision is not None and score.recall is not None:
            x, y = AREA.x + score.recall * AREA.width, AREA.y + (1 - score.precision) * AREA.height
            said = (
                f"{record.name}: P {percent(score.precision)}, R {percent(score.recall)}, F1 {percent(score.f1)}"
            )
            named = record.role != "annotator"
            points.append(Point(_flagged(record), x, y, marker[record.name], said, score.f1 or 0.0, named))
    if not points:
        return None
    ticks = [share / 5 for share in range(6)]
    return Plot(
        id=id_,
        title=measure,
        x_title="recall (%)",
        y_title="precision (%)",
        x_ticks=[Tick(AREA.x + tick * AREA.width, f"{100 * tick:.0f}") for tick in ticks],
        y_ticks=[Tick(AREA.y + (1 - tick) * AREA.height, f"{100 * tick:.0f}") for tick in ticks],
        points=points,
        layouts=layouts(points),
        curves=[_same_f1(share / 10) for share in (2, 4, 6, 8)],
    )


def _flagged(record: Record) -> str:
    return record.name + ("*" if given_gold(record) else "")


def _same_f1(f1: float) -> tuple[str, str, float]:
    """The curve on which F1 is the same: precision = F1 × recall / (2 × recall - F1)."""
    first = f1 / (2 - f1)
    path = []
    for step in range(41):
        recall = first + (1 - first) * (step / 40) ** 2  # closer where it is steep
        precision = f1 * recall / (2 * recall - f1)
        path.append(f"{AREA.x + recall * AREA.width:.1f} {AREA.y + (1 - precision) * AREA.height:.1f}")
    return "M" + "L".join(path), f"{100 * f1:.0f}", AREA.y + (1 - first) * AREA.height


def speed(material: Material) -> dict[str, list[Plot]]:
    """By suite, each layer's headline measure by how many documents a second were done."""
    marker = markers(material)
    return {
        each.name: [
            plot
            for section in SECTIONS
            if section.whole
            and (plot := _speed(each, section.headline, material.runs, marker, f"speed-{number}-{section.layer}"))
        ]
        for number, each in enumerate(material.results)
    }


def _speed(
    results: Results, measure: str, runs: Mapping[str, Run], marker: Mapping[str, str], id_: str
) -> Plot | None:
    measured: list[tuple[Record, Score, float, float]] = []
    for record in results.records:
        score, run = record.measures.get(measure), runs.get(record.name)
        if record.role != "annotator" and score and score.f1 is not None and run and run.documents_per_second:
            measured.append((record, score, score.f1, run.documents_per_second))
    if not measured:
        return None
    exponents = [math.log10(rate) for *_, rate in measured]
    low, high = math.floor(min(exponents)), math.ceil(max(exponents) + 1e-9)
    high += low == high

    def across(exponent: float) -> float:
        return AREA.x + (exponent - low) / (high - low) * AREA.width

    points = [
        Point(
            _flagged(record),
            across(math.log10(rate)),
            AREA.y + (1 - f1) * AREA.height,
            marker[record.name],
            f"{record.name}: {per_second(rate)} documents a second, F1 {percent(score.f1)}",
            f1,
        )
        for record, score, f1, rate in measured
    ]
    step = max(1, math.ceil((high - low) / 6))
    return Plot(
        id=id_,
        title=f"{measure}, by speed",
        x_title="documents a second",
        y_title="F1 (%)",
        x_ticks=[Tick(across(power), per_second(10.0**power)) for power in range(low, high + 1, step)],
        y_ticks=[Tick(AREA.y + (1 - share / 5) * AREA.height, f"{20 * share}") for share in range(6)],
        points=points,
        layouts=layouts(points),
    )


def per_second(rate: float) -> str:
    """A rate in as many digits as it is worth."""
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.2g}"
