"""Spans of many documents paired at once, beside `match`, which pairs those of one document."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.matching import matching
from bench.matching.matching import match
from bench.matching.spans import Spans, pair
from bench.sdk.model import Event
from tests.strategies import LENGTH, spans

sides = st.sets(spans(), max_size=9).map(sorted)
documents = st.lists(st.tuples(sides, sides), max_size=4)
Drawn = list[tuple[list[tuple[int, int]], list[tuple[int, int]]]]


def joined(drawn: Drawn, side: int) -> Spans:
    found = [(LENGTH * n + start, LENGTH * n + end) for n, each in enumerate(drawn) for start, end in each[side]]
    starts, ends = np.array(found, np.int64).reshape(-1, 2).T
    return Spans(starts, ends)


def check(drawn: Drawn) -> list[int]:
    """Compares the pairs; returns the numbers of the documents in which they are simplified."""
    gold, predicted = joined(drawn, 0), joined(drawn, 1)
    found = pair(gold, predicted, np.arange(len(drawn)) * LENGTH)
    expected, exact, simplified = set(), 0, []
    before = [0, 0]
    for number, each in enumerate(drawn):
        one = match(*([Event(*span) for span in side] for side in each))
        for ours, theirs in one.pairs:
            places = one.gold.index(ours) + before[0], one.predicted.index(theirs) + before[1]
            expected.add(places)
        exact += one.paired.exact
        if one.simplified:
            simplified.append(number)
        before = [before[0] + len(each[0]), before[1] + len(each[1])]
    assert set(zip(found.gold.tolist(), found.predicted.tolist(), strict=True)) == expected
    assert found.exact == exact
    assert sorted({start // LENGTH for start in found.simplified}) == simplified
    return simplified


@given(documents)
def test_pairs_are_those_of_each_document(drawn: Drawn) -> None:
    check(drawn)


@given(documents)
def test_they_are_where_large_pieces_are_paired_by_the_simpler_rule(drawn: Drawn) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "LARGE", 0)
        patch.setattr(matching, "MOST_LOOKED_AT", 4)
        check(drawn)


def test_a_simplified_document_is_named() -> None:
    crowd = [(start, 30 - start) for start in range(12)], [(start, 31 - start) for start in range(12)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "LARGE", 0)
        patch.setattr(matching, "MOST_LOOKED_AT", 1)
        assert check([([(0, 3)], [(1, 2)]), crowd]) == [1]
