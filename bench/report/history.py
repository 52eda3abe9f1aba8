"""The figures of the latest commits drawn as lines, cut where gold or bench changed, with their table."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bench.measures import HEADLINES
from bench.render.grid import percent
from bench.render.history import cells
from bench.report.material import Material
from bench.report.scatter import CHARACTER, LINE, Tick, markers, short
from bench.results.git import Commit
from bench.results.history import History, Line, Point

LATEST = 24
"""Commits that are shown."""
FEW = 8
"""So many systems are drawn whether their figure changed or not."""
MOST = 16
"""Systems that are drawn in one chart."""
WIDTH, LEFT, TOP, BOTTOM = 400, 46, 10, 42
LEAST_HEIGHT = 190
"""Of what lies within the axes."""
GAP = 24
"""Between the last marks and the names."""
BETWEEN = 50
"""Least distance between two commits that are named at the axis."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure of one commit."""

    x: float
    y: float
    said: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A system's line."""

    name: str
    marker: str
    paths: Sequence[str]
    """Cut where gold or bench changed, and where there is no figure."""
    marks: Sequence[Mark]
    name_y: float
    """How high its name stands, beside the last mark or as near as the others' names let it."""


@dataclass(frozen=True, slots=True)
class Chart:
    """One measure by commit."""

    id: str
    measure: str
    height: float
    right: float
    bottom: float
    """Where the axes end."""
    lines: Sequence[Drawn]
    cuts: Sequence[float]
    """Where gold or bench changed, of any line."""
    x_ticks: Sequence[Tick]
    y_ticks: Sequence[Tick]
    unchanged: Sequence[str]
    """Systems that aren't drawn: several commits have a figure of them, all the same."""
    once: Sequence[str]
    """Systems that aren't drawn: one commit alone has a figure of them."""
    left_out: Sequence[str]
    """Systems that aren't drawn for want of room: those whose figure changed least."""
    rows: Sequence[tuple[str, Sequence[str]]]
    """Each system, and annotator, with its figures."""


@dataclass(frozen=True, slots=True)
class Charts:
    """The history of a suite."""

    commits: Sequence[Commit]
    charts: Sequence[Chart]


def charts(material: Material) -> dict[str, Charts]:
    """By suite, a chart for each headline measure; a suite with fewer than two commits has none."""
    annotators = {each.name: _annotators(material, each.name) for each in material.results}
    marker = markers(material)
    found = {}
    for number, (suite, history) in enumerate(material.history.items()):
        commits = history.commits[-LATEST:]
        if len(commits) < 2:
            continue
        lines = _latest(history, commits)
        drawn = [
            _chart(
                [line for line in lines if line.measure == measure],
                commits,
                annotators.get(suite, frozenset()),
                marker,
                f"history-{number}-{measure.replace('.', '-')}",
            )
            for measure in HEADLINES
            if any(line.measure == measure for line in lines)
        ]
        if drawn:
            found[suite] = Charts(commits, drawn)
    return found


def _annotators(material: Material, suite: str) -> frozenset[str]:
    return frozenset(
        record.name
        for each in material.results
        if each.name == suite
        for record in each.records
        if record.role == "annotator"
    )


def _latest(history: History, commits: Sequence[Commit]) -> list[Line]:
    """The lines with the points of some commits alone."""
    kept = {commit.id for commit in commits}
    lines = [
        Line(line.system, line.measure, [point for point in line.points if point.commit.id in kept])
        for line in history.lines
    ]
    return [line for line in lines if line.points]


def _chart(
    lines: Sequence[Line],
    commits: Sequence[Commit],
    annotators: frozenset[str],
    marker: Mapping[str, str],
    id_: str,
) -> Chart:
    systems = [line for line in lines if line.system not in annotators]
    changed = [line for line in systems if _change(line)]
    shown = systems if len(systems) <= FEW else changed
    # those that changed most are drawn, in their own order
    most = sorted(shown, key=lambda line: (-_change(line), line.system))[:MOST]
    drawn = [line for line in shown if line in most]
    still = [line for line in systems if line not in shown]
    names = max((len(short(line.system)) for line in drawn), default=0)
    right = WIDTH - GAP - 4 - names * CHARACTER
    bottom = TOP + max(LEAST_HEIGHT, len(drawn) * 1.2 * LINE)
    place = {commit.id: LEFT + n / (len(commits) - 1) * (right - LEFT) for n, commit in enumerate(commits)}
    low, high, step = _range([p.f1 for line in drawn for p in line.points if p.f1 is not None])

    def up(f1: float) -> float:
        return bottom - (100 * f1 - low) / (high - low) * (bottom - TOP)

    every = max(1, math.ceil(BETWEEN / ((right - LEFT) / (len(commits) - 1))))
    named = commits[::-1][::every]
    return Chart(
        id=id_,
        measure=lines[0].measure,
        height=bottom + BOTTOM,
        right=right,
        bottom=bottom,
        lines=_apart([_drawn(line, commits, place, up, marker) for line in drawn], bottom),
        cuts=sorted({x for line in drawn for x in _cuts(line, commits, place)}),
        x_ticks=[Tick(place[commit.id], commit.id[:7]) for commit in reversed(named)],
        y_ticks=[Tick(up(value / 100), str(value)) for value in range(low, high + 1, step)],
        unchanged=[line.system for line in still if len(line.points) > 1],
        once=[line.system for line in still if len(line.points) == 1],
        left_out=[line.system for line in shown if line not in most],
        rows=[(line.system, cells(line, commits)) for line in lines],
    )


