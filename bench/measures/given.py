"""``timex.type.given``, ``timex.value.given``, ``timex.interval.given``: the answers about given time expressions.

A system with the method ``resolve`` is asked a second time, with the spans of gold's time expressions; spans in
ignored regions are left out. This separates reading an expression rightly from finding it. P = correct / answered,
R = correct / gold, and F1 = 2 × correct / (answered + gold), where a span is answered if the system gave a timex
for it. An answer without a value for the attribute (None) counts as answered and is never right, as in
``timex.value``. A system that finds exactly gold's spans, and gives them the same values both times, has the same
scores by both. A system leaves out the spans that it can't read.
"""

from __future__ import annotations

from bench.dataset.suite import RESOLVED
from bench.measures.pair import PairMeasure
from bench.measures.rules import Denotes, Same
from bench.temporal import timex3

_SOURCE = "docs/measures.md"

TIMEX_TYPE_GIVEN = PairMeasure(
    name="timex.type.given",
    heading="type",
    layer=RESOLVED,
    definition="the answer for a given span has the same TIMEX3 type",
    source=_SOURCE,
    attribute="type",
    correct=Same("type"),
)
TIMEX_VALUE_GIVEN = PairMeasure(
    name="timex.value.given",
    heading="value",
    title="Values on given spans",
    layer=RESOLVED,
    definition="the answer for a given span has the same TIMEX3 value string",
    source=_SOURCE,
    attribute="value",
    correct=Same("value"),
    headline=True,
    leads=True,
)
TIMEX_INTERVAL_GIVEN = PairMeasure(
    name="timex.interval.given",
    heading="same interval",
    layer=RESOLVED,
    definition="the TIMEX3 value of the answer for a given span denotes the same time or length",
    source=_SOURCE,
    attribute="value",
    correct=Denotes("value", timex3.compare, "same"),
)
