"""The rules of measures applied to all matched pairs of a document at once, which takes less time than one by one.

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
from bench.measures.rules import AnyReading, Denotes, Same, matched, same_span
from bench.temporal.denotation import Verdicts

Column = Sequence[Credit]
"""The credit of each pair."""
Comparison = Callable[[Paired[Any]], Sequence[Column]]
"""A comparison: from the matched pairs of a document (at least one) it makes the columns of all measures that
share it."""


def comparison(measure: PairMeasure) -> tuple[Comparison, int]:
    """Returns the comparison that gives a measure's credits, and which of its columns they are."""
    rule, attribute = measure.correct, measure.attribute
    if attribute is None and rule in (same_span, matched):
        return spans, int(rule is matched)
    if isinstance(rule, Same) and rule.attribute == attribute:
        return Strings(attribute), 0
    if isinstance(rule, AnyReading) and attribute == "value":
        return readings, 0
    if isinstance(rule, Denotes) and rule.attribute == attribute:
        return Denotations(attribute, rule.compare), Verdicts._fields.index(rule.verdict)
    return OneByOne(measure), 0


def spans(paired: Paired[Any]) -> Sequence[Column]:
    """Returns the columns of `same_span` and of `matched`."""
    found = [True] * len(paired.gold)
    return [True] * paired.exact + [False] * (len(found) - paired.exact), found


@dataclass(frozen=True, slots=True)
class Strings:
    """The comparison of `Same`."""

    attribute: str

    def __call__(self, paired: Paired[Any]) -> Sequence[Column]:
        """Returns the one column."""
        gold, predicted = values(paired.gold, self.attribute), values(paired.predicted, self.attribute)
        if None in gold:
            return ([one is not None and one == other for one, other in zip(gold, predicted, strict=True)],)
        return (list(map(eq, gold, predicted)),)


def readings(paired: Paired[Any]) -> Sequence[Column]:
    """Returns the one column of `AnyReading`."""
    several = values(paired.gold, "values")
    if several.count(None) == len(several):
        return Strings("value")(paired)
    return (list(map(AnyReading(), paired.gold, paired.predicted)),)


@dataclass(frozen=True, slots=True)
class Denotations:
    """The comparison of `Denotes`."""

    attribute: str
    compare: Callable[[str | None, str | None], Verdicts]

    def __call__(self, paired: Paired[Any]) -> Sequence[Column]:
        """Returns a column for each field of `Verdicts`."""
        gold, predicted = values(paired.gold, self.attribute), values(paired.predicted, self.attribute)
        return list(zip(*map(self.compare, gold, predicted), strict=True))


@dataclass(frozen=True, slots=True)
class OneByOne:
    """The comparison of any other rule, which is asked about each pair."""

    measure: PairMeasure

    def __call__(self, paired: Paired[Any]) -> Sequence[Column]:
        """Returns the one column."""
        return (list(map(self.measure.credit, paired.gold, paired.predicted)),)


def values(annotations: Sequence[Any], attribute: str) -> list[Any]:
    """Returns the value that each annotation has for an attribute."""
    return list(map(attrgetter(attribute), annotations))
