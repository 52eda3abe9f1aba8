"""Counting for all measures of a layer and for many documents together.

Each matched pair is compared once, then credits are summed. The counts are those of
`bench.measures.pair.PairMeasure.count`, in less time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from bench.counts import Counts, Credit
from bench.matching.matching import Matching
from bench.measures.base import Measure
from bench.measures.pair import Over, PairMeasure
from bench.measures.rules import same_span
from bench.scoring.columns import Column, comparison, sums
from bench.scoring.table import Array, MatchedTable, Sides, Table


@dataclass(frozen=True, slots=True)
class Population:
    """The gold and the predicted annotations that a measure counts; `bench.measures.pair.Over` describes them."""

    attribute: str | None
    over: Over

    @classmethod
    def of(cls, measure: PairMeasure) -> Population:
        """Returns the population of a measure: the annotations that it counts."""
        return cls(measure.attribute, measure.over)

    def sides(self, table: Table) -> Sides:
        """Returns for each gold and each predicted annotation whether it belongs to the population.

        It is `Table.all` if all do, and `Table.none` if none does, so that they are counted once.
        """
        if self.attribute is None:
            return table.all
        gold, predicted = (numbers > 0 for numbers in table.numbers(self.attribute))
        if self.over == "all":
            if gold.all():
                return table.all
            predicted = np.ones(len(predicted), bool)
            predicted[table.predicted_places[~gold[table.gold_places]]] = False
            return gold, predicted
        if not gold.any() and not predicted.any():
            return table.none
        if self.over == "matched":
            return _only(gold, table.gold_places), _only(predicted, table.predicted_places)
        return gold, predicted


def _only(chosen: Array, places: Array) -> Array:
    """Returns ``chosen``, with False everywhere but at ``places``."""
    found = np.zeros(len(chosen), bool)
    found[places] = chosen[places]
    return found


class Panel:
    """Measures of one layer that are counted together, and the comparisons and populations that they share."""

    def __init__(self, of_layer: Sequence[Measure[Any]]) -> None:
        measures = [measure for measure in of_layer if isinstance(measure, PairMeasure)]
        self.measures = measures
        self.others = [measure for measure in of_layer if not isinstance(measure, PairMeasure)]
        """The measures that aren't a `PairMeasure`; each is counted separately."""
        self.names = [measure.name for measure in measures]
        self.attributes = {measure.attribute for measure in measures if measure.attribute is not None}
        """The attributes that are compared."""
        alike = all(measure.correct is same_span and measure.attribute is None for measure in measures)
        self.strict = alike and not self.others
        """True if all measures compare nothing but spans, exactly (`bench.scoring.strict`)."""
        self.needed = {measure.needs for measure in of_layer if measure.needs is not None}
        """The fields that gold must have for one of the measures to be computed (`Measure.needs`)."""
        self.needed_of_predictions = {measure.states for measure in of_layer if measure.states is not None}
        """The fields that predictions must have for one of the measures to be computed (`Measure.states`)."""
        of_measures = [Population.of(measure) for measure in measures]
        self.populations = list(dict.fromkeys(of_measures))
        compared = [comparison(measure) for measure in measures]
        outcomes = list(dict.fromkeys(compared))
        self.comparisons = [
            (
                compare,
                {
                    measure.attribute
                    for measure, (other, _) in zip(measures, compared, strict=True)
                    if other == compare and measure.attribute
                },
                [(place, column) for place, (other, column) in enumerate(outcomes) if other == compare],
            )
            for compare in dict.fromkeys(compare for compare, _ in compared)
        ]
        """The comparisons, each with the attributes that it compares (none if it compares spans), and with the
        index and the column of each of its outcomes."""
        self.places = [
            (outcomes.index(outcome), self.populations.index(population))
            for outcome, population in zip(compared, of_measures, strict=True)
        ]
        """For each measure the index of its outcome and the index of its population."""
        self.shared = [_Shared() for _ in measures]
        """For each measure the `Counts` made so far, which are reused because most sentences have equal counts."""


class _Shared(dict[tuple[Credit, int, Credit, int], tuple[Counts]]):
    """`Counts` by their four fields, in a tuple of one. Each measure has its own, as 1 and 1.0 are one key."""

    def __missing__(self, fields: tuple[Credit, int, Credit, int]) -> tuple[Counts]:
        if len(self) >= 65_536:
            self.clear()
        self[fields] = row = (Counts(*fields),)
        return row


@dataclass(frozen=True, slots=True)
class Judged:
    """The table of documents, with the credit that each measure of a `Panel` gives to each matched pair."""

    panel: Panel
    table: Table
    stated: set[str]
    """The compared attributes and the needed fields that at least one annotation of gold states."""
    credits: Mapping[int, Column]
    """For the index of each outcome the credit of each pair; outcomes without any possible credit are left out."""
    populations: Sequence[tuple[Sides, Sequence[int]]]
    """The annotations of each different population, and the indices of the panel's populations that have these."""


