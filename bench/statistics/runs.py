"""The spread of a figure over several runs of one system, and how much two such means differ by chance.

Intervals and tests of the other modules are about documents: what a system might score on others. Here the
documents stay the same, and what changes from run to run are the system's own answers.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass

STUDENT = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)
"""The 97.5 % quantiles of Student's t for 1 to 30 degrees of freedom. Beyond 30, the last is used."""


@dataclass(frozen=True, slots=True)
class Runs:
    """F1 of each run of a system, as fractions."""

    figures: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The mean of the runs."""
        return statistics.fmean(self.figures)

    @property
    def deviation(self) -> float | None:
        """The standard deviation of the runs (n - 1); None for a single run."""
        return statistics.stdev(self.figures) if len(self.figures) > 1 else None


def noise(base: Runs, head: Runs) -> float | None:
    """Returns the largest difference of two means that runs alone explain, at a level of 95 %.

    It is half the width of Student's interval for the difference of two means. The runs of both sides are taken to
    spread alike, so that a side with one run borrows the spread of the other. None if both have one run.
    """
    degrees = len(base.figures) + len(head.figures) - 2
    if not degrees:
        return None
    squares = sum((figure - runs.mean) ** 2 for runs in (base, head) for figure in runs.figures)
    scale = 1 / len(base.figures) + 1 / len(head.figures)
    return STUDENT[min(degrees, len(STUDENT)) - 1] * math.sqrt(squares / degrees * scale)


def within(base: Runs, head: Runs) -> bool:
    """Returns whether runs alone explain the difference of two means (`noise`); False if nobody can know."""
    least = noise(base, head)
    return least is not None and abs(head.mean - base.mean) <= least
