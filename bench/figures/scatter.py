"""The data of scatter plots with one point per system: precision by recall, and F1 by speed."""

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
    """A system or an annotator in a scatter plot. ``x`` and ``y`` are percentages or documents per second."""

    record: Record
    x: float
    y: float
    f1: float
    """F1 as a fraction. Points with a larger F1 are labelled first."""


def sort_of(record: Record) -> str:
    """Returns which marker a record has: "system", "given" (a system that gets gold) or "annotator"."""
    if record.role == "annotator":
        return "annotator"
    return "given" if given_gold(record) else "system"


def ranked(records: Iterable[Record], measure: str) -> list[Record]:
    """Returns the records with a defined F1 for a measure, sorted by F1: first systems, then annotators."""

    def rank(record: Record) -> tuple[bool, float, str]:
        return (record.role == "annotator", -(record.measures[measure].f1 or 0.0), record.name)

    return sorted(
        (each for each in records if measure in each.measures and each.measures[measure].f1 is not None), key=rank
    )


def precision_recall(records: Iterable[Record], measure: str) -> list[ScatterPoint]:
    """Returns a point for each record with precision (y) and recall (x) for a measure, as percentages."""
    found = []
    for record in records:
        score = record.measures.get(measure)
        if score is not None and score.precision is not None and score.recall is not None:
            found.append(ScatterPoint(record, 100 * score.recall, 100 * score.precision, score.f1 or 0.0))
    return found


def f1_by_speed(records: Sequence[Record], rates: Mapping[str, float]) -> dict[str, list[ScatterPoint]]:
    """Returns the points of each layer's headline measure, by the measure's name.

    Each system whose speed was measured has a point: x is documents per second, y is F1 as a percentage. A measure
    without points is left out.
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
    """Returns ``steps`` + 1 points (recall, precision) of the curve with a given F1, between two recalls.

    On this curve precision = F1 × recall / (2 × recall - F1). All three are fractions, or all are percentages.
    """
    first, last = recalls
    found = []
    for step in range(steps + 1):
        recall = first + (last - first) * (step / steps) ** 2  # points are closer where the curve is steep
        found.append((recall, f1 * recall / (2 * recall - f1)))
    return found
