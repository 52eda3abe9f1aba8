"""Records made up for figures, and what of a figure can be measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from bench.counts import Counts, Score
from bench.figures.suite_results import SuiteResults
from bench.measures import HEADLINES
from bench.plots import style
from bench.results.git import Commit
from bench.results.history import History, Line, Point
from bench.results.record import Record
from bench.results.speed import Measured
from bench.scoring.confidence import measured
from bench.statistics.bootstrap import Intervals
from bench.statistics.units import Sampling

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

Figures = tuple[int, int, int]
"""Correct, predicted, gold."""


def scored(figures: Figures) -> Score:
    correct, predicted, gold = figures
    return Score.of(Counts(correct, predicted, correct, gold))


def record(
    name: str,
    measures: Mapping[str, Figures],
    *,
    role: str = "system",
    intervals: Mapping[str, tuple[float, float]] | None = None,
    kinds: Mapping[str, Figures] | None = None,
    **more: Any,
) -> Record:
    sampling = Sampling("sentence", 12, 3)
    return Record(
        name=name,
        role=role,
        layers=("timexes", "events"),
        suite="made",
        suite_version="1.0.0",
        suite_digest="0123456789abcdef",
        measures={measure: scored(figures) for measure, figures in measures.items()},
        slices={"kind": {kind: {"timex.value": scored(figures)} for kind, figures in (kinds or {}).items()}},
        failures=more.pop("failures", {}),
        intervals={
            measure: Intervals(sampling, None, None, bounds) for measure, bounds in (intervals or {}).items()
        },
        **more,
    )


def commits(count: int) -> list[Commit]:
    return [
        Commit(f"{number:07x}" + 33 * "0", f"2026-01-{number:02}T12:00:00Z", "made")
        for number in range(1, count + 1)
    ]


def line(name: str, measure: str, over: Sequence[Commit], f1: Sequence[float | None], states: str) -> Line:
    """A point in each commit; where ``states`` has another letter, gold or bench had changed."""
    points = [Point(commit, figure, state) for commit, figure, state in zip(over, f1, states, strict=True)]
    return Line(name, measure, points)


LONG = "system-with-a-name-of-"


def many(systems: int = 45) -> SuiteResults:
    """As many systems as may come, close together, some in one place; and two annotators."""
    records = []
    for number in range(systems):
        place = number if number % 5 else 7  # every fifth in one place
        correct, spurious = 60 + (place * 7) % 23, 3 + (place * 5) % 17
        figures = (correct, correct + spurious, 100)
        f1 = scored(figures).f1 or 0.0
        records.append(
            record(
                f"{LONG if number % 4 == 0 else 'tool-'}{number}",
                dict.fromkeys(HEADLINES, figures),
                intervals=dict.fromkeys(HEADLINES, (f1 - 0.08, f1 + 0.05)),
                kinds={
                    kind: ((number * step) % 10, 10, 10)
                    for kind, step in (("explicit", 3), ("underspecified", 7), ("deictic", 9), ("vague", 1))
                },
                failures={"one": "it fell"} if number == 3 else {},
                wants={"gold:events": ""} if number == 4 else {},
                confidence=measured([(0.3 + 0.01 * k, (k + place) % 3 > 0) for k in range(60)], 60),
            )
        )
    rates = {each.name: 0.03 * 1.3**number for number, each in enumerate(records)}
    over = commits(20)
    lines = [
        line(
            each.name,
            measure,
            over,
            [(each.measures[measure].f1 or 0.0) - 0.002 * k for k in range(20)],
            "a" * 9 + "b" * 11,
        )
        for each in records
        for measure in HEADLINES[:2]
    ]
    both = dict.fromkeys(HEADLINES, (99, 100, 100))
    records += [
        record(name, both, role="annotator", kinds={"vague": (9, 10, 10)})
        for name in ("annotator-a", "annotator-b")
    ]
    return SuiteResults(records, history=History(over, lines, []), speed=Measured("a machine", rates))


@pytest.fixture
def ours() -> Iterator[None]:
    """matplotlib as figures are drawn with."""
    with style.settings():
        yield


def points(axes: Axes) -> dict[str, tuple[float, float]]:
    """The markers of some axes by the name of their system."""
    found = {}
    for each in axes.lines:
        if each.get_linestyle() == "None":
            ((x, y),) = data(each)
            found[str(each.get_label())] = (x, y)
    return found


def near(figure: float) -> Any:
    """A figure but for rounding."""
    return pytest.approx(figure)


def data(drawn: Line2D) -> list[tuple[float, float]]:
    """The points of a line."""
    x, y = (np.asarray(each, dtype=float).tolist() for each in drawn.get_data())
    return list(zip(x, y, strict=True))


def texts(figure: Figure) -> list[str]:
    return [each.get_text() for each in _texts(figure)]


def _texts(figure: Figure) -> Iterable[Any]:
    from matplotlib.text import Text

    figure.draw_without_rendering()
    return [each for each in figure.findobj(Text) if each.get_visible() and each.get_text().strip()]


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts of which one covers the other, and texts that leave the figure."""
    from matplotlib.backends.backend_agg import RendererAgg

    width, height = (float(side) * 72 for side in figure.get_size_inches())
    renderer = RendererAgg(int(width * 4), int(height * 4), 72 * 4)  # type: ignore[no-untyped-call]
    figure.dpi = 72 * 4
    boxes = []
    for each in _texts(figure):
        box = each.get_window_extent(renderer)
        # the extent has a free edge around what is inked
        boxes.append((each.get_text(), box.x0 / 4 + 0.3, box.y0 / 4 + 0.6, box.x1 / 4 - 0.3, box.y1 / 4 - 0.6))
    found = [
        (one[0], other[0])
        for number, one in enumerate(boxes)
        for other in boxes[:number]
        if one[1] < other[3] and other[1] < one[3] and one[2] < other[4] and other[2] < one[4]
    ]
    found += [
        (name, "the edge") for name, x0, y0, x1, y1 in boxes if x0 < 0 or y0 < 0 or x1 > width or y1 > height
    ]
    return found
