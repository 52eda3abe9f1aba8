"""Precision by recall: a point for each system, on lines of the same F1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench.measures import leading
from bench.plots.material import LeftOut, Material, flags, label, ranked, title
from bench.plots.scatter import Point, Scale, panel
from bench.plots.style import COLUMN, EDGE, LINE, PAGE, SIZE, SMALL, SORTS, Sheet, label_axis, sort_of, span, ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FEW = 12
"""Points that the column of a paper has room for."""


def times(material: Material) -> Figure:
    """Precision and recall of time expressions with the right value."""
    return _draw(material, leading("timexes").name)


def events(material: Material) -> Figure:
    """Precision and recall of events with the right class."""
    return _draw(material, leading("events").name)


def _draw(material: Material, measure: str) -> Figure:
    records = ranked(material.records, measure)
    shown = [each for each in records if each.measures[measure].f1]
    if not shown:
        raise LeftOut(f"no record has anything right of {measure}")
    points = []
    for each in shown:
        score = each.measures[measure]
        assert score.precision is not None  # F1 isn't 0
        assert score.recall is not None
        points.append(Point(label(each), 100 * score.recall, 100 * score.precision, sort_of(each)))
    width = COLUMN if len(points) <= FEW else PAGE
    left, right = 29.0, 18.0
    x, y = Scale(*span([point.x for point in points])), Scale(*span([point.y for point in points]))
    area = width - left - right
    found = panel(points, x, y, area, area if width == COLUMN else 0.7 * area)
    notes = flags(shown)
    if nothing := [label(each) for each in records if each not in shown]:
        notes.append(f"Nothing right, not drawn: {', '.join(nothing)}.")
    head = SIZE * LINE + SMALL * LINE + 6
    sheet = Sheet(
        width,
        head + found.height + 26,
        sorts=["same", *(point.sort for point in points)],
        notes=notes,
        line=f"{material.line}|measure:{measure}",
    )
    sheet.text(EDGE, EDGE + SIZE, title(measure), weight="bold")
    axes = sheet.axes(left, head, found.width, found.height)
    _same_f1(axes, x, y)
    found.draw(axes)
    axes.set_xlabel("recall (%)")
    label_axis(axes, "precision (%)", found.width, left)
    axes.set_xticks(ticks(x.low, x.high))
    axes.set_yticks(ticks(y.low, y.high))
    return sheet.figure


def _same_f1(axes: Axes, x: Scale, y: Scale) -> None:
    """Lines on which precision = F1 × recall / (2 × recall - F1), each named where it leaves the plot."""
    lowest = 0.0 if not x.low + y.low else 2 * x.low * y.low / (x.low + y.low)
    highest = 2 * x.high * y.high / (x.high + y.high)
    for f1 in ticks(lowest, highest):
        if not lowest < f1 < highest:
            continue
        first, last = _recall(f1, y.high), _recall(f1, y.low)
        start, end = max(x.low, first), min(x.high, last)
        recalls = [start + (end - start) * (step / 60) ** 2 for step in range(61)]  # closer where it is steep
        precisions = [min(y.high, f1 * recall / (2 * recall - f1)) for recall in recalls]
        axes.plot(recalls, precisions, zorder=1, label=f"F1 {f1:.0f}", **SORTS["same"][1])
        how: dict[str, Any] = {
            "size": SMALL - 0.5,
            "color": "#707070",
            "annotation_clip": False,
            "textcoords": "offset points",
        }
        if last >= x.high:  # leaves on the right
            axes.annotate(f"{f1:.0f}", (x.high, precisions[-1]), xytext=(4, 0), va="center", **how)
        if first > x.low:
            axes.annotate(f"{f1:.0f}", (start, y.high), xytext=(0, 4), ha="center", **how)


def _recall(f1: float, precision: float) -> float:
    """What recall makes that F1 at a precision; more than 100 where none does."""
    return f1 * precision / (2 * precision - f1) if 2 * precision > f1 else 200.0
