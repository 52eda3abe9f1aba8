"""Counts, which add up, and scores, which are made from their sum.

Every measure is these two steps: counts per unit (for spans and their attributes, the sentence), then a pure
function of the sum. Documents, slices and resamples are sums over units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Credit = int | float
"""1 for right (or True), 0 for wrong; in between a multiple of 1/2²⁰, so that sums are exact in any order."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What one measure counts in one unit, or a sum of them."""

    correct_predicted: Credit = 0
    """The credits of predicted annotations: how many are right, unless the measure gives partial credit."""
    predicted: int = 0
    correct_gold: Credit = 0
    """Gold annotations that were found; pairs are one-to-one, yet the two may lie in different units."""
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.correct_predicted + other.correct_predicted,
            self.predicted + other.predicted,
            self.correct_gold + other.correct_gold,
            self.gold + other.gold,
        )

    def __reduce__(self) -> tuple[type[Counts], tuple[Credit, int, Credit, int]]:
        """What travels between processes; what a dataclass sends takes many times longer."""
        return Counts, (self.correct_predicted, self.predicted, self.correct_gold, self.gold)


Group = Sequence[Counts] | Mapping[Any, Counts]
"""The counts of what one document holds: by position, the same in every system (sentences), or by a key (the
entries of a timeline), where a system without a key has counted nothing there."""


def total(counts: Iterable[Counts]) -> Counts:
    """The sum."""
    correct_predicted: Credit = 0
    correct_gold: Credit = 0
    predicted = gold = 0
    # summed by field: an object for each partial sum would take most of the time of scoring
    for unit in counts:
        correct_predicted += unit.correct_predicted
        predicted += unit.predicted
        correct_gold += unit.correct_gold
        gold += unit.gold
    return Counts(correct_predicted, predicted, correct_gold, gold)


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 as fractions; None is undefined, which is neither 0 nor 1."""

    counts: Counts
    precision: float | None
    """None when nothing was predicted."""
    recall: float | None
    """None when gold has nothing."""
    f1: float | None
    """None when both sides are empty; 0 when one is, as 2 × correct / (gold + predicted) has it."""

    @classmethod
    def of(cls, counts: Counts) -> Score:
        """The score of summed counts (van Rijsbergen 1979, as TempEval-3 applies it: micro-averaged)."""
        precision = counts.correct_predicted / counts.predicted if counts.predicted else None
        recall = counts.correct_gold / counts.gold if counts.gold else None
        if precision is None and recall is None:
            f1 = None
        elif not precision or not recall:
            f1 = 0.0
        elif counts.correct_predicted == counts.correct_gold:
            # the same number as below, without its rounding error
            f1 = 2 * counts.correct_gold / (counts.gold + counts.predicted)
        else:
            f1 = 2 * precision * recall / (precision + recall)
        return cls(counts, precision, recall, f1)
