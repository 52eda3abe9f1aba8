"""Measures of when events happened: ``when``, ``when.matched``, and both at coarser granularities.

``when`` is over the events that state when they happened: gold events with a ``when``, and predicted events with
one. A gold event that wasn't found, or wasn't dated, lowers recall; a date for an event that gold doesn't have, or
leaves undated, lowers precision. ``when.matched`` is over matched events only: its recall is the share of the
dated gold events found that have the right date.

Dates are compared by the rules of `bench.temporal.denotation`, over EDTF. ``when`` stops at days, so ``when@day``
equals ``when``.
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
    "a relaxed match's `when` denotes the same, over dated events",
    "same",
    source=_EXACT,
    title="When events happened",
)
WHEN_DAY = _measure(
    "when@day",
    "same day",
    "a relaxed match's `when` is the same to the day, over dated events",
    "day",
    shown=False,
)
WHEN_MONTH = _measure(
    "when@month", "same month", "a relaxed match's `when` is the same to the month, over dated events", "month"
)
WHEN_YEAR = _measure(
    "when@year", "same year", "a relaxed match's `when` is the same to the year, over dated events", "year"
)
WHEN_OVERLAP = _measure(
    "when.overlap",
    "overlap",
    "a relaxed match counts by the share of time that both cover, over dated events",
    "overlap",
    source="Jaccard (1912)",
)
WHEN_MATCHED = _measure(
    "when.matched",
    "same interval, if found",
    "`when` denotes the same, over dated and matched events",
    "same",
    "matched",
    source=_EXACT,
)
WHEN_MATCHED_DAY = _measure(
    "when.matched@day",
    "same day, if found",
    "`when` is the same to the day, over dated and matched events",
    "day",
    "matched",
    shown=False,
)
WHEN_MATCHED_MONTH = _measure(
    "when.matched@month",
    "same month, if found",
    "`when` is the same to the month, over dated and matched events",
    "month",
    "matched",
    shown=False,
)
WHEN_MATCHED_YEAR = _measure(
    "when.matched@year",
    "same year, if found",
    "`when` is the same to the year, over dated and matched events",
    "year",
    "matched",
    shown=False,
)
