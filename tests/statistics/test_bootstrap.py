"""Figures and intervals: against a bootstrap in plain Python, neleval's intervals, and known truths."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.counts import Counts, Score, total
from bench.errors import UsageError
from bench.formats import timeml
from bench.scoring.score import score
from bench.statistics.bootstrap import Bounds, f1, fewest, interval, intervals, precision, recall
from bench.statistics.draws import generator, streams, weights
from bench.statistics.units import Units
from tests.strategies import counts

FIGURES = {"precision": precision, "recall": recall, "f1": f1}


def documents(*units: Sequence[Counts]) -> Units:
    return {"m": {str(number): list(unit) for number, unit in enumerate(units)}}


@given(st.lists(counts(), min_size=1, max_size=6))
def test_figures_are_those_of_the_score(rows: list[Counts]) -> None:
    sums = np.array([[c.correct_predicted, c.predicted, c.correct_gold, c.gold] for c in rows], dtype=np.float64).T
    for name, figure in FIGURES.items():
        found = [None if math.isnan(value) else value for value in figure(sums).tolist()]
        assert found == [getattr(Score.of(row), name) for row in rows], name


@given(st.lists(st.lists(counts(), max_size=3), min_size=1, max_size=8), st.integers(0, 9))
def test_intervals_are_those_of_a_bootstrap_in_plain_python(units: list[list[Counts]], seed: int) -> None:
    rows = [unit for group in units for unit in group]
    table = weights(streams(generator(seed))[0](), len(rows), 99).tolist()
    scores = [
        Score.of(total(unit for unit, n in zip(rows, row, strict=True) for _ in range(int(n)))) for row in table
    ]
    found = intervals({"s": documents(*units)}, generator(seed), resamples=99, confidence=0.9)["s"]["m"]
    standing: dict[str, Callable[[Counts], object]] = {
        "precision": lambda c: c.predicted,
        "recall": lambda c: c.gold,
        "f1": lambda c: c.predicted or c.gold,
    }
    for name, holds in standing.items():
        drawn = sorted(figure for s in scores if (figure := getattr(s, name)) is not None)
        # 5 of 100 places from either end; fewer than five units can't make an interval of 90 %
        rank = max(1, (len(drawn) + 1) * 5 // 100)
        enough = sum(bool(holds(c)) for c in rows) >= 5
        bounds: Any = (drawn[rank - 1], drawn[-rank]) if enough and drawn else None
        if bounds in ((0, 0), (1, 1)):
            size = 0.05 ** (1 / sum(bool(holds(c)) for c in rows))  # f7: all right, or all wrong
            bounds = pytest.approx((0, 1 - size) if bounds == (0, 0) else (size, 1))
        assert getattr(found, name) == bounds, name


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [
        (0.9, (1, 19)),  # (19 + 1) · .05 = 1
        (0.8, (2, 18)),
        (0.5, (5, 15)),
    ],
)
def test_interval_counts_places_from_both_ends(confidence: float, expected: Bounds) -> None:
    figures = np.array([7.0, *range(19, 7, -1), *range(1, 7)])
    assert interval(figures, np.ones((9, 1)), confidence) == expected


def test_resamples_without_the_figure_are_left_out() -> None:
    figures = np.array([math.nan, 1, 3, math.nan, 2] * 10)
    assert interval(figures, np.ones((9, 1)), 0.9) == (1, 3)
    assert interval(np.array([math.nan] * 50), np.ones((9, 1)), 0.9) is None


def test_fewest_units_that_an_interval_is_made_of() -> None:
    # 2/2⁶ = .031 ≤ .05 < .063 = 2/2⁵; 2/2⁵ ≤ .1; 2/2⁸ = .0078 ≤ .01; 2/2² = .5
    assert [fewest(alpha) for alpha in (0.05, 0.1, 0.01, 0.5)] == [6, 5, 8, 2]
    right, empty = [Counts(1, 1, 1, 1)], [Counts()]
    for number, expected in ((5, None), (6, pytest.approx((0.025 ** (1 / 6), 1)))):
        found = intervals({"s": documents(*[right] * number, *[empty] * 20)}, generator(0), resamples=99)
        assert found["s"]["m"].f1 == expected


@pytest.mark.parametrize(("size", "low"), [(24, 0.8575), (30, 0.8843), (100, 0.9638)])
def test_f7_all_right_or_all_wrong_is_less_than_certain(size: int, low: float) -> None:
    """Clopper and Pearson's interval of 24 of 24 is 85.75 to 100 %, whatever a document holds."""
    for times in (1, 5):
        right = documents(*[[Counts(times, times, times, times)]] * size)
        wrong = documents(*[[Counts(0, times, 0, times)]] * size)
        found = intervals({"right": right, "wrong": wrong}, generator(0), resamples=99)
        for name in FIGURES:
            assert getattr(found["right"]["m"], name) == (pytest.approx(low, abs=5e-5), 1)
            assert getattr(found["wrong"]["m"], name) == (0, pytest.approx(1 - low, abs=5e-5))


def test_f7_only_units_that_hold_something_count() -> None:
    """Gold has a time in 24 of 40 documents, and all of these times are found."""
    units = documents(*[[Counts(1, 1, 1, 1)]] * 24, *[[Counts()]] * 16)
    found = intervals({"s": units}, generator(0), resamples=99)["s"]["m"].recall
    assert found == pytest.approx((0.8575, 1), abs=5e-5)


