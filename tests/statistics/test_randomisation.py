"""p-values against counting by hand, the sign test, and a plain enumeration."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.counts import Counts, Score, total
from bench.statistics.draws import generator, streams
from bench.statistics.randomisation import discordant, exact, least, randomised
from bench.statistics.units import Sample, arrange
from tests.strategies import counts

Pairs = Sequence[tuple[Counts, Counts]]


def sample(pairs: Pairs) -> Sample:
    sides = {side: {"m": {str(n): [pair[i]] for n, pair in enumerate(pairs)}} for i, side in enumerate("ab")}
    return arrange(sides)["m"]


def p(pairs: Pairs, resamples: int = 10_000) -> float | None:
    return randomised({"m": sample(pairs)}, streams(generator(0))[1], resamples).get("m")


def found(number: int) -> Counts:
    """Of ten in gold and ten predicted."""
    return Counts(number, 10, number, 10)


BETTER, WORSE, EQUAL = (found(5), found(6)), (found(6), found(5)), (found(5), found(5))


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        # all one way: only that and its mirror image are as extreme
        ([BETTER] * 4, 2 / 2**4),
        ([BETTER] * 6, 2 / 2**6),
        ([WORSE] * 6, 2 / 2**6),
        # equal units change nothing
        ([BETTER] * 6 + [EQUAL] * 50, 2 / 2**6),
        ([EQUAL] * 9, 1),
        # with gains of one each it is the sign test: 8 of 10, or more, either way: 2 · (1 + 10 + 45) / 2¹⁰
        ([BETTER] * 8 + [WORSE] * 2, 112 / 1024),
        ([BETTER] * 5 + [WORSE] * 5, 1),
        # gains 3, 1, 1: |±3 ±1 ±1| ≥ 3 in all but 3 − 1 − 1 and its mirror image, of 8 ways; 3 + 1 − 1 is 3
        ([(found(5), found(8)), BETTER, WORSE], 6 / 8),
        # nothing found against half found: F1 0 and .5
        ([(Counts(0, 0, 0, 10), found(5))] * 3, 2 / 8),
        # no F1 on either side, or on one
        ([], None),
        ([(Counts(), Counts(0, 1, 0, 0))] * 3, None),
        # nothing annotated: F1 is 0 for whoever predicted, so that no exchange matters
        ([(Counts(0, 1, 0, 0), Counts(0, 2, 0, 0))] * 3, 1),
    ],
)
def test_exact_p_counted_by_hand(pairs: Pairs, expected: float | None) -> None:
    assert exact(sample(pairs), 10_000)
    assert p(pairs) == expected


@given(st.lists(st.tuples(counts(), counts()), min_size=1, max_size=6))
def test_exact_p_is_that_of_plain_enumeration(pairs: list[tuple[Counts, Counts]]) -> None:
    def difference(exchanged: Sequence[bool]) -> float:
        chosen = [pair[::-1] if swap else pair for pair, swap in zip(pairs, exchanged, strict=True)]
        base, head = (Score.of(total(side)).f1 for side in zip(*chosen, strict=True))
        return 0 if base is None or head is None else abs(head - base)

    ways = [difference(way) for way in product((False, True), repeat=len(pairs))]
    if any(Score.of(total(side)).f1 is None for side in zip(*pairs, strict=True)):
        ways = []
    assert p(pairs) == (None if not ways else sum(way >= ways[0] - 1e-12 for way in ways) / len(ways))


@given(st.lists(st.tuples(counts(), counts()), min_size=1, max_size=12))
def test_which_system_is_the_base_makes_no_difference_to_p(pairs: list[tuple[Counts, Counts]]) -> None:
    mirrored = [(head, base) for base, head in pairs]
    assert p(pairs) == p(mirrored)
    assert p(pairs, 199) == p(mirrored, 199)
    assert (p(pairs) or 1) >= least(sample(pairs))


def test_a_sample_of_exchanges_estimates_the_share_of_all() -> None:
    # sign test, 11 of 15 or more either way: 2 · (1365 + 455 + 105 + 15 + 1) / 2¹⁵ = .1185
    pairs = [BETTER] * 11 + [WORSE] * 4
    assert not exact(sample(pairs), 10_000)
    assert p(pairs, 2**15) == pytest.approx(3882 / 2**15)
    # standard deviation of the estimate: √(.1185 · .8815 / 10000) = .0032
    assert p(pairs) == pytest.approx(3882 / 2**15, abs=0.013)


def test_what_was_observed_counts_as_one_of_the_sample() -> None:
    # of 40 units all one way, no exchange drawn is as extreme: (0 + 1) / (199 + 1)
    assert p([BETTER] * 40, 199) == 1 / 200


def test_p_of_a_measure_doesnt_depend_on_the_others() -> None:
    one, other = sample([BETTER] * 25 + [WORSE] * 12), sample([BETTER] * 22 + [WORSE] * 15)
    both = randomised({"one": one, "other": other}, streams(generator(0))[1], 999)
    assert both["one"] == p([BETTER] * 25 + [WORSE] * 12, 999)
    assert both["other"] == p([BETTER] * 22 + [WORSE] * 15, 999)


def test_units_that_differ_and_units_that_count() -> None:
    pairs = [BETTER, EQUAL, (Counts(), Counts()), (Counts(), Counts(0, 1, 0, 0))]
    assert discordant(sample(pairs)) == 2
    assert least(sample(pairs)) == 2 / 2**3
    assert least(sample([(Counts(), Counts())])) == 1
    assert least(sample([BETTER] * 5000)) == 0
