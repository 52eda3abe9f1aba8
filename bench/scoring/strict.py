"""Equal spans counted by sets, where no other measure than strict ones is asked for: then nothing is matched.

The counts are those of ``timex.strict`` and ``event.strict`` (`bench.measures.span`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from typing import Any

from bench.counts import Counts
from bench.sdk.model import Span


def count(gold: Sequence[Any], predicted: Sequence[Any], starts: Sequence[int]) -> Sequence[Counts] | None:
    """Returns the counts of each sentence of a document; ``starts`` are the sentences' first offsets.

    Returns None if two annotations of one side have the same span, because repeats count once only if they say the
    same.
    """
    ours = {(each.start, each.end) for each in gold}
    theirs = {(each.start, each.end) for each in predicted}
    if len(ours) < len(gold) or len(theirs) < len(predicted):
        return None
    right = ours & theirs
    if len(starts) <= 1:
        return (Counts(len(right), len(theirs), len(right), len(ours)),)
    found, answered, stated = (_by_sentence(spans, starts) for spans in (right, theirs, ours))
    return list(map(Counts, found, answered, found, stated))


def _by_sentence(spans: Collection[Span], starts: Sequence[int]) -> list[int]:
    """Returns the number of spans that start in each sentence."""
    sizes = [0] * len(starts)
    for start, _ in spans:
        sizes[bisect_right(starts, start) - 1] += 1
    return sizes
