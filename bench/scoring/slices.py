"""Slices: the counts of a layer's measures, separately for each value of one attribute of the annotations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.counts import Counts, Credit, Score
from bench.dataset.suite import RESOLVED
from bench.scoring.columns import sums
from bench.scoring.counting import Judged, Panel
from bench.scoring.result import not_stated
from bench.sdk.model import EVENT_CLASSES, KINDS, TIMEX_TYPES


@dataclass(frozen=True, slots=True)
class Slicing:
    """An attribute by which the annotations of layers are cut into slices."""

    name: str
    layers: Sequence[str]
    values: Sequence[str]
    """The values of the attribute, in the order in which slices are shown."""
    attribute: str
    """The field of an annotation that holds its value."""
    both_sides: bool
    """True if predictions have the attribute too; if only gold has it, a slice has only recall."""


SLICINGS = (
    Slicing("kind", ("timexes", RESOLVED), KINDS, "kind", both_sides=False),
    Slicing("type", ("timexes", RESOLVED), TIMEX_TYPES, "type", both_sides=True),
    Slicing("class", ("events",), EVENT_CLASSES, "class_", both_sides=True),
)


class Slices:
    """The counts of a panel's measures, cut by one slicing, over the documents that were added."""

    def __init__(self, panel: Panel, slicing: Slicing) -> None:
        self._names = panel.names
        self._places = panel.places
        self._slicing = slicing
        self._counts: dict[tuple[str | None, int, str, int], Credit] = {}
        """For each value, side (0 gold, 1 predicted) and population its number of annotations ("size"), and for
        each value, side and outcome the sum of its credits ("credit"); sums of 0 are left out."""
        self._values: set[str | None] = set()
        """The values that occurred."""

    def add(self, judged: Judged) -> None:
        """Adds documents, with the credits that the panel gave their pairs."""
        table, attribute = judged.table, self._slicing.attribute
        words = table.words(attribute)
        places = table.gold_places, table.predicted_places
        for side in (0, 1) if self._slicing.both_sides else (0,):
            numbers = table.numbers(attribute)[side]
            self._values.update(words[number] for number in np.unique(numbers).tolist())
            for sides, populations in judged.populations:
                sizes = np.bincount(numbers[sides[side]], minlength=len(words)).tolist()
                self._sum("size", side, populations, words, sizes)
            of_pairs = numbers[places[side]]
            for outcome, column in judged.credits.items():
                self._sum("credit", side, (outcome,), words, sums(column, of_pairs, len(words)))

    def _sum(
        self, what: str, side: int, places: Iterable[int], words: Sequence[str | None], found: Sequence[Credit]
    ) -> None:
        """Adds a number for each value, the same for each of several populations or outcomes."""
        counts = self._counts
        for word, number in zip(words, found, strict=True):
            if number:
                for place in places:
                    key = word, side, what, place
                    counts[key] = counts.get(key, 0) + number

    def merge(self, other: Slices) -> None:
        """Adds the counts of another `Slices`, which are over other documents."""
        for key, number in other._counts.items():
            self._counts[key] = self._counts.get(key, 0) + number
        self._values |= other._values

    def counts(self) -> dict[str | None, list[Counts]]:
        """Returns the counts of each measure of the panel, for each value of the attribute on either side."""
        found = self._counts.get
        return {
            value: [
                Counts(
                    found((value, 1, "credit", outcome), 0),
                    int(found((value, 1, "size", population), 0)),
                    found((value, 0, "credit", outcome), 0),
                    int(found((value, 0, "size", population), 0)),
                )
                for outcome, population in self._places
            ]
            for value in self._values
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


class SlicesByLayer:
    """The slices of several layers' panels, over the documents that were added."""

    def __init__(self, panels: Mapping[str, Panel], measures: Collection[str]) -> None:
        """``measures`` are the names of the only measures that are asked for, as far as slices show them."""
        self._slices = {
            layer: {
                slicing.name: Slices(panel, slicing)
                for slicing in SLICINGS
                if layer in slicing.layers
                and (not measures or any(slicing.name in each.sliced for each in panel.measures))
            }
            for layer, panel in panels.items()
        }

    def cuts(self, layer: str) -> bool:
        """Returns whether the layer is cut into slices."""
        return bool(self._slices[layer])

    def add(self, layer: str, judged: Judged) -> None:
        """Adds a layer of some documents, with the credits that the panel gave their pairs."""
        for slices in self._slices[layer].values():
            slices.add(judged)

    def merge(self, other: SlicesByLayer) -> None:
        """Adds the counts of another object, which are over other documents."""
        for layer, by_name in self._slices.items():
            for name, slices in by_name.items():
                slices.merge(other._slices[layer][name])

    def scores(
        self, left_out: Collection[str], unstated: Collection[str]
    ) -> dict[str, dict[str, dict[str, Score]]]:
        """Returns the scores of each slice with gold annotations, by slicing, value and measure."""
        found: dict[str, dict[str, dict[str, Score]]] = {}
        for slicing in SLICINGS:
            for layer in slicing.layers:
                if slicing.name in self._slices.get(layer, ()):
                    for value, scores in self._slices[layer][slicing.name].scores(left_out, unstated).items():
                        found.setdefault(slicing.name, {}).setdefault(value, {}).update(scores)
        return found
