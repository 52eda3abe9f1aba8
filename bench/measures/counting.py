"""Counting of a layer's measures: each matched pair compared once, then summed by sentence or by slice."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import compress, repeat
from operator import attrgetter, is_
from typing import Any

from bench.counts import Counts, Credit
from bench.matching import Matching
from bench.measures.base import Measure

Sides = tuple[Sequence[Any], Sequence[Any]]
"""Annotations of gold and of the predictions."""


class Panel:
    """Measures of one layer that are counted together: which comparisons and populations they share."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        self.measures = measures
        self.comparisons = list(dict.fromkeys(measure.compare for measure in measures))
        self.compared = [
            {measure.attribute for measure in measures if measure.compare is compare}
            for compare in self.comparisons
        ]
        """Of each comparison: the attributes that it is about; None where it is about spans."""
        self.populations = list(dict.fromkeys(measure.population for measure in measures))
        self.outcomes = list(dict.fromkeys((measure.compare, measure.outcome) for measure in measures))
        self.picks = [(self.comparisons.index(compare), outcome) for compare, outcome in self.outcomes]
        """Of each outcome that is used: its comparison, and which of its credits it is."""
        self.places = [
            (self.outcomes.index((measure.compare, measure.outcome)), self.populations.index(measure.population))
            for measure in measures
        ]
        """Of each measure: its outcome and its population."""
        self.shared = [_Shared() for _ in measures]
        """Of each measure: the counts that were made; most sentences count alike."""


class _Shared(dict[tuple[Credit, int, Credit, int], Counts]):
    """Counts by their fields. One for each measure, as 1 and 1.0 are the same key."""

    def __missing__(self, fields: tuple[Credit, int, Credit, int]) -> Counts:
        if len(self) >= 65_536:
            self.clear()
        self[fields] = counts = Counts(*fields)
        return counts


@dataclass(frozen=True, slots=True)
class Judged:
    """A document's matching with what the measures of a panel make of it."""

    panel: Panel
    matching: Matching[Any]
    pairs: Sides
    credits: Sequence[Sequence[Credit]]
    """For each outcome of the panel, the credit of each pair."""
    populations: Sequence[Sides]
    """For each population of the panel, the annotations that are of it."""


def judge(panel: Panel, matching: Matching[Any]) -> Judged:
    """Compare each pair once for all measures."""
    pairs: Sides = ((), ())
    columns: list[Sequence[Credit]] = [()] * len(panel.picks)
    if matching.pairs:
        gold, predicted = zip(*matching.pairs, strict=True)
        pairs = gold, predicted
        wrong = (False,) * len(gold)
        tables = [
            list(zip(*map(compare, gold, predicted), strict=True)) if any(states(gold, a) for a in about) else None
            for compare, about in zip(panel.comparisons, panel.compared, strict=True)
        ]
        columns = [wrong if (table := tables[place]) is None else table[outcome] for place, outcome in panel.picks]
    populations = []
    for population in panel.populations:
        sides = pairs if population.matched else (matching.gold, matching.predicted)
        populations.append((population.of(sides[0]), population.of(sides[1])))
    return Judged(panel, matching, pairs, columns, populations)


def states(annotations: Sequence[Any], attribute: str | None) -> bool:
    """Whether any states an attribute. If gold's don't, as in a corpus without it, nothing is to be compared."""
    return attribute is None or not all(map(is_, map(attrgetter(attribute), annotations), repeat(None)))


def count(judged: Judged) -> list[Counts]:
    """For each measure the counts of the whole document."""
    # no credit at all is written 0, in partial credit too
    sums = [sum(column) or 0 for column in judged.credits]
    sizes = [(len(gold), len(predicted)) for gold, predicted in judged.populations]
    table = []
    for (outcome, population), shared in zip(judged.panel.places, judged.panel.shared, strict=True):
        correct, (gold_size, predicted_size) = sums[outcome], sizes[population]
        table.append(shared[correct, predicted_size, correct, gold_size])
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
    places = [[[place[id(annotation)] for annotation in side] for side in sides] for sides in judged.populations]
    sizes = [[_histogram(side, n) for side in sides] for sides in places]
    at_gold, at_predicted = ([place[id(annotation)] for annotation in side] for side in judged.pairs)
    in_gold = [_sums(at_gold, column, n) for column in judged.credits]
    in_predicted = in_gold
    if at_gold != at_predicted:
        in_predicted = [_sums(at_predicted, column, n) for column in judged.credits]
    table = []
    for (outcome, population), shared in zip(judged.panel.places, judged.panel.shared, strict=True):
        gold_sizes, predicted_sizes = sizes[population]
        fields = zip(in_predicted[outcome], predicted_sizes, in_gold[outcome], gold_sizes, strict=True)
        table.append(list(map(shared.__getitem__, fields)))
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
        self.panel = panel
        self._of = of
        self._both_sides = both_sides
        self._pairs: Counter[tuple[str | None, str | None, tuple[Credit, ...]]] = Counter()
        self._gold: list[Counter[str | None]] = [Counter() for _ in panel.populations]
        self._predicted: list[Counter[str | None]] = [Counter() for _ in panel.populations]

    def add(self, judged: Judged) -> None:
        """Add a document, judged by the same panel."""
        of = self._of
        gold, predicted = judged.pairs
        if gold:
            rows = zip(*judged.credits, strict=True)
            self._pairs.update(zip(map(of, gold), map(of, predicted), rows, strict=True))
        for place, (gold, predicted) in enumerate(judged.populations):
            self._gold[place].update(map(of, gold))
            if self._both_sides:
                self._predicted[place].update(map(of, predicted))

    def merge(self, other: Slices) -> None:
        """Add the documents that another one has."""
        self._pairs.update(other._pairs)
        for ours, theirs in zip((*self._gold, *self._predicted), (*other._gold, *other._predicted), strict=True):
            ours.update(theirs)

    def counts(self) -> dict[str | None, list[Counts]]:
        """Value of the attribute → counts of each measure; of every value that either side has."""
        correct_gold = self._correct(0)
        correct_predicted = self._correct(1) if self._both_sides else {}
        return {
            value: [
                Counts(
                    correct_predicted.get(value, {}).get(outcome, 0),
                    self._predicted[population][value],
                    correct_gold.get(value, {}).get(outcome, 0),
                    self._gold[population][value],
                )
                for outcome, population in self.panel.places
            ]
            for value in {value for side in (*self._gold, *self._predicted) for value in side}
        }

    def _correct(self, side: int) -> dict[str | None, dict[int, Credit]]:
        """Value on one side (0 is gold, 1 predicted) → place of an outcome → its sum of credits."""
        sums: dict[str | None, dict[int, Credit]] = {}
        for (*values, row), times in self._pairs.items():
            into = sums.setdefault(values[side], {})
            for place, credit in enumerate(row):
                if credit:
                    into[place] = into.get(place, 0) + credit * times
        return sums
