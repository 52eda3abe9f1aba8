"""Slices: the counts of a layer's measures, separately for each value of one attribute of the annotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from bench.counts import Counts, Credit, Score
from bench.dataset.suite import RESOLVED
from bench.scoring.counting import Judged, Panel, Sides
from bench.scoring.result import not_stated
from bench.sdk.model import EVENT_CLASSES, KINDS, TIMEX_TYPES


@dataclass(frozen=True, slots=True)
class Slicing:
    """An attribute by which the annotations of layers are cut into slices."""

    name: str
    layers: Sequence[str]
    values: Sequence[str]
    """The values of the attribute, in the order in which slices are shown."""
    of: Callable[[Any], str | None]
    """The function that returns the value of an annotation."""
    both_sides: bool
    """True if predictions have the attribute too; if only gold has it, a slice has only recall."""


SLICINGS = (
    Slicing("kind", ("timexes", RESOLVED), KINDS, attrgetter("kind"), both_sides=False),
    Slicing("type", ("timexes", RESOLVED), TIMEX_TYPES, attrgetter("type"), both_sides=True),
    Slicing("class", ("events",), EVENT_CLASSES, attrgetter("class_"), both_sides=True),
)


class Slices:
    """The counts of a panel's measures, cut by one slicing, over the documents that were added.

    Annotations and pairs with the same values are only counted, so that memory doesn't grow with the documents.
    """

    def __init__(self, panel: Panel, slicing: Slicing) -> None:
        self._names = panel.names
        self._places = panel.places
        self._slicing = slicing
        self._pairs: dict[tuple[int, ...], Counter[_Alike]] = {}
        """The numbers of pairs, by the outcomes for which they have credits."""
        self._whole = _Tallied(), _Tallied()
        self._sides = [(_Tallied(), _Tallied()) for _ in panel.populations]
        """For each population the values of its annotations; or, if it is defined by `Population.without`, of
        those that aren't in it."""
        self._parts = [population.whole for population in panel.populations]

    def add(self, judged: Judged) -> None:
        """Adds a document, with the credits that the panel gave its pairs."""
        of, paired = self._slicing.of, judged.matching.paired
        if paired.gold:
            outcomes = tuple(judged.credits)
            if outcomes not in self._pairs:
                self._pairs[outcomes] = Counter()
            said = map(of, paired.gold), map(of, paired.predicted)
            self._pairs[outcomes].update(zip(*said, *judged.credits.values(), strict=True))
        self._tally((judged.matching.gold, judged.matching.predicted), self._whole)
        for part, sides, without, into in zip(
            self._parts, judged.populations, judged.without, self._sides, strict=True
        ):
            self._tally(without if part else sides, into)

    def _tally(self, sides: Sides, into: tuple[_Tallied, _Tallied]) -> None:
        gold, predicted = sides
        if gold:
            into[0].add(map(self._slicing.of, gold))
        if predicted and self._slicing.both_sides:
            into[1].add(map(self._slicing.of, predicted))

    def merge(self, other: Slices) -> None:
        """Adds the counts of another `Slices`, which are over other documents."""
        for outcomes, counted in other._pairs.items():
            self._pairs.setdefault(outcomes, Counter()).update(counted)
        for ours, theirs in zip((self._whole, *self._sides), (other._whole, *other._sides), strict=True):
            for one, another in zip(ours, theirs, strict=True):
                one.merge(another)

    def counts(self) -> dict[str | None, list[Counts]]:
        """Returns the counts of each measure of the panel, for each value of the attribute on either side."""
        correct_gold = self._correct(0)
        correct_predicted = self._correct(1) if self._slicing.both_sides else {}
        whole = [side.counted() for side in self._whole]
        sides = [
            [
                _less(of_all, side.counted()) if part else side.counted()
                for of_all, side in zip(whole, both, strict=True)
            ]
            for part, both in zip(self._parts, self._sides, strict=True)
        ]
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
            for value in {value for side in whole for value in side}
        }

    def scores(self, left_out: Collection[str], unstated: Collection[str] = ()) -> dict[str, dict[str, Score]]:
        """Returns the scores by value and measure, for the values in gold and the measures not in ``left_out``.

        The scores of measures in ``unstated`` are undefined (`bench.scoring.result.not_stated`).
        """
        counts = self.counts()
        return {
            value: {
                name: not_stated(counted) if name in unstated else self._score(counted)
                for name, counted in zip(self._names, counts[value], strict=True)
                if name not in left_out
            }
            for value in self._slicing.values
            if any(counted.gold for counted in counts.get(value, ()))
        }

    def _score(self, counts: Counts) -> Score:
        scored = Score.of(counts)
        return scored if self._slicing.both_sides else Score(counts, None, scored.recall, None)

    def _correct(self, side: int) -> dict[str | None, dict[int, Credit]]:
        """Returns the sums of credits by value and by outcome, for one side (0 is gold, 1 the predictions)."""
        sums: dict[str | None, dict[int, Credit]] = {}
        for outcomes, counted in self._pairs.items():
            for alike, times in counted.items():
                into = sums.setdefault(alike[side], {})
                for place, credit in zip(outcomes, alike[2:], strict=True):
                    if credit:
                        into[place] = into.get(place, 0) + credit * times
        return sums


def _less(whole: Counter[str | None], part: Counter[str | None]) -> Counter[str | None]:
    """Returns the number of annotations by value in ``whole`` that aren't in ``part``."""
    return whole - part if part else whole


_Alike = tuple[Any, ...]
"""The value of the gold annotation of a pair, that of the predicted one, and then the pair's credits."""


class _Tallied:
    """The number of times that each value occurred. Values are counted many at once, which is faster."""

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
