"""The annotations of a layer in several documents as one table: a column of numbers for each attribute.

Equal values have equal numbers, so that all annotations are compared at once, by numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.matching.matching import Matching

Array = NDArray[Any]
Sides = tuple[Array, Array]
"""An array for gold and one for the predictions."""


class Table:
    """The annotations and the pairs of one or more matchings, in their order."""

    def __init__(self, matchings: Sequence[Matching[Any]]) -> None:
        self.matchings = matchings
        self.gold = list(chain.from_iterable(matching.gold for matching in matchings))
        self.predicted = list(chain.from_iterable(matching.predicted for matching in matchings))
        self.gold_sizes = [len(matching.gold) for matching in matchings]
        """The number of gold annotations in each matching."""
        self.predicted_sizes = [len(matching.predicted) for matching in matchings]
        sizes = [len(matching.paired.gold) for matching in matchings]
        places = [_places(matching) for matching in matchings]
        self.gold_places = _joined([gold for gold, _ in places], sizes, self.gold_sizes)
        """For each pair the index of its gold annotation."""
        self.predicted_places = _joined([predicted for _, predicted in places], sizes, self.predicted_sizes)
        """For each pair the index of its predicted annotation."""
        exact = ((each.paired.exact, len(each.paired.gold) - each.paired.exact) for each in matchings)
        numbers = np.array(list(chain.from_iterable(exact)), np.intp)
        self.exact = np.repeat(np.array([True, False] * len(matchings), bool), numbers)
        """For each pair whether its spans are equal."""
        self.all: Sides = np.ones(len(self.gold), bool), np.ones(len(self.predicted), bool)
        """True for each gold and each predicted annotation."""
        self.none: Sides = ~self.all[0], ~self.all[1]
        """False for each of them."""
        self._columns: dict[str, Sides] = {}
        self._words: dict[str, list[str | None]] = {}

    def numbers(self, attribute: str) -> Sides:
        """Returns the number of each annotation's value; 0 for None and for an empty text."""
        if attribute not in self._columns:
            known, value = _Numbered(), attrgetter(attribute)
            gold, predicted = (list(map(value, side)) for side in (self.gold, self.predicted))
            self._columns[attribute] = _numbers(gold, known), _numbers(predicted, known)
            del known[""]
            self._words[attribute] = list(known)
        return self._columns[attribute]

    def words(self, attribute: str) -> Sequence[str | None]:
        """Returns the values of an attribute, by their numbers."""
        self.numbers(attribute)
        return self._words[attribute]

    def paired(self, attribute: str) -> Sides:
        """Returns the numbers of the values of each pair."""
        gold, predicted = self.numbers(attribute)
        return gold[self.gold_places], predicted[self.predicted_places]

    def states(self, attribute: str) -> bool:
        """Returns whether an annotation of gold states an attribute."""
        stated = list(map(attrgetter(attribute), self.gold))
        return stated.count(None) + stated.count("") < len(stated)

    def predictions_state(self, attribute: str) -> bool:
        """Returns whether a prediction states an attribute."""
        return list(map(attrgetter(attribute), self.predicted)).count(None) < len(self.predicted)

    @property
    def pairs(self) -> tuple[list[Any], list[Any]]:
        """The gold and the predicted annotation of each pair."""
        paired = [matching.paired for matching in self.matchings]
        return (
            list(chain.from_iterable(each.gold for each in paired)),
            list(chain.from_iterable(each.predicted for each in paired)),
        )


class _Numbered(dict[str | None, int]):
    """The numbers of values: 0 for None and for an empty text, then 1, 2, … in the order of their look-up."""

    def __init__(self) -> None:
        super().__init__({None: 0, "": 0})

    def __missing__(self, value: str | None) -> int:
        self[value] = number = len(self) - 1
        return number


def _numbers(values: Sequence[Any], known: _Numbered) -> Array:
    """Returns the numbers of values."""
    if values.count(None) == len(values):
        return np.zeros(len(values), np.intp)
    return np.fromiter(map(known.__getitem__, values), np.intp, len(values))


def _places(matching: Matching[Any]) -> tuple[Sequence[int], Sequence[int]]:
    """Returns for each pair of a matching the indices of its two annotations."""
    paired = matching.paired
    if paired.at is not None:
        return paired.at
    return _found(paired.gold, matching.gold), _found(paired.predicted, matching.predicted)


def _found(some: Iterable[Any], among: Sequence[Any]) -> list[int]:
    """Returns the indices of annotations among others; an object that is there twice is found once at each."""
    places: dict[int, list[int]] = {}
    for place in reversed(range(len(among))):
        places.setdefault(id(among[place]), []).append(place)
    return [places[id(each)].pop() for each in some]


def _joined(places: Iterable[Sequence[int]], numbers: Sequence[int], sizes: Sequence[int]) -> Array:
    """Returns the indices in the table of annotations that are given by their indices in matchings.

    ``numbers`` are how many there are of each matching, and ``sizes`` how many annotations each matching has.
    """
    first = np.cumsum([0, *sizes], dtype=np.intp)[:-1]
    here = np.fromiter(chain.from_iterable(places), np.intp, sum(numbers))
    return here + np.repeat(first, np.array(numbers, np.intp))
