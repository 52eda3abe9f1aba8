"""The rules of measures, applied to all matched pairs of a document at once, which is faster than pair by pair.

The credits are those of `bench.measures.pair.PairMeasure.credit`. Measures whose rules compare the same things,
such as values to the day and to the month, share one comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter, eq
from typing import Any

from bench.counts import Credit
from bench.matching.matching import Paired
from bench.measures.pair import PairMeasure
from bench.measures.rules import Among, AnyReading, Denotes, Same, matched, same_span
from bench.temporal.denotation import Verdicts

Column = Sequence[Credit]
"""The credit of each matched pair of a document, by the rule of one measure."""
Comparison = Callable[[Paired[Any]], Sequence[Column]]
"""A function from the matched pairs of a document (at least one) to the columns of all measures that share this
comparison."""


def comparison(measure: PairMeasure) -> tuple[Comparison, int]:
    """Returns the comparison that computes a measure's credits, and the index of the measure's column in it."""
    rule, attribute = measure.correct, measure.attribute
    if attribute is None and rule in (same_span, matched):
        return spans, int(rule is matched)
    if isinstance(rule, Same) and rule.attribute == attribute:
        return Strings(attribute), 0
    if isinstance(rule, AnyReading) and attribute == "value":
        return readings, 0
    if isinstance(rule, Among) and attribute == "value":
        return among, 0
    if isinstance(rule, Denotes) and rule.attribute == attribute:
        return Denotations(attribute, rule.compare), Verdicts._fields.index(rule.verdict)
    return OneByOne(measure), 0


def spans(paired: Paired[Any]) -> Sequence[Column]:
    """Returns two columns: credit for pairs with equal spans (`same_span`), and for all pairs (`matched`)."""
    found = [True] * len(paired.gold)
    return [True] * paired.exact + [False] * (len(found) - paired.exact), found


@dataclass(frozen=True, slots=True)
class Strings:
    """The comparison for the rule `Same`: both annotations have the same string in a field."""

    attribute: str

    def __call__(self, paired: Paired[Any]) -> Sequence[Column]:
        """Returns one column: True for each pair with the same string."""
        gold, predicted = values(paired.gold, self.attribute), values(paired.predicted, self.attribute)
        if None in gold:
            return ([one is not None and one == other for one, other in zip(gold, predicted, strict=True)],)
        return (list(map(eq, gold, predicted)),)


def readings(paired: Paired[Any]) -> Sequence[Column]:
    """Returns one column, by the rule `AnyReading`: True for each pair whose predicted value gold allows."""
    several = values(paired.gold, "values")
    if several.count(None) == len(several):
        return Strings("value")(paired)
    return (list(map(AnyReading(), paired.gold, paired.predicted)),)


def among(paired: Paired[Any]) -> Sequence[Column]:
    """Returns one column, by the rule `Among`: True for each pair with a right value among the predicted ones."""
    stated = values(paired.predicted, "alternatives")
    if stated.count(None) == len(stated):
        return readings(paired)
    return (list(map(Among(), paired.gold, paired.predicted)),)


@dataclass(frozen=True, slots=True)
class Denotations:
    """The comparison for the rule `Denotes`: the values of both annotations denote the same time."""

    attribute: str
    compare: Callable[[str | None, str | None], Verdicts]

    def __call__(self, paired: Paired[Any]) -> Sequence[Column]:
        """Returns one column of credits for each field of `Verdicts`."""
        gold, predicted = values(paired.gold, self.attribute), values(paired.predicted, self.attribute)
        return list(zip(*map(self.compare, gold, predicted), strict=True))


@dataclass(frozen=True, slots=True)
class OneByOne:
    """The comparison for any other rule, which is applied to one pair after the other."""

    measure: PairMeasure

    def __call__(self, paired: Paired[Any]) -> Sequence[Column]:
        """Returns one column: the measure's credit for each pair."""
        return (list(map(self.measure.credit, paired.gold, paired.predicted)),)


def values(annotations: Sequence[Any], attribute: str) -> list[Any]:
    """Returns the value that each annotation has for an attribute; None also for an empty text."""
    found = list(map(attrgetter(attribute), annotations))
    return [value or None for value in found] if "" in found else found
