"""The history plot: F1 over the commits in which results changed, with a panel for each headline measure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bench.figures.axes import Scale
from bench.figures.history import HistoryPanel, panels
from bench.figures.labels import spread
from bench.figures.scatter import F1
from bench.figures.suite_results import SuiteResults
from bench.plots.panel import grid
from bench.plots.sheet import LeftOut, Sheet
from bench.plots.style import (
    EDGE,
    LINE,
    LONGEST,
    PAGE,
    RADIUS,
    SIZE,
    SMALL,
    label_axis,
    look,
    span,
    text_width,
    ticks,
    title,
    widest,
)
from bench.results.git import Commit
from bench.results.history import Line
from bench.results.names import shortened

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT = 90.0
"""The smallest height of a panel, in points."""
ROW = SMALL * 1.25
HEAD, BETWEEN = SIZE * LINE + 8, 10.0
LEFT = 29.0
FAN, SAMPLE = 14.0, 16.0
"""The widths beside a panel, in points: of the lines that lead to names, and of a sample of each line."""


def draw(results: SuiteResults) -> Figure:
    """Draws a line for each system from the oldest commit to the newest, cut where gold or bench changed."""
    if results.history is None:
        raise LeftOut(results.no_history)
    commits = results.history.commits
    if len(commits) < 2:
        raise LeftOut("fewer than two commits have results here")
    drawn = [(panel, lines) for panel in panels(results.history, results.annotators) if (lines := _right(panel))]
    if not drawn:
        raise LeftOut("no commit has a headline measure of a system")
    systems = sorted({line.system for _, lines in drawn for line in lines})
    looks = {name: look(number) for number, name in enumerate(systems)}
    names = widest((shortened(name, LONGEST) for name in systems), SMALL)
    area = PAGE - LEFT - FAN - SAMPLE - names - 2 * EDGE
    heights = [max(HEIGHT, ROW * len(lines)) for _, lines in drawn]
    foot = 2 * SMALL * LINE + 18
    sheet = Sheet(
        PAGE,
        sum(heights) + len(drawn) * HEAD + (len(drawn) - 1) * BETWEEN + foot,
        notes=[
            "Commits in which results changed, the oldest first; "
            "lines are cut where gold or bench changed. Systems that had nothing right are left out."
        ],
        line=results.line,
    )
    top = 0.0
    for (panel, lines), height in zip(drawn, heights, strict=True):
        sheet.text(EDGE, top + EDGE + SIZE, title(panel.measure), weight="bold")
        axes = sheet.axes(LEFT, top + HEAD, area, height)
        _panel(axes, panel, lines, looks, (area, height))
        top += HEAD + height + BETWEEN
    _name(axes, commits, area)
    return sheet.figure


def _right(panel: HistoryPanel) -> list[Line]:
    """Returns the lines of systems whose F1 is above 0 in at least one commit."""
    return [line for line in panel.systems if any(point.f1 for point in line.points)]


def _panel(
    axes: Axes,
    panel: HistoryPanel,
    lines: Sequence[Line],
    looks: dict[str, dict[str, Any]],
    size: tuple[float, float],
) -> None:
    """Draws the lines of one measure and their names. ``size`` is the width and height of the axes in points."""
    width, height = size
    y = Scale(*span([100 * point.f1 for line in lines for point in line.points if point.f1 is not None]))
    x = Scale(-0.3, len(panel.commits) - 0.7)
    axes.set_xlim(x.low, x.high)
    axes.set_ylim(y.low, y.high)
    axes.set_yticks(ticks(y.low, y.high))
    label_axis(axes, F1, width, LEFT)
    axes.set_xticks([])
    grid(axes, "y")
    ends = []
    for line in lines:
        look = looks[line.system]
        for segment in panel.segments(line):
            points = [(number, 100 * f1) for number, f1 in segment]
            axes.plot(*zip(*points, strict=True), label=line.system, clip_on=False, markersize=3.2, **look)
            last = points[-1]
        ends.append((x.share(last[0]) * width, y.share(last[1]) * height))
    rows = spread([end[1] for end in ends], ROW, ROW / 2, height - ROW / 2)
    for line, (end_x, end_y), row in zip(lines, ends, rows, strict=True):
        look = looks[line.system]
        how: dict[str, Any] = {"transform": axes.transAxes, "clip_on": False}
        axes.plot(
            [(end_x + RADIUS) / width, 1 + (FAN - 2) / width],
            [end_y / height, row / height],
            color=look["color"],
            linewidth=0.3,
            zorder=1,
            **how,
        )
        sample = [1 + at / width for at in (FAN, FAN + SAMPLE / 2 - 1, FAN + SAMPLE - 2)]
        axes.plot(sample, [row / height] * 3, markevery=[1], markersize=3.2, **how, **look)
        axes.text(
            1 + (FAN + SAMPLE + 1) / width,
            (row - 0.36 * SMALL) / height,
            shortened(line.system, LONGEST),
            size=SMALL,
            transform=axes.transAxes,
        )


def _name(axes: Axes, commits: Sequence[Commit], width: float) -> None:
    """Writes ids and dates of commits on the x axis: as many as there is room for, and always the newest."""
    names = [f"{commit.id[:7]}\n{commit.date[:10]}" for commit in commits]
    room = max(text_width(line, SMALL) for line in names[-1].split("\n")) + 8
    step = max(1, -int(-room * len(commits) // width))
    named = sorted(range(len(commits) - 1, -1, -step))
    axes.set_xticks(named, [names[number] for number in named])
    axes.set_xlabel("commit")
