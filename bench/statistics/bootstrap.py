"""How sure a figure is: bootstrap intervals of precision, recall and F1, over the same draws for all.

A figure is a function of summed counts, so that a resample of documents or sentences is a sum in which each
counts as often as it was drawn: draws × counts, one product of matrices for all measures and systems.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from bench.errors import UsageError
from bench.statistics.draws import AT_ONCE, Array, Stream, streams, weights, whole_weights
from bench.statistics.units import ENOUGH, Kind, Sample, Sampling, Units, arrange, holding

RESAMPLES = 10_000
CONFIDENCE = 0.95

Bounds = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Intervals:
    """The intervals of one measure of one system; each None where its figure has none (`interval`)."""

    sampling: Sampling
    precision: Bounds | None
    recall: Bounds | None
    f1: Bounds | None


def intervals(
    systems: Mapping[str, Units],
    generator: np.random.Generator,
    *,
    resamples: int = RESAMPLES,
    confidence: float = CONFIDENCE,
    kinds: Mapping[str, Kind] | None = None,
    enough: int = ENOUGH,
) -> dict[str, dict[str, Intervals]]:
    """System → measure → percentile bootstrap intervals (Efron and Tibshirani 1993, chapter 13).

    All measures and systems over the same number of units get the same draws, so that their resamples are
    paired. Which units are drawn: `bench.statistics.units.arrange`. Raises UsageError for a senseless setting, and
    for systems that were not counted over the same units.
    """
    check(resamples, 1 - confidence)
    samples = arrange(systems, kinds, enough)
    found: dict[str, dict[str, Intervals]] = {system: {} for system in systems}
    for measure, sums in resampled(samples, streams(generator)[0], resamples):
        sample = samples[measure]
        for number, system in enumerate(sample.systems):
            counts = sample.counts[number]
            found[system][measure] = Intervals(
                sample.sampling,
                interval(precision(sums[number]), counts[:, 1:2], confidence),
                interval(recall(sums[number]), counts[:, 3:4], confidence),
                interval(f1(sums[number]), counts, confidence),
            )
    return {system: {measure: found[system][measure] for measure in units} for system, units in systems.items()}


def check(resamples: int, alpha: float) -> None:
    """Raise UsageError for a share that is none, or fewer resamples than one in each tail."""
    if not 0 < alpha < 1:
        raise UsageError(f"a confidence of {1 - alpha:g} is not between 0 and 1")
    if resamples + 1 < 2 / alpha - 1e-9:
        raise UsageError(
            f"{resamples} resamples are too few here; at least {math.ceil(2 / alpha - 1e-9) - 1} are needed"
        )


def resampled(samples: Mapping[str, Sample], stream: Stream, resamples: int) -> Iterator[tuple[str, Array]]:
    """Each measure with the sums of its counts in each resample: systems × 4 × resamples.

    Memory is bounded by the sums of all different columns of counts; many are the same (gold's, for every system).
    """
    for units in dict.fromkeys(sample.sampling.units for sample in samples.values()):
        columns: dict[bytes, int] = {}
        places: dict[str, list[list[int]]] = {}
        for measure, sample in samples.items():
            if sample.sampling.units == units:
                places[measure] = [
                    [columns.setdefault(column.tobytes(), len(columns)) for column in counts.T]
                    for counts in sample.counts
                ]
        table = np.frombuffer(b"".join(columns), dtype=np.float64).reshape(len(columns), units)
        sums = np.empty((len(columns), resamples))
        rows = max(1, AT_ONCE // max(1, units))
        if rows >= resamples:
            np.matmul(table, whole_weights(stream, units, resamples).T, out=sums)
        else:
            bits = stream()
            for start in range(0, resamples, rows):
                stop = min(start + rows, resamples)
                np.matmul(table, weights(bits, units, stop - start).T, out=sums[:, start:stop])
        for measure, place in places.items():
            yield measure, sums[place]


def precision(sums: Array) -> Array:
    """Precision of sums of counts (4 × any), NaN where nothing was predicted."""
    return _ratio(sums[0], sums[1])


def recall(sums: Array) -> Array:
    """Recall of sums of counts (4 × any), NaN where gold has nothing."""
    return _ratio(sums[2], sums[3])


def f1(sums: Array) -> Array:
    """F1 of sums of counts (4 × any) as `bench.counts.score` defines it, NaN where both sides are empty."""
    correct_predicted, predicted, correct_gold, gold = sums
    whole = _ratio(2 * correct_gold, gold + predicted)
    if np.array_equal(correct_predicted, correct_gold):
        return whole
    p, r = np.nan_to_num(precision(sums)), np.nan_to_num(recall(sums))
    parted = np.divide(2 * p * r, p + r, out=np.zeros_like(p), where=(p > 0) & (r > 0))
    return np.where(correct_predicted == correct_gold, whole, parted)


def interval(figures: Array, counts: Array, confidence: float) -> Bounds | None:
    """The percentile interval: k-th smallest and k-th largest, k = (resamples + 1) × (1 − confidence) / 2.

    ``counts`` (units × any) are those that the figure stands on. A resample in which the figure is undefined
    (nothing predicted in it, so no precision) is left out. None where fewer units than `fewest` count anything:
    so few can't make an interval of that confidence, whatever they say, and for one or two right answers it
    would have no width. With the six that 95 % wants, no more than a 400th of the resamples is left out.
    """
    defined = figures[~np.isnan(figures)]
    if holding(counts) < fewest(1 - confidence) or not len(defined):
        return None
    rank = max(1, math.floor((len(defined) + 1) * (1 - confidence) / 2 + 1e-9))
    ordered = np.partition(defined, (rank - 1, len(defined) - rank))
    return float(ordered[rank - 1]), float(ordered[-rank])


def fewest(alpha: float) -> int:
    """The fewest units with which anything can be said: the smallest n with 2 / 2ⁿ ≤ alpha; 6 for 5 %.

    With fewer, the two most extreme of the 2ⁿ ways to let two systems change places are a larger share than
    alpha already; and from the smallest to the largest of n observations, the widest interval that can be had
    without further assumptions, covers their median with 1 − 2 / 2ⁿ.
    """
    return math.ceil(1 + math.log2(1 / alpha) - 1e-9)


def _ratio(part: Array, whole: Array) -> Array:
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)
