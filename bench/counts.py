"""Counts, which can be added up, and scores, which are computed from the sum of counts.

Every measure has these two steps: it counts per unit (for spans and their attributes a unit is a sentence), and a
pure function turns the sum of counts into a score. Documents, slices and resamples are sums over units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Credit = int | float
"""The credit for an annotation: 1 (or True) if it is correct, 0 if it is wrong. Partial credit is a multiple of
1/2²⁰, so that sums are exact in any order."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of one measure in one unit, or a sum of such counts."""

    correct_predicted: Credit = 0
    """The number of correct predicted annotations, or the sum of their credits."""
    predicted: int = 0
    correct_gold: Credit = 0
    """The number of gold annotations that were found, or the sum of their credits. In a single unit it may differ
    from ``correct_predicted``, because the two annotations of a pair may lie in different units."""
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.correct_predicted + other.correct_predicted,
            self.predicted + other.predicted,
            self.correct_gold + other.correct_gold,
            self.gold + other.gold,
        )

    def __reduce__(self) -> tuple[type[Counts], tuple[Credit, int, Credit, int]]:
        """Returns what pickle sends between processes; the default of dataclasses takes many times longer."""
        return Counts, (self.correct_predicted, self.predicted, self.correct_gold, self.gold)


Group = Sequence[Counts] | Mapping[Any, Counts]
"""The counts of one document's units. In a sequence (sentences), the same index is the same unit in every system.
In a mapping (entries of a timeline), the same key is the same unit; a key that a system lacks has counts of 0."""


def total(counts: Iterable[Counts]) -> Counts:
    """Returns the sum of counts."""
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
    """Precision, recall and F1 as fractions, with their counts. An undefined score is None, never 0 or 1."""

    counts: Counts
    precision: float | None
    """The share of predicted annotations that are correct; None if nothing was predicted."""
    recall: float | None
    """The share of gold annotations that were found; None if gold has nothing."""
    f1: float | None
    """The F1, 2PR / (P + R); None if gold has nothing and nothing was predicted, 0 if only one of the two
    holds."""

    @classmethod
    def of(cls, counts: Counts) -> Score:
        """Returns the score of summed counts (van Rijsbergen 1979; micro-averaged, as in TempEval-3)."""
        precision = counts.correct_predicted / counts.predicted if counts.predicted else None
        recall = counts.correct_gold / counts.gold if counts.gold else None
        if precision is None and recall is None:
            f1 = None
        elif not precision or not recall:
            f1 = 0.0
        elif counts.correct_predicted == counts.correct_gold:
            # this is the same number as below without its rounding error
            f1 = 2 * counts.correct_gold / (counts.gold + counts.predicted)
        else:
            f1 = 2 * precision * recall / (precision + recall)
        return cls(counts, precision, recall, f1)


def plural(number: int, noun: str) -> str:
    """Returns a number and its noun: "1 entry", "1,200 documents", "2 timexes", "3 timeline entries"."""
    ends = {"y": "ies", "x": "xes"}
    many = noun[:-1] + ends[noun[-1]] if noun[-1] in ends else f"{noun}s"
    return f"{number:,} {noun if number == 1 else many}"
