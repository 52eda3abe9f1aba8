"""The significance of a difference between two systems: its interval, its corrected p-value, and a verdict.

The null hypothesis is that the two are interchangeable: in each document, either could have given either answer.
If documents are so few that their sentences are exchanged, a difference must also be large beside its differences
between documents (`bench.statistics.jackknife`); `benchmarks/alarms.py` counts the false alarms.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np

from bench.statistics.bootstrap import RESAMPLES, Bounds, check, difference_interval, f1, fewest, resampled
from bench.statistics.draws import Array, streams
from bench.statistics.jackknife import FEWEST, Spread, quantile, spread
from bench.statistics.randomisation import TIE, discordant, exact, least, randomised
from bench.statistics.units import ENOUGH, Kind, Sample, Sampling, Units, arrange, holding

ALPHA = 0.05
POWER = 0.8
SOUGHT = 0.05
"""The difference in F1 that `units_needed` units would show: 5 points."""

Verdict = Literal["better", "worse", "no clear difference", "too little data"]


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference between base and head in the F1 of one measure; fractions, None if undefined."""

    sampling: Sampling
    base: float | None
    head: float | None
    difference: float | None
    """Head − base."""
    bounds: Bounds | None
    """The percentile bootstrap interval of the difference, with the same draws for base and head; not
    corrected. If sentences of a few documents are the units, it is wide enough to hold the interval of Student's t
    over documents too."""
    p_bootstrap: float | None
    """Twice the share of resamples on the rarer side of 0; an interval at this level would end at 0."""
    p_randomisation: float | None
    """The p-value of the randomisation test (`bench.statistics.randomisation`); None without a difference."""
    p_documents: float | None
    """The p-value of Student's t over documents (`bench.statistics.jackknife`). None if documents are the units of
    the randomisation test, and if they are too few."""
    exact: bool
    """True if the test counted all exchanges of answers, not a random sample of them."""
    p_corrected: float | None
    """The larger of ``p_randomisation`` and ``p_documents``, corrected by Holm (1979) over the measures tested;
    None if this one wasn't tested."""
    discordant: int
    """The number of units in which base and head have different counts."""
    detectable: float | None
    """The difference that a test like this one would find four times in five."""
    least: float
    """The ``p_corrected`` if one system had been better in every unit; 1 if the measure wasn't tested."""
    verdict: Verdict
    needed: int | None = None
    """The approximate number of units that would show a difference of 5 points (`units_needed`); None if the
    systems don't differ. If sentences of a few documents are the units, it is the number of documents."""


