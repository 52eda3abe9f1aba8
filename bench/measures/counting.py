"""Counting of a layer's measures: each matched pair compared once, then summed by sentence or by slice."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.counts import Counts, Credit
from bench.matching import Matching
from bench.measures.base import Compare, Measure, Population


@dataclass(frozen=True, slots=True)
class Judged:
    """A document's matching with what each measure makes of it."""

    measures: Sequence[Measure]
    gold: Sequence[Any]
    """The gold annotation of each pair."""
    predicted: Sequence[Any]
    """The predicted annotation of each pair."""
    credits: Sequence[Sequence[Credit]]
    """For each measure, the credit of each pair."""
    populations: Mapping[Population, tuple[Sequence[Any], Sequence[Any]]]
    """The gold and the predicted annotations that measures are over."""


def judge(measures: Sequence[Measure], matching: Matching[Any]) -> Judged:
    """Compare each pair once for all measures of a layer."""
    gold: Sequence[Any] = ()
    predicted: Sequence[Any] = ()
    if matching.pairs:
        gold, predicted = zip(*matching.pairs, strict=True)
    columns: dict[Compare, Sequence[Sequence[Credit]]] = {}
    populations: dict[Population, tuple[Sequence[Any], Sequence[Any]]] = {}
    for measure in measures:
        if gold and measure.compare not in columns:
            columns[measure.compare] = tuple(zip(*map(measure.compare, gold, predicted), strict=True))
        if measure.population not in populations:
            whole = (gold, predicted) if measure.population.matched else (matching.gold, matching.predicted)
            populations[measure.population] = _only(measure.population, *whole)
    shares = [columns[measure.compare][measure.outcome] if gold else () for measure in measures]
    return Judged(measures, gold, predicted, shares, populations)


def _only(
    population: Population, gold: Sequence[Any], predicted: Sequence[Any]
) -> tuple[Sequence[Any], Sequence[Any]]:
    if population.attribute is None:
        return gold, predicted
    return list(filter(population.holds, gold)), list(filter(population.holds, predicted))


def count_units(judged: Judged, starts: Sequence[int]) -> list[list[Counts]]:
    """For each measure the counts of each sentence; ``starts`` are the sentences' first offsets, the first one 0.

    An annotation belongs to the sentence in which it starts.
    """
    if len(starts) <= 1:
        return [[counts] for counts in count(judged)]
    n = len(starts)
    sizes = {
        population: tuple(_histogram(_places(side, starts), n) for side in sides)
        for population, sides in judged.populations.items()
    }
    gold_places, predicted_places = _places(judged.gold, starts), _places(judged.predicted, starts)
    together = gold_places == predicted_places
    found: dict[tuple[Compare, int], tuple[list[Credit], list[Credit]]] = {}
    table = []
    for measure, column in zip(judged.measures, judged.credits, strict=True):
        key = (measure.compare, measure.outcome)
        if key not in found:
            in_gold = _sums(gold_places, column, n)
            found[key] = in_gold, in_gold if together else _sums(predicted_places, column, n)
        correct_gold, correct_predicted = found[key]
        gold, predicted = sizes[measure.population]
        table.append(list(map(_counts, correct_predicted, predicted, correct_gold, gold)))
    return table


def count(judged: Judged) -> list[Counts]:
    """For each measure the counts of the whole document."""
    sizes = {
        population: (len(gold), len(predicted)) for population, (gold, predicted) in judged.populations.items()
    }
    table = []
    for measure, column in zip(judged.measures, judged.credits, strict=True):
        gold, predicted = sizes[measure.population]
        correct = sum(column)
        table.append(_counts(correct, predicted, correct, gold))
    return table


# typed: 1 and 1.0 are equal as keys, and are written differently
_counts = functools.lru_cache(maxsize=65_536, typed=True)(Counts)


def _places(annotations: Iterable[Any], starts: Sequence[int]) -> list[int]:
    return [bisect_right(starts, annotation.start) - 1 for annotation in annotations]


def _histogram(places: Iterable[int], n: int) -> list[int]:
    sizes = [0] * n
    for place in places:
        sizes[place] += 1
    return sizes


def _sums(places: Iterable[int], column: Iterable[Credit], n: int) -> list[Credit]:
    sums: list[Credit] = [0] * n
    for place, credit in zip(places, column, strict=True):
        if credit:
            sums[place] += credit
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
            rows = zip(*judged.credits, strict=True)
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
