"""The matching of the annotations of many documents at once, by arrays of their offsets.

The pairs are those that `bench.matching.matching.match` finds document by document. Equal spans are paired, and so
are two others that overlap each other and nothing else; only where three or more meet, they are looked at one by
one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.matching.matching import assign
from bench.sdk.model import Event

Array = NDArray[Any]
FARTHEST = 2**31
"""The limit of offsets: they are smaller."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans of several documents, whose texts stand one after the other: sorted, all different and none empty."""

    starts: Array
    ends: Array

    @property
    def keys(self) -> Array:
        """One number for each span; it is larger for a later span."""
        return keys(self.starts, self.ends)


def keys(starts: Array, ends: Array) -> Array:
    """Returns a number for each span. Different spans have different ones, ordered by start, then by end."""
    found: Array = starts * FARTHEST + ends
    return found


@dataclass(frozen=True, slots=True)
class Places:
    """The pairs of spans."""

    gold: Array
    """For each pair the index of its gold span."""
    predicted: Array
    """For each pair the index of its predicted span."""
    exact: int
    """The number of pairs with equal spans, which come first."""
    simplified: Sequence[int]
    """The start of each stretch of text with so many overlapping spans that they are paired by a simpler rule
    (`bench.matching.matching.Matching.simplified`)."""


def pair(gold: Spans, predicted: Spans, firsts: Array) -> Places:
    """Returns the pairs of gold and predicted spans; ``firsts`` are the offsets at which the documents begin."""
    ours, theirs = gold.keys, predicted.keys
    if not len(ours) or not len(theirs):
        none = np.zeros(0, np.intp)
        return Places(none, none, 0, ())
    at = np.searchsorted(theirs, ours)
    equal = theirs[np.minimum(at, len(theirs) - 1)] == ours
    gold_exact, predicted_exact = np.flatnonzero(equal), at[equal]
    left = np.ones(len(theirs), bool)
    left[predicted_exact] = False
    gold_left, predicted_left = np.flatnonzero(~equal), np.flatnonzero(left)
    gold_more, predicted_more, simplified = _overlapping(gold, gold_left, predicted, predicted_left, firsts)
    return Places(
        np.concatenate([gold_exact, gold_more]),
        np.concatenate([predicted_exact, predicted_more]),
        len(gold_exact),
        simplified,
    )


def _overlapping(
    gold: Spans, gold_left: Array, predicted: Spans, predicted_left: Array, firsts: Array
) -> tuple[Array, Array, list[int]]:
    """Returns the pairs among spans that have no equal span, and the starts of stretches that were simplified.

    The text is cut at offsets that lie inside no span, and each piece is paired separately. Of spans with the same
    start, gold's come first.
    """
    places = np.concatenate([gold_left, predicted_left])
    starts = np.concatenate([gold.starts[gold_left], predicted.starts[predicted_left]])
    ends = np.concatenate([gold.ends[gold_left], predicted.ends[predicted_left]])
    of_gold = np.arange(len(places)) < len(gold_left)
    order = np.argsort(starts, kind="stable")
    places, starts, ends, of_gold = places[order], starts[order], ends[order], of_gold[order]
    cut = np.ones(len(places), bool)
    cut[1:] = starts[1:] >= np.maximum.accumulate(ends)[:-1]
    begins = np.flatnonzero(cut)
    sizes = np.diff(begins, append=len(places))
    golds = np.add.reduceat(of_gold, begins, dtype=np.intp) if len(begins) else begins
    two = begins[(sizes == 2) & (golds == 1)]
    first_is_gold = of_gold[two]
    found_gold = np.where(first_is_gold, places[two], places[two + 1])
    found_predicted = np.where(first_is_gold, places[two + 1], places[two])
    more_gold: list[int] = []
    more_predicted: list[int] = []
    simplified: list[int] = []
    for piece in np.flatnonzero((sizes > 2) & (golds > 0) & (golds < sizes)).tolist():
        here = slice(begins[piece], begins[piece] + sizes[piece])
        # offsets within the document, so that the numbers are those of `match`
        first = firsts[np.searchsorted(firsts, starts[here.start], "right") - 1]
        spans = zip((starts[here] - first).tolist(), (ends[here] - first).tolist(), strict=True)
        sides: tuple[dict[Event, int], dict[Event, int]] = ({}, {})
        for span, side, place in zip(spans, of_gold[here].tolist(), places[here].tolist(), strict=True):
            sides[not side][Event(*span)] = place
        pairs, simple = assign(list(sides[0]), list(sides[1]))
        more_gold += (sides[0][one] for one, _ in pairs)
        more_predicted += (sides[1][other] for _, other in pairs)
        if simple:
            simplified.append(int(starts[here.start]))
    return (
        np.concatenate([found_gold, np.array(more_gold, np.intp)]),
        np.concatenate([found_predicted, np.array(more_predicted, np.intp)]),
        simplified,
    )
