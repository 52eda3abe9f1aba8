"""Which predicted annotation answers which gold one: one-to-one, the same whatever order they come in.

Exact pairs first; then, among the rest, the largest number of overlapping pairs, then the most shared
characters, then the leftmost. Overlap is at least one shared character on half-open offsets. Of several
annotations on one span, the first by canonical content is paired first. This is TempEval-3's alignment
(UzZaman et al. 2013), with the choice among equals written down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise
from operator import attrgetter
from typing import Any, Generic, TypeVar

from bench.matching.assignment import heaviest
from bench.sdk.model import Event, Timex

A = TypeVar("A", Timex, Event)


@dataclass(frozen=True, slots=True)
class Paired(Generic[A]):
    """Gold annotations and the predicted ones that were matched with them, place by place."""

    gold: Sequence[A]
    predicted: Sequence[A]
    exact: int
    """How many cover the same characters on both sides; these stand first."""


@dataclass(frozen=True, slots=True)
class Matching(Generic[A]):
    """The annotations of one document and layer on both sides, and which of them were paired."""

    gold: Sequence[A]
    predicted: Sequence[A]
    paired: Paired[A]

    @property
    def pairs(self) -> list[tuple[A, A]]:
        """Gold and predicted annotation of each match, exact ones first."""
        return list(zip(self.paired.gold, self.paired.predicted, strict=True))


def same_span(gold: Timex | Event, predicted: Timex | Event) -> bool:
    """Whether both cover the same characters."""
    return gold.start == predicted.start and gold.end == predicted.end


def canonical(annotation: Any) -> tuple[object, ...]:
    """A sort key over span and content, ids and the gold-only fields aside; None sorts first.

    Of a timex or an event, or of a line of a file with the same fields.
    """
    content: tuple[str | None, ...]
    if hasattr(annotation, "value"):
        content = (annotation.type, annotation.value, annotation.mod)
    else:
        content = (annotation.class_, annotation.realis, annotation.when, annotation.tense, annotation.aspect)
    return (annotation.start, annotation.end, *((field is not None, field or "") for field in content))


_span = attrgetter("start", "end")


def match(gold: Sequence[A], predicted: Sequence[A]) -> Matching[A]:
    """Pair the annotations of one document."""
    return match_distinct(gold, predicted) or _match_repeated(gold, predicted)


def match_distinct(gold: Sequence[A], predicted: Sequence[A]) -> Matching[A] | None:
    """The same in less time, where no span has several annotations of one side; None where one has."""
    gold_at = dict(zip(map(_span, gold), gold, strict=True))
    predicted_at = dict(zip(map(_span, predicted), predicted, strict=True))
    if len(gold_at) < len(gold) or len(predicted_at) < len(predicted):
        return None
    answers = list(map(predicted_at.get, gold_at))
    ours, theirs = list(compress(gold, answers)), list(filter(None, answers))
    exact = len(ours)
    if exact < len(gold) and exact < len(predicted):
        rest = sorted(gold_at.keys() ^ predicted_at.keys())
        # where any two of them overlap, two neighbours do
        if any(one[1] > other[0] for one, other in pairwise(rest)):
            rest_gold = [gold_at[span] for span in rest if span in gold_at]
            rest_predicted = [predicted_at[span] for span in rest if span in predicted_at]
            for one, other in _pair_overlapping(rest_gold, rest_predicted):
                ours.append(one)
                theirs.append(other)
    return Matching(gold, predicted, Paired(ours, theirs, exact))


def _match_repeated(gold: Sequence[A], predicted: Sequence[A]) -> Matching[A]:
    """The same for any annotations."""
    pairs, rest_gold, rest_predicted = _pair_equal_spans(gold, predicted)
    exact = len(pairs)
    pairs += _pair_overlapping(sorted(rest_gold, key=canonical), sorted(rest_predicted, key=canonical))
    return Matching(gold, predicted, Paired([one for one, _ in pairs], [other for _, other in pairs], exact))


def _pair_equal_spans(gold: Sequence[A], predicted: Sequence[A]) -> tuple[list[tuple[A, A]], list[A], list[A]]:
    """Exact pairs where spans repeat: first by content with first, second with second; and what is left over."""
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


def _pair_overlapping(gold: Sequence[A], predicted: Sequence[A]) -> list[tuple[A, A]]:
    """The best pairing of annotations sorted by start. Cut where nothing crosses, each piece solved alone."""
    pairs: list[tuple[A, A]] = []
    reach = i = j = 0
    golds: list[A] = []
    predictions: list[A] = []
    while i < len(gold) or j < len(predicted):
        take_gold = j == len(predicted) or (i < len(gold) and gold[i].start <= predicted[j].start)
        item = gold[i] if take_gold else predicted[j]
        if item.start >= reach:
            if golds and predictions:
                pairs += _assign(golds, predictions)
            golds, predictions = [], []
        reach = max(reach, item.end)
        if take_gold:
            golds.append(item)
            i += 1
        else:
            predictions.append(item)
            j += 1
    return pairs + _assign(golds, predictions)


def _assign(gold: Sequence[A], predicted: Sequence[A]) -> list[tuple[A, A]]:
    """The heaviest assignment within one piece, by `_weights`."""
    if not gold or not predicted:
        return []
    if len(gold) == len(predicted) == 1:
        return [(gold[0], predicted[0])] if _overlap(gold[0], predicted[0]) else []
    weights = _weights(gold, predicted)
    return [(gold[i], predicted[j]) for i, j in heaviest(weights) if weights[i][j]]


def _overlap(a: Timex | Event, b: Timex | Event) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def _weights(gold: Sequence[A], predicted: Sequence[A]) -> list[list[int]]:
    """Weights whose sum orders pairings as the module says, and the last equals by how little they cross.

    Each criterion gets digits enough that all later ones can't outweigh it.
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
