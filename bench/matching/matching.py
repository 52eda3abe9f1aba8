"""The matching of predicted with gold annotations: one-to-one, and independent of the order of the annotations.

Annotations with equal spans are paired first. From the rest, the pairing with the most overlapping pairs is taken;
if there are several, the one whose pairs share the most characters, then the leftmost. Two annotations overlap if
they share at least one character (offsets are half-open). If several annotations have the same span, they are
paired in the order of their content (`canonical`). This is TempEval-3's alignment (UzZaman et al. 2013), with a
rule added for ties.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from heapq import nlargest
from itertools import accumulate
from typing import Any, Generic, TypeVar

from bench.matching import sparse
from bench.matching.assignment import heaviest
from bench.sdk.model import Event, Span, Timex

A = TypeVar("A", Timex, Event)


@dataclass(frozen=True, slots=True)
class Paired(Generic[A]):
    """The matched annotations of gold and of the predictions; those of a pair have the same index."""

    gold: Sequence[A]
    predicted: Sequence[A]
    exact: int
    """The number of pairs with equal spans, which come first."""
    at: tuple[Sequence[int], Sequence[int]] | None = field(default=None, compare=False, repr=False)
    """For each pair the indices of its annotations among all; None if they weren't looked up by index."""


@dataclass(frozen=True, slots=True)
class Matching(Generic[A]):
    """The annotations of one document and layer on both sides, and the pairs among them."""

    gold: Sequence[A]
    predicted: Sequence[A]
    paired: Paired[A]
    simplified: bool = False
    """True if so many annotations overlap that some pairs follow a simpler rule (`_assign_many`)."""

    @property
    def pairs(self) -> list[tuple[A, A]]:
        """The gold and the predicted annotation of each pair, pairs with equal spans first."""
        return list(zip(self.paired.gold, self.paired.predicted, strict=True))

    def touched(self, predicted: A) -> list[A]:
        """Returns the gold annotations that share a character with a prediction, paired with it or not."""
        return [gold for gold in self.gold if gold.start < predicted.end and predicted.start < gold.end]


def same_span(gold: Timex | Event, predicted: Timex | Event) -> bool:
    """Returns whether both annotations cover the same characters."""
    return gold.start == predicted.start and gold.end == predicted.end


def canonical(annotation: Any) -> tuple[object, ...]:
    """Returns a sort key from an annotation's span and content; None sorts first.

    Ids and the fields that only gold has are left out. ``annotation`` is a timex, an event, or a line of a file
    with the same fields.
    """
    content: tuple[str | None, ...]
    if hasattr(annotation, "value"):
        content = (annotation.type, annotation.value, annotation.mod)
    else:
        content = (annotation.class_, annotation.realis, annotation.when, annotation.tense, annotation.aspect)
    return (annotation.start, annotation.end, *((field is not None, field or "") for field in content))


LARGE = 3_000_000
"""The most steps, rows² × columns, that a piece may take with a full table of weights; about a second."""
MOST_LOOKED_AT = 300_000
"""The most pairs that are looked at in a larger piece, the same ones several times; about a second."""


def match(gold: Sequence[A], predicted: Sequence[A]) -> Matching[A]:
    """Returns the matching of one document's gold and predicted annotations of one layer."""
    return match_distinct(gold, predicted) or _match_repeated(gold, predicted)


