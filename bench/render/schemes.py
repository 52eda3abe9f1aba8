"""The scores by other scorers' definitions (schemes) as tables, and as JSON and CSV for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from bench.render.grid import Grid, csv_text, percent
from bench.results.record import Record
from bench.schemes import Row, Table

Scored = Mapping[str, Sequence[Table]]
"""The tables of scores of each scheme, by the scheme's name."""


def grids(record: Record, scored: Scored) -> list[Grid]:
    """Returns a grid for each table of each scheme, with the signature as its note."""
    return [_grid(record, scheme, table) for scheme, tables in scored.items() for table in tables]


def _grid(record: Record, scheme: str, table: Table) -> Grid:
    rows = [
        [*row.labels, *(percent(figure, 2) for figure in asdict(row.figures).values()), *map(_count, row.counts)]
        for row in table.rows
    ]
    return Grid(
        f"{record.name} against {record.suite}, {scheme} by {table.name} (%)",
        [*table.labels, "P", "R", "F1", *table.counts.values()],
        rows,
        labels=len(table.labels),
        groups=[("score", 3), ("count", len(table.counts))],
        note="\n".join(filter(None, (table.note, signature(record, scheme)))),
    )


def _count(count: float) -> str:
    return f"{count:.2f}" if isinstance(count, float) else str(count)


def signature(record: Record, scheme: str) -> str:
    """Returns the signature of a scheme's scores."""
    return str(replace(record.signature, measure=scheme))


def as_object(record: Record, scored: Scored) -> dict[str, Any]:
    """Returns the object that ``--format json`` prints: for each scheme its signature and its tables.

    A table is a nested object: the labels of a row are its keys, and scores and counts are its values.
    """
    return {
        "schemes": {
            scheme: {
                "signature": signature(record, scheme),
                "tables": {table.name: _nested(table) for table in tables},
            }
            for scheme, tables in scored.items()
        },
        "failures": dict(record.failures),
        **({"timeline_failure": record.timeline_failure} if record.timeline_failure else {}),
    }


def _nested(table: Table) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in table.rows:
        *outer, last = row.labels
        place = found
        for label in outer:
            place = place.setdefault(label, {})
        place[last] = {**asdict(row.figures), **_counts(table, row)}
    return found


def _counts(table: Table, row: Row) -> dict[str, float]:
    return dict(zip(table.counts, row.counts, strict=True))


def as_csv(record: Record, scored: Scored) -> str:
    """Returns CSV with a line for each row of each table. Scores are fractions, empty if undefined."""
    tables = [(scheme, table) for scheme, found in scored.items() for table in found]
    counts = list(dict.fromkeys(count for _, table in tables for count in table.counts))
    rows = []
    for scheme, table in tables:
        for row in table.rows:
            tallies = _counts(table, row)
            figures = asdict(row.figures).values()
            labels = " ".join(row.labels)
            rows.append((record.name, scheme, table.name, labels, *figures, *map(tallies.get, counts)))
    return csv_text(("system", "scheme", "table", "row", "precision", "recall", "f1", *counts), rows)
