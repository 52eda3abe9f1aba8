"""The test of a difference in F1 over a few documents, which allows for how much documents differ.

A test that exchanges sentences takes them for independent. But the mistakes of a system cluster in documents: one
document is hard for it, another one easy. Therefore a difference over fewer documents than `ENOUGH` must be large
beside its differences between documents as well.

The difference is computed again without each document in turn (the jackknife: Miller 1974, The Jackknife – A
Review). This gives its standard error, and (difference / error) has about Student's t distribution with one degree
of freedom less than there are documents. Ibragimov and Müller (2010, t-Statistic Based Correlation and
Heterogeneity Robust Inference) show that such a test of a few clusters keeps its level if the clusters' own
figures are about normal, however much their variances differ. Sums over the sentences of a document are only
roughly normal, and two documents are too few for them: equal systems would then differ in 7 to 12 % of the pairs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from bench.statistics.bootstrap import Bounds, f1
from bench.statistics.draws import Array
from bench.statistics.units import Sample

FEWEST = 3
"""The fewest documents with a count above 0 that the test takes."""
STEPS = 60
"""The number of halvings that find a quantile."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The spread of a difference in F1 over documents: its standard error and degrees of freedom."""

    error: float
    """The standard error of the difference; a fraction."""
    freedom: int
    """The degrees of freedom: the number of documents with a count above 0, less one."""

    def p(self, difference: float) -> float:
        """Returns the two-sided p-value of a difference: of Student's t distribution, to 12 decimals."""
        if difference == 0 or not self.error:
            return float(difference == 0)
        return round(student(difference / self.error, self.freedom), 12)

    def bounds(self, difference: float, confidence: float) -> Bounds:
        """Returns the interval of the difference at a confidence. It stays between −1 and 1."""
        reach = quantile(1 - confidence, self.freedom) * self.error
        return max(-1.0, round(difference - reach, 12)), min(1.0, round(difference + reach, 12))


def spread(sample: Sample) -> Spread | None:
    """Returns how much the difference in F1 between a sample's two systems changes from document to document.

    Returns None if fewer than `FEWEST` documents have a count above 0, and if F1 is undefined for a system with
    all documents, or without one of them.
    """
    totals = np.stack([_totals(counts, sample) for counts in sample.counts])
    totals = totals[:, totals.any(axis=(0, 2))]
    number = totals.shape[1]
    if number < FEWEST:
        return None
    without = (totals.sum(axis=1, keepdims=True) - totals).transpose(0, 2, 1)
    differences = f1(without[1]) - f1(without[0])
    if np.isnan(differences).any():
        return None
    values = [round(float(each), 12) for each in differences]
    mean = math.fsum(values) / number
    # (n − 1) / n × the sum of squares: the jackknife's variance of the difference
    variance = (number - 1) / number * math.fsum((value - mean) ** 2 for value in values)
    return Spread(round(math.sqrt(variance), 11), number - 1)


def student(t: float, freedom: int) -> float:
    """Returns the probability that Student's t is at least as far from 0 as ``t``.

    The sums are those of Abramowitz and Stegun (1964), 26.7.3 and 26.7.4.
    """
    angle = math.atan(abs(t) / math.sqrt(freedom))
    cosine = math.cos(angle)
    term = total = cosine if freedom % 2 else 1.0
    for step in range(3 if freedom % 2 else 2, freedom - 1, 2):
        term *= cosine**2 * (step - 1) / step
        total += term
    if freedom == 1:
        total = 0.0
    inside = math.sin(angle) * total
    return max(0.0, 1 - (2 / math.pi * (angle + inside) if freedom % 2 else inside))


def quantile(p: float, freedom: int) -> float:
    """Returns the t that has the two-sided probability ``p`` (`student`), which is between 0 and 1."""
    low, high = 0.0, 1.0
    while student(high, freedom) > p:
        high *= 2
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if student(middle, freedom) > p else (low, middle)
    return round(high, 9)


def _totals(counts: Array, sample: Sample) -> Array:
    """Returns the sums of a system's counts in each document: documents × 4."""
    sums = np.zeros((sample.sampling.clusters, 4))
    np.add.at(sums, sample.clusters, counts)
    return sums
