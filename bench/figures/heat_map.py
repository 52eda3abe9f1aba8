"""Heat maps: the score of each system for each kind of time, type of time or class of event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.measures import MEASURES, Measure, leading
from bench.render.scores import SECTIONS, Section, ordered
from bench.results.record import Record
from bench.scoring.slices import SLICINGS, Slicing


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The content of a heat map: the recall or F1 of one measure for each value of a slicing, such as a kind."""

    title: str
    slicing: str
    values: Sequence[str]
    measure: str
    figure: str
    """"recall" or "f1". It is recall if only gold has the sliced attribute, as with kinds."""
    section: Section
    """The table that determines which systems are shown, and in which order."""


def _breakdown(measure: Measure[Any], slicing: Slicing) -> Breakdown:
    figure = "F1" if slicing.both_sides else "recall"
    return Breakdown(
        f"{measure.title or measure.name}, {figure} by {slicing.name} (%)",
        slicing.name,
        slicing.values,
        measure.name,
        figure.lower(),
        next(section for section in SECTIONS if section.layer == measure.layer),
    )


BREAKDOWNS = [
    _breakdown(measure, slicing) for measure in MEASURES for slicing in SLICINGS if slicing.name in measure.sliced
]
"""The heat maps: one for each measure and each slicing that the measure declares."""
VALUES_BY_KIND = next(
    shown for shown in BREAKDOWNS if (shown.measure, shown.slicing) == (leading("timexes").name, "kind")
)


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The scores of a heat map, by system and value of the slicing."""

    columns: Sequence[tuple[str, int]]
    """The values of the slicing, each with the number of its annotations in gold."""
    rows: Sequence[tuple[Record, Sequence[float | None]]]
    """The record of each system or annotator, with its scores as fractions (None if undefined)."""
    systems: int
    """The number of rows for systems, which come before the rows for annotators."""


def heat_map(records: Sequence[Record], shown: Breakdown) -> HeatMap | None:
    """Returns the heat map of the records that have this slicing, or None if gold has none of its values."""
    sliced = [record for record in records if record.slices.get(shown.slicing)]
    rows, systems = ordered(shown.section, sliced)
    sizes: dict[str, int] = {}
    for record in rows:
        for value, scores in record.slices[shown.slicing].items():
            if shown.measure in scores:
                sizes[value] = max(sizes.get(value, 0), scores[shown.measure].counts.gold)
    columns = [(value, sizes[value]) for value in shown.values if sizes.get(value)]
    if not columns:
        return None

    def figure(record: Record, value: str) -> float | None:
        score = record.slices[shown.slicing].get(value, {}).get(shown.measure)
        found: float | None = getattr(score, shown.figure) if score is not None else None
        return found

    return HeatMap(columns, [(each, [figure(each, value) for value, _ in columns]) for each in rows], systems)
