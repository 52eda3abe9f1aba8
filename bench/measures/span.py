"""``timex.strict``, ``timex.relaxed``, ``event.strict``, ``event.relaxed``: what was found, and how exactly."""

from __future__ import annotations

from typing import Any

from bench.matching.matching import Paired
from bench.measures.base import Measure


def compare(paired: Paired[Any]) -> tuple[list[bool], list[bool]]:
    """Strict: both cover the same characters. Relaxed: they were matched, which means that they overlap."""
    found = [True] * len(paired.gold)
    return [True] * paired.exact + [False] * (len(found) - paired.exact), found


_STRICT = "a match covers the same characters"
_RELAXED = "a match shares at least one character"

TIMEX_STRICT = Measure("timex.strict", "timexes", _STRICT, compare, 0)
TIMEX_RELAXED = Measure("timex.relaxed", "timexes", _RELAXED, compare, 1)
EVENT_STRICT = Measure("event.strict", "events", _STRICT, compare, 0)
EVENT_RELAXED = Measure("event.relaxed", "events", _RELAXED, compare, 1)
