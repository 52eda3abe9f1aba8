"""Counting for all measures of a layer together: each matched pair is compared once, then credits are summed.

The counts are those of `bench.measures.pair.PairMeasure.count`, in less time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress, repeat
from operator import is_not, sub
from typing import Any

from bench.counts import Counts, Credit
from bench.matching.matching import Matching
from bench.measures.base import Measure
from bench.measures.pair import Over, PairMeasure
from bench.scoring.columns import Column, comparison, values

Sides = tuple[Sequence[Any], Sequence[Any]]
"""The annotations of gold, and those of the predictions."""


NOBODY: Sides = ((), ())


@dataclass(frozen=True, slots=True)
class Population:
    """The gold and the predicted annotations that a measure counts; `bench.measures.pair.Over` describes them."""

    attribute: str | None
    over: Over

    @classmethod
    def of(cls, measure: PairMeasure) -> Population:
        """Returns the population of a measure: the annotations that it counts."""
        return cls(measure.attribute, measure.over)

    @property
    def whole(self) -> bool:
        """True if the population has all annotations except those that `without` returns."""
        return self.over == "all"

    def sides(self, matching: Matching[Any]) -> Sides:
        """Returns the population's annotations of both sides, and also those that `without` returns."""
        if self.whole:
            return matching.gold, matching.predicted
        paired = matching.paired
        among = (paired.gold, paired.predicted) if self.over == "matched" else (matching.gold, matching.predicted)
        return self._stating(among[0]), self._stating(among[1])

    def without(self, matching: Matching[Any]) -> Sides:
        """Returns gold's annotations that don't state the attribute, and the predictions matched with them."""
        if not self.whole or self.attribute is None:
            return NOBODY
        said = values(matching.gold, self.attribute)
        if None not in said:
            return NOBODY
        untold = [one for one, value in zip(matching.gold, said, strict=True) if value is None]
        paired = matching.paired
        of_pairs = zip(paired.predicted, values(paired.gold, self.attribute), strict=True)
        return untold, [other for other, value in of_pairs if value is None]

    def _stating(self, annotations: Sequence[Any]) -> Sequence[Any]:
        """Returns the annotations that state the attribute."""
        assert self.attribute is not None
        said = values(annotations, self.attribute)
        if said.count(None) == len(said):
            return ()
        return list(compress(annotations, map(is_not, said, repeat(None))))


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
    """A document's matching, with the credit that each measure of a `Panel` gives to each matched pair."""

    panel: Panel
    matching: Matching[Any]
    stated: set[str]
    """The compared attributes and the needed fields that at least one annotation of gold states."""
    credits: Mapping[int, Column]
    """For the index of each outcome the credit of each pair; outcomes without any possible credit are left out."""
    populations: Sequence[Sides]
    """The annotations of both sides in each population of the panel."""
    without: Sequence[Sides]
    """The annotations in ``populations`` that have to be subtracted from them (`Population.without`)."""


def judge(panel: Panel, matching: Matching[Any]) -> Judged:
    """Returns a document's matching with the credits of its pairs; each pair is compared once for all measures."""
    paired = matching.paired
    stated = {attribute for attribute in panel.attributes | panel.needed if states(matching.gold, attribute)}
    columns: dict[int, Column] = {}
    if paired.gold:
        for compare, about, places in panel.comparisons:
            if not about or not about.isdisjoint(stated):
                found = compare(paired)
                for place, column in places:
                    columns[place] = found[column]
    populations = [population.sides(matching) for population in panel.populations]
    without = [population.without(matching) for population in panel.populations]
    return Judged(panel, matching, stated, columns, populations, without)


def states(annotations: Sequence[Any], attribute: str) -> bool:
    """Returns whether at least one annotation states an attribute."""
    return values(annotations, attribute).count(None) < len(annotations)


def count(judged: Judged) -> list[Counts]:
    """Returns for each measure the counts of the whole document."""
    return [counts for (counts,) in _count(judged)]


def _count(judged: Judged) -> list[tuple[Counts]]:
    # a sum of 0.0 becomes 0
    sums = {outcome: sum(column) or 0 for outcome, column in judged.credits.items()}
    sizes = [
        (len(gold) - len(untold[0]), len(predicted) - len(untold[1]))
        for (gold, predicted), untold in zip(judged.populations, judged.without, strict=True)
    ]
    table = []
    for (outcome, population), shared in zip(judged.panel.places, judged.panel.shared, strict=True):
        correct, (gold_size, predicted_size) = sums.get(outcome, 0), sizes[population]
        table.append(shared[correct, predicted_size, correct, gold_size])
    return table


def count_units(judged: Judged, starts: Sequence[int]) -> Sequence[Sequence[Counts]]:
    """Returns for each measure the counts of each sentence; annotations belong to the sentence they start in.

    ``starts`` are the sentences' first offsets; the first one is 0.
    """
    n = len(starts)
    if n <= 1:
        return _count(judged)
    matching = judged.matching
    place = {
        id(annotation): bisect_right(starts, annotation.start) - 1
        for side in (matching.gold, matching.predicted)
        for annotation in side
    }
    known: dict[int, list[int]] = {}

    def sizes_of(annotations: Sequence[Any]) -> list[int]:
        """Returns the number of annotations in each sentence; a list that populations share is counted once."""
        found = known.get(id(annotations))
        if found is None:
            found = known[id(annotations)] = _histogram((place[id(each)] for each in annotations), n)
        return found

    sizes = [
        [
            list(map(sub, sizes_of(side), sizes_of(untold))) if untold else sizes_of(side)
            for side, untold in zip(*both, strict=True)
        ]
        for both in zip(judged.populations, judged.without, strict=True)
    ]
    at_gold = [place[id(annotation)] for annotation in matching.paired.gold]
    at_predicted = [place[id(annotation)] for annotation in matching.paired.predicted]
    in_gold = {outcome: _sums(at_gold, column, n) for outcome, column in judged.credits.items()}
    in_predicted = in_gold
    if at_gold != at_predicted:
        in_predicted = {outcome: _sums(at_predicted, column, n) for outcome, column in judged.credits.items()}
    none = [0] * n
    table = []
    for (outcome, population), shared in zip(judged.panel.places, judged.panel.shared, strict=True):
        gold_sizes, predicted_sizes = sizes[population]
        right = in_predicted.get(outcome, none), in_gold.get(outcome, none)
        fields = zip(right[0], predicted_sizes, right[1], gold_sizes, strict=True)
        table.append(list(chain.from_iterable(map(shared.__getitem__, fields))))
    return table


def _histogram(places: Iterable[int], n: int) -> list[int]:
    sizes = [0] * n
    for place in places:
        sizes[place] += 1
    return sizes


def _sums(places: Sequence[int], column: Sequence[Credit], n: int) -> list[Credit]:
    """Returns the sum of the credits in each of ``n`` sentences."""
    sums: list[Credit] = [0] * n
    for place, credit in zip(compress(places, column), filter(None, column), strict=True):
        sums[place] += credit
    return sums
