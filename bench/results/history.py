"""The history of a suite's results: F1 of each system and measure in each git commit."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.errors import UsageError, unknown
from bench.measures import HEADLINES, named
from bench.results import git
from bench.results.git import Commit
from bench.results.store import RECORD

LAST = 6
"""The number of commits that a table shows if no other is named."""


@dataclass(frozen=True, slots=True)
class Point:
    """The F1 of one system and measure in one commit."""

    commit: Commit
    f1: float | None
    state: str
    """The digest of the gold and the version of bench. Scores with different states can't be compared."""


@dataclass(frozen=True, slots=True)
class Line:
    """The F1 of one system and measure, from the oldest commit to the newest.

    A commit without a record of the system, or without this measure in it, has no point.
    """

    system: str
    measure: str
    points: Sequence[Point]

    def runs(self) -> Iterator[Sequence[Point]]:
        """Yields groups of consecutive points with the same gold and the same version of bench."""
        run: list[Point] = []
        for point in self.points:
            if run and run[-1].state != point.state:
                yield run
                run = []
            run.append(point)
        if run:
            yield run


@dataclass(frozen=True, slots=True)
class History:
    """The scores of a suite's systems in the commits that changed its results folder."""

    commits: Sequence[Commit]
    """The commits in which the results changed, or that were run, the oldest first."""
    lines: Sequence[Line]
    unread: Sequence[str]
    """The records that can't be read, each as "commit, subfolder"; or the commits that can't be run, with why."""


def read(
    folder: Path,
    *,
    systems: Collection[str] = (),
    measures: Sequence[str] = (),
    start: str = "HEAD",
    since: str = "",
    last: int | None = None,
) -> History:
    """Returns the history of the folder ``RESULTS/SUITE``, from the commit ``start`` back along first parents.

    With ``since`` it begins with this revision. ``last`` limits it to the newest commits, ``systems`` to some
    systems. The default ``measures`` are `bench.measures.HEADLINES`. F1 is read from the committed records, of any
    schema; it isn't computed again. Raises UsageError outside a git repository, if no commit has results, and for
    an unknown system or measure.
    """
    for name in measures:
        named(name)
    commits = git.commits(folder, start, since)
    if last is not None:
        commits = commits[-last:]
    found: dict[tuple[str, str], list[Point]] = {}
    names: set[str] = set()
    unread = []
    for commit, files in zip(commits, git.contents(commits, folder, RECORD), strict=True):
        for place, content in sorted(files.items()):
            try:
                record: Any = json.loads(content)
                state = f"{record['suite_digest']} {record['bench']}"
                figures = {name: score["f1"] for name, score in record["measures"].items()}
            except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
                unread.append(f"{commit.id[:8]}, {place}")
                continue
            names.add(place)
            for measure in measures or HEADLINES:
                if measure in figures and (place in systems or not systems):
                    found.setdefault((place, measure), []).append(Point(commit, figures[measure], state))
    if not names:
        raise UsageError(
            f"no commit has results in {folder}; name a suite's folder of results, such as results/articles, "
            "commit some that bench evaluate --output wrote, or run the commits with --run"
        )
    return together(
        commits, found, names, unread, systems, measures or HEADLINES, asked=measures, where=str(folder)
    )


def together(
    commits: Sequence[Commit],
    points: Mapping[tuple[str, str], Sequence[Point]],
    names: Collection[str],
    unread: Sequence[str],
    systems: Collection[str],
    measures: Sequence[str],
    *,
    asked: Sequence[str],
    where: str,
) -> History:
    """Returns a history made of points by system and measure, ordered by systems' names and as in ``measures``.

    ``names`` are the systems that any commit has. Raises UsageError for a system of ``systems`` that is none of
    these, and for a measure of ``asked`` without any score. ``where`` says in messages where the scores come from.
    """
    for system in systems:
        if system not in names:
            raise unknown("system", system, names)
    answered = {measure for (_, measure), found in points.items() if any(point.f1 is not None for point in found)}
    for name in asked:
        if name not in answered:
            raise UsageError(
                f"no record in {where} has a score for {name}; "
                f"there are scores for {', '.join(sorted(answered)) or 'no measure that was named'}"
            )
    order = list(measures)
    lines = [Line(system, measure, found) for (system, measure), found in points.items()]
    return History(commits, sorted(lines, key=lambda line: (line.system, order.index(line.measure))), unread)