def judge(panel: Panel, *matchings: Matching[Any]) -> Judged:
    """Returns documents' matchings with the credits of the pairs; each pair is compared once for all measures."""
    return judge_table(panel, MatchedTable(matchings))


def judge_table(panel: Panel, table: Table) -> Judged:
    """Returns a table with the credits of its pairs; each pair is compared once for all measures."""
    stated = {attribute for attribute in panel.attributes if table.numbers(attribute)[0].any()}
    stated |= {field for field in panel.needed if table.states(field)}
    columns: dict[int, Column] = {}
    if len(table.exact):
        for compare, about, places in panel.comparisons:
            if not about or not about.isdisjoint(stated):
                found = compare(table)
                for place, column in places:
                    columns[place] = found[column]
    populations: dict[int, tuple[Sides, list[int]]] = {}
    for place, population in enumerate(panel.populations):
        sides = population.sides(table)
        populations.setdefault(id(sides), (sides, []))[1].append(place)
    return Judged(panel, table, stated, columns, list(populations.values()))


def count(judged: Judged) -> list[Counts]:
    """Returns for each measure the counts of one whole document."""
    return [counts for (counts,) in count_units(judged, (0,))]


def count_units(judged: Judged, starts: Sequence[int]) -> Sequence[Sequence[Counts]]:
    """Returns for each measure the counts of each sentence of one document.

    ``starts`` are the sentences' first offsets; the first one is 0.
    """
    return count_documents(judged, [starts])[0]


def count_documents(judged: Judged, starts: Sequence[Sequence[int]]) -> list[Sequence[Sequence[Counts]]]:
    """Returns for each document and each measure the counts of each sentence.

    An annotation belongs to the sentence that it starts in. ``starts`` are the first offsets of each document's
    sentences; the first one is 0.
    """
    table = judged.table
    assert isinstance(table, MatchedTable)  # of which `judge` made it
    numbers = [max(1, len(each)) for each in starts]
    first = np.cumsum([0, *numbers], dtype=np.intp)
    gold = _units(table.gold, table.gold_sizes, starts, first)
    predicted = _units(table.predicted, table.predicted_sizes, starts, first)
    return by_document(count_by_unit(judged, gold, predicted, int(first[-1])), numbers)


def count_by_unit(judged: Judged, gold: Array, predicted: Array, units: int) -> list[list[tuple[Counts]]]:
    """Returns for each measure the counts of each unit, in a tuple of one.

    ``gold`` and ``predicted`` are the number of each annotation's unit, and ``units`` is how many units there are.
    """
    table = judged.table
    sizes: dict[int, tuple[list[int], list[int]]] = {}
    for (chosen, other), populations in judged.populations:
        found = (
            np.bincount(gold[chosen], minlength=units).tolist(),
            np.bincount(predicted[other], minlength=units).tolist(),
        )
        sizes |= dict.fromkeys(populations, found)
    at_gold, at_predicted = gold[table.gold_places], predicted[table.predicted_places]
    alike = np.array_equal(at_gold, at_predicted)
    right: dict[int, tuple[list[Credit], list[Credit]]] = {}
    for outcome, column in judged.credits.items():
        of_gold = sums(column, at_gold, units)
        right[outcome] = of_gold, of_gold if alike else sums(column, at_predicted, units)
    none: tuple[list[Credit], list[Credit]] = ([0] * units, [0] * units)
    rows: list[list[tuple[Counts]]] = []
    for (outcome, population), shared in zip(judged.panel.places, judged.panel.shared, strict=True):
        gold_sizes, predicted_sizes = sizes[population]
        right_gold, right_predicted = right.get(outcome, none)
        fields = zip(right_predicted, predicted_sizes, right_gold, gold_sizes, strict=True)
        rows.append(list(map(shared.__getitem__, fields)))
    return rows


def by_document(
    rows: Sequence[Sequence[tuple[Counts]]], numbers: Sequence[int]
) -> list[Sequence[Sequence[Counts]]]:
    """Returns for each document and each measure the counts of each unit; ``numbers`` are how many each has."""
    if not rows:
        return [()] * len(numbers)
    if all(number == 1 for number in numbers):
        return list(zip(*rows, strict=True))
    found: list[Sequence[Sequence[Counts]]] = []
    at = 0
    for number in numbers:
        found.append(
            [row[at] if number == 1 else list(chain.from_iterable(row[at : at + number])) for row in rows]
        )
        at += number
    return found


def _units(
    annotations: Sequence[Any], sizes: Sequence[int], starts: Sequence[Sequence[int]], first: Array
) -> Array:
    """Returns for each annotation the number of its sentence, counted over all documents."""
    found: Array = np.repeat(first[:-1], np.array(sizes, np.intp))
    at = 0
    for size, sentences in zip(sizes, starts, strict=True):
        n = len(sentences)
        if n > 1:
            places = [(bisect_right(sentences, each.start) - 1) % n for each in annotations[at : at + size]]
            found[at : at + size] += np.array(places, np.intp)
        at += size
    return found
