"""Approximate randomisation: the difference, had two systems given each other's answers in some units.

If neither is better, each such exchange was as likely as what was observed (Noreen 1989, Computer-Intensive
Methods for Testing Hypotheses; Yeh 2000 for F1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from bench.statistics.bootstrap import f1
from bench.statistics.draws import AT_ONCE, Array, Stream, every_swap, swaps
from bench.statistics.units import Sample, holding

TIE = 1e-12
"""Figures nearer than this are equal: they differ by rounding."""


def randomised(samples: Mapping[str, Sample], stream: Stream, resamples: int) -> dict[str, float]:
    """Measure → two-sided p of the difference in F1 between the two systems of its sample.

    All exchanges are counted where they are no more than ``resamples`` (`exact`): p is the share with as large a
    difference. Otherwise a sample of them is, the same for all measures over the same number of units, and what
    was observed counts as one more: p = (as large + 1) / (resamples + 1). A measure that is undefined for either
    system has no p; an exchange that leaves it undefined counts as no difference.
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
    """The units in which the two systems count differently."""
    return holding(_gains(sample))


def exact(sample: Sample, resamples: int) -> bool:
    """Whether the ways to exchange units, those where something differs, are few enough to count them all."""
    return 1 << discordant(sample) <= resamples


def least(sample: Sample) -> float:
    """The smallest p within reach of the units: 2 / 2ⁿ, n units counting anything in either system.

    It is reached where one system is better in all n: only that and its mirror image then differ so much.
    """
    return min(1.0, 2.0 ** (1 - holding(sample.counts.sum(axis=0))))


def _gains(sample: Sample) -> Array:
    """Units × 4: by how much head counts more than base."""
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
    """How many exchanges (rows of 4: what base gains, and head loses) have at least the observed difference."""
    base, head = sample.counts.sum(axis=1)[:, :, np.newaxis]
    differences = np.nan_to_num(np.abs(f1(head - moved.T) - f1(base + moved.T)))
    return int(np.count_nonzero(differences >= _observed(sample) - TIE))
