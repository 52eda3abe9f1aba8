"""Heat maps: each system's figure for each kind of time, type of time and class of event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.measures import MEASURES, Measure
from bench.render.grid import percent
from bench.render.scores import SECTIONS, Section, ordered
from bench.report.material import Material, Results
from bench.scoring.slices import SLICINGS, Slicing

STEPS = 10
"""How many shades there are beside that of 0."""


@dataclass(frozen=True, slots=True)
class Map:
    """What is drawn: the figure of one measure for the values of a slicing."""

    title: str
    slicing: str
    values: Sequence[str]
    measure: str
    figure: str
    """"recall" or "f1"; only gold has kinds, so that nothing else can be said of them."""
    section: Section


def _map(measure: Measure[Any], slicing: Slicing) -> Map:
    figure = "F1" if slicing.both_sides else "recall"
    return Map(
        f"{measure.title or measure.name}, {figure} by {slicing.name} (%)",
        slicing.name,
        slicing.values,
        measure.name,
        figure.lower(),
        next(section for section in SECTIONS if section.layer == measure.layer),
    )


MAPS = [_map(measure, slicing) for measure in MEASURES for slicing in SLICINGS if slicing.name in measure.sliced]
"""A map for each measure and each slicing by which it is drawn."""


@dataclass(frozen=True, slots=True)
class Heat:
    """A heat map, ready to be drawn."""

    id: str
    title: str
    columns: Sequence[tuple[str, int]]
    """Each value with how many gold has."""
    rows: Sequence[tuple[str, Sequence[tuple[str, int | None]]]]
    """A system and its figures, each as printed and by its shade."""
    systems: int
    """How many rows are systems; the others are annotators."""


def maps(material: Material) -> dict[str, list[Heat]]:
    """By suite."""
    return {
        each.name: [
            heat for place, what in enumerate(MAPS) if (heat := _heat(each, what, f"heat-{number}-{place}"))
        ]
        for number, each in enumerate(material.results)
    }


def _heat(results: Results, what: Map, id_: str) -> Heat | None:
    records, systems = ordered(what.section, results.records)
    sizes: dict[str, int] = {}
    for record in records:
        for value, scores in record.slices.get(what.slicing, {}).items():
            if what.measure in scores:
                sizes[value] = max(sizes.get(value, 0), scores[what.measure].counts.gold)
    columns = [value for value in what.values if sizes.get(value)]
    if not columns:
        return None
    rows = []
    for record in records:
        cells: list[tuple[str, int | None]] = []
        for value in columns:
            score = record.slices.get(what.slicing, {}).get(value, {}).get(what.measure)
            figure = getattr(score, what.figure) if score else None
            cells.append((percent(figure), None if figure is None else round(STEPS * figure)))
        rows.append((record.name, cells))
    return Heat(id_, what.title, [(value, sizes[value]) for value in columns], rows, systems)
