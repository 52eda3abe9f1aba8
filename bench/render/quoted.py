"""Tables of quoted figures."""

from __future__ import annotations

from collections.abc import Iterable

from bench.render.grid import Grid
from bench.results.quoted import Figure, Quoted

PUBLISHED = "published, not run here"
"""The mark of a figure that nobody has made here."""


def grids(tables: Iterable[Quoted]) -> list[Grid]:
    """Returns a table for each table of quoted figures, with the source of each figure."""
    return [
        Grid(
            title=table.title,
            headers=("system", "where the figure comes from", "F1", "95 %"),
            rows=[[row.name, source(row), f"{row.f1:.2f}", interval(row)] for row in table.rows],
            labels=2,
            note=f"Over {table.over}.",
        )
        for table in tables
        if table.rows
    ]


def source(row: Figure) -> str:
    """Returns where a figure comes from: the publication with a mark, or the way it was made here."""
    return row.source if row.here else f"{PUBLISHED}: {row.source}"


def interval(row: Figure) -> str:
    """Returns the 95 % interval in percent: "21.2–30.4", or "–" where it isn't known."""
    return "–" if row.low is None or row.high is None else f"{row.low:.1f}–{row.high:.1f}"
