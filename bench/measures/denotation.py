"""Measures of what values denote: ``timex.interval``, ``timex.overlap``, and ``timex.value`` at coarser units.

The rules are those of `bench.temporal.denotation`. Like ``timex.value``, these measures don't compare ``mod`` and
``type``. A value that can't be read equals only itself, and a prediction without a value (None) is never correct.
"""

from __future__ import annotations

from bench.measures.pair import PairMeasure
from bench.measures.rules import Denotes
from bench.measures.tables import DENOTED
from bench.temporal import timex3


def _measure(
    name: str, heading: str, definition: str, verdict: str, source: str, *, leads: bool = False
) -> PairMeasure:
    return PairMeasure(
        name=name,
        heading=heading,
        layer="timexes",
        definition=definition,
        source=source,
        attribute="value",
        correct=Denotes("value", timex3.compare, verdict),
        tables=(DENOTED,),
        leads=leads,
    )


_COARSE = "ChemoTimelines (Yao et al. 2024), for TIMEX3"

TIMEX_INTERVAL = _measure(
    "timex.interval",
    "same interval",
    "a relaxed match's TIMEX3 value denotes the same time or length",
    "same",
    "TimeML 1.2.1, ISO 8601-1:2019",
    leads=True,
)
TIMEX_VALUE_DAY = _measure(
    "timex.value@day", "same day", "a relaxed match's value is the same to the day", "day", _COARSE
)
TIMEX_VALUE_MONTH = _measure(
    "timex.value@month", "same month", "a relaxed match's value is the same to the month", "month", _COARSE
)
TIMEX_VALUE_YEAR = _measure(
    "timex.value@year", "same year", "a relaxed match's value is the same to the year", "year", _COARSE
)
TIMEX_OVERLAP = _measure(
    "timex.overlap",
    "overlap",
    "a relaxed match gets credit for the share of time that both values cover",
    "overlap",
    "Jaccard (1912)",
)
