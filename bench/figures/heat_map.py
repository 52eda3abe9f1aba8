"""Heat maps: the figure of each system for each kind of time, type of time or class of event."""

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
    """The content of a heat map: precision, recall or F1 by one measure, for each value of a slicing."""

    title: str
    slicing: str
    values: Sequence[str]
    measure: str
    figure: str
    """"recall" or "f1". Only gold has kinds, so that by kind there is recall alone."""
    section: Section
    """The table whose systems are shown, in its order."""


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
"""A heat map for each measure and each slicing by which it is drawn."""
VALUES_BY_KIND = next(
    shown for shown in BREAKDOWNS if (shown.measure, shown.slicing) == (leading("timexes").name, "kind")
)


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The figures of a heat map."""

    columns: Sequence[tuple[str, int]]
    """The values of the slicing, each with the number of gold's annotations."""
    rows: Sequence[tuple[Record, Sequence[float | None]]]
    """A record with its figures as fractions; None if a figure is undefined."""
    systems: int
    """The number of rows of systems; the rows of annotators follow."""


def heat_map(records: Sequence[Record], shown: Breakdown) -> HeatMap | None:
    """Returns the scores of the records that have slices of this kind, or None if gold has no such value."""
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
