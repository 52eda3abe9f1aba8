"""The plots of precision by recall: a point for each system, and curves of the same F1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench.figures.axes import Scale
from bench.figures.scatter import PRECISION, RECALL, precision_recall, ranked, same_f1, sort_of
from bench.figures.suite_results import SuiteResults
from bench.measures import leading
from bench.plots.panel import panel
from bench.plots.sheet import LeftOut, Sheet
from bench.plots.style import COLUMN, EDGE, LINE, PAGE, SIZE, SMALL, SORTS, label, label_axis, span, ticks, title
from bench.results.names import legend

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FEW = 12
"""The largest number of points in a plot as wide as a paper's column; with more it is as wide as the page."""


def times(results: SuiteResults) -> Figure:
    """Draws precision by recall for values of time expressions."""
    return _draw(results, leading("timexes").name)


def events(results: SuiteResults) -> Figure:
    """Draws precision by recall for classes of events."""
    return _draw(results, leading("events").name)


def _draw(results: SuiteResults, measure: str) -> Figure:
    records = ranked(results.records, measure)
    points = [point for point in precision_recall(records, measure) if point.f1]
    if not points:
        raise LeftOut(f"no record has anything right of {measure}")
    shown = [point.record for point in points]
    width = COLUMN if len(points) <= FEW else PAGE
    left, right = 29.0, 18.0
    x, y = Scale(*span([point.x for point in points])), Scale(*span([point.y for point in points]))
    area = width - left - right
    found = panel(points, x, y, area, area if width == COLUMN else 0.7 * area)
    notes = legend(shown)
    if nothing := [label(each) for each in records if each not in shown]:
        notes.append(f"Nothing right, not drawn: {', '.join(nothing)}.")
    head = SIZE * LINE + SMALL * LINE + 6
    sheet = Sheet(
        width,
        head + found.height + 26,
        sorts=["same", *map(sort_of, shown)],
        notes=notes,
        line=f"{results.line}|measure:{measure}",
    )
    sheet.text(EDGE, EDGE + SIZE, title(measure), weight="bold")
    axes = sheet.axes(left, head, found.width, found.height)
    _same_f1(axes, x, y)
    found.draw(axes)
    axes.set_xlabel(RECALL)
    label_axis(axes, PRECISION, found.width, left)
    axes.set_xticks(ticks(x.low, x.high))
    axes.set_yticks(ticks(y.low, y.high))
    return sheet.figure


def _same_f1(axes: Axes, x: Scale, y: Scale) -> None:
    """Draws the curves of the same F1. The F1 is written where a curve leaves the plot."""
    lowest = 0.0 if not x.low + y.low else 2 * x.low * y.low / (x.low + y.low)
    highest = 2 * x.high * y.high / (x.high + y.high)
    for f1 in ticks(lowest, highest):
        if not lowest < f1 < highest:
            continue
        first, last = _recall(f1, y.high), _recall(f1, y.low)
        start, end = max(x.low, first), min(x.high, last)
        curve = [(recall, min(y.high, precision)) for recall, precision in same_f1(f1, (start, end), 60)]
        axes.plot(*zip(*curve, strict=True), zorder=1, label=f"F1 {f1:.0f}", **SORTS["same"][1])
        how: dict[str, Any] = {
            "size": SMALL - 0.5,
            "color": "#707070",
            "annotation_clip": False,
            "textcoords": "offset points",
        }
        if last >= x.high:  # the curve leaves the plot on the right
            axes.annotate(f"{f1:.0f}", (x.high, curve[-1][1]), xytext=(4, 0), va="center", **how)
        if first > x.low:
            axes.annotate(f"{f1:.0f}", (start, y.high), xytext=(0, 4), ha="center", **how)


def _recall(f1: float, precision: float) -> float:
    """Returns the recall that gives this F1 at a precision, or 200 if there is none. All are percentages."""
    return f1 * precision / (2 * precision - f1) if 2 * precision > f1 else 200.0
