"""Heat maps of systems by phenomenon, with two cases of each cell that a system gets wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.comparison.cases import wrong_cases
from bench.figures.suite_results import SuiteResults
from bench.render import phenomena as tables
from bench.render.grid import percent
from bench.report.heat import STEPS
from bench.results.phenomena import Phenomena, phenomena

FIGURES = {"right": "{noun} that are right", "passed": "traps passed"}
"""For each score of a cell, the title of its heat map."""


@dataclass(frozen=True, slots=True)
class PhenomenaMap:
    """A heat map with a row for each phenomenon and a column for each system."""

    id: str
    title: str
    layer: str
    systems: Sequence[str]
    rows: Sequence[tuple[str, int, Sequence[tuple[str, int | None]]]]
    """A phenomenon, how many annotations or traps it has, and the scores, each as printed and with its shade."""
    unsolved: Sequence[tuple[str, str]]
    """The phenomena that nobody solves, each with the best system and its share."""


def maps(results: Sequence[SuiteResults]) -> dict[str, list[PhenomenaMap]]:
    """Returns by suite the heat maps of its phenomena; suites without phenomena have none."""
    return {
        each.name: [
            _map(f"phenomena-{number}-{found.kind.layer}-{figure}", figure, found)
            for found in phenomena(each.records)
            for figure in FIGURES
        ]
        for number, each in enumerate(results)
    }


def _map(id_: str, figure: str, found: Phenomena) -> PhenomenaMap:
    right = figure == "right"
    rows = [
        (
            row.phenomenon,
            row.annotations if right else row.traps,
            [_shaded(getattr(cell, figure)) for cell in row.cells],
        )
        for row in found.rows
        if any(getattr(cell, figure) is not None for cell in row.cells)
    ]
    noun = found.kind.noun
    title = FIGURES[figure].format(noun=noun[0].upper() + noun[1:])
    title = f"{title} (%)" if right else f"{noun[0].upper()}{noun[1:]}: {title} (%)"
    hard = [(row.phenomenon, tables.best(found, row)) for row in tables.unsolved(found)] if right else []
    return PhenomenaMap(id_, title, found.kind.layer, [record.name for record in found.systems], rows, hard)


def _shaded(figure: float | None) -> tuple[str, int | None]:
    return percent(figure, 0), None if figure is None else round(STEPS * figure)


def examples(results: Sequence[SuiteResults]) -> dict[str, Any]:
    """Returns cases that systems get wrong, in nested mappings: by suite, layer, phenomenon and system.

    A case is [document, 1 for a trap, text, gold, predicted]. Suites whose gold isn't available have none.
    """
    return {each.name: _examples(each) for each in results if each.gold is not None and phenomena(each.records)}


def _examples(results: SuiteResults) -> Mapping[str, Any]:
    assert results.gold is not None
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for record in results.records:
        predictions = results.predictions(record) if record.role != "annotator" else None
        if predictions is None:
            continue
        for layer, by_phenomenon in tables.first_examples(wrong_cases(results.gold, predictions)).items():
            for phenomenon, cases in by_phenomenon.items():
                told = [[case.document, int(case.trap), case.text, case.gold, case.predicted] for case in cases]
                found.setdefault(layer, {}).setdefault(phenomenon, {})[record.name] = told
    return found
