"""Figures of one point per system: precision by recall, and F1 by speed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.render.scores import SECTIONS
from bench.results.names import given_gold
from bench.results.record import Record

RECALL, PRECISION, F1, SPEED = "recall (%)", "precision (%)", "F1 (%)", "documents per second"
"""The titles of axes."""


@dataclass(frozen=True, slots=True)
class ScatterPoint:
    """A system or an annotator in a figure, in the units of its axes: percents, and documents per second."""

    record: Record
    x: float
    y: float
    f1: float
    """F1 as a fraction; points with a larger one are named first."""


def sort_of(record: Record) -> str:
    """Returns the sort of a record's marker: "system", "given" (a system that was given gold) or "annotator"."""
    if record.role == "annotator":
        return "annotator"
    return "given" if given_gold(record) else "system"


def ranked(records: Iterable[Record], measure: str) -> list[Record]:
    """Returns the records that have an F1 of a measure: systems from the best down, then annotators."""

    def rank(record: Record) -> tuple[bool, float, str]:
        return (record.role == "annotator", -(record.measures[measure].f1 or 0.0), record.name)

    return sorted(
        (each for each in records if measure in each.measures and each.measures[measure].f1 is not None), key=rank
    )


def precision_recall(records: Iterable[Record], measure: str) -> list[ScatterPoint]:
    """Returns a point for each record that has precision and recall of a measure: x is recall, y is precision."""
    found = []
    for record in records:
        score = record.measures.get(measure)
        if score is not None and score.precision is not None and score.recall is not None:
            found.append(ScatterPoint(record, 100 * score.recall, 100 * score.precision, score.f1 or 0.0))
    return found


def f1_by_speed(records: Sequence[Record], rates: Mapping[str, float]) -> dict[str, list[ScatterPoint]]:
    """Returns a point for each system whose speed was measured, by the headline measure of each layer.

    x is documents per second, y is F1. Annotators have no speed. A measure without a point has no entry.
    """
    found = {}
    for section in SECTIONS:
        if section.whole:
            points = [
                ScatterPoint(each, rates[each.name], 100 * score.f1, score.f1)
                for each in records
                if each.role != "annotator"
                and each.name in rates
                and (score := each.measures.get(section.headline)) is not None
                and score.f1 is not None
            ]
            if points:
                found[section.headline] = points
    return found


def same_f1(f1: float, recalls: tuple[float, float], steps: int) -> list[tuple[float, float]]:
    """Returns points (recall, precision) of the curve on which F1 is the same, between two recalls.

    On it precision = F1 × recall / (2 × recall - F1), all three in the same unit, fractions or percents.
    """
    first, last = recalls
    found = []
    for step in range(steps + 1):
        recall = first + (last - first) * (step / steps) ** 2  # closer together where the curve is steep
        found.append((recall, f1 * recall / (2 * recall - f1)))
    return found