def test_f7_one_mistake_is_left_to_the_bootstrap() -> None:
    units = documents(*[[Counts(1, 1, 1, 1)]] * 23, [Counts(0, 1, 0, 1)])
    low, high = intervals({"s": units}, generator(0))["s"]["m"].recall or (0, 0)
    assert low < 0.96 < high == 1


def test_f7_an_interval_at_the_border_holds_the_truth() -> None:
    """Documents have one to eight times, alike within a document: a system that misses one document in fifty."""
    chance, held, trials = random.Random(3), 0, 400
    for _ in range(trials):
        sizes = [chance.randint(1, 8) for _ in range(24)]
        rows = [Counts(n, n, n, n) if chance.random() < 0.98 else Counts(0, n, 0, n) for n in sizes]
        found = intervals({"s": documents(*[[row] for row in rows])}, generator(0), resamples=99)["s"]["m"]
        low, high = found.recall or (1, 0)
        held += low <= 0.98 <= high
    # .98²⁴ = 62 % of the samples have no mistake, and without the exact bound all of these would miss
    assert held / trials > 0.93


def test_nothing_predicted_and_nothing_annotated() -> None:
    missed = intervals({"s": documents(*[[Counts(0, 0, 0, 2)]] * 30)}, generator(0), resamples=99)["s"]["m"]
    none = pytest.approx((0, 1 - 0.025 ** (1 / 30)))  # of 30 documents none is right
    assert missed.precision is None
    assert missed.recall == missed.f1 == none
    spurious = intervals({"s": documents(*[[Counts(0, 2, 0, 0)]] * 30)}, generator(0), resamples=99)["s"]["m"]
    assert spurious.recall is None
    assert spurious.precision == spurious.f1 == none
    for nothing in (documents(*[[Counts()]] * 30), documents()):
        found = intervals({"s": nothing}, generator(0), resamples=99)["s"]["m"]
        assert (found.precision, found.recall, found.f1) == (None, None, None)


def mixed(seed: int, size: int = 25) -> Units:
    chance = random.Random(seed)
    return documents(*[[Counts(c := chance.randint(0, 3), 4, c, chance.randint(3, 6))] for _ in range(size)])


def test_the_seed_decides_0_too() -> None:
    found = [intervals({"s": mixed(1)}, generator(seed), resamples=99)["s"]["m"] for seed in (0, 0, 1)]
    assert found[0] == found[1] != found[2]


def test_draws_are_shared_and_dont_depend_on_what_else_is_asked_for() -> None:
    systems: dict[str, Units] = {
        "a": {"m": mixed(1)["m"], "links": mixed(3, 30)["m"], "same": mixed(1)["m"]},
        "b": {"m": mixed(2)["m"]},
    }
    found = intervals(systems, generator(0), resamples=199)
    assert found["a"]["m"] == found["a"]["same"] != found["b"]["m"]
    assert list(found["a"]) == ["m", "links", "same"]
    for system, measure in (("a", "links"), ("a", "m"), ("b", "m")):
        alone = intervals({"s": {measure: systems[system][measure]}}, generator(0), resamples=199)
        assert alone["s"][measure] == found[system][measure]


def test_senseless_settings_are_refused() -> None:
    for confidence in (0, 1, 95):
        with pytest.raises(UsageError, match="not between 0 and 1"):
            intervals({"s": mixed(1)}, generator(0), confidence=confidence)
    # (38 + 1) · .025 < 1: not one resample in each tail
    with pytest.raises(UsageError, match="38 resamples are too few here; at least 39 are needed"):
        intervals({"s": mixed(1)}, generator(0), resamples=38)
    intervals({"s": mixed(1)}, generator(0), resamples=39)


def test_intervals_equal_those_of_neleval(reference: Path) -> None:
    official = json.loads((reference / "scores.json").read_text())["neleval_bootstrap_pred_timex_strict"]
    gold = timeml.read_gold(reference / "gold")
    units = score(gold, timeml.read_predictions(reference / "pred", gold)).units
    for confidence, printed in official["fscore"].items():
        if confidence != "score":
            level = int(confidence.rstrip("%")) / 100
            found = intervals({"pred": units}, generator(0), confidence=level)["pred"]["timex.strict"]
            assert found.sampling.label == "20 documents"
            assert found.f1 == pytest.approx(printed, abs=0.01), confidence
            if level == 0.95:
                assert found.precision == pytest.approx(official["precision95"], abs=0.01)
                assert found.recall == pytest.approx(official["recall95"], abs=0.01)


def test_an_interval_by_document_holds_the_truth_where_one_by_sentence_does_not() -> None:
    chance, draws = random.Random(1), generator(0)
    trials, held = 300, {1: 0, 99: 0}
    for _ in range(trials):
        units = documents(*[clustered(chance) for _ in range(20)])
        for enough in held:
            bounds = intervals({"s": units}, draws, resamples=199, enough=enough)["s"]["m"].recall
            assert bounds is not None
            held[enough] += bounds[0] <= 0.6 <= bounds[1]
    # of 2,000 trials with 399 resamples each: .93 and .77; standard deviations of 300: .015 and .024
    assert held[1] / trials > 0.88
    assert held[99] / trials < 0.85


def clustered(chance: random.Random) -> list[Counts]:
    """A document of eight sentences; how much is found differs by document, .6 of gold on average."""
    found, sentences = chance.uniform(0.3, 0.9), []
    for _ in range(8):
        gold = chance.randint(1, 3)
        correct = sum(chance.random() < found for _ in range(gold))
        sentences.append(Counts(correct, gold, correct, gold))
    return sentences
