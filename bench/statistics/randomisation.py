"""The approximate randomisation test of a difference in F1.

An exchange swaps the counts of the two systems in some of the units. The difference in F1 after the exchange is
compared with the observed one. If neither system is better, the counts after any exchange are as likely as the
observed counts (Noreen 1989, Computer-Intensive Methods for Testing Hypotheses; Yeh 2000 for F1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from bench.statistics.bootstrap import f1
from bench.statistics.draws import AT_ONCE, Array, Stream, every_swap, swaps
from bench.statistics.units import Sample, holding

TIE = 1e-12
"""The greatest difference between two scores that counts as none, because rounding can cause it."""


def randomised(samples: Mapping[str, Sample], stream: Stream, resamples: int) -> dict[str, float]:
    """Returns for each measure the two-sided p of the difference in F1 between the two systems of its sample.

    p is the share of exchanges with a difference at least as large as the observed one. If there are at most
    ``resamples`` different exchanges, all are made (`exact`). Otherwise ``resamples`` random exchanges are made,
    the same for all measures with the same number of units. The observed counts are then added to them as one
    more exchange, so p = (number with at least the observed difference + 1) / (``resamples`` + 1).

    A measure that is undefined for one of the systems has no p. If the measure is undefined after an exchange, the
    difference after this exchange is taken to be 0.
    """
    p: dict[str, float] = {}
    sampled: dict[int, list[str]] = {}
    for measure, sample in samples.items():
        if np.isnan(_observed(sample)):
            continue
        if exact(sample, resamples):
            gains = _gains(sample)
            gains = gains[gains.any(axis=1)]  # an exchange of equal counts changes nothing
            p[measure] = _as_large(sample, every_swap(len(gains)) @ gains) / 2 ** len(gains)
        else:
            sampled.setdefault(sample.sampling.units, []).append(measure)
    for units, measures in sampled.items():
        together = np.hstack([_gains(samples[measure]) for measure in measures])
        as_large = dict.fromkeys(measures, 0)
        for exchanges in _chunks(stream(), units, resamples):
            moved = exchanges @ together
            for number, measure in enumerate(measures):
                as_large[measure] += _as_large(samples[measure], moved[:, 4 * number : 4 * number + 4])
        p.update({measure: (number + 1) / (resamples + 1) for measure, number in as_large.items()})
    return p


def discordant(sample: Sample) -> int:
    """Returns the number of units in which the two systems have different counts."""
    return holding(_gains(sample))


def exact(sample: Sample, resamples: int) -> bool:
    """Returns whether there are at most ``resamples`` ways to exchange the units in which the systems differ."""
    return 1 << discordant(sample) <= resamples


def least(sample: Sample) -> float:
    """Returns the smallest p that is possible: 2 / 2ⁿ if n units have a count above 0 in at least one system.

    Of the 2ⁿ exchanges, at least two have the observed difference: the one that swaps no unit, and the one that
    swaps all units. p is smallest if no other exchange has so large a difference.
    """
    return min(1.0, 2.0 ** (1 - holding(sample.counts.sum(axis=0))))


def _gains(sample: Sample) -> Array:
    """Returns head's counts minus base's: units × 4."""
    base, head = sample.counts
    gains: Array = head - base
    return gains


def _chunks(bits: np.random.BitGenerator, units: int, resamples: int) -> Iterator[Array]:
    rows = max(1, AT_ONCE // units)
    for start in range(0, resamples, rows):
        yield swaps(bits, units, min(rows, resamples - start))


def _observed(sample: Sample) -> float:
    base, head = sample.counts.sum(axis=1)[:, :, np.newaxis]
    return abs(float(f1(head)[0] - f1(base)[0]))


def _as_large(sample: Sample, moved: Array) -> int:
    """Returns how many exchanges have at least the observed difference.

    A row of ``moved`` is one exchange: the four counts that base gains by it and head loses.
    """
    base, head = sample.counts.sum(axis=1)[:, :, np.newaxis]
    differences = np.nan_to_num(np.abs(f1(head - moved.T) - f1(base + moved.T)))
    return int(np.count_nonzero(differences >= _observed(sample) - TIE))
