"""The plot of F1 by documents per second: a panel for the headline measure of each layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.figures.axes import Scale, decades, per_second
from bench.figures.scatter import F1, SPEED, f1_by_speed, sort_of
from bench.figures.suite_results import SuiteResults
from bench.plots.panel import ScatterPanel, grid, panel
from bench.plots.sheet import LeftOut, Sheet
from bench.plots.style import COLUMN, EDGE, LINE, PAGE, SIZE, label_axis, span, ticks, title
from bench.results.names import legend

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FEW = 10
"""The largest number of points in a plot as wide as a paper's column; with more it is as wide as the page."""
HEAD, FOOT = SIZE * LINE + 8, 30.0
LEFT, RIGHT = 29.0, 12.0


def draw(results: SuiteResults) -> Figure:
    """Draws a point for each system whose speed was measured. Annotators have no speed."""
    if results.speed is None:
        raise LeftOut("no speed was given; name a file that bench evaluate --speed wrote with --speed")
    found = {
        measure: sorted(points, key=lambda point: (-point.f1, point.record.name))
        for measure, points in f1_by_speed(results.records, results.rates).items()
    }
    if not found:
        raise LeftOut("the speed record has no rate of any system here")
    width = COLUMN if max(map(len, found.values())) <= FEW else PAGE
    # all panels have the same x axis, so that a system has the same position in each
    x, powers = decades([point.x for points in found.values() for point in points], 8, 0.05)
    panels: dict[str, ScatterPanel] = {}
    for measure, points in found.items():
        y = Scale(*span([point.y for point in points]))
        height = 0.62 * (width - LEFT - RIGHT) if width == COLUMN else max(120.0, 8.0 * len(points))
        panels[measure] = panel(points, x, y, width - LEFT - RIGHT, height)
    shown = [point.record for points in found.values() for point in points]
    sheet = Sheet(
        width,
        sum(each.height + HEAD + FOOT for each in panels.values()),
        sorts=map(sort_of, shown),
        notes=[*legend(shown), f"Measured on {results.speed.machine}; a system's own time, without its start."],
        line=results.line,
    )
    top = 0.0
    for measure, each in panels.items():
        sheet.text(EDGE, top + EDGE + SIZE, title(measure), weight="bold")
        axes = sheet.axes(LEFT, top + HEAD, each.width, each.height)
        each.draw(axes)
        axes.minorticks_off()
        axes.set_xticks(powers, [*map(per_second, powers)])
        axes.set_yticks(ticks(each.y.low, each.y.high))
        axes.set_xlabel(SPEED)
        label_axis(axes, F1, each.width, LEFT)
        grid(axes, "both")
        top += HEAD + each.height + FOOT
    return sheet.figure
