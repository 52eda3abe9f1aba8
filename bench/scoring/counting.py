"""Counting for all measures of a layer together: each matched pair is compared once, then credits are summed.

The counts are those of `bench.measures.pair.PairMeasure.count`, in less time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress, repeat
from operator import is_not
from typing import Any

from bench.counts import Counts, Credit
from bench.matching.matching import Matching
from bench.measures.base import Measure
from bench.measures.pair import PairMeasure
from bench.scoring.columns import Column, comparison, values

Sides = tuple[Sequence[Any], Sequence[Any]]
"""The annotations of gold, and those of the predictions."""


@dataclass(frozen=True, slots=True)
class Population:
    """The rule for which annotations a measure counts, in gold and in the predictions."""

    attribute: str | None
    """Only annotations that state this attribute count; None for all."""
    matched: bool
    """True if only matched annotations count."""

    @classmethod
    def of(cls, measure: PairMeasure) -> Population:
        """Returns the rule for which annotations a measure counts."""
        return cls(None if measure.over == "all" else measure.attribute, measure.over == "matched")

    def among(self, annotations: Sequence[Any]) -> Sequence[Any]:
        """Returns the annotations that state the attribute; all annotations if the rule names no attribute."""
        if self.attribute is None:
            return annotations
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
        self.needed = {measure.needs for measure in measures if measure.needs is not None}
        """The fields that gold must have for one of the measures to be computed (`PairMeasure.needs`)."""
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
    """A document's matching with the credits that the measures of a panel give."""

    panel: Panel
    matching: Matching[Any]
    stated: set[str]
    """The compared attributes and the needed fields that at least one annotation of gold states."""
    credits: Mapping[int, Column]
    """For the index of each outcome the credit of each pair; outcomes without any possible credit are left out."""
    populations: Sequence[Sides]
    """The annotations of both sides in each population of the panel."""


def judge(panel: Panel, matching: Matching[Any]) -> Judged:
    """Returns a document's matching with the credits of its pairs; each pair is compared once for all measures."""
    gold, predicted, paired = matching.gold, matching.predicted, matching.paired
    stated = {attribute for attribute in panel.attributes | panel.needed if _states(gold, attribute)}
    columns: dict[int, Column] = {}
    if paired.gold:
        for compare, about, places in panel.comparisons:
            if not about or not about.isdisjoint(stated):
                found = compare(paired)
                for place, column in places:
                    columns[place] = found[column]
    populations = []
    for population in panel.populations:
        sides = (paired.gold, paired.predicted) if population.matched else (gold, predicted)
        populations.append((population.among(sides[0]), population.among(sides[1])))
    return Judged(panel, matching, stated, columns, populations)


def _states(annotations: Sequence[Any], attribute: str) -> bool:
    """Returns whether at least one annotation states an attribute."""
    return values(annotations, attribute).count(None) < len(annotations)


def count(judged: Judged) -> list[Counts]:
    """Returns for each measure the counts of the whole document."""
    return [counts for (counts,) in _count(judged)]


def _count(judged: Judged) -> list[tuple[Counts]]:
    # a sum of 0.0 becomes 0
    sums = {outcome: sum(column) or 0 for outcome, column in judged.credits.items()}
    sizes = [(len(gold), len(predicted)) for gold, predicted in judged.populations]
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
    places = [[[place[id(annotation)] for annotation in side] for side in sides] for sides in judged.populations]
    sizes = [[_histogram(side, n) for side in sides] for sides in places]
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
