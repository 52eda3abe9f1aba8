"""The history of scores over commits that are run for it, so that no results need be committed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from bench import __version__
from bench.comparison import project
from bench.comparison.compared import default_measures
from bench.errors import BenchError, UsageError
from bench.gold.load import load
from bench.guard import base
from bench.measures import named
from bench.results import git
from bench.results.history import LAST, History, Point, together
from bench.scoring.score import score


def history(
    gold: Path | None = None,
    *,
    systems: Collection[str] = (),
    measures: Sequence[str] = (),
    start: str = "HEAD",
    since: str = "",
    last: int = LAST,
    cache: Path,
    tell: Callable[[str], None] = lambda _: None,
) -> History:
    """Returns the scores that each commit's systems have on the gold of the working folder.

    The commits are those from ``start`` back along first parents: to the revision ``since``, or else the ``last``
    ones. Each is run in a worktree (`bench.guard.base.results`), and ``tell`` is called with its id before.
    ``cache`` keeps what was run. A commit that can't be run has no points, and the history names it with the
    reason. Raises UsageError for an unknown revision, system or measure, and if no commit has systems that can be
    run.
    """
    for name in measures:
        named(name)
    suite = load(gold or project.gold())
    chosen = tuple(measures) or default_measures(suite)
    commits = git.along(start, since, None if since else last)
    state = f"{suite.digest} {__version__}"
    points: dict[tuple[str, str], list[Point]] = {}
    names: set[str] = set()
    failed = []
    for commit in commits:
        short = git.short_name(commit.id)
        tell(short)
        try:
            side = base.results(short, gold or project.gold(), suite, cache=cache)
        except BenchError as error:
            failed.append(str(error))
            continue
        for name, found in side.systems.items():
            names.add(name)
            if systems and name not in systems:
                continue
            scores = score(suite, found.predictions).measures
            for measure in chosen:
                if measure in scores:
                    points.setdefault((name, measure), []).append(Point(commit, scores[measure].f1, state))
    if not names:
        reason = f": {failed[-1]}" if failed else ", because they have no systems"
        raise UsageError(f"none of the {len(commits)} commits can be run{reason}")
    return together(commits, points, names, failed, systems, chosen, asked=measures, where="these commits")
