"""The annotations of a layer in several documents as one table: a column of numbers for each attribute.

Equal values have equal numbers, so that all annotations are compared at once, by numpy.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.dataset.words import Words
from bench.matching.matching import Matching
from bench.matching.spans import Spans, pair

Array = NDArray[Any]
Sides = tuple[Array, Array]
"""An array for gold and one for the predictions."""


class Table(ABC):
    """The annotations of a layer in several documents, and the pairs among them."""

    def __init__(self, gold: int, predicted: int, places: Sides, exact: Array) -> None:
        """``gold`` and ``predicted`` are the numbers of annotations."""
        self.gold_places, self.predicted_places = places
        """For each pair the index of its gold annotation, and that of its predicted annotation."""
        self.exact = exact
        """For each pair whether its spans are equal."""
        self.all: Sides = np.ones(gold, bool), np.ones(predicted, bool)
        """True for each gold and each predicted annotation."""
        self.none: Sides = ~self.all[0], ~self.all[1]
        """False for each of them."""
        self.sizes = gold, predicted
        """The number of gold and of predicted annotations."""

    @abstractmethod
    def numbers(self, attribute: str) -> Sides:
        """Returns the number of each annotation's value; 0 for None and for an empty text."""

    @abstractmethod
    def words(self, attribute: str) -> Sequence[str | None]:
        """Returns the values of an attribute, by their numbers."""

    @abstractmethod
    def states(self, attribute: str) -> bool:
        """Returns whether an annotation of gold states an attribute."""

    @abstractmethod
    def predictions_state(self, attribute: str) -> bool:
        """Returns whether a prediction states an attribute."""

    @property
    @abstractmethod
    def matchings(self) -> Sequence[Matching[Any]]:
        """The matching of each document, for what is looked at one by one."""

    @property
    def pairs(self) -> tuple[list[Any], list[Any]]:
        """The gold and the predicted annotation of each pair."""
        paired = [matching.paired for matching in self.matchings]
        return (
            list(chain.from_iterable(each.gold for each in paired)),
            list(chain.from_iterable(each.predicted for each in paired)),
        )

    def paired(self, attribute: str) -> Sides:
        """Returns the numbers of the values of each pair."""
        gold, predicted = self.numbers(attribute)
        return gold[self.gold_places], predicted[self.predicted_places]


class MatchedTable(Table):
    """The table of one or more matchings, in their order."""

    def __init__(self, matchings: Sequence[Matching[Any]]) -> None:
        self._matchings = matchings
        self.gold = list(chain.from_iterable(matching.gold for matching in matchings))
        self.predicted = list(chain.from_iterable(matching.predicted for matching in matchings))
        self.gold_sizes = [len(matching.gold) for matching in matchings]
        """The number of gold annotations in each matching."""
        self.predicted_sizes = [len(matching.predicted) for matching in matchings]
        sizes = [len(matching.paired.gold) for matching in matchings]
        places = [_places(matching) for matching in matchings]
        gold_places = _joined([gold for gold, _ in places], sizes, self.gold_sizes)
        predicted_places = _joined([predicted for _, predicted in places], sizes, self.predicted_sizes)
        numbers = ((each.paired.exact, len(each.paired.gold) - each.paired.exact) for each in matchings)
        exact = _leading(np.array(list(chain.from_iterable(numbers)), np.intp))
        super().__init__(len(self.gold), len(self.predicted), (gold_places, predicted_places), exact)
        self._columns: dict[str, Sides] = {}
        self._words: dict[str, list[str | None]] = {}

    def numbers(self, attribute: str) -> Sides:
        """Returns the number of each annotation's value; 0 for None and for an empty text."""
        if attribute not in self._columns:
            words = Words()
            gold, predicted = words.numbers(attribute, self.gold), words.numbers(attribute, self.predicted)
            self._columns[attribute] = gold, predicted
            self._words[attribute] = words.by_number()
        return self._columns[attribute]

    def words(self, attribute: str) -> Sequence[str | None]:
        """Returns the values of an attribute, by their numbers."""
        self.numbers(attribute)
        return self._words[attribute]

    def states(self, attribute: str) -> bool:
        """Returns whether an annotation of gold states an attribute."""
        stated = list(map(attrgetter(attribute), self.gold))
        return stated.count(None) + stated.count("") < len(stated)

    def predictions_state(self, attribute: str) -> bool:
        """Returns whether a prediction states an attribute."""
        return list(map(attrgetter(attribute), self.predicted)).count(None) < len(self.predicted)

    @property
    def matchings(self) -> Sequence[Matching[Any]]:
        """The matchings."""
        return self._matchings


class ColumnTable(Table):
    """The table of annotations whose spans and attributes are numbers, of documents one after the other."""

    def __init__(
        self,
        spans: tuple[Spans, Spans],
        columns: Mapping[str, Sides],
        words: Mapping[str, Sequence[str | None]],
        firsts: Array,
    ) -> None:
        """``columns`` and ``words`` are the results of `numbers` and `words`; ``firsts`` is that of `pair`."""
        self.spans = spans
        """The spans of gold and of the predictions."""
        self._columns = columns
        self._words = words
        places = pair(*spans, firsts)
        self.simplified = places.simplified
        """The offsets that `bench.matching.spans.Places.simplified` names."""
        exact = _leading(np.array([places.exact, len(places.gold) - places.exact]))
        super().__init__(len(spans[0].starts), len(spans[1].starts), (places.gold, places.predicted), exact)

    def numbers(self, attribute: str) -> Sides:
        """Returns the number of each annotation's value; 0 for None and for an empty text."""
        return self._columns[attribute]

    def words(self, attribute: str) -> Sequence[str | None]:
        """Returns the values of an attribute, by their numbers."""
        return self._words[attribute]

    def states(self, attribute: str) -> bool:
        """Returns whether an annotation of gold states an attribute; only columns are ever stated."""
        return attribute in self._columns and bool(self._columns[attribute][0].any())

    def predictions_state(self, attribute: str) -> bool:
        """Returns whether a prediction states an attribute."""
        return attribute in self._columns and bool(self._columns[attribute][1].any())

    @property
    def matchings(self) -> Sequence[Matching[Any]]:
        """Raises ValueError, as nothing is left of the annotations but their numbers."""
        raise ValueError("annotations in columns can't be looked at one by one")


def _leading(numbers: Array) -> Array:
    """Returns alternately so many times True and False as the numbers say."""
    found: Array = np.repeat(np.arange(len(numbers)) % 2 == 0, numbers)
    return found


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
