"""The rank correlation of two suites' scores of the same systems: Kendall's tau-b, with a bootstrap interval.

Tau-b (Kendall 1945) is the difference of the numbers of pairs of systems that both suites order alike and that
they order differently, divided by the geometric mean of the numbers of pairs that each suite orders at all. It is
1 for the same order, -1 for the reverse, and has no value if a suite orders no pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.statistics.draws import Array, generator, weights

RESAMPLES = 10_000
CONFIDENCE = 0.95
LEAST = 5
"""The fewest systems of which an interval is computed."""


@dataclass(frozen=True, slots=True)
class Correlation:
    """The rank correlation of two lists of scores of the same systems."""

    value: float | None
    """Tau-b; None if it isn't defined."""
    interval: tuple[float, float] | None
    """The 95 % interval over samples of the systems; None with fewer than `LEAST` systems."""
    systems: int
    """The number of systems."""


def correlation(first: Sequence[float], second: Sequence[float], seed: int = 0) -> Correlation:
    """Returns Kendall's tau-b of two lists of scores, with its interval.

    In each resample systems are drawn with replacement; two draws of one system are no pair. Resamples in which
    tau-b isn't defined are left out. Raises ValueError for lists of different lengths.
    """
    if len(first) != len(second):
        raise ValueError(f"{len(first)} scores and {len(second)} scores of the same systems")
    signs = [np.sign(np.subtract.outer(scores, scores)) for scores in (np.array(first), np.array(second))]
    (value,) = _tau(np.ones((1, len(first))), *signs)
    known = None if np.isnan(value) else float(value)
    if known is None or len(first) < LEAST:
        return Correlation(known, None, len(first))
    drawn = weights(generator(seed).bit_generator, len(first), RESAMPLES)
    resampled = _tau(drawn, *signs)
    edge = (1 - CONFIDENCE) / 2
    low, high = np.quantile(resampled[~np.isnan(resampled)], [edge, 1 - edge])
    return Correlation(known, (float(low), float(high)), len(first))


def _tau(drawn: Array, first: Array, second: Array) -> Array:
    """Returns tau-b of each resample; a row of ``drawn`` says how often each system is in it."""

    def pairs(signs: Array) -> Array:
        total: Array = ((drawn @ signs) * drawn).sum(axis=1)
        return total

    ordered = np.sqrt(pairs(np.abs(first)) * pairs(np.abs(second)))
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Array = np.where(ordered > 0, pairs(first * second) / ordered, np.nan)
    return found
