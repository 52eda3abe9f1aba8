"""``timex.trap``, ``timex.trap.value``, ``event.trap``: the traps of a suite of phenomena that a system passes.

A trap (`bench.dataset.case`) looks like a phenomenon and is none, or has another reading. A system falls into it
by an annotation where gold has none (a false alarm); by ``timex.trap.value`` also by a wrong value. A time
expression of a trap that isn't found is no fall, and neither is one that is found without a value. Where gold
holds several right readings, each is right.

Every trap counts once: P = R = F1 = traps passed / traps. A trap on which the system failed isn't passed, and it
counts for recall alone. The measures are computed only where gold has traps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bench.counts import Counts
from bench.measures.base import Measure
from bench.measures.pair import Matched
from bench.measures.rules import AnyReading

NO_TRAP = (Counts(),)
"""The counts of a document that is no trap."""
Falls = Callable[[Any, Sequence[Any]], bool]
"""A function of a prediction and the gold annotations that it touches. It returns whether the system falls into a
trap by this prediction."""


def false_alarm(_predicted: Any, touched: Sequence[Any]) -> bool:
    """Returns whether a prediction touches no gold annotation."""
    return not touched


def wrong_claim(predicted: Any, touched: Sequence[Any]) -> bool:
    """Returns whether a prediction touches no gold annotation, or states a value that none of those has."""
    right = AnyReading()
    return not touched or (predicted.value is not None and not any(right(gold, predicted) for gold in touched))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrapMeasure(Measure[Matched]):
    """A measure that counts the traps that a system passes."""

    falls: Falls
    unit: str = "document"

    def count(self, pair: Matched, /) -> Sequence[Counts]:
        """Returns the counts of one document: of one trap, or of none."""
        if not pair.trap:
            return NO_TRAP
        if pair.failed:
            return (Counts(gold=1),)
        matching = pair.matching
        fell = any(self.falls(found, matching.touched(found)) for found in matching.predicted)
        return (Counts(int(not fell), 1, int(not fell), 1),)


TIMEX_TRAP = TrapMeasure(
    name="timex.trap",
    heading="traps",
    layer="timexes",
    definition="a trap in which each predicted time touches one of gold's",
    source="docs/measures.md",
    falls=false_alarm,
    tables=(),
    sliced=("phenomenon",),
)
TIMEX_TRAP_VALUE = TrapMeasure(
    name="timex.trap.value",
    heading="traps, by value",
    layer="timexes",
    definition="a trap in which each predicted time touches one of gold's and states no wrong value",
    source="docs/measures.md",
    falls=wrong_claim,
    attribute="value",
    tables=(),
    sliced=("phenomenon",),
)
EVENT_TRAP = TrapMeasure(
    name="event.trap",
    heading="traps",
    layer="events",
    definition="a trap in which each predicted event touches one of gold's",
    source="docs/measures.md",
    falls=false_alarm,
    tables=(),
    sliced=("phenomenon",),
)
