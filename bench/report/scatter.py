"""Points with their names in a plot, none of which covers another: precision and recall, speed and quality."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.counts import Score
from bench.record import Record
from bench.render.grid import percent
from bench.render.scores import SECTIONS, given_gold
from bench.report.material import Material, Results, Run

WIDTH, HEIGHT = 400, 360
LEFT, RIGHT, TOP, BOTTOM = 46, 34, 14, 44
CHARACTER, LINE = 6.3, 13.0
"""How wide a character of a name is taken to be, and how high a line."""
MARKER = 6.0
"""Half the size of a marker, with its edge."""
LONGEST = 24
"""Characters of a name that are shown."""
SHAPES = 10
"""How many different markers the page's style has; each has a shape and a colour of its own."""
PLOTTED = {
    "timexes": ("timex.relaxed", "timex.value"),
    "events": ("event.relaxed", "event.class"),
    "links": ("tlink.awareness",),
    "timeline": ("timeline.dates", "timeline.entries"),
}
"""Layer → the measures whose precision and recall are drawn."""


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


@dataclass(frozen=True, slots=True)
class Point:
    """A system in a plot."""

    name: str
    x: float
    y: float
    marker: str
    said: str
    """Its figures in words."""


@dataclass(frozen=True, slots=True)
class Label:
    """The names of the points that stand in one place, a line each, and the line that leads to them."""

    names: Sequence[str]
    box: Box
    leader: tuple[float, float, float, float] | None = None


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
    labels: Sequence[Label]
    unlabelled: Sequence[Point]
    """Points that there was no room to name in the plot."""
    curves: Sequence[tuple[str, str, float]] = ()
    """Path, name, and how high on the right side the name stands."""


AREA = Box(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM)


def place(points: Sequence[Point], area: Box = AREA) -> tuple[list[Label], list[Point]]:
    """Give each point its name where it covers no point and no other name; and those for which there is no place.

    Points that can't be told apart share a label. Near places are tried first, then those further off, with a
    line.
    """
    markers = [Box(p.x - MARKER, p.y - MARKER, 2 * MARKER, 2 * MARKER) for p in points]
    taken: list[Box] = []
    labels: list[Label] = []
    left: list[Point] = []
    for group in _together(points):
        x, y = group[0].x, group[0].y
        names = [short(point.name) for point in group]
        width, height = max(map(len, names)) * CHARACTER + 4, len(names) * LINE
        for box, away in _places(x, y, width, height):
            inside = (
                area.x <= box.x
                and box.x + box.width <= area.x + area.width
                and area.y <= box.y
                and box.y + box.height <= area.y + area.height
            )
            if inside and not any(map(box.meets, taken)) and not any(map(box.meets, markers)):
                end = (min(max(x, box.x), box.x + box.width), min(max(y, box.y), box.y + box.height))
                labels.append(Label(names, box, (x, y, *end) if away else None))
                taken.append(box)
                break
        else:
            left += group
    return labels, left


def short(name: str) -> str:
    """A name that fits a label."""
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def _together(points: Sequence[Point]) -> list[list[Point]]:
    groups: list[list[Point]] = []
    for point in points:
        for group in groups:
            if math.hypot(group[0].x - point.x, group[0].y - point.y) < MARKER / 2:
                group.append(point)
                break
        else:
            groups.append([point])
    return groups


def _places(x: float, y: float, width: float, height: float) -> Iterator[tuple[Box, bool]]:
    """Boxes around a point, and whether they are so far away that a line must lead there."""
    for away in (MARKER + 2, 20, 34, 50, 70, 95, 125, 160):
        for step in (0, 8, 4, 12, 1, 15, 7, 9, 2, 14, 6, 10, 3, 13, 5, 11):
            angle = step * math.pi / 8
            cx, cy = x + away * math.cos(angle), y + away * math.sin(angle)
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
            for names in PLOTTED.values()
            for name in names
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
            points.append(Point(_flagged(record), x, y, marker[record.name], said))
    if not points:
        return None
    labels, left = place(points)
    ticks = [share / 5 for share in range(6)]
    return Plot(
        id=id_,
        title=measure,
        x_title="recall (%)",
        y_title="precision (%)",
        x_ticks=[Tick(AREA.x + tick * AREA.width, f"{100 * tick:.0f}") for tick in ticks],
        y_ticks=[Tick(AREA.y + (1 - tick) * AREA.height, f"{100 * tick:.0f}") for tick in ticks],
        points=points,
        labels=labels,
        unlabelled=left,
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
        )
        for record, score, f1, rate in measured
    ]
    labels, left = place(points)
    step = max(1, math.ceil((high - low) / 6))
    return Plot(
        id=id_,
        title=f"{measure}, by speed",
        x_title="documents a second",
        y_title="F1 (%)",
        x_ticks=[Tick(across(power), per_second(10.0**power)) for power in range(low, high + 1, step)],
        y_ticks=[Tick(AREA.y + (1 - share / 5) * AREA.height, f"{20 * share}") for share in range(6)],
        points=points,
        labels=labels,
        unlabelled=left,
    )


def per_second(rate: float) -> str:
    """A rate in as many digits as it is worth."""
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.2g}"
