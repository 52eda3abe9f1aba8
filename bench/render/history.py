"""A history of results as a table of the newest commits, and as JSON and CSV for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bench.render.grid import Grid, csv_text, percent
from bench.results.git import Commit
from bench.results.history import History, Line

OTHER = "*"
"""The mark after a score that can't be compared with the newest one: the gold or the version of bench differs."""


def grid(history: History, last: int) -> Grid:
    """Returns a table with a row for each system and measure, and a column for each of the ``last`` commits."""
    commits = history.commits[-last:]
    rows = [[line.system, line.measure, *cells(line, commits)] for line in history.lines]
    rows = [row for row in rows if any(cell != "–" for cell in row[2:])]
    notes = [f"{commit.id[:7]}  {commit.date[:10]}  {' '.join(commit.subject.split())}" for commit in commits]
    if any(cell.endswith(OTHER) for row in rows for cell in row[2:]):
        notes.append(f"{OTHER}: on other gold, or by another version of bench, than the newest.")
    return Grid(
        title="F1 by commit (%)",
        headers=("system", "measure", *(commit.id[:7] for commit in commits)),
        rows=rows,
        labels=2,
        note="\n".join(notes),
    )


def cells(line: Line, commits: Sequence[Commit]) -> list[str]:
    """Returns F1 in each commit as text: "–" without a score, followed by `OTHER` for another gold or bench."""
    by_commit = {point.commit.id: point for point in line.points}
    newest = line.points[-1].state
    cells = []
    for commit in commits:
        point = by_commit.get(commit.id)
        mark = OTHER if point and point.state != newest else ""
        cells.append(percent(point.f1) + mark if point else "–")
    return cells


def as_json(history: History) -> str:
    """Returns the whole history as JSON text. F1 is a fraction, null if undefined."""
    data = {
        "commits": [{"id": each.id, "date": each.date, "subject": each.subject} for each in history.commits],
        "lines": [
            {
                "system": line.system,
                "measure": line.measure,
                "points": [{"commit": p.commit.id, "f1": p.f1, "state": p.state} for p in line.points],
            }
            for line in history.lines
        ],
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def as_csv(history: History) -> str:
    """Returns the whole history as CSV, with a row for each commit, system and measure. F1 is a fraction."""
    rows = [
        [point.commit.id, point.commit.date, line.system, line.measure, point.f1, point.state]
        for line in history.lines
        for point in line.points
    ]
    return csv_text(("commit", "date", "system", "measure", "f1", "state"), rows)
