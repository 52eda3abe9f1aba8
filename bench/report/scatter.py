"""Scatter plots in SVG: precision by recall, and F1 by speed, with labels for narrow and for wide pages."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.figures.axes import Scale, decades, per_second
from bench.figures.labels import Box, Label, LabelRules, Spot, place_best
from bench.figures.scatter import (
    F1,
    PRECISION,
    RECALL,
    SPEED,
    ScatterPoint,
    f1_by_speed,
    precision_recall,
    same_f1,
)
from bench.figures.suite_results import SuiteResults
from bench.measures import MEASURES, named
from bench.render.grid import percent
from bench.results.names import flagged

WIDTH, HEIGHT = 400, 374
LEFT, RIGHT, TOP, BOTTOM = 46, 34, 30, 42
CHARACTER, LINE = 6.3, 13.0
"""The width of a character, and the height of a line of text."""
MARKER = 6.0
"""Half the width of a marker with its edge."""
LONGEST = 24
"""The largest number of characters of a name. Longer names are cut."""
SHARED = 34
"""The largest number of characters in a label that coinciding points share."""
SHAPES = 10
"""The number of markers in the page's style sheet; each has its own shape and colour."""
PLOTTED = [measure.name for measure in MEASURES if measure.plotted]
"""The measures whose precision and recall are drawn."""
SCALES = {"narrow": 1.0, "wide": 0.7}
"""For each layout, the scale of text and markers. A wide page enlarges the plot, but text should keep its size."""
AREA = Box(LEFT, TOP, WIDTH - RIGHT, HEIGHT - BOTTOM)
"""The area within the axes. In SVG y grows downwards, so ``low`` is the upper edge."""
LABEL_AREA = Box(AREA.left, 2, AREA.right, AREA.high)
"""The area for labels. It extends above the axes, because many systems have a precision of 100 %."""
PERCENTS = Scale(0, 100)
STEPS = range(0, 101, 20)
"""The percentages at the ticks of an axis."""


@dataclass(frozen=True, slots=True)
class PlottedPoint:
    """The point of a system or an annotator in a plot, with its marker."""

    x: float
    y: float
    marker: str
    said: str
    """The name and the scores in words."""


@dataclass(frozen=True, slots=True)
class PlottedLabel:
    """A label in a plot. ``leader`` is the line from the point to the label, as x, y, x, y, or None."""

    text: str
    anchor: str
    """The alignment of the text at x in SVG: "start", "middle" or "end"."""
    x: float
    baseline: float
    leader: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class Layout:
    """The labels of a plot for one size of text. The page shows the layout that fits its width."""

    id: str
    labels: Sequence[PlottedLabel]
    unnamed: Sequence[PlottedPoint]
    """The points without a label, because there is no room; those with the best F1 come first."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick of an axis: its coordinate and its text."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A scatter plot in SVG coordinates."""

    id: str
    title: str
    x_title: str
    y_title: str
    x_ticks: Sequence[Tick]
    y_ticks: Sequence[Tick]
    points: Sequence[PlottedPoint]
    layouts: Sequence[Layout]
    curves: Sequence[tuple[str, str, float]] = ()
    """The curves of the same F1: SVG path, text, and the y of the text on the right."""


def rules(scale: float) -> LabelRules:
    """Returns the sizes and positions of labels, at a given scale of text and markers."""
    return LabelRules(
        width=lambda text: len(text) * CHARACTER * scale + 4 * scale,
        line=LINE * scale,
        marker=MARKER * scale,
        near=scale * (MARKER + 2),
        far=[scale * away for away in (15, 21, 28)],
        angles=[step * math.pi / 8 for step in (0, 8, 4, 12, 1, 15, 7, 9, 2, 14, 6, 10, 3, 13, 5, 11)],
        core=MARKER * scale,
        over_box=math.inf,
        over_line=0.0,
        clear=2 * scale,
    )


def markers(results: Iterable[SuiteResults]) -> dict[str, str]:
    """Returns each system's marker (a class of the style sheet), by the system's name, for use in all plots.

    Annotators share one marker.
    """
    records = [record for each in results for record in each.records]
    systems = sorted({record.name for record in records if record.role != "annotator"})
    found = {record.name: "ma" for record in records}
    return found | {name: f"m{number % SHAPES}" for number, name in enumerate(systems)}


