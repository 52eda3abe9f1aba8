"""The scores of systems in base and head, and the tests of all their differences at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench.comparison.examples import Example
from bench.errors import UsageError
from bench.results.record import unit_kinds
from bench.scoring.result import Scored
from bench.statistics import draws, significance
from bench.statistics.significance import Difference

MOST_RESAMPLES = 500_000
"""The largest number of resamples. An ``alpha`` that needs more is refused, because tests would take minutes."""


@dataclass(frozen=True, slots=True)
class Both:
    """The scores of one system in base and head: on the documents that are compared, and on all of gold."""

    base: Scored
    head: Scored
    tested_on: int
    """The number of documents that ``base`` and ``head`` are scored on."""
    examples: Callable[[], Sequence[Example]]
    """Returns the examples in the first of these documents."""
    whole: tuple[Scored, Scored]
    """The scores of base and of head on all documents of gold."""
    failed: Mapping[str, str]
    timeline_failed: str
    unresolved: Mapping[str, str]
    mended: Mapping[str, str]
    base_failing: int
    """The number of documents among those tested that failed in base."""


def tested(
    scored: Mapping[str, Both], measures: Sequence[str], alpha: float, seed: int, resamples: int
) -> dict[str, dict[str, Difference]]:
    """Returns differences by system and measure, with p-values that are corrected for the number of all tests."""
    keys = {
        (name, measure): f"{name} {measure}"
        for name, both in scored.items()
        for measure in measures
        if both.tested_on and measure in both.base.units and measure in both.head.units
    }
    # base and head are scored on the same documents, so that their blocks are the same too
    kinds = {name: unit_kinds(both.base.block) for name, both in scored.items()}
    # enough resamples for the smallest p to be significant after the correction
    needed = 2 * len(keys) / alpha
    if needed > MOST_RESAMPLES:
        raise UsageError(
            f"an alpha of {alpha:g} is too small for {len(keys)} tests at once; "
            f"write one of at least {_rounded_up(2 * len(keys) / MOST_RESAMPLES):g}, or test fewer measures"
        )
    resamples = max(resamples, math.ceil(needed))
    found = significance.compare(
        {key: scored[name].base.units[measure] for (name, measure), key in keys.items()},
        {key: scored[name].head.units[measure] for (name, measure), key in keys.items()},
        draws.generator(seed),
        resamples=resamples,
        alpha=alpha,
        kinds={key: kinds[name][measure] for (name, measure), key in keys.items()},
    )
    of_systems: dict[str, dict[str, Difference]] = {name: {} for name in scored}
    for (name, measure), key in keys.items():
        of_systems[name][measure] = found[key]
    return of_systems


def _rounded_up(level: float) -> float:
    """Returns a probability, rounded up to one significant digit."""
    digit = 10.0 ** math.floor(math.log10(level))
    return math.ceil(round(level / digit, 9)) * digit
