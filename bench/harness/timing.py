"""The speed of a run, summed over the outcomes of its documents."""

from __future__ import annotations

from collections.abc import Iterable

from bench.harness.outcome import Outcome
from bench.results.speed import Speed, total
from bench.sdk.model import Usage


def speed_of(outcomes: Iterable[Outcome], timeline: Outcome | None = None, beside: Usage | None = None) -> Speed:
    """Returns the speed of a run, summed over the outcomes of its documents and of its timeline.

    The timeline's time, memory and usage of a service are included, but it doesn't count as a document. ``beside``
    is usage by other questions, which is added. The outcomes may be a stream of any length.
    """
    documents = recalled = failed = peak = 0
    seconds = 0.0
    usage = beside
    for outcome in outcomes:
        recalled += outcome.recalled
        documents += not outcome.recalled
        failed += outcome.layers is None and not outcome.recalled
        seconds += outcome.seconds
        peak = max(peak, outcome.peak)
        usage = total((usage, outcome.usage))
    if timeline is not None:
        seconds += timeline.seconds
        peak = max(peak, timeline.peak)
        usage = total((usage, timeline.usage))
    return Speed(documents, recalled, failed, seconds, peak, usage)
