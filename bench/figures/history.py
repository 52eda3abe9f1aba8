"""The data of the history plot: F1 over the commits in which results changed, for each headline measure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bench.measures import HEADLINES
from bench.results.git import Commit
from bench.results.history import History, Line

Segment = Sequence[tuple[int, float]]
"""Consecutive commits, each as its number in `HistoryPanel.commits` and the F1 as a fraction."""


@dataclass(frozen=True, slots=True)
class HistoryPanel:
    """The lines of all systems and annotators for one measure, over the commits."""

    measure: str
    commits: Sequence[Commit]
    """The commits, the oldest first."""
    lines: Sequence[Line]
    """The lines of systems and annotators, sorted by name."""
    annotators: Collection[str]

    @property
    def systems(self) -> list[Line]:
        """The lines of systems, without those of annotators."""
        return [line for line in self.lines if line.system not in self.annotators]

    def segments(self, line: Line) -> list[Segment]:
        """Returns the segments of a line.

        The line is cut where the gold or the version of bench changed, and at each commit without an F1.
        """
        numbers = self._numbers()
        found: list[list[tuple[int, float]]] = []
        for run in line.runs():
            before = None
            for point in run:
                number = numbers[point.commit.id]
                if point.f1 is None:
                    before = None
                    continue
                if before is None or number != before + 1:
                    found.append([])
                found[-1].append((number, point.f1))
                before = number
        return list(found)

    def cuts(self, line: Line) -> list[int]:
        """Returns the numbers of the commits at which the gold or the version of bench changed."""
        numbers = self._numbers()
        return [numbers[run[0].commit.id] for run in list(line.runs())[1:]]

    def _numbers(self) -> dict[str, int]:
        return {commit.id: number for number, commit in enumerate(self.commits)}


def panels(history: History, annotators: Collection[str], last: int | None = None) -> Iterator[HistoryPanel]:
    """Yields a panel for each headline measure that has scores in the ``last`` commits, or in all with None.

    A history of fewer than two commits gives no panel.
    """
    commits = history.commits if last is None else history.commits[-last:]
    if len(commits) < 2:
        return
    kept = {commit.id for commit in commits}
    for measure in HEADLINES:
        lines = [
            Line(line.system, line.measure, points)
            for line in history.lines
            if line.measure == measure and (points := [each for each in line.points if each.commit.id in kept])
        ]
        if lines:
            yield HistoryPanel(measure, commits, lines, annotators)
