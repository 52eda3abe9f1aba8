"""The plot of risk by coverage: the share wrong among the values of which a system is surest, a line a system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench.figures.axes import Scale
from bench.figures.labels import spread
from bench.figures.suite_results import SuiteResults
from bench.plots.panel import grid
from bench.plots.sheet import LeftOut, Sheet
from bench.plots.style import COLUMN, EDGE, LINE, SIZE, SMALL, label, label_axis, look, span, ticks, widest
from bench.render.grid import percent
from bench.results.names import legend
from bench.scoring.confidence import COVERAGES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "Risk by coverage: the surest values of time expressions"
HEIGHT = 120.0
"""The smallest height of the axes, in points."""
ROW = SMALL * 1.25
HEAD, FOOT = SIZE * LINE + 8, 24.0
LEFT, GAP = 29.0, 8.0


def draw(results: SuiteResults) -> Figure:
    """Draws a line for each system that states how sure it is of its values, with the area under it."""
    shown = [(each, each.confidence) for each in results.records if each.confidence is not None]
    if not shown:
        raise LeftOut("no system states how sure it is of its values")
    shown.sort(key=lambda pair: (pair[1].risks[-1], pair[0].name))
    names = [f"{label(each)} ({percent(found.aurc)})" for each, found in shown]
    room = widest(names, SMALL)
    width = max(COLUMN, LEFT + 130 + GAP + room + 2 * EDGE)
    area = width - LEFT - GAP - room - 2 * EDGE
    height = max(HEIGHT, ROW * len(shown))
    y = Scale(*span([100 * risk for _, found in shown for risk in found.risks]))
    sheet = Sheet(
        width,
        HEAD + height + FOOT,
        notes=[
            "In brackets: the area under the line, as the mean over all coverages; 0 is best. Values without a "
            "stated confidence are left out.",
            *legend([each for each, _ in shown]),
        ],
        line=results.line,
    )
    sheet.text(EDGE, EDGE + SIZE, TITLE, weight="bold")
    axes = sheet.axes(LEFT, HEAD, area, height)
    axes.set_xlim(0, 100)
    axes.set_ylim(y.low, y.high)
    axes.set_xticks([0, 20, 40, 60, 80, 100])
    axes.set_yticks(ticks(y.low, y.high))
    axes.set_xlabel("coverage, the surest first (%)")
    label_axis(axes, "wrong (%)", area, LEFT)
    grid(axes, "both")
    ends = [y.share(100 * found.risks[-1]) * height for _, found in shown]
    rows = spread(ends, ROW, ROW / 2, height - ROW / 2)
    for number, ((each, found), name, end, row) in enumerate(zip(shown, names, ends, rows, strict=True)):
        how: dict[str, Any] = look(number)
        points = [(100 * share, 100 * risk) for share, risk in zip(COVERAGES, found.risks, strict=True)]
        axes.plot(*zip(*points, strict=True), label=each.name, clip_on=False, markersize=2.4, **how)
        axes.plot(
            [1, 1 + (GAP - 2) / area],
            [end / height, row / height],
            color=how["color"],
            linewidth=0.3,
            transform=axes.transAxes,
            clip_on=False,
        )
        place = 1 + GAP / area, (row - 0.36 * SMALL) / height
        axes.text(*place, name, size=SMALL, color=how["color"], transform=axes.transAxes)
    return sheet.figure
