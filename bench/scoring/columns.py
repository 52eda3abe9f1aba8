"""The rules of measures, applied to all matched pairs of documents at once, which is faster than pair by pair.

The credits are those of `bench.measures.pair.PairMeasure.credit`. Measures whose rules compare the same things,
such as values to the day and to the month, share one comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np

from bench.counts import Credit
from bench.measures.pair import PairMeasure
from bench.measures.rules import Among, AnyReading, Denotes, Same, matched, same_span
from bench.scoring.table import Array, Table
from bench.temporal.denotation import Verdicts

Column = Array
"""The credit of each matched pair, by the rule of one measure: truth values, or numbers from 0 to 1."""
Comparison = Callable[[Table], Sequence[Column]]
"""A function from a table with at least one pair to the columns of all measures that share this comparison."""


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


def spans(table: Table) -> Sequence[Column]:
    """Returns two columns: credit for pairs with equal spans (`same_span`), and for all pairs (`matched`)."""
    return table.exact, np.ones(len(table.exact), bool)


@dataclass(frozen=True, slots=True)
class Strings:
    """The comparison for the rule `Same`: both annotations have the same string in a field."""

    attribute: str

    def __call__(self, table: Table) -> Sequence[Column]:
        """Returns one column: True for each pair with the same string."""
        gold, predicted = table.paired(self.attribute)
        return ((gold == predicted) & (gold > 0),)


def readings(table: Table) -> Sequence[Column]:
    """Returns one column, by the rule `AnyReading`: True for each pair whose predicted value gold allows."""
    (found,) = Strings("value")(table)
    if table.states("values"):
        for place, (gold, predicted) in enumerate(zip(*table.pairs, strict=True)):
            if gold.values is not None:
                found[place] = bool(predicted.value) and AnyReading()(gold, predicted)
    return (found,)


def among(table: Table) -> Sequence[Column]:
    """Returns one column, by the rule `Among`: True for each pair with a right value among the predicted ones."""
    (found,) = readings(table)
    if table.predictions_state("alternatives"):
        for place, (gold, predicted) in enumerate(zip(*table.pairs, strict=True)):
            if predicted.alternatives is not None:
                found[place] = Among()(gold, predicted)
    return (found,)


@dataclass(frozen=True, slots=True)
class Denotations:
    """The comparison for the rule `Denotes`: the values of both annotations denote the same time."""

    attribute: str
    compare: Callable[[str | None, str | None], Verdicts]

    def __call__(self, table: Table) -> Sequence[Column]:
        """Returns one column of credits for each field of `Verdicts`."""
        gold, predicted = table.paired(self.attribute)
        words = table.words(self.attribute)
        # each two values that meet are compared once
        both, places = np.unique(gold * len(words) + predicted, return_inverse=True)
        rows = [self.compare(words[each // len(words)], words[each % len(words)]) for each in both.tolist()]
        return [np.array(list(map(itemgetter(place), rows)))[places] for place in range(len(Verdicts._fields))]


@dataclass(frozen=True, slots=True)
class OneByOne:
    """The comparison for any other rule, which is applied to one pair after the other."""

    measure: PairMeasure

    def __call__(self, table: Table) -> Sequence[Column]:
        """Returns one column: the measure's credit for each pair."""
        return (np.array(list(map(self.measure.credit, *table.pairs)), object),)


def sums(column: Column, groups: Array, size: int) -> list[Credit]:
    """Returns the sum of a column's credits in each of ``size`` groups; ``groups`` are the numbers of the pairs'.

    Sums of truth values are whole numbers, and a sum without any credit is the whole number 0.
    """
    if column.dtype == bool:
        whole: list[Credit] = np.bincount(groups[column], minlength=size).tolist()
        return whole
    if column.dtype == float:
        return [credit or 0 for credit in np.bincount(groups, column, size).tolist()]
    found: list[Credit] = [0] * size
    for group, credit in zip(groups.tolist(), column.tolist(), strict=True):
        if credit:
            found[group] += credit
    return found
