from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import Timex
from bench.matching.matching import match
from tests.strategies import timex_lists


def spans(text: str) -> list[Timex]:
    """Timexes from "0-5 7-9=VALUE"."""
    found = []
    for item in text.split():
        span, _, value = item.partition("=")
        start, end = map(int, span.split("-"))
        found.append(Timex(start, end, value=value or None))
    return found


def shown(pairs: object) -> set[str]:
    """Pairs as "gold>predicted" with values where they have one."""

    def name(item: Timex) -> str:
        return f"{item.start}-{item.end}" + (f"={item.value}" if item.value else "")

    return {f"{name(gold)}>{name(predicted)}" for gold, predicted in pairs}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("case", "gold", "predicted", "pairs"),
    [
        ("equal spans", "0-5 7-9", "7-9 0-5", {"0-5>0-5", "7-9>7-9"}),
        ("one shared character is enough", "0-5", "4-9", {"0-5>4-9"}),
        ("touching spans share none", "0-5", "5-9", set()),
        ("a prediction over two golds matches one: more shared characters", "0-3 4-9", "0-9", {"4-9>0-9"}),
        ("two predictions on one gold: more shared characters", "0-9", "0-3 4-9", {"0-9>4-9"}),
        ("an equal number of shared characters: the leftmost", "0-4 5-9", "2-7", {"0-4>2-7"}),
        ("exact pairs come first, though two overlaps could be had", "0-4 2-8", "0-4 0-1", {"0-4>0-4"}),
        # 0-6 could take 4-8 (2 characters) or 0-2 (2); only 0-2 leaves 4-8 for 6-9
        ("the most pairs before the most characters", "0-6 6-9", "0-2 3-9", {"0-6>0-2", "6-9>3-9"}),
        ("pairs don't cross", "0-6 1-7", "2-8 1-5", {"0-6>1-5", "1-7>2-8"}),
        ("one span twice in gold, by content", "0-5=b 0-5=a", "0-5=a", {"0-5=a>0-5=a"}),
        ("one span twice on both sides", "0-5=a 0-5=b", "0-5=c 0-5=a", {"0-5=a>0-5=a", "0-5=b>0-5=c"}),
        ("what is left of a span may overlap another", "0-5 3-9", "0-5=a 0-5=b", {"0-5>0-5=a", "3-9>0-5=b"}),
        ("nothing to match", "", "0-5", set()),
    ],
)
def test_match(case: str, gold: str, predicted: str, pairs: set[str]) -> None:
    assert shown(match(spans(gold), spans(predicted)).pairs) == pairs, case


@given(timex_lists, timex_lists, st.randoms(use_true_random=False))
def test_order_does_not_matter(gold: list[Timex], predicted: list[Timex], shuffler: random.Random) -> None:
    before = match(gold, predicted)
    shuffled_gold, shuffled = list(gold), list(predicted)
    shuffler.shuffle(shuffled_gold)
    shuffler.shuffle(shuffled)
    after = match(shuffled_gold, shuffled)
    assert sorted(map(repr, before.pairs)) == sorted(map(repr, after.pairs))


@given(timex_lists, timex_lists)
def test_pairs_are_one_to_one_and_overlap(gold: list[Timex], predicted: list[Timex]) -> None:
    pairs = match(gold, predicted).pairs
    assert len({id(a) for a, _ in pairs}) == len({id(b) for _, b in pairs}) == len(pairs)
    assert all(a.start < b.end and b.start < a.end for a, b in pairs)


def key(pairs: list[tuple[Timex, Timex]]) -> tuple[int, int, int, int]:
    """What the definition maximises, in its order."""
    exact = sum((a.start, a.end) == (b.start, b.end) for a, b in pairs)
    shared = sum(min(a.end, b.end) - max(a.start, b.start) for a, b in pairs)
    return exact, len(pairs), shared, -sum(a.start + b.start for a, b in pairs)


@given(st.lists(timex_lists.map(tuple), min_size=2, max_size=2))
def test_no_other_pairing_is_better(sides: list[tuple[Timex, ...]]) -> None:
    """Against every possible pairing, on sides small enough to try them all."""
    gold, predicted = (list(side)[:4] for side in sides)
    best = (0, 0, 0, 0)
    for size in range(1, min(len(gold), len(predicted)) + 1):
        for chosen in itertools.combinations(gold, size):
            for partners in itertools.permutations(predicted, size):
                pairs = list(zip(chosen, partners, strict=True))
                if all(a.start < b.end and b.start < a.end for a, b in pairs):
                    best = max(best, key(pairs))
    assert key(list(match(gold, predicted).pairs)) == best
