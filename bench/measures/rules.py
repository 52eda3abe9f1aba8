"""Rules that say whether a matched pair is right. Any function of a gold and a predicted annotation is a rule.

The rules here are objects, so that `bench.scoring.columns` can apply them to all pairs of a document at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.counts import Credit
from bench.matching.matching import same_span
from bench.temporal.denotation import Verdicts

__all__ = ["Among", "AnyReading", "Denotes", "Rule", "Same", "matched", "same_span"]

Rule = Callable[[Any, Any], Credit]
"""The type of a rule: a function of a gold annotation and the predicted one matched with it. It returns True,
False or a share of 1."""


def matched(_gold: Any, _predicted: Any) -> bool:
    """Returns True: annotations are matched only where they share at least one character."""
    return True


@dataclass(frozen=True, slots=True)
class Same:
    """The rule that both annotations have the same string in a field; P1Y and P12M differ, as in TempEval-3."""

    attribute: str

    def __call__(self, gold: Any, predicted: Any) -> bool:
        """Returns whether the strings are equal; a field without a value in gold (None) equals nothing."""
        stated = getattr(gold, self.attribute)
        return stated is not None and stated == getattr(predicted, self.attribute)


@dataclass(frozen=True, slots=True)
class AnyReading:
    """The rule that the predicted value is the string of gold's value, or of one of gold's other readings.

    A prediction has one value; if it states several readings, they are ignored.
    """

    def __call__(self, gold: Any, predicted: Any) -> bool:
        """Returns whether the predicted value equals that of a gold reading; None equals nothing."""
        value = predicted.value
        return value is not None and (
            value == gold.value or any(value == reading.value for reading in gold.values or ())
        )


@dataclass(frozen=True, slots=True)
class Among:
    """The rule that the predicted value, or one of its alternatives, is the string of one of gold's readings."""

    def __call__(self, gold: Any, predicted: Any) -> bool:
        """Returns whether one of the predicted values equals one of gold's."""
        right = {gold.value, *(reading.value for reading in gold.values or ())} - {None}
        return predicted.value in right or any(each.value in right for each in predicted.alternatives or ())


@dataclass(frozen=True, slots=True)
class Denotes:
    """The rule that both annotations' values denote the same time, by one of the comparisons in `Verdicts`."""

    attribute: str
    compare: Callable[[str | None, str | None], Verdicts]
    """`bench.temporal.timex3.compare` or `bench.temporal.edtf.compare`."""
    verdict: str
    """A field of `Verdicts`: "same", "day", "month", "year" or "overlap"."""

    def __call__(self, gold: Any, predicted: Any) -> Credit:
        """Returns the result of this comparison: True, False or a share of 1."""
        verdicts = self.compare(getattr(gold, self.attribute), getattr(predicted, self.attribute))
        credit: Credit = getattr(verdicts, self.verdict)
        return credit
