"""Heat maps as tables of the page: each score has a shade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.figures.heat_map import BREAKDOWNS, HeatMap, heat_map
from bench.figures.suite_results import SuiteResults
from bench.render.grid import percent

STEPS = 10
"""The number of shades for scores above 0. Shade 0 stands for a score of 0."""


@dataclass(frozen=True, slots=True)
class HeatTable:
    """A heat map, which the page shows as a table with coloured cells."""

    id: str
    title: str
    columns: Sequence[tuple[str, int]]
    """The values of the slicing, such as kinds of time, each with the number of its annotations in gold."""
    rows: Sequence[tuple[str, Sequence[tuple[str, int | None]]]]
    """The name of a system, and its scores: each as text, with the number of its shade (None if undefined)."""
    systems: int
    """The number of rows for systems, which come before the rows for annotators."""


def tables(results: Sequence[SuiteResults]) -> dict[str, list[HeatTable]]:
    """Returns the tables of each suite, by its name: one for each heat map whose slicing has values in gold."""
    return {
        each.name: [
            _table(f"heat-{number}-{place}", shown.title, found)
            for place, shown in enumerate(BREAKDOWNS)
            if (found := heat_map(each.records, shown)) is not None
        ]
        for number, each in enumerate(results)
    }


def _table(id_: str, title: str, found: HeatMap) -> HeatTable:
    rows = [
        (
            record.name,
            [(percent(figure), None if figure is None else round(STEPS * figure)) for figure in figures],
        )
        for record, figures in found.rows
    ]
    return HeatTable(id_, title, found.columns, rows, found.systems)
