"""The history charts in SVG: F1 over the newest commits, as lines that are cut where gold or bench changed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench.figures.axes import Scale
from bench.figures.history import HistoryPanel, panels
from bench.figures.labels import spread
from bench.figures.suite_results import SuiteResults
from bench.measures import named
from bench.render.grid import percent
from bench.render.history import cells
from bench.report.scatter import CHARACTER, LINE, LONGEST, Tick, markers
from bench.results.git import Commit
from bench.results.history import Line
from bench.results.names import shortened

LATEST = 24
"""The largest number of commits in a chart: the newest ones."""
FEW = 8
"""If there are more systems than this, those whose score didn't change aren't drawn."""
MOST = 16
"""The largest number of systems in a chart."""
WIDTH, LEFT, TOP, BOTTOM = 400, 46, 10, 42
LEAST_HEIGHT = 190
"""The smallest height of the area within the axes."""
GAP = 24
"""The horizontal distance between the last markers and the names."""
BETWEEN = 50
"""The smallest distance between two commits with a tick on the axis."""


@dataclass(frozen=True, slots=True)
class CurveMark:
    """The marker of a system's score in one commit; ``said`` is its description in words."""

    x: float
    y: float
    said: str


@dataclass(frozen=True, slots=True)
class Curve:
    """The line of one system in a chart."""

    name: str
    marker: str
    paths: Sequence[str]
    """The SVG paths of the line's segments; it is cut where gold or bench changed, and where there is no score."""
    marks: Sequence[CurveMark]
    name_y: float
    """The y of the name: that of the last marker, or as near to it as the other names allow."""


@dataclass(frozen=True, slots=True)
class Chart:
    """The chart of one measure: the lines of systems over the commits."""

    id: str
    measure: str
    """The measure in words, with its name."""
    height: float
    right: float
    bottom: float
    """``right`` and ``bottom`` are the edges of the area within the axes."""
    lines: Sequence[Curve]
    cuts: Sequence[float]
    """The x at which the gold or the version of bench changed for at least one line."""
    x_ticks: Sequence[Tick]
    y_ticks: Sequence[Tick]
    unchanged: Sequence[str]
    """The systems that aren't drawn because their score is the same in all commits."""
    once: Sequence[str]
    """The systems that aren't drawn because they have a score in only one commit."""
    left_out: Sequence[str]
    """The systems for which there is no room: those whose score changed least."""
    rows: Sequence[tuple[str, Sequence[str]]]
    """The systems and annotators, each with its scores as text."""


@dataclass(frozen=True, slots=True)
class Charts:
    """The history charts of one suite, one for each headline measure, and the commits that they show."""

    commits: Sequence[Commit]
    charts: Sequence[Chart]


def charts(results: Sequence[SuiteResults]) -> dict[str, Charts]:
    """Returns the history charts of each suite, by its name. A suite with fewer than two commits is left out."""
    marker = markers(results)
    found = {}
    kept = [each for each in results if each.history is not None]
    for number, each in enumerate(kept):
        assert each.history is not None
        drawn = [
            (panel, _chart(panel, marker, f"history-{number}-{panel.measure.replace('.', '-')}"))
            for panel in panels(each.history, each.annotators, LATEST)
        ]
        if drawn:
            found[each.name] = Charts(drawn[0][0].commits, [chart for _, chart in drawn])
    return found


def _chart(panel: HistoryPanel, marker: Mapping[str, str], id_: str) -> Chart:
    commits = panel.commits
    systems = panel.systems
    shown = systems if len(systems) <= FEW else [line for line in systems if _change(line)]
    # the lines that changed most are drawn, in the order of ``shown``
    most = sorted(shown, key=lambda line: (-_change(line), line.system))[:MOST]
    drawn = [line for line in shown if line in most]
    still = [line for line in systems if line not in shown]
    names = max((len(shortened(line.system, LONGEST)) for line in drawn), default=0)
    right = WIDTH - GAP - 4 - names * CHARACTER
    bottom = TOP + max(LEAST_HEIGHT, len(drawn) * 1.2 * LINE)
    between = (right - LEFT) / (len(commits) - 1)
    places = [LEFT + number * between for number in range(len(commits))]
    low, high, step = _range([p.f1 for line in drawn for p in line.points if p.f1 is not None])
    scale = Scale(low, high)

    def up(f1: float) -> float:
        return bottom - scale.share(100 * f1) * (bottom - TOP)

    ticked = range(len(commits) - 1, -1, -max(1, math.ceil(BETWEEN / between)))
    cuts = {(places[number] + places[number - 1]) / 2 for line in drawn for number in panel.cuts(line)}
    return Chart(
        id=id_,
        measure=named(panel.measure).words,
        height=bottom + BOTTOM,
        right=right,
        bottom=bottom,
        lines=_curves(panel, drawn, places, up, marker, bottom),
        cuts=sorted(cuts),
        x_ticks=[Tick(places[number], commits[number].id[:7]) for number in reversed(ticked)],
        y_ticks=[Tick(up(value / 100), str(value)) for value in range(low, high + 1, step)],
        unchanged=[line.system for line in still if len(line.points) > 1],
        once=[line.system for line in still if len(line.points) == 1],
        left_out=[line.system for line in shown if line not in most],
        rows=[(line.system, cells(line, commits)) for line in panel.lines],
    )


def _change(line: Line) -> float:
    """Returns the difference between a line's highest and lowest F1; 0 if all are equal when printed."""
    if len({percent(point.f1) for point in line.points}) < 2:
        return 0.0
    figures = [point.f1 or 0.0 for point in line.points]
    return max(figures) - min(figures) or 1e-9  # a change from undefined to 0 counts too


def _range(figures: Sequence[float]) -> tuple[int, int, int]:
    """Returns the low and high end of a percentage axis for some fractions, and the distance between ticks."""
    least, greatest = 100 * min(figures, default=0.0), 100 * max(figures, default=1.0)
    for step in (1, 2, 5, 10, 20):
        low, high = math.floor(least / step) * step, math.ceil(greatest / step) * step
        if high - low <= 5 * step:
            break
    if low == high:
        low, high = (low - step, high) if high == 100 else (low, high + step)
    return low, high, step


def _curves(
    panel: HistoryPanel,
    lines: Sequence[Line],
    places: Sequence[float],
    up: Callable[[float], float],
    marker: Mapping[str, str],
    bottom: float,
) -> list[Curve]:
    """Returns the curves of the lines that have a score, from top to bottom, with names that don't overlap."""
    found = []
    for line in lines:
        segments = panel.segments(line)
        marks = [
            CurveMark(places[number], up(f1), f"{line.system}: {percent(f1)}, {told(panel.commits[number])}")
            for segment in segments
            for number, f1 in segment
        ]
        paths = [
            "M" + "L".join(f"{places[number]:.1f} {up(f1):.1f}" for number, f1 in segment)
            for segment in segments
            if len(segment) > 1
        ]
        if marks:
            found.append((shortened(line.system, LONGEST), marker.get(line.system, "m9"), paths, marks))
    found.sort(key=lambda each: (each[-1][-1].y, each[0]))
    heights = spread([marks[-1].y for *_, marks in found], LINE, TOP, bottom)
    return [Curve(*each, height) for each, height in zip(found, heights, strict=True)]


def told(commit: Commit) -> str:
    """Returns a commit's short id, date and subject as text."""
    return f"{commit.id[:7]} of {commit.date[:10]}: {commit.subject}"
