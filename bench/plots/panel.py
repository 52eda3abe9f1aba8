"""A panel of a scatter plot: points with labels. It grows until there is room for all labels."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.figures.axes import Scale
from bench.figures.labels import Box, Label, LabelRules, Spot, place_all
from bench.figures.scatter import ScatterPoint, sort_of
from bench.plots.style import INK, LINE, PALE, RADIUS, SMALL, SORTS, label, text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GROWTH = 1.15
"""The factor by which the height of a panel grows if there isn't room for all labels."""
RULES = LabelRules(
    width=lambda text: text_width(text, SMALL) + 2,
    line=SMALL * LINE,
    marker=RADIUS,
    near=RADIUS + 1.0,
    far=(11.0, 17.0, 25.0, 34.0, 45.0, 58.0, 73.0, 90.0, 110.0, 135.0, 165.0, 200.0, 240.0, 290.0, 350.0),
    angles=[
        turn * math.pi / 12
        for turn in (0, 12, 6, 18, 2, 10, 22, 14, 1, 23, 13, 11, 3, 21, 9, 15, 5, 7, 17, 19, 4, 8, 16, 20)
    ],
    core=1.8,
    over_box=180.0,
    over_line=60.0,
    slides=True,
)
"""The sizes, positions and costs of labels, in points; the y axis points up."""


@dataclass(frozen=True, slots=True)
class ScatterPanel:
    """Points with their axes and placed labels. Width and height are in points (1/72 inch)."""

    points: Sequence[ScatterPoint]
    x: Scale
    y: Scale
    width: float
    height: float
    labels: Sequence[Label]

    def draw(self, axes: Axes) -> None:
        """Draws points and labels into ``axes``, which have the panel's size."""
        if self.x.log:
            axes.set_xscale("log")
        axes.set_xlim(self.x.low, self.x.high)
        axes.set_ylim(self.y.low, self.y.high)
        for each in self.labels:
            if each.leader is not None:
                line = each.leader
                axes.plot(
                    [line.x / self.width, line.to_x / self.width],
                    [line.y / self.height, line.to_y / self.height],
                    color=INK,
                    linewidth=0.3,
                    transform=axes.transAxes,
                    zorder=2,
                )
            for name, x, y, side in _lines(each):
                axes.text(
                    x / self.width, y / self.height, name, size=SMALL, ha=side, transform=axes.transAxes, zorder=4
                )
        for point in self.points:
            axes.plot(
                [point.x],
                [point.y],
                linestyle="none",
                clip_on=False,
                zorder=3,
                label=label(point.record),
                **SORTS[sort_of(point.record)][1],
            )


def _lines(of: Label) -> Iterator[tuple[str, float, float, str]]:
    """Yields each line of a label: text, x and y of its baseline, and alignment ("left" or "right")."""
    right = of.leader is not None and of.side == "right"
    for number, name in enumerate(of.lines):
        baseline = of.box.high - SMALL * (LINE * number + 0.92)
        yield name, of.box.right - 1 if right else of.box.left + 1, baseline, "right" if right else "left"


def panel(points: Sequence[ScatterPoint], x: Scale, y: Scale, width: float, height: float) -> ScatterPanel:
    """Returns a panel of the given width, and at least the given height, with room for all labels."""
    while True:
        spots = [
            Spot(label(each.record), x.share(each.x) * width, y.share(each.y) * height, each.f1) for each in points
        ]
        labels = place_all(spots, Box(0.0, 0.0, width, height), RULES)
        if labels is not None:
            return ScatterPanel(points, x, y, width, height, labels)
        height *= GROWTH


def grid(axes: Axes, axis: str) -> None:
    """Draws thin grid lines behind the data. ``axis`` is "x", "y" or "both"."""
    axes.set_axisbelow(True)
    axes.grid(True, axis=axis, color=PALE, linewidth=0.3)  # type: ignore[arg-type]  # matplotlib names three
