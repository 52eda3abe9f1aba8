"""Counting of a layer's measures: each matched pair compared once, then summed by sentence or by slice."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress
from typing import Any

from bench.counts import Counts, Credit
from bench.matching.matching import Matching
from bench.measures.base import Column, Measure, values

Sides = tuple[Sequence[Any], Sequence[Any]]
"""Annotations of gold and of the predictions."""


class Panel:
    """Measures of one layer that are counted together: which comparisons and populations they share."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        self.measures = measures
        self.names = [measure.name for measure in measures]
        self.attributes = {measure.attribute for measure in measures if measure.attribute is not None}
        """All that is compared."""
        self.populations = list(dict.fromkeys(measure.population for measure in measures))
        outcomes = list(dict.fromkeys((measure.compare, measure.outcome) for measure in measures))
        self.comparisons = [
            (
                compare,
                {measure.attribute for measure in measures if measure.compare is compare and measure.attribute},
                [(place, column) for place, (other, column) in enumerate(outcomes) if other is compare],
            )
            for compare in dict.fromkeys(measure.compare for measure in measures)
        ]
        """Each comparison; the attributes that it is about, none where it is about spans; and by place of an
        outcome that is used, which of its columns that is."""
        self.places = [
            (outcomes.index((measure.compare, measure.outcome)), self.populations.index(measure.population))
            for measure in measures
        ]
        """Of each measure: its outcome and its population."""
        self.shared = [_Shared() for _ in measures]
        """Of each measure: the counts that were made; most sentences count alike."""


class _Shared(dict[tuple[Credit, int, Credit, int], tuple[Counts]]):
    """Counts by their fields, each as a row of one. One for each measure, as 1 and 1.0 are the same key."""

    def __missing__(self, fields: tuple[Credit, int, Credit, int]) -> tuple[Counts]:
        if len(self) >= 65_536:
            self.clear()
        self[fields] = row = (Counts(*fields),)
        return row


@dataclass(frozen=True, slots=True)
class Judged:
    """A document's matching with what the measures of a panel make of it."""

    panel: Panel
    matching: Matching[Any]
    stated: set[str]
    """The attributes compared that any of gold's annotations states."""
    credits: Mapping[int, Column]
    """By outcome of the panel, the credit of each pair; without those by which no pair can be right."""
    populations: Sequence[Sides]
    """For each population of the panel, the annotations that are of it."""


def judge(panel: Panel, matching: Matching[Any]) -> Judged:
    """Compare each pair once for all measures."""
    gold, predicted, paired = matching.gold, matching.predicted, matching.paired
    stated = {attribute for attribute in panel.attributes if _states(gold, attribute)}
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
        populations.append((population.of(sides[0]), population.of(sides[1])))
    return Judged(panel, matching, stated, columns, populations)


def _states(annotations: Sequence[Any], attribute: str) -> bool:
    """Whether any states an attribute. If gold's don't, as in a corpus without it, nothing is to be compared."""
    return values(annotations, attribute).count(None) < len(annotations)


def count(judged: Judged) -> list[Counts]:
    """For each measure the counts of the whole document."""
    return [counts for (counts,) in _count(judged)]


def _count(judged: Judged) -> list[tuple[Counts]]:
    # no credit at all is written 0, in partial credit too
    sums = {outcome: sum(column) or 0 for outcome, column in judged.credits.items()}
    sizes = [(len(gold), len(predicted)) for gold, predicted in judged.populations]
    table = []
    for (outcome, population), shared in zip(judged.panel.places, judged.panel.shared, strict=True):
        correct, (gold_size, predicted_size) = sums.get(outcome, 0), sizes[population]
        table.append(shared[correct, predicted_size, correct, gold_size])
    return table


