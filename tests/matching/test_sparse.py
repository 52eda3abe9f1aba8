"""Large groups of overlapping annotations: the pairs of the full table, or as many of them, in bounded time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import Timex
from bench.dataset.pair import Pair
from bench.dataset.suite import Layers
from bench.matching import matching
from bench.matching.matching import Matching, match
from bench.scoring.score import over
from tests.strategies import timex_lists


def spans(found: Matching[Timex]) -> set[tuple[Timex, Timex]]:
    return set(found.pairs)


def total(found: Matching[Timex]) -> tuple[int, int, int]:
    """The criteria that decide: pairs, shared characters, and how far to the left."""
    shared = [min(a.end, b.end) - max(a.start, b.start) for a, b in found.pairs]
    return len(shared), sum(shared), -sum(a.start + b.start for a, b in found.pairs)


@given(timex_lists, timex_lists, st.integers(0, 3))
def test_the_pairs_that_overlap_are_enough(gold: list[Timex], predicted: list[Timex], more: int) -> None:
    gold = gold + [Timex(at, at + 5) for at in range(more)]
    whole = match(gold, predicted)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "LARGE", 0)
        sparse = match(gold, predicted)
        assert not sparse.simplified
        patch.setattr(matching, "MOST_LOOKED_AT", 0)
        quick = match(gold, predicted)
    assert total(sparse) == total(whole)
    assert len(quick.pairs) == len(whole.pairs)
    assert quick.paired.exact == whole.paired.exact
    for found in (sparse, quick):
        golds, predictions = {id(a) for a, _ in found.pairs}, {id(b) for _, b in found.pairs}
        assert len(golds) == len(predictions) == len(found.pairs)
        assert all(min(a.end, b.end) > max(a.start, b.start) for a, b in found.pairs)


def test_r16_a_chain_of_neighbours_is_paired_by_the_full_rule() -> None:
    """Each of gold's overlaps two predictions by one character; only if all go to the right are all paired."""
    gold = [Timex(10 * at, 10 * at + 6) for at in range(300)]
    predicted = [Timex(10 * at + 5, 10 * at + 11) for at in range(300)]
    found = match(gold, predicted)
    assert not found.simplified
    assert spans(found) == set(zip(gold, predicted, strict=True))


def test_r16_what_overlaps_in_too_many_ways_is_paired_as_often_as_can_be_and_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(matching, "LARGE", 1000)
    monkeypatch.setattr(matching, "MOST_LOOKED_AT", 1000)
    gold = tuple(Timex(at, 300 - at) for at in range(40))
    predicted = tuple(Timex(at, 301 - at) for at in range(40))
    assert match(gold, predicted).simplified
    assert spans(match(gold[::-1], predicted[::-1])) == spans(match(gold, predicted))  # whatever the order
    pair = Pair("d", (0,), Layers(gold), Layers(predicted))
    scored = over([pair], ("timexes",))
    assert scored.measures["timex.relaxed"].f1 == 1
    (note,) = scored.remarks
    assert str(note).startswith("d: so many timexes overlap that they are paired by a simpler rule")


def test_r16_many_windows_over_few_of_gold() -> None:
    gold = [Timex(0, 400), Timex(100, 500), Timex(200, 600)]
    predicted = [Timex(at, at + 250) for at in range(600)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "LARGE", 0)
        sparse = match(gold, predicted)
    assert total(sparse) == total(match(gold, predicted))
