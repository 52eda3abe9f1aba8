"""Counting of a layer's measures: each matched pair compared once, then summed by sentence or by slice."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.counts import Counts, Credit
from bench.matching import Matching
from bench.measures.base import Compare, Measure, Population


@dataclass(frozen=True, slots=True)
class Judged:
    """A document's matching with what each measure makes of it."""

    measures: Sequence[Measure]
    matching: Matching[Any]
    gold: Sequence[Any]
    """The gold annotation of each pair."""
    predicted: Sequence[Any]
    """The predicted annotation of each pair."""
    credits: Mapping[Compare, Sequence[Sequence[Credit]]]
    """For each comparison, and each of its outcomes, the credit of each pair."""
    populations: Mapping[Population, tuple[Sequence[Any], Sequence[Any]]]
    """The gold and the predicted annotations that measures are over."""


def judge(measures: Sequence[Measure], matching: Matching[Any]) -> Judged:
    """Compare each pair once for all measures of a layer."""
    gold: Sequence[Any] = ()
    predicted: Sequence[Any] = ()
    if matching.pairs:
        gold, predicted = zip(*matching.pairs, strict=True)
    shares: dict[Compare, Sequence[Sequence[Credit]]] = {}
    populations: dict[Population, tuple[Sequence[Any], Sequence[Any]]] = {}
    for measure in measures:
        if gold and measure.compare not in shares:
            shares[measure.compare] = tuple(zip(*map(measure.compare, gold, predicted), strict=True))
        population = measure.population
        if population not in populations:
            whole = (gold, predicted) if population.matched else (matching.gold, matching.predicted)
            populations[population] = population.of(whole[0]), population.of(whole[1])
    return Judged(measures, matching, gold, predicted, shares, populations)


def count(judged: Judged) -> list[Counts]:
    """For each measure the counts of the whole document."""
    sizes = {
        population: (len(gold), len(predicted)) for population, (gold, predicted) in judged.populations.items()
    }
    sums = {compare: list(map(sum, columns)) for compare, columns in judged.credits.items()}
    table = []
    for measure in judged.measures:
        gold, predicted = sizes[measure.population]
        correct = sums[measure.compare][measure.outcome] if sums else 0
        table.append(_counts(correct, predicted, correct, gold))
    return table


def count_units(judged: Judged, starts: Sequence[int]) -> list[list[Counts]]:
    """For each measure the counts of each sentence; ``starts`` are the sentences' first offsets, the first one 0.

    An annotation belongs to the sentence in which it starts.
    """
    n = len(starts)
    if n <= 1:
        return [[counts] for counts in count(judged)]
    place = {
        id(annotation): bisect_right(starts, annotation.start) - 1
        for side in (judged.matching.gold, judged.matching.predicted)
        for annotation in side
    }
    sizes = {
        population: (_histogram(gold, place, n), _histogram(predicted, place, n))
        for population, (gold, predicted) in judged.populations.items()
    }
    in_gold = _sums(judged.credits, [place[id(annotation)] for annotation in judged.gold], n)
    in_predicted = _sums(judged.credits, [place[id(annotation)] for annotation in judged.predicted], n)
    nothing = [0] * n
    table = []
    for measure in judged.measures:
        gold, predicted = sizes[measure.population]
        correct_gold = in_gold[measure.compare][measure.outcome] if in_gold else nothing
        correct_predicted = in_predicted[measure.compare][measure.outcome] if in_predicted else nothing
        table.append(list(map(_counts, correct_predicted, predicted, correct_gold, gold)))
    return table


# shared: most sentences count alike; typed: 1 and 1.0 are equal as keys, and are written differently
_counts = functools.lru_cache(maxsize=65_536, typed=True)(Counts)


def _histogram(annotations: Sequence[Any], place: Mapping[int, int], n: int) -> list[int]:
    sizes = [0] * n
    for annotation in annotations:
        sizes[place[id(annotation)]] += 1
    return sizes


def _sums(
    shares: Mapping[Compare, Sequence[Sequence[Credit]]], places: Sequence[int], n: int
) -> dict[Compare, list[list[Credit]]]:
    """For each comparison and outcome, the sum of the credits of the pairs in each of ``n`` sentences."""
    sums: dict[Compare, list[list[Credit]]] = {}
    for compare, columns in shares.items():
        sums[compare] = []
        for column in columns:
            row: list[Credit] = [0] * n
            for place, credit in zip(places, column, strict=True):
                if credit:
                    row[place] += credit
            sums[compare].append(row)
    return sums


class Slices:
    """The counts of a layer's measures, cut by one attribute, over the documents that were added.

    What is kept are the numbers of annotations and of pairs that look alike, so that memory doesn't grow with
    the documents.
    """

    def __init__(self, measures: Sequence[Measure], of: Callable[[Any], str | None], *, both_sides: bool) -> None:
        """With ``both_sides`` off, only gold knows the attribute: nothing counts as predicted."""
        self.measures = measures
        self._of = of
        self._both_sides = both_sides
        self._pairs: Counter[tuple[str | None, str | None, tuple[Credit, ...]]] = Counter()
        self._gold: dict[Population, Counter[str | None]] = {}
        self._predicted: dict[Population, Counter[str | None]] = {}

    def add(self, judged: Judged) -> None:
        """Add a document, judged by the same measures."""
        of = self._of
        if judged.gold:
            columns = (judged.credits[measure.compare][measure.outcome] for measure in self.measures)
            rows = zip(*columns, strict=True)
            self._pairs.update(zip(map(of, judged.gold), map(of, judged.predicted), rows, strict=True))
        for population, (gold, predicted) in judged.populations.items():
            self._gold.setdefault(population, Counter()).update(map(of, gold))
            if self._both_sides:
                self._predicted.setdefault(population, Counter()).update(map(of, predicted))

    def counts(self) -> dict[str | None, list[Counts]]:
        """Value of the attribute → counts of each measure; of every value that either side has."""
        correct_gold = self._correct(0)
        correct_predicted = self._correct(1) if self._both_sides else {}
        values = {value for side in (*self._gold.values(), *self._predicted.values()) for value in side}
        return {
            value: [
                Counts(
                    correct_predicted.get(value, {}).get(place, 0),
                    self._predicted[measure.population][value] if self._both_sides else 0,
                    correct_gold.get(value, {}).get(place, 0),
                    self._gold[measure.population][value],
                )
                for place, measure in enumerate(self.measures)
            ]
            for value in values
        }

    def _correct(self, side: int) -> dict[str | None, dict[int, Credit]]:
        """Value on one side (0 is gold, 1 predicted) → place of a measure → its sum of credits."""
        sums: dict[str | None, dict[int, Credit]] = {}
        for (*values, row), times in self._pairs.items():
            into = sums.setdefault(values[side], {})
            for place, credit in enumerate(row):
                if credit:
                    into[place] = into.get(place, 0) + credit * times
        return sums