def compare(
    base: Units,
    head: Units,
    generator: np.random.Generator,
    *,
    resamples: int = RESAMPLES,
    alpha: float = ALPHA,
    kinds: Mapping[str, Kind] | None = None,
    enough: int = ENOUGH,
) -> dict[str, Difference]:
    """Returns the difference of two systems in each measure that both have.

    The randomisation test decides on the verdict. With fewer documents than ``enough`` it exchanges sentences, and
    the difference must be significant by Student's t over documents too: p is the larger one of the two.

    - "better" or "worse": the corrected p is at most ``alpha``, and head is above or below base.
    - "too little data": the systems differ, but the test couldn't have decided. That is so in three cases. First,
      no difference could have been significant, even with one system better in every unit: with n units with a
      count above 0, no p is below 2 / 2ⁿ. If that is above ``alpha`` (for 5 %: up to five units), or if sentences
      come from fewer than three documents, the measure isn't tested and doesn't enter the correction (Tarone
      1990); it may also be above ``alpha`` only after the correction, given the other measures' p. Second, the
      difference is at least as large as ``detectable`` but not significant. Third, F1 is undefined for base or
      head.
    - "no clear difference": all else; ``detectable`` says how large a difference would have been found. A
      difference in five of many units is such a small difference, not too little data. If no unit differs, there
      is nothing to test and p is 1, however few the units.

    ``detectable`` is (z(1 − alpha / 2m) + z(.8)) × the bootstrap's standard error of the difference, where m is
    the number of measures tested; so it holds for any results of the other measures. If sentences of a few
    documents are the units, it isn't less than the same with quantiles of Student's t and the jackknife's error.
    It is None if there is no interval, and where the difference is the same in all resamples, for then its error
    isn't known.

    Raises UsageError for an impossible setting, for so few ``resamples`` that no p can reach ``alpha``, and for
    systems that weren't counted over the same units.
    """
    check(resamples, alpha)
    both = [measure for measure in base if measure in head]
    sides = {side: {m: units[m] for m in both} for side, units in (("base", base), ("head", head))}
    samples = arrange(sides, kinds, enough)
    for_bootstrap, for_randomisation = streams(generator)
    p = randomised(samples, for_randomisation, resamples)
    spreads = {m: spread(sample) for m, sample in samples.items() if sample.parted}
    deciding = decisive(samples, p, spreads)
    tested = [m for m in deciding if discordant(samples[m]) and least(samples[m]) <= alpha]
    level = alpha / max(1, len(tested))
    check(resamples, level)
    corrected = dict(zip(tested, holm([deciding[m] for m in tested]), strict=True))
    reach = {
        m: holm([least(samples[m]) if n == m else deciding[n] for n in tested])[i] for i, m in enumerate(tested)
    }
    z = NormalDist().inv_cdf(1 - level / 2) + NormalDist().inv_cdf(POWER)
    found: dict[str, Difference] = {}
    for measure, sums in resampled(samples, for_bootstrap, resamples):
        sample = samples[measure]
        totals = sample.counts.sum(axis=1)[:, :, np.newaxis]
        old, new, difference = (_known(figure) for figure in (f1(totals[0]), f1(totals[1]), _gain(totals)))
        drawn = _gain(sums)
        bounds = difference_interval(drawn, sample.counts.sum(axis=0), 1 - alpha)
        p_bootstrap = None if bounds is None else _two_sided(drawn)
        detectable = None if bounds is None else _detectable(z, drawn)
        needed = units_needed(sample, detectable, level, spreads.get(measure)) if discordant(sample) else None
        if sample.parted:
            bounds = _widest(bounds, spreads[measure], difference, 1 - alpha)
            detectable = None if bounds is None else _largest(detectable, spreads[measure], level)
        found[measure] = Difference(
            sampling=sample.sampling,
            base=old,
            head=new,
            difference=difference,
            bounds=bounds,
            p_bootstrap=p_bootstrap,
            p_randomisation=p.get(measure),
            p_documents=_p_documents(sample, spreads.get(measure)),
            exact=exact(sample, resamples),
            p_corrected=corrected.get(measure),
            discordant=discordant(sample),
            detectable=detectable,
            least=reach.get(measure, 1),
            verdict=_verdict(sample, difference, corrected.get(measure), alpha, reach.get(measure, 1), detectable),
            needed=needed,
        )
    return {measure: found[measure] for measure in both}


def decisive(
    samples: Mapping[str, Sample], p: Mapping[str, float], spreads: Mapping[str, Spread | None]
) -> dict[str, float]:
    """Returns the p-value that decides on each measure, before any correction.

    It is ``p``, that of the randomisation test. If the units are sentences of a few documents, it is that of
    Student's t over documents where this is larger. Such a measure can't be decided without a `Spread`, and is
    left out.
    """
    found = {}
    for measure, value in p.items():
        by_document = _p_documents(samples[measure], spreads.get(measure))
        if by_document is not None or not samples[measure].parted:
            found[measure] = max(value, by_document or 0)
    return found


def holm(p: Sequence[float]) -> list[float]:
    """Returns the p-values corrected for their number by Holm's step-down method (1979), in the order given."""
    corrected = [0.0] * len(p)
    highest = 0.0
    for step, place in enumerate(sorted(range(len(p)), key=lambda place: p[place])):
        highest = max(highest, min(1.0, (len(p) - step) * p[place]))
        corrected[place] = highest
    return corrected