def count_units(judged: Judged, starts: Sequence[int]) -> Sequence[Sequence[Counts]]:
    """For each measure the counts of each sentence; ``starts`` are the sentences' first offsets, the first one 0.

    An annotation belongs to the sentence in which it starts.
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
    """The credits of the pairs in each of ``n`` sentences."""
    sums: list[Credit] = [0] * n
    for place, credit in zip(compress(places, column), filter(None, column), strict=True):
        sums[place] += credit
    return sums


class Slices:
    """The counts of a layer's measures, cut by one attribute, over the documents that were added.

    What is kept are the numbers of annotations and of pairs that look alike, so that memory doesn't grow with
    the documents.
    """

    def __init__(self, panel: Panel, of: Callable[[Any], str | None], *, both_sides: bool) -> None:
        """With ``both_sides`` off, only gold knows the attribute: nothing counts as predicted."""
        self._places = panel.places
        self._of = of
        self._both_sides = both_sides
        self._pairs: dict[tuple[int, ...], Counter[_Alike]] = {}
        """By the outcomes that pairs have credits for."""
        self._sides = [(_Tallied(), _Tallied()) for _ in panel.populations]

    def add(self, judged: Judged) -> None:
        """Add a document, judged by the same panel."""
        of, paired = self._of, judged.matching.paired
        if paired.gold:
            outcomes = tuple(judged.credits)
            if outcomes not in self._pairs:
                self._pairs[outcomes] = Counter()
            said = map(of, paired.gold), map(of, paired.predicted)
            self._pairs[outcomes].update(zip(*said, *judged.credits.values(), strict=True))
        for (gold, predicted), (ours, theirs) in zip(judged.populations, self._sides, strict=True):
            if gold:
                ours.add(map(of, gold))
            if predicted and self._both_sides:
                theirs.add(map(of, predicted))

    def merge(self, other: Slices) -> None:
        """Add the documents that another one has."""
        for outcomes, counted in other._pairs.items():
            self._pairs.setdefault(outcomes, Counter()).update(counted)
        for ours, theirs in zip(self._sides, other._sides, strict=True):
            for one, another in zip(ours, theirs, strict=True):
                one.merge(another)

    def counts(self) -> dict[str | None, list[Counts]]:
        """Value of the attribute → counts of each measure; of every value that either side has."""
        correct_gold = self._correct(0)
        correct_predicted = self._correct(1) if self._both_sides else {}
        sides = [(gold.counted(), predicted.counted()) for gold, predicted in self._sides]
        return {
            value: [
                Counts(
                    correct_predicted.get(value, {}).get(outcome, 0),
                    sides[population][1][value],
                    correct_gold.get(value, {}).get(outcome, 0),
                    sides[population][0][value],
                )
                for outcome, population in self._places
            ]
            for value in {value for both in sides for side in both for value in side}
        }

    def _correct(self, side: int) -> dict[str | None, dict[int, Credit]]:
        """Value on one side (0 is gold, 1 predicted) → place of an outcome → its sum of credits."""
        sums: dict[str | None, dict[int, Credit]] = {}
        for outcomes, counted in self._pairs.items():
            for alike, times in counted.items():
                into = sums.setdefault(alike[side], {})
                for place, credit in zip(outcomes, alike[2:], strict=True):
                    if credit:
                        into[place] = into.get(place, 0) + credit * times
        return sums


_Alike = tuple[Any, ...]
"""What a pair's annotations say, gold's and the predicted one, and then its credits."""


class _Tallied:
    """How often each value occurred. Those of several documents are counted together, which is faster."""

    __slots__ = ("_counter", "_waiting")

    def __init__(self) -> None:
        self._counter: Counter[str | None] = Counter()
        self._waiting: list[str | None] = []

    def add(self, found: Iterable[str | None]) -> None:
        self._waiting += found
        if len(self._waiting) > 4096:
            self._count()

    def merge(self, other: _Tallied) -> None:
        self._counter.update(other.counted())

    def counted(self) -> Counter[str | None]:
        self._count()
        return self._counter

    def _count(self) -> None:
        self._counter.update(self._waiting)
        self._waiting = []