def precision_recall_plots(results: Sequence[SuiteResults]) -> dict[str, list[Plot]]:
    """Returns the plots of each suite, by its name: one for each measure of `PLOTTED` that has scores."""
    marker = markers(results)
    return {
        each.name: [
            _precision_recall(measure, points, marker, f"pr-{number}-{measure.replace('.', '-')}")
            for measure in PLOTTED
            if (points := precision_recall(each.records, measure))
        ]
        for number, each in enumerate(results)
    }


def _precision_recall(measure: str, points: Sequence[ScatterPoint], marker: Mapping[str, str], id_: str) -> Plot:
    def said(point: ScatterPoint) -> str:
        score = point.record.measures[measure]
        return f"P {percent(score.precision)}, R {percent(score.recall)}, F1 {percent(score.f1)}"

    plotted = [_plotted(point, PERCENTS, marker, said(point)) for point in points]
    return Plot(
        id=id_,
        title=named(measure).words,
        x_title=RECALL,
        y_title=PRECISION,
        x_ticks=[Tick(_across(PERCENTS, step), f"{step}") for step in STEPS],
        y_ticks=[Tick(_up(step), f"{step}") for step in STEPS],
        points=plotted,
        layouts=_layouts(points, plotted),
        curves=[same_f1_curve(share / 10) for share in (2, 4, 6, 8)],
    )


def speed_plots(results: Sequence[SuiteResults]) -> dict[str, list[Plot]]:
    """Returns the plots of F1 by documents per second of each suite: one for each layer's headline measure."""
    marker = markers(results)
    return {
        each.name: [
            _speed(measure, points, marker, f"speed-{number}-{measure.replace('.', '-')}")
            for measure, points in f1_by_speed(each.records, each.rates).items()
        ]
        for number, each in enumerate(results)
    }


def _speed(measure: str, points: Sequence[ScatterPoint], marker: Mapping[str, str], id_: str) -> Plot:
    x, powers = decades([point.x for point in points], 6)
    plotted = [
        _plotted(point, x, marker, f"{per_second(point.x)} {SPEED}, F1 {percent(point.f1)}") for point in points
    ]
    return Plot(
        id=id_,
        title=f"{named(measure).words}, by speed",
        x_title=SPEED,
        y_title=F1,
        x_ticks=[Tick(_across(x, power), per_second(power)) for power in powers],
        y_ticks=[Tick(_up(step), f"{step}") for step in STEPS],
        points=plotted,
        layouts=_layouts(points, plotted),
    )


def _across(scale: Scale, figure: float) -> float:
    return AREA.left + scale.share(figure) * (AREA.right - AREA.left)


def _up(figure: float) -> float:
    return AREA.high - PERCENTS.share(figure) * (AREA.high - AREA.low)


def _plotted(point: ScatterPoint, x: Scale, marker: Mapping[str, str], words: str) -> PlottedPoint:
    name = point.record.name
    return PlottedPoint(_across(x, point.x), _up(point.y), marker[name], f"{name}: {words}")


def _layouts(points: Sequence[ScatterPoint], plotted: Sequence[PlottedPoint]) -> list[Layout]:
    """Returns the labels of the points for narrow and for wide pages. Annotators have no labels."""
    spots = [
        Spot(flagged(point.record, longest=LONGEST), at.x, at.y, point.f1, named=point.record.role != "annotator")
        for point, at in zip(points, plotted, strict=True)
    ]
    found = []
    for name, scale in SCALES.items():
        labels, left = place_best(spots, LABEL_AREA, rules(scale), SHARED)
        found.append(
            Layout(name, [_label(label, scale) for label in labels], [plotted[number] for number in left])
        )
    return found


def _label(label: Label, scale: float) -> PlottedLabel:
    """Returns a label for SVG. Its text is aligned with the side that faces the point."""
    box, line = label.box, label.leader
    anchor, x = {
        "left": ("start", box.left),
        "middle": ("middle", (box.left + box.right) / 2),
        "right": ("end", box.right),
    }[label.side]
    leader = (line.x, line.y, line.to_x, line.to_y) if line is not None else None
    return PlottedLabel(label.lines[0], anchor, x, box.low + 10 * scale, leader)


def same_f1_curve(f1: float) -> tuple[str, str, float]:
    """Returns the curve of a given F1: its SVG path, its text, and the y of its right end."""
    lowest = f1 / (2 - f1)
    path = [
        f"{_across(PERCENTS, 100 * recall):.1f} {_up(100 * precision):.1f}"
        for recall, precision in same_f1(f1, (lowest, 1.0), 40)
    ]
    return "M" + "L".join(path), f"{100 * f1:.0f}", _up(100 * lowest)
