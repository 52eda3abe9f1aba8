"""``timex.strict``, ``timex.relaxed``, ``event.strict``, ``event.relaxed``: what was found, and how exactly."""

from __future__ import annotations

from bench.measures.base import Measure
from bench.model import Event, Timex


def same_span(gold: Timex | Event, predicted: Timex | Event) -> bool:
    """Whether both cover the same characters."""
    return gold.start == predicted.start and gold.end == predicted.end


def compare(gold: Timex | Event, predicted: Timex | Event) -> tuple[bool, bool]:
    """Strict, and relaxed: that the two were matched means that they overlap."""
    # same_span, written out: this runs for every pair
    return gold.start == predicted.start and gold.end == predicted.end, True


_STRICT = "a match covers the same characters"
_RELAXED = "a match shares at least one character"

TIMEX_STRICT = Measure("timex.strict", "timexes", _STRICT, compare, 0)
TIMEX_RELAXED = Measure("timex.relaxed", "timexes", _RELAXED, compare, 1)
EVENT_STRICT = Measure("event.strict", "events", _STRICT, compare, 0)
EVENT_RELAXED = Measure("event.relaxed", "events", _RELAXED, compare, 1)
