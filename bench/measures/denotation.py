"""``timex.interval``, ``timex.value@day``, ``@month``, ``@year``, ``timex.overlap``: matches by what values say.

The rules are `bench.temporal.denotation`'s. ``mod`` and ``type`` are not looked at, no more than by
``timex.value``. What can't be read equals only itself, and a value that is left open (None) is never right.
"""

from __future__ import annotations

from typing import Any

from bench.counts import Credit
from bench.matching.matching import Paired
from bench.measures.base import Measure, values
from bench.temporal import timex3
from bench.temporal.denotation import Verdicts


def compare(paired: Paired[Any]) -> list[tuple[Credit, ...]]:
    """Every comparison of the values, in the order of `Verdicts`."""
    gold, predicted = values(paired.gold, "value"), values(paired.predicted, "value")
    return list(zip(*map(timex3.compare, gold, predicted), strict=True))


def _measure(name: str, definition: str, outcome: str, source: str) -> Measure:
    place = Verdicts._fields.index(outcome)
    return Measure(name, "timexes", definition, compare, place, attribute="value", source=source)


TIMEX_INTERVAL = _measure(
    "timex.interval",
    "a relaxed match's TIMEX3 value denotes the same time or length",
    "same",
    "TimeML 1.2.1, ISO 8601-1:2019",
)
_GRANULARITY = "ChemoTimelines (Yao et al. 2024), for TIMEX3"
TIMEX_VALUE_DAY = _measure(
    "timex.value@day", "a relaxed match's value is the same to the day", "day", _GRANULARITY
)
TIMEX_VALUE_MONTH = _measure(
    "timex.value@month", "a relaxed match's value is the same to the month", "month", _GRANULARITY
)
TIMEX_VALUE_YEAR = _measure(
    "timex.value@year", "a relaxed match's value is the same to the year", "year", _GRANULARITY
)
TIMEX_OVERLAP = _measure(
    "timex.overlap",
    "a relaxed match counts by the share of time that both values cover",
    "overlap",
    "Jaccard (1912)",
)
