"""Heat maps as tables of the page: each figure with a shade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.figures.heat_map import BREAKDOWNS, HeatMap, heat_map
from bench.figures.suite_results import SuiteResults
from bench.render.grid import percent

STEPS = 10
"""The number of shades beside the shade of 0."""


@dataclass(frozen=True, slots=True)
class HeatTable:
    """A heat map as the page shows it."""

    id: str
    title: str
    columns: Sequence[tuple[str, int]]
    """The values of the slicing, each with the number of gold's annotations."""
    rows: Sequence[tuple[str, Sequence[tuple[str, int | None]]]]
    """The name of a system and its figures, each as printed and with its shade, None for no shade."""
    systems: int
    """The number of rows of systems; the rows of annotators follow."""


def tables(results: Sequence[SuiteResults]) -> dict[str, list[HeatTable]]:
    """Returns by suite a table for each heat map that gold has values for."""
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
