from __future__ import annotations

import pytest

from bench.counts import Counts
from bench.errors import UsageError
from bench.statistics.units import Kind, Units, arrange, holding

A, B, C, D = Counts(1, 2, 1, 3), Counts(0, 1, 0, 0), Counts(2, 2, 2, 2), Counts()
ROWS = {A: [1, 2, 1, 3], B: [0, 1, 0, 0], C: [2, 2, 2, 2], D: [0, 0, 0, 0]}

TWO: Units = {"m": {"x": [A, B], "y": [C]}}


def test_a_few_documents_are_cut_into_what_they_hold() -> None:
    sample = arrange({"s": TWO})["m"]
    assert sample.counts.tolist() == [[ROWS[A], ROWS[B], ROWS[C]]]
    assert (sample.sampling.unit, sample.sampling.units, sample.sampling.clusters) == ("sentence", 3, 2)
    assert sample.sampling.label == "for these texts (3 sentences of 2 documents)"


def test_enough_documents_are_units_themselves() -> None:
    sample = arrange({"s": TWO}, enough=2)["m"]
    assert sample.counts.tolist() == [[[1, 3, 1, 3], ROWS[C]]]
    assert (sample.sampling.unit, sample.sampling.units) == ("document", 2)
    assert sample.sampling.label == "2 documents"
    assert [
        arrange({"s": {"m": {str(n): [A, B] for n in range(size)}}})["m"].sampling.unit for size in (19, 20)
    ] == [
        "sentence",
        "document",
    ]


def test_documents_that_hold_one_count_each_stay_documents_however_few() -> None:
    sampling = arrange({"s": {"m": {"x": [A], "y": [B], "z": [C]}}})["m"].sampling
    assert (sampling.unit, sampling.units) == ("document", 3)
    assert sampling.label == "3 documents, too few for an interval to be wide enough"
    # three units in three documents, yet not one in each
    assert arrange({"s": {"m": {"x": [A, C], "y": [], "z": [B]}}})["m"].sampling.unit == "sentence"


def test_units_have_the_names_of_their_measure() -> None:
    units: Units = {"m": {"x": [A, B]}, "n": {"x": [A, B]}}
    samples = arrange({"s": units}, {"n": Kind("entry", "timeline")})
    assert samples["m"].sampling.label == "for these texts (2 sentences of 1 document)"
    assert samples["n"].sampling.label == "for these texts (2 entries of 1 timeline)"


def test_units_with_keys_meet_by_key() -> None:
    one: Units = {"m": {"x": {"2023": A, "2024": C}, "y": {}}}
    other: Units = {"m": {"y": {"2025": B}, "x": {"2024": A}}}
    sample = arrange({"one": one, "other": other})["m"]
    assert sample.counts.tolist() == [
        [ROWS[A], ROWS[C], ROWS[D]],
        [ROWS[D], ROWS[A], ROWS[B]],
    ]
    clustered = arrange({"one": one, "other": other}, enough=2)["m"]
    assert clustered.counts.tolist() == [[[3, 4, 3, 5], ROWS[D]], [ROWS[A], ROWS[B]]]


def test_systems_need_not_have_the_same_measures() -> None:
    samples = arrange({"s": TWO, "t": {**TWO, "n": {"x": [D], "y": [D]}}})
    assert (samples["m"].systems, samples["n"].systems) == (("s", "t"), ("t",))


def test_systems_must_have_the_same_units() -> None:
    with pytest.raises(UsageError, match="m: t was scored on other documents than s"):
        arrange({"s": TWO, "t": {"m": {"x": [A, B]}}})
    with pytest.raises(UsageError, match="m: 'y' doesn't have the same number of units"):
        arrange({"s": TWO, "t": {"m": {"x": [A, B], "y": [C, C]}}})


def test_no_documents_are_no_units() -> None:
    sample = arrange({"s": {"m": {}}})["m"]
    assert (sample.counts.shape, sample.sampling.units) == ((1, 0, 4), 0)


def test_fractional_counts_are_multiples_of_a_power_of_two() -> None:
    partial = Counts(*(0.1, 1, 0.1, 1))  # type: ignore[arg-type, unused-ignore]  # partial credit
    counts = arrange({"s": {"m": {"x": [partial] * 3}}})["m"].counts
    # 0.1 · 2²⁰ = 104857.6
    assert counts[0, 0].tolist() == [104858 / 2**20, 1, 104858 / 2**20, 1]
    assert holding(counts[0]) == 3
