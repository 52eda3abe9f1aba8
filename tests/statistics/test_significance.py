"""Verdicts worked out by hand, the correction, and how often the tests raise a false alarm."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.counts import Counts, total
from bench.errors import UsageError
from bench.statistics.bootstrap import intervals
from bench.statistics.draws import generator
from bench.statistics.significance import Difference, compare, holm
from bench.statistics.units import Units
from tests.statistics.test_bootstrap import clustered, documents
from tests.statistics.test_randomisation import BETTER, EQUAL, WORSE, Pairs, found
from tests.strategies import counts

MIRRORED = {"better": "worse", "worse": "better"}


def differences(
    measures: Mapping[str, Pairs], resamples: int = 1999, alpha: float = 0.05
) -> dict[str, Difference]:
    base, head = (
        {name: {str(n): [pair[i]] for n, pair in enumerate(pairs)} for name, pairs in measures.items()}
        for i in range(2)
    )
    return compare(base, head, generator(0), resamples=resamples, alpha=alpha)


def thousandfold(counted: Counts) -> Counts:
    return total([counted] * 1000)


@pytest.mark.parametrize(
    ("p", "expected"),
    [
        ([], []),
        ([0.03], [0.03]),
        # sorted .005 · 4, .01 · 3, .03 · 2, .04 · 1, none below the one before
        ([0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02]),
        ([0.5, 0.6], [1, 1]),
    ],
)
def test_holm(p: list[float], expected: list[float]) -> None:
    assert holm(p) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("pairs", "verdict", "p"),
    [
        ([BETTER] * 6, "better", 2 / 64),
        ([WORSE] * 6, "worse", 2 / 64),
        # four or five documents can't show anything: 2/2⁴ = .125, 2/2⁵ = .0625
        ([BETTER] * 4, "too little data", 1 / 8),
        ([WORSE] * 5, "too little data", 1 / 16),
        # more documents, that hold nothing of the measure, don't help
        ([WORSE] * 5 + [(Counts(), Counts())] * 50, "too little data", 1 / 16),
        # but a change in a few of many is a small one, not one that can't be judged
        ([WORSE] * 5 + [EQUAL] * 50, "no clear difference", 1 / 16),
        # unless all else is so small that these few are the whole, and any draw of them tells the same
        ([tuple(map(thousandfold, WORSE))] * 5 + [EQUAL] * 50, "too little data", 1 / 16),
        # the sign test: 2 · (1 + 10 + 45) / 2¹⁰
        ([BETTER] * 8 + [WORSE] * 2, "no clear difference", 112 / 1024),
        # nothing to test, however few
        ([EQUAL] * 2, "no clear difference", 1),
        ([EQUAL] * 50, "no clear difference", 1),
        # no F1 on either side: both are the same; no F1 on one: nothing to compare
        ([(Counts(), Counts())] * 50, "no clear difference", None),
        ([(Counts(), Counts(0, 1, 0, 0))] * 50, "too little data", None),
        ([], "no clear difference", None),
    ],
)
def test_verdicts(pairs: Pairs, verdict: str, p: float | None) -> None:
    difference = differences({"m": pairs})["m"]
    assert difference.verdict == verdict
    assert difference.p_randomisation == p


def test_testing_more_measures_asks_for_more_data() -> None:
    # .03125 each, twice that corrected: six documents are too few for two measures, whichever comes first
    two = differences({"m": [BETTER] * 6, "n": [WORSE] * 6})
    assert [d.p_corrected for d in two.values()] == [2 / 32, 2 / 32]
    assert [d.verdict for d in two.values()] == ["too little data"] * 2
    # 2/2¹² · 2 for the first, which leaves the whole of 5 % for the second
    two = differences({"m": [BETTER] * 12, "n": [BETTER] * 6}, resamples=4096)
    assert [d.p_corrected for d in two.values()] == [2 * 2 / 2**12, 2 / 64]
    assert [d.verdict for d in two.values()] == ["better"] * 2
    # the second would have had the 5 % if only it were one-sided: enough data, no clear difference
    two = differences({"m": [BETTER] * 12, "n": [BETTER] * 5 + [WORSE]}, resamples=4096)
    assert [d.verdict for d in two.values()] == ["better", "no clear difference"]


def test_measures_that_cant_be_tested_cost_the_others_nothing() -> None:
    undefined = [(Counts(), Counts(0, 1, 0, 0))] * 40
    four = differences({"few": [BETTER] * 5, "none": undefined, "same": [EQUAL] * 40, "m": [BETTER] * 6})
    assert [d.p_corrected for d in four.values()] == [None, None, None, 2 / 64]
    assert [d.verdict for d in four.values()] == [*["too little data"] * 2, "no clear difference", "better"]


def test_a_difference_by_hand() -> None:
    pairs = [BETTER] * 14 + [WORSE] * 6 + [(found(2), found(8))]
    difference = differences({"m": pairs}, resamples=9999)["m"]
    # 14 · 5 + 6 · 6 + 2 = 108 and 14 · 6 + 6 · 5 + 8 = 122 of 210
    assert difference.base == pytest.approx(108 / 210)
    assert difference.head == pytest.approx(122 / 210)
    assert difference.difference == pytest.approx(14 / 210)
    assert (difference.discordant, difference.exact) == (21, False)
    # gains of 14 · 1, 6 · −1 and 6, by tenths of F1: mean 2/3, mean square 56/21; each resample is a mean of 21
    error = math.sqrt(56 / 21 - 4 / 9) / math.sqrt(21) / 10
    # z(.975) = 1.95996, z(.8) = .84162
    assert difference.detectable == pytest.approx(2.80159 * error, rel=0.03)
    assert difference.bounds is not None
    low, high = difference.bounds
    assert low < 14 / 210 < high
    assert high - low == pytest.approx(2 * 1.96 * error, rel=0.1)


def test_what_could_have_been_seen_allows_for_the_correction() -> None:
    pairs = [BETTER] * 14 + [WORSE] * 6
    one, two = differences({"m": pairs})["m"], differences({"m": pairs, "n": pairs})["m"]
    assert one.detectable is not None
    # z(1 − .05/4) = 2.24140
    assert two.detectable == pytest.approx(one.detectable * (2.24140 + 0.84162) / 2.80159, rel=1e-4)
    assert two.bounds == one.bounds
    for unknown in ([EQUAL] * 40, [BETTER] * 5):
        assert differences({"m": unknown})["m"].detectable is None


@given(st.lists(st.tuples(counts(), counts()), max_size=25))
def test_exchanging_base_and_head_mirrors_the_answer(pairs: list[tuple[Counts, Counts]]) -> None:
    there = differences({"m": pairs}, resamples=99)["m"]
    back = differences({"m": [(head, base) for base, head in pairs]}, resamples=99)["m"]
    assert (back.base, back.head) == (there.head, there.base)
    assert back.verdict == MIRRORED.get(there.verdict, there.verdict)
    assert (back.p_randomisation, back.p_bootstrap) == (there.p_randomisation, there.p_bootstrap)
    assert (back.p_corrected, back.detectable) == (there.p_corrected, there.detectable)
    assert back.bounds == (there.bounds and tuple(-bound for bound in reversed(there.bounds)))


@given(st.lists(st.tuples(counts(), counts()), max_size=25))
def test_the_two_are_resampled_with_the_same_draws(pairs: list[tuple[Counts, Counts]]) -> None:
    # against a head that finds nothing of a gold that is always there, the difference is base's F1
    full = [(Counts(c.correct_gold, c.gold + 1, c.correct_gold, c.gold + 1)) for c, _ in pairs]
    nothing = [Counts(0, 0, 0, c.gold) for c in full]
    difference = differences({"m": list(zip(nothing, full, strict=True))}, resamples=99)["m"]
    alone = intervals({"s": documents(*[[c] for c in full])}, generator(0), resamples=99)["s"]["m"]
    assert difference.bounds == alone.f1


def test_a_paired_difference_is_surer_than_two_figures() -> None:
    # head finds one more than base in each document; what documents differ in falls out
    pairs = [(found(n), found(n + 1)) for n in (0, 2, 4, 6, 8)] * 5
    difference = differences({"m": pairs})["m"]
    assert difference.bounds == pytest.approx((0.1, 0.1))
    assert difference.p_bootstrap == 2 / 2000
    assert difference.verdict == "better"


def test_what_differs_by_rounding_alone_does_not_differ() -> None:
    # P 1/4 and R 1/2, P 1/5 and R 1: F1 is a third of each, yet not by floating point
    difference = differences({"m": [(Counts(1, 4, 1, 2), Counts(1, 5, 2, 2))] * 30})["m"]
    assert difference.base != difference.head
    assert (difference.difference, difference.bounds) == (0, (0, 0))
    assert (difference.p_bootstrap, difference.p_randomisation) == (1, 1)
    assert (difference.detectable, difference.verdict) == (None, "no clear difference")


def test_measures_that_only_one_has_are_not_compared() -> None:
    one, other = documents([found(1)]), {"other": documents([found(1)])["m"]}
    assert compare(one, other, generator(0)) == {}


def test_so_few_resamples_that_no_verdict_could_fall_are_refused() -> None:
    three = {name: [BETTER] * 20 for name in "abc"}
    # 2 · 3 / .05 − 1
    with pytest.raises(UsageError, match="118 resamples are too few here; at least 119 are needed"):
        differences(three, resamples=118)
    assert {d.verdict for d in differences(three, resamples=119).values()} == {"better"}


@pytest.mark.slow
def test_false_alarms_are_as_rare_as_stated_and_by_sentence_alone_they_are_not() -> None:
    chance, draws = random.Random(2), generator(0)
    trials, alarms, alone = 300, {1: 0, 99: 0}, 0
    for _ in range(trials):
        base, head = (documents(*equal_system(chance)) for _ in range(2))
        for enough in alarms:
            found = compare(base, head, draws, resamples=199, enough=enough)["m"]
            alarms[enough] += found.verdict in MIRRORED
        assert found.p_randomisation is not None
        alone += found.p_randomisation <= 0.05
    # of 2,000 trials with 399 resamples: .05 and .2; standard deviations of 300: .013 and .024
    assert alarms[1] / trials < 0.09
    assert alarms[99] / trials < 0.09
    assert alone / trials > 0.12


def equal_system(chance: random.Random) -> Sequence[Sequence[Counts]]:
    """Twenty documents; how good a system is differs by document, for each system by itself."""
    return [clustered(chance) for _ in range(20)]


def test_documents_too_few_to_be_units_are_told_apart() -> None:
    base: Units = documents(*[[found(5)] * 10] * 4)
    head: Units = documents(*[[found(6)] * 10] * 4)
    by_sentence = compare(base, head, generator(0))["m"]
    assert (by_sentence.verdict, by_sentence.sampling.label) == (
        "better",
        "for these texts (40 sentences of 4 documents)",
    )
    by_document = compare(base, head, generator(0), enough=1)["m"]
    assert (by_document.verdict, by_document.p_randomisation) == ("too little data", 0.125)
    assert (by_document.bounds, by_document.p_bootstrap, by_document.detectable) == (None, None, None)


@pytest.mark.parametrize("better", [True, False])
def test_f7_all_right_against_all_wrong_is_less_than_certain(better: bool) -> None:
    """Better in 24 of 24 documents: the share of such documents is 85.75 % at least, so 85.75 − 14.25 points."""
    right, wrong = Counts(2, 2, 2, 2), Counts(0, 2, 0, 2)
    pair = (wrong, right) if better else (right, wrong)
    found = differences({"m": [pair] * 24})["m"]
    assert found.difference == (1 if better else -1)
    assert found.bounds == pytest.approx((0.7151, 1) if better else (-1, -0.7151), abs=1e-4)
