"""Bootstrap intervals of precision, recall and F1, with the same draws for all systems and measures.

A score is a function of summed counts. In a resample of documents or sentences, each unit is added as often as it
was drawn, so that all resamples of all measures and systems are one matrix product: draws × counts.
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
    """The intervals of one measure of one system; None if a score has no interval (`interval` says when)."""

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
    """Returns percentile bootstrap intervals, by system and measure (Efron and Tibshirani 1993, chapter 13).

    All measures and systems with the same number of units get the same draws, so that their resamples are paired.
    `bench.statistics.units.arrange` chooses the units that are drawn. Raises UsageError for an impossible setting,
    and for systems that weren't counted over the same units.
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
                score_interval(precision(sums[number]), counts[:, 1:2], confidence),
                score_interval(recall(sums[number]), counts[:, 3:4], confidence),
                score_interval(f1(sums[number]), counts, confidence),
            )
    return {system: {measure: found[system][measure] for measure in units} for system, units in systems.items()}


def check(resamples: int, alpha: float) -> None:
    """Raises UsageError if ``alpha`` isn't between 0 and 1, or leaves less than one resample in each tail."""
    if not 0 < alpha < 1:
        raise UsageError(f"a confidence of {1 - alpha:g} is not between 0 and 1")
    if resamples + 1 < 2 / alpha - 1e-9:
        raise UsageError(
            f"{resamples} resamples are too few here; at least {math.ceil(2 / alpha - 1e-9) - 1} are needed"
        )


def resampled(samples: Mapping[str, Sample], stream: Stream, resamples: int) -> Iterator[tuple[str, Array]]:
    """Yields each measure with the sums of its counts in each resample: an array of systems × 4 × resamples.

    Equal columns of counts, such as gold's in every system, are summed once; memory holds the sums of all distinct
    columns.
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
    """Returns the precision of sums of counts (4 × any); NaN where nothing was predicted."""
    return _ratio(sums[0], sums[1])


def recall(sums: Array) -> Array:
    """Returns the recall of sums of counts (4 × any); NaN where gold has nothing."""
    return _ratio(sums[2], sums[3])


def f1(sums: Array) -> Array:
    """Returns the F1 of sums of counts (4 × any), as `bench.counts.Score` defines it.

    NaN where both sides are empty.
    """
    correct_predicted, predicted, correct_gold, gold = sums
    whole = _ratio(2 * correct_gold, gold + predicted)
    if np.array_equal(correct_predicted, correct_gold):
        return whole
    p, r = np.nan_to_num(precision(sums)), np.nan_to_num(recall(sums))
    parted = np.divide(2 * p * r, p + r, out=np.zeros_like(p), where=(p > 0) & (r > 0))
    return np.where(correct_predicted == correct_gold, whole, parted)


def difference_interval(figures: Array, counts: Array, confidence: float) -> Bounds | None:
    """Returns the `interval` of the difference of two F1.

    If one system is right in every unit and the other one wrong in every unit, all resamples are alike. Then the
    share of units in which the first one is better is at least `least_share`, and in the others it may be worse.
    """
    found = interval(figures, counts, confidence)
    if found not in ((1, 1), (-1, -1)):
        return found
    least = round(2 * least_share(holding(counts), confidence) - 1, 12)
    return (least, 1.0) if found == (1, 1) else (-1.0, -least)


def interval(figures: Array, counts: Array, confidence: float) -> Bounds | None:
    """Returns the percentile interval: the k-th smallest and the k-th largest score in ``figures``.

    k is (resamples + 1) × (1 − confidence) / 2. ``counts`` (units × any) are the counts that the score is computed
    from. A resample in which the score is undefined (precision, if nothing was predicted in it) is left out; with
    the six units that 95 % needs, that is at most one in 400. Returns None if fewer units than `fewest` have a
    count above 0: they can't support an interval of that confidence, and with one or two correct annotations it
    would have no width.
    """
    defined = figures[~np.isnan(figures)]
    if holding(counts) < fewest(1 - confidence) or not len(defined):
        return None
    rank = max(1, math.floor((len(defined) + 1) * (1 - confidence) / 2 + 1e-9))
    ordered = np.partition(defined, (rank - 1, len(defined) - rank))
    return float(ordered[rank - 1]), float(ordered[-rank])


def score_interval(figures: Array, counts: Array, confidence: float) -> Bounds | None:
    """Returns the `interval` of precision, recall or F1.

    If every unit is entirely right, or entirely wrong, all resamples are alike. Then it is the exact interval of
    Clopper and Pearson (1934) for the number of units, all of which are right, or none. A unit counts as one
    observation however many annotations it has, because the annotations of a unit resemble each other. A unit that
    isn't entirely right may be right in part, so the interval is wide rather than narrow.
    """
    found = interval(figures, counts, confidence)
    if found not in ((0, 0), (1, 1)):
        return found
    least = least_share(holding(counts), confidence)
    return (least, 1.0) if found == (1, 1) else (0.0, round(1 - least, 12))


def least_share(units: int, confidence: float) -> float:
    """Returns the lower bound of a share if all of so many observations were right (Clopper and Pearson 1934).

    It is rounded to 12 decimals, so that it is the same on every machine.
    """
    return round(math.pow((1 - confidence) / 2, 1 / units), 12)


def fewest(alpha: float) -> int:
    """Returns the fewest units that an interval or a test can use: the smallest n with 2 / 2ⁿ ≤ alpha; 6 for 5 %.

    There are 2ⁿ ways to exchange two systems' answers in n units. With fewer units the two most extreme ways are
    already a larger share of them than alpha. Likewise, the range from the smallest to the largest of n
    observations covers their median with probability 1 − 2 / 2ⁿ, and no wider interval exists without further
    assumptions.
    """
    return math.ceil(1 + math.log2(1 / alpha) - 1e-9)


def _ratio(part: Array, whole: Array) -> Array:
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)