def units_needed(sample: Sample, detectable: float | None, level: float, by: Spread | None = None) -> int:
    """Returns about how many units a test at ``level`` needs to find a difference of 5 points four times in five.

    The detectable difference is proportional to 1 / √units, which gives the number. If it isn't known, the number
    is that of Connor's formula for McNemar's test (1987, Biometrics 43), with one answer for each unit and the
    sample's share of units that differ. In any case, at least `bench.statistics.bootstrap.fewest` units need a
    count above 0.

    If the units are sentences of a few documents, it is the number of documents with as many sentences each: at
    least as many as the difference needs that changes from document to document as ``by`` says, and at least
    `bench.statistics.jackknife.FEWEST`. The number is rounded up to two digits.
    """
    units, clusters = sample.sampling.units, sample.sampling.clusters
    certain, power = NormalDist().inv_cdf(1 - level / 2), NormalDist().inv_cdf(POWER)
    if detectable:
        number = units * (detectable / SOUGHT) ** 2
    else:
        share = max(discordant(sample) / units, SOUGHT)
        number = (certain * math.sqrt(share) + power * math.sqrt(share - SOUGHT**2)) ** 2 / SOUGHT**2
    number = max(number, units * fewest(level) / holding(sample.counts.sum(axis=0)))
    if sample.parted:
        error = by.error if by else 0
        number = max(number * clusters / units, clusters * ((certain + power) * error / SOUGHT) ** 2, FEWEST)
    step: int = 10 ** max(0, math.floor(math.log10(number)) - 1)
    return int(math.ceil(round(number / step, 6)) * step)


def _widest(
    bounds: Bounds | None, by: Spread | None, difference: float | None, confidence: float
) -> Bounds | None:
    """Returns the interval that holds ``bounds`` and that of Student's t; None without one of them."""
    if bounds is None or by is None or difference is None:
        return None
    low, high = by.bounds(difference, confidence)
    return min(bounds[0], low), max(bounds[1], high)


def _largest(detectable: float | None, by: Spread | None, level: float) -> float | None:
    """Returns the larger one of a detectable difference and that of Student's t; None if both are 0."""
    reach = by.error * (quantile(level, by.freedom) + quantile(2 * (1 - POWER), by.freedom)) if by else 0
    return max(detectable or 0, round(reach, 9)) or None


def _verdict(
    sample: Sample,
    difference: float | None,
    corrected: float | None,
    alpha: float,
    reach: float,
    detectable: float | None,
) -> Verdict:
    if not discordant(sample):
        return "no clear difference"
    if difference is None:
        return "too little data"
    if corrected is not None and corrected <= alpha:
        return "better" if difference > 0 else "worse"
    in_vain = reach > alpha or (detectable is not None and abs(difference) >= detectable)
    return "too little data" if in_vain else "no clear difference"


def _p_documents(sample: Sample, by: Spread | None) -> float | None:
    return None if by is None else by.p(float(_gain(sample.counts.sum(axis=1)[:, :, np.newaxis])[0]))


def _gain(sums: Array) -> Array:
    """Returns head's F1 minus base's, from sums of counts (2 × 4 × any); 0 where they differ by rounding alone."""
    base, head = sums
    gain = f1(head) - f1(base)
    gain[np.abs(gain) < TIE] = 0
    return gain


def _known(figure: Array) -> float | None:
    value = float(figure[0])
    return None if math.isnan(value) else value


def _two_sided(drawn: Array) -> float:
    defined = drawn[~np.isnan(drawn)]
    rarer = min(np.count_nonzero(defined <= 0), np.count_nonzero(defined >= 0))
    return min(1.0, 2 * (int(rarer) + 1) / (len(defined) + 1))


def _detectable(z: float, drawn: Array) -> float | None:
    """Returns ``z`` standard errors of the drawn differences.

    They are summed without rounding and cut to nine digits, so that the result is the same on every machine.
    """
    values = drawn[~np.isnan(drawn)].tolist()
    mean = math.fsum(values) / len(values)
    return round(z * math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values)), 9) or None
