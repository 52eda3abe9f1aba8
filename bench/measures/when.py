"""Measures of when events happened: ``when``, ``when.matched``, and both at coarser granularities.

``when`` counts dated events: gold events with a ``when``, and predicted events with a ``when``. A dated gold event
lowers recall if the system didn't find it, didn't date it, or gave it a wrong date. A predicted date lowers
precision if it is wrong, or if gold doesn't have the event or leaves it undated. ``when.matched`` counts only the
dated events that were matched.

Dates are EDTF, compared by the rules of `bench.temporal.denotation`. EDTF dates here are never finer than a day,
so ``when@day`` equals ``when``.
"""

from __future__ import annotations

from typing import Literal

from bench.measures.pair import PairMeasure
from bench.measures.rules import Denotes
from bench.measures.tables import WHEN as TABLE
from bench.temporal import edtf

_EXACT = "ISO 8601-2:2019, docs/annotation-scheme.md"
_COARSE = "ChemoTimelines (Yao et al. 2024), for EDTF"


def _measure(
    name: str,
    heading: str,
    definition: str,
    verdict: str,
    over: Literal["stating", "matched"] = "stating",
    *,
    source: str = _COARSE,
    title: str = "",
    shown: bool = True,
) -> PairMeasure:
    return PairMeasure(
        name=name,
        heading=heading,
        title=title,
        layer="events",
        definition=definition,
        source=source,
        attribute="when",
        correct=Denotes("when", edtf.compare, verdict),
        over=over,
        optional=True,
        headline=name == "when",
        leads=name == "when",
        tables=(TABLE,) if shown else (),
        sliced=("phenomenon",) if name == "when" else (),
    )


WHEN = _measure(
    "when",
    "same interval",
    "a relaxed match's `when` denotes the same time; only dated events count",
    "same",
    source=_EXACT,
    title="When events happened",
)
WHEN_DAY = _measure(
    "when@day",
    "same day",
    "a relaxed match's `when` is the same to the day; only dated events count",
    "day",
    shown=False,
)
WHEN_MONTH = _measure(
    "when@month",
    "same month",
    "a relaxed match's `when` is the same to the month; only dated events count",
    "month",
)
WHEN_YEAR = _measure(
    "when@year", "same year", "a relaxed match's `when` is the same to the year; only dated events count", "year"
)
WHEN_OVERLAP = _measure(
    "when.overlap",
    "overlap",
    "a relaxed match gets credit for the share of time that both cover; only dated events count",
    "overlap",
    source="Jaccard (1912)",
)
WHEN_MATCHED = _measure(
    "when.matched",
    "same interval, if found",
    "`when` denotes the same time; only dated and matched events count",
    "same",
    "matched",
    source=_EXACT,
)
WHEN_MATCHED_DAY = _measure(
    "when.matched@day",
    "same day, if found",
    "`when` is the same to the day; only dated and matched events count",
    "day",
    "matched",
    shown=False,
)
WHEN_MATCHED_MONTH = _measure(
    "when.matched@month",
    "same month, if found",
    "`when` is the same to the month; only dated and matched events count",
    "month",
    "matched",
    shown=False,
)
WHEN_MATCHED_YEAR = _measure(
    "when.matched@year",
    "same year, if found",
    "`when` is the same to the year; only dated and matched events count",
    "year",
    "matched",
    shown=False,
)