def _change(line: Line) -> float:
    """How far apart its figures are, as they are printed."""
    if len({percent(point.f1) for point in line.points}) < 2:
        return 0.0
    figures = [point.f1 or 0.0 for point in line.points]
    return max(figures) - min(figures) or 1e-9  # from undefined to 0 is a change too


def _range(figures: Sequence[float]) -> tuple[int, int, int]:
    """The ends of an axis in percent that holds the figures, and the distance of its ticks."""
    least, greatest = 100 * min(figures, default=0.0), 100 * max(figures, default=1.0)
    for step in (1, 2, 5, 10, 20):
        low, high = math.floor(least / step) * step, math.ceil(greatest / step) * step
        if high - low <= 5 * step:
            break
    if low == high:
        low, high = (low - step, high) if high == 100 else (low, high + step)
    return low, high, step


def _segments(line: Line, commits: Sequence[Commit]) -> list[list[Point]]:
    """Points that a line may join: neighbours of one state, each with a figure."""
    number = {commit.id: n for n, commit in enumerate(commits)}
    found: list[list[Point]] = []
    for run in line.runs():
        before = None
        for point in run:
            if point.f1 is None:
                before = None
                continue
            at = number[point.commit.id]
            if before is not None and at == before + 1:
                found[-1].append(point)
            else:
                found.append([point])
            before = at
    return found


def _cuts(line: Line, commits: Sequence[Commit], place: Mapping[str, float]) -> list[float]:
    """Halfway between the first commit of each state and the commit before it."""
    number = {commit.id: n for n, commit in enumerate(commits)}
    firsts = [run[0].commit.id for run in line.runs()][1:]
    return [(place[first] + place[commits[number[first] - 1].id]) / 2 for first in firsts]


def _drawn(
    line: Line,
    commits: Sequence[Commit],
    place: Mapping[str, float],
    up: Callable[[float], float],
    marker: Mapping[str, str],
) -> Drawn:
    segments = _segments(line, commits)
    marks = [
        Mark(
            place[point.commit.id],
            up(point.f1),
            f"{line.system}: {percent(point.f1)}, {told(point.commit)}",
        )
        for segment in segments
        for point in segment
        if point.f1 is not None
    ]
    paths = [
        "M" + "L".join(f"{place[p.commit.id]:.1f} {up(p.f1):.1f}" for p in segment if p.f1 is not None)
        for segment in segments
        if len(segment) > 1
    ]
    return Drawn(short(line.system), marker.get(line.system, "m9"), paths, marks, marks[-1].y if marks else TOP)


def told(commit: Commit) -> str:
    """A commit in words."""
    return f"{commit.id[:7]} of {commit.date[:10]}: {commit.subject}"


def _apart(lines: Sequence[Drawn], bottom: float) -> list[Drawn]:
    """With names that don't cover each other: each as high as its last mark, or as near as there is room."""
    ordered = sorted((line for line in lines if line.marks), key=lambda line: (line.name_y, line.name))
    # less the room of the names above them, heights may be equal and mustn't fall: what would shares its mean
    blocks: list[tuple[float, int]] = []
    for n, line in enumerate(ordered):
        total, count = line.name_y - n * LINE, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            other, more = blocks.pop()
            total, count = total + other, count + more
        blocks.append((total, count))
    last = bottom - (len(ordered) - 1) * LINE
    heights = [min(max(total / count, TOP), last) for total, count in blocks for _ in range(count)]
    return [
        replace(line, name_y=height + n * LINE)
        for n, (line, height) in enumerate(zip(ordered, heights, strict=True))
    ]
