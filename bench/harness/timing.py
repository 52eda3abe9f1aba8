"""The speed of a run, summed over the outcomes of its documents."""

from __future__ import annotations

from collections.abc import Iterable

from bench.dataset.suite import ACROSS
from bench.harness.task import Outcome
from bench.results.speed import Speed, total
from bench.sdk.model import Usage


def speed_of(outcomes: Iterable[Outcome], beside: Usage | None = None) -> Speed:
    """Return the sum over a run's documents; ``beside`` is what was taken of a service beside them."""
    documents = recalled = failed = peak = 0
    seconds = 0.0
    usage = beside
    for outcome in outcomes:
        if outcome.document != ACROSS:  # a timeline takes its time, but is no document
            recalled += outcome.recalled
            documents += not outcome.recalled
            failed += outcome.layers is None and not outcome.recalled
        seconds += outcome.seconds
        peak = max(peak, outcome.peak)
        usage = total((usage, outcome.usage))
    return Speed(documents, recalled, failed, seconds, peak, usage)