def match_distinct(gold: Sequence[A], predicted: Sequence[A]) -> Matching[A] | None:
    """Returns the same as `match`, in less time.

    Returns None if two annotations of one side have the same span.
    """
    spans = [(each.start, each.end) for each in gold]
    places = {(each.start, each.end): place for place, each in enumerate(predicted)}
    if len(set(spans)) < len(spans) or len(places) < len(predicted):
        return None
    theirs: list[Any] = list(map(places.get, spans))
    ours: Sequence[int] = range(len(spans))
    if None in theirs:
        ours = [place for place in ours if theirs[place] is not None]
        theirs = [place for place in theirs if place is not None]
    exact, simplified = len(ours), False
    pairs: list[tuple[A, A]] = []
    if exact < len(spans) and exact < len(places):
        taken = set(theirs)
        gold_left: dict[Span, int] = {span: place for place, span in enumerate(spans) if span not in places}
        predicted_left: dict[Span, int] = {span: place for span, place in places.items() if place not in taken}
        pairs, simplified = _pair_overlapping(
            [gold[gold_left[span]] for span in sorted(gold_left)],
            [predicted[predicted_left[span]] for span in sorted(predicted_left)],
        )
        ours = [*ours, *(gold_left[one.start, one.end] for one, _ in pairs)]
        theirs += [predicted_left[other.start, other.end] for _, other in pairs]
    paired = Paired([gold[place] for place in ours], [predicted[place] for place in theirs], exact, (ours, theirs))
    return Matching(gold, predicted, paired, simplified)


def _match_repeated(gold: Sequence[A], predicted: Sequence[A]) -> Matching[A]:
    """Returns the same as `match`, also if annotations of one side have the same span."""
    pairs, rest_gold, rest_predicted = _pair_equal_spans(gold, predicted)
    exact = len(pairs)
    rest = (sorted(side, key=canonical) for side in (rest_gold, rest_predicted))
    overlapping, simplified = _pair_overlapping(*rest)
    pairs += overlapping
    paired = Paired([one for one, _ in pairs], [other for _, other in pairs], exact)
    return Matching(gold, predicted, paired, simplified)


def _pair_equal_spans(gold: Sequence[A], predicted: Sequence[A]) -> tuple[list[tuple[A, A]], list[A], list[A]]:
    """Returns the pairs with equal spans, and the annotations of either side that are left.

    The annotations of the same span are paired in the order of their content: first with first, second with
    second.
    """
    gold_at, predicted_at = _by_span(gold), _by_span(predicted)
    pairs: list[tuple[A, A]] = []
    rest_gold: list[A] = []
    rest_predicted: list[A] = []
    for span in sorted(gold_at.keys() | predicted_at.keys()):
        golds, predictions = gold_at.get(span, []), predicted_at.get(span, [])
        both = min(len(golds), len(predictions))
        pairs += zip(golds, predictions, strict=False)
        rest_gold += golds[both:]
        rest_predicted += predictions[both:]
    return pairs, rest_gold, rest_predicted


def _by_span(annotations: Iterable[A]) -> dict[tuple[int, int], list[A]]:
    found: defaultdict[tuple[int, int], list[A]] = defaultdict(list)
    for item in sorted(annotations, key=canonical):
        found[item.start, item.end].append(item)
    return found


def _pair_overlapping(gold: Sequence[A], predicted: Sequence[A]) -> tuple[list[tuple[A, A]], bool]:
    """Returns the pairs of overlapping annotations, by the module's criteria; both sides are sorted by start.

    The text is cut at offsets that lie inside no annotation, and each piece is paired separately.
    """
    pairs: list[tuple[A, A]] = []
    simplified = False
    reach = 0
    golds: list[A] = []
    predictions: list[A] = []
    starts = [(item.start, 0, place) for place, item in enumerate(gold)]
    starts += [(item.start, 1, place) for place, item in enumerate(predicted)]
    for start, side, place in sorted(starts):
        if start >= reach:
            if golds and predictions:
                found, simple = assign(golds, predictions)
                pairs += found
                simplified |= simple
            golds, predictions = [], []
        item = (predicted if side else gold)[place]
        if item.end > reach:
            reach = item.end
        (predictions if side else golds).append(item)
    found, simple = assign(golds, predictions)
    return pairs + found, simplified or simple


def assign(gold: Sequence[A], predicted: Sequence[A]) -> tuple[list[tuple[A, A]], bool]:
    """Returns the pairs of overlapping annotations with the largest total of `_weights`.

    The second value says whether they follow the simpler rule of `_assign_many`.
    """
    if not gold or not predicted:
        return [], False
    if len(gold) == len(predicted) == 1:
        return ([(gold[0], predicted[0])] if _overlap(gold[0], predicted[0]) else []), False
    if min(len(gold), len(predicted)) * len(gold) * len(predicted) > LARGE:
        return _assign_many(gold, predicted)
    weights = _weights(gold, predicted)
    return [(gold[i], predicted[j]) for i, j in heaviest(weights) if weights[i][j]], False


