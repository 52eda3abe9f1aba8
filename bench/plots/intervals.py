"""The plot of F1 with intervals: a panel for each headline measure, the best system on top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bench.figures.scatter import F1, ranked, sort_of
from bench.figures.suite_results import SuiteResults
from bench.measures import HEADLINES, named
from bench.plots.panel import grid
from bench.plots.sheet import LeftOut, Sheet
from bench.plots.style import COLUMN, EDGE, LINE, PAGE, SIZE, SMALL, SORTS, label, span, ticks, title, widest
from bench.render.scores import SURE, interval, speaks
from bench.results.names import legend
from bench.results.record import Record

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW = SMALL * 1.3
HEAD, FOOT, BETWEEN = SIZE * LINE + 5, 23.0, 8.0
GAP = 0.6
"""The distance between systems and annotators, in rows."""


def draw(results: SuiteResults) -> Figure:
    """Draws a panel for each headline measure with scores, two panels in a row."""
    panels = {
        measure: said
        for measure in HEADLINES
        if (said := [each for each in ranked(results.records, measure) if _said(each, measure)])
    }
    if not panels:
        raise LeftOut("no record has a headline measure")
    columns = min(2, len(panels))
    width = PAGE if columns == 2 else COLUMN
    ordered = list(panels)
    rows = [ordered[at : at + columns] for at in range(0, len(panels), columns)]
    # all names in a column get the same width, so that the axes of its panels are aligned
    names = [
        widest((label(each) for row in rows for measure in row[at : at + 1] for each in panels[measure]), SMALL)
        for at in range(columns)
    ]
    area = (width - 2 * EDGE - (columns - 1) * BETWEEN - sum(names)) / columns - 12
    heights = [max(_extent(panels[measure]) for measure in row) * ROW for row in rows]
    shown = {each.name: each for records in panels.values() for each in records}
    sheet = Sheet(
        width,
        sum(heights) + len(rows) * (HEAD + FOOT),
        sorts=map(sort_of, shown.values()),
        notes=[*_about(list(shown.values()), list(panels)), *legend(list(shown.values()))],
        line=results.line,
    )
    x = span(_extremes(panels))
    top = 0.0
    for row, height in zip(rows, heights, strict=True):
        left = EDGE
        for measure, room in zip(row, names, strict=False):
            sheet.text(left, top + EDGE + SIZE, title(measure), weight="bold")
            own = _extent(panels[measure]) * ROW
            _panel(sheet.axes(left + room + 5, top + HEAD, area, own), panels[measure], measure, x)
            left += room + area + 12 + BETWEEN
        top += HEAD + height + FOOT
    return sheet.figure


def _said(record: Record, measure: str) -> bool:
    """Returns whether a system is shown: not if it has no predictions for an optional measure."""
    return bool(record.measures[measure].counts.predicted) or not named(measure).optional


def _extent(records: Sequence[Record]) -> float:
    """Returns the height of the records, in rows."""
    roles = {each.role == "annotator" for each in records}
    return len(records) + GAP * (len(roles) - 1)


def _bounds(record: Record, measure: str) -> tuple[float, ...]:
    """Returns the two bounds of the interval of F1 as percentages; empty if there is no interval."""
    return tuple(100 * bound for bound in interval(record, measure) or ())


def _extremes(panels: Mapping[str, Sequence[Record]]) -> list[float]:
    """Returns each F1 and the bounds of its interval, as percentages."""
    found = []
    for measure, records in panels.items():
        for each in records:
            f1 = 100 * (each.measures[measure].f1 or 0.0)
            found += [f1, *_bounds(each, measure)]
    return found


def _panel(axes: Axes, records: Sequence[Record], measure: str, x: tuple[float, float]) -> None:
    rows = []
    systems = sum(each.role != "annotator" for each in records)
    for number, each in enumerate(records):
        row = number + (GAP if 0 < systems <= number else 0.0)
        rows.append(row)
        name, f1 = label(each), each.measures[measure].f1
        assert f1 is not None  # `ranked` returns only records with a defined F1
        how: dict[str, Any] = SORTS[sort_of(each)][1]
        if bounds := _bounds(each, measure):
            axes.plot(
                bounds,
                [row, row],
                color=how["color"],
                linewidth=0.9,
                label=f"{name} {SURE}",
                clip_on=False,
                zorder=2.5,
            )
        axes.plot([100 * f1], [row], linestyle="none", label=name, clip_on=False, zorder=3, **how)
    axes.set_xlim(*x)
    axes.set_ylim(rows[-1] + 0.6, -0.6)
    axes.set_yticks(rows, [label(each) for each in records])
    axes.tick_params(axis="y", length=0)
    axes.set_xticks(ticks(*x)[:: 1 if x[1] - x[0] <= 50 else 2])
    axes.set_xlabel(F1)
    axes.spines["left"].set_visible(False)
    grid(axes, "both")


def _about(records: Sequence[Record], measures: Sequence[str]) -> list[str]:
    labels = speaks(records, measures)
    if not labels:
        return []
    if len(labels) == 1:
        return [f"Lines: {SURE} intervals, {next(iter(labels))}."]
    return [f"Lines: {SURE} intervals."] + [f"{', '.join(of)}: {what}." for what, of in labels.items()]
