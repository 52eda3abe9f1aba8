"""``when`` and its kin: whether events are dated right, end to end and among those that were found.

``when`` is over the events that state when they happened: gold events with a ``when``, and predicted events with
one. So an event that wasn't found, or wasn't dated, costs recall, and a date given to an event that gold doesn't
have, or leaves undated, costs precision. ``when.matched`` is the same over matched events only: its recall is
the share of the dated gold events found that are dated right.

The rules of comparison are `bench.temporal.denotation`'s, over EDTF. ``when`` stops at days, so ``when@day`` is
``when``.
"""

from __future__ import annotations

from typing import Any

from bench.counts import Credit
from bench.matching.matching import Paired
from bench.measures.base import Measure, Population, values
from bench.temporal import edtf
from bench.temporal.denotation import Verdicts

DATED = Population("when")
MATCHED = Population("when", matched=True)

_SOURCES = {"same": "ISO 8601-2:2019, docs/annotation-scheme.md", "overlap": "Jaccard (1912)"}
_COARSE = "ChemoTimelines (Yao et al. 2024), for EDTF"


def compare(paired: Paired[Any]) -> list[tuple[Credit, ...]]:
    """Every comparison of the dates, in the order of `Verdicts`."""
    gold, predicted = values(paired.gold, "when"), values(paired.predicted, "when")
    return list(zip(*map(edtf.compare, gold, predicted), strict=True))


def _measure(name: str, definition: str, outcome: str, population: Population = DATED) -> Measure:
    return Measure(
        name,
        "events",
        definition,
        compare,
        Verdicts._fields.index(outcome),
        attribute="when",
        population=population,
        source=_SOURCES.get(outcome, _COARSE),
    )


WHEN = _measure("when", "of dated events, a relaxed match's `when` denotes the same", "same")
WHEN_DAY = _measure("when@day", "of dated events, a relaxed match's `when` is the same to the day", "day")
WHEN_MONTH = _measure("when@month", "of dated events, a relaxed match's `when` is the same to the month", "month")
WHEN_YEAR = _measure("when@year", "of dated events, a relaxed match's `when` is the same to the year", "year")
WHEN_OVERLAP = _measure(
    "when.overlap", "of dated events, a relaxed match counts by the share of time that both cover", "overlap"
)
WHEN_MATCHED = _measure("when.matched", "of dated and matched events, `when` denotes the same", "same", MATCHED)
WHEN_MATCHED_DAY = _measure(
    "when.matched@day", "of dated and matched events, `when` is the same to the day", "day", MATCHED
)
WHEN_MATCHED_MONTH = _measure(
    "when.matched@month", "of dated and matched events, `when` is the same to the month", "month", MATCHED
)
WHEN_MATCHED_YEAR = _measure(
    "when.matched@year", "of dated and matched events, `when` is the same to the year", "year", MATCHED
)