def _assign_many(gold: Sequence[A], predicted: Sequence[A]) -> tuple[list[tuple[A, A]], bool]:
    """Does the same as `assign` for a large piece, by the pairs that overlap.

    If there are too many ways to pair them, the number of pairs is still the largest, but which ones they are
    follows a simpler rule: from the left, each annotation takes the free one that it shares the most characters
    with (`sparse.largest`).
    """
    turned = len(gold) > len(predicted)
    rows, columns = (predicted, gold) if turned else (gold, predicted)
    weight = _weight(rows, columns)
    edges = _overlapping(rows, columns, weight)
    heaviest_pairs = sparse.heaviest(edges, len(columns), weight, MOST_LOOKED_AT)
    simplified = heaviest_pairs is None
    found = sparse.largest(edges, weight) if heaviest_pairs is None else heaviest_pairs
    pairs = [(gold[j], predicted[i]) if turned else (gold[i], predicted[j]) for i, j in found]
    return sorted(pairs, key=lambda pair: (canonical(pair[0]), canonical(pair[1]))), simplified


def _overlapping(rows: Sequence[A], columns: Sequence[A], weight: Callable[[int, int], int]) -> list[list[int]]:
    """Returns for each row the columns that overlap it; both are sorted by start.

    Of more columns than there are rows, the heaviest are enough: one of them is free, whatever other rows have.
    """
    starts = [item.start for item in columns]
    reached = list(accumulate((item.end for item in columns), max))  # of the columns up to each one
    found = []
    for number, row in enumerate(rows):
        span = range(bisect_right(reached, row.start), bisect_left(starts, row.end))
        here = [at for at in span if columns[at].end > row.start]
        found.append(here if len(here) <= len(rows) else nlargest(len(rows), here, key=partial(weight, number)))
    return found


def _weight(rows: Sequence[A], columns: Sequence[A]) -> Callable[[int, int], int]:
    """Returns the function for the weight of a row and a column that overlap, as in `_weights`."""
    most = min(len(rows), len(columns)) + 1
    last = max(item.start for item in (*rows, *columns))
    longest = max(item.end - item.start for item in rows)
    left_unit = len(rows) * len(columns) * most + 1
    overlap_unit = left_unit * (2 * (last + 1) * most + 1)
    pair_unit = overlap_unit * (longest * most + 1)

    def weight(i: int, j: int) -> int:
        row, column = rows[i], columns[j]
        left = 2 * (last + 1) - row.start - column.start
        return pair_unit + overlap_unit * _overlap(row, column) + left_unit * left + i * j

    return weight


def _overlap(a: Timex | Event, b: Timex | Event) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def _weights(gold: Sequence[A], predicted: Sequence[A]) -> list[list[int]]:
    """Returns weights whose sum ranks pairings by the module's criteria, and then by how little the pairs cross.

    Each criterion gets so many digits that all later ones together can't outweigh it.
    """
    most = min(len(gold), len(predicted)) + 1
    overlaps = [[_overlap(g, p) for p in predicted] for g in gold]
    last = max(item.start for item in (*gold, *predicted))
    crossing_unit = 1
    left_unit = crossing_unit * (len(gold) * len(predicted) * most + 1)
    overlap_unit = left_unit * (2 * (last + 1) * most + 1)
    pair_unit = overlap_unit * (max(map(max, overlaps)) * most + 1)
    return [
        [
            pair_unit
            + overlap_unit * shared
            + left_unit * (2 * (last + 1) - gold[i].start - predicted[j].start)
            + crossing_unit * i * j
            if shared
            else 0
            for j, shared in enumerate(row)
        ]
        for i, row in enumerate(overlaps)
    ]
