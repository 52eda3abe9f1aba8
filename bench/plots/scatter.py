"""A panel of points with their names; it grows until each name has a place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.plots.labels import Label, place
from bench.plots.style import INK, PALE, RADIUS, SMALL, SORTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INSET = 1.5
"""Points that names stay away from the axes."""
GROWTH = 1.15


@dataclass(frozen=True, slots=True)
class Point:
    """A system or an annotator."""

    name: str
    x: float
    y: float
    sort: str
    """One of `bench.plots.style.SORTS`."""


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis's bounds."""

    low: float
    high: float
    log: bool = False

    def share(self, figure: float) -> float:
        """Where on the axis a figure is, from 0 to 1."""
        if self.log:
            return math.log(figure / self.low) / math.log(self.high / self.low)
        return (figure - self.low) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Panel:
    """Points, their axes, and names that have found a place."""

    points: Sequence[Point]
    x: Scale
    y: Scale
    width: float
    height: float
    labels: Sequence[Label]

    def draw(self, axes: Axes) -> None:
        """Draw points and names into axes of the panel's size."""
        if self.x.log:
            axes.set_xscale("log")
        axes.set_xlim(self.x.low, self.x.high)
        axes.set_ylim(self.y.low, self.y.high)
        for label in self.labels:
            if label.leader is not None:
                line = label.leader
                axes.plot(
                    [line.x / self.width, line.to_x / self.width],
                    [line.y / self.height, line.to_y / self.height],
                    color=INK,
                    linewidth=0.3,
                    transform=axes.transAxes,
                    zorder=2,
                )
            for name, x, y, side in label.lines(SMALL):
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
                label=point.name,
                **SORTS[point.sort][1],
            )


def panel(points: Sequence[Point], x: Scale, y: Scale, width: float, height: float) -> Panel:
    """A panel of that width, and at least that height, in which every name has a place."""
    while True:
        places = [(each.name, x.share(each.x) * width, y.share(each.y) * height) for each in points]
        labels = place(places, width, height, SMALL)
        if labels is not None:
            return Panel(points, x, y, width, height, labels)
        height *= GROWTH


def grid(axes: Axes, axis: str) -> None:
    """Thin lines behind everything."""
    axes.set_axisbelow(True)
    axes.grid(True, axis=axis, color=PALE, linewidth=0.3)  # type: ignore[arg-type]  # matplotlib names three


__all__ = ["RADIUS", "Panel", "Point", "Scale", "grid", "panel"]
