"""Heat maps: the figure of each system for each kind of time, type of time or class of event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.render.scores import SECTIONS, Section, ordered
from bench.results.record import Record
from bench.sdk.model import EVENT_CLASSES, KINDS, TIMEX_TYPES


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The choice of what a heat map shows: one figure of one measure, for each value of a slicing."""

    title: str
    slicing: str
    values: Sequence[str]
    measure: str
    figure: str
    """"recall" or "f1". Only gold has kinds, so that by kind there is recall alone."""
    section: Section
    """The table whose systems are shown, in its order."""


_TIMES, _EVENTS = (
    next(section for section in SECTIONS if section.headline == name) for name in ("timex.value", "event.class")
)
VALUES_BY_KIND = Breakdown(
    "Times with the right value, recall by kind (%)", "kind", KINDS, "timex.value", "recall", _TIMES
)
BREAKDOWNS = (
    Breakdown("Times found, recall by kind (%)", "kind", KINDS, "timex.relaxed", "recall", _TIMES),
    VALUES_BY_KIND,
    Breakdown("Times with the right value, F1 by type (%)", "type", TIMEX_TYPES, "timex.value", "f1", _TIMES),
    Breakdown("Events found, F1 by class (%)", "class", EVENT_CLASSES, "event.relaxed", "f1", _EVENTS),
)


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The figures of a heat map."""

    columns: Sequence[tuple[str, int]]
    """Each value with how many gold has."""
    rows: Sequence[tuple[Record, Sequence[float | None]]]
    """A record with its figures as fractions; None where a figure is undefined."""
    systems: int
    """How many rows are systems. The rows of annotators follow."""


def heat_map(records: Sequence[Record], shown: Breakdown) -> HeatMap | None:
    """Return the figures of the records that have slices of that kind, or None where gold has no such value."""
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
