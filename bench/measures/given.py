"""Measures of given spans: ``timex.type.given``, ``timex.value.given``, ``timex.interval.given``.

A system with the method ``resolve`` is run a second time. It gets the spans of gold's time expressions, except
those in ignored regions, and returns a timex for each span that it can read. So these measures test how well a
system reads expressions, apart from how well it finds them. P = correct / answered, R = correct / gold, and F1 = 2
× correct / (answered + gold), where a span is answered if the system returned a timex for it. A timex without a
value (None) counts as answered and is never correct. If a system finds exactly gold's spans, and returns the same
values in both runs, its ``timex.value`` and ``timex.value.given`` are equal.
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
