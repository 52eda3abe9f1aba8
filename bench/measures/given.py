"""``timex.type.given``, ``timex.value.given``, ``timex.interval.given``: what was said of given time expressions.

A system that resolves is asked a second time, with the spans of gold's time expressions (those in ignored regions
left out). So what it reads right is told apart from what it finds. P = correct / answered, R = correct / gold, and
F1 = 2 × correct / (answered + gold), where a span is answered if the system gave a timex for it. One that leaves
the attribute open (None) is answered and never right, as with ``timex.value``: a system that finds exactly gold's
spans, and says the same of them either way, has the same figures at both. What can't be read is to be left out.
"""

from __future__ import annotations

from bench.dataset.suite import RESOLVED
from bench.measures import denotation
from bench.measures.attribute import TIMEX_TYPE, TIMEX_VALUE
from bench.measures.base import Measure

_SOURCE = "docs/measures.md"

TIMEX_TYPE_GIVEN = Measure(
    "timex.type.given",
    RESOLVED,
    "the answer for a given span has the same TIMEX3 type",
    TIMEX_TYPE.compare,
    0,
    attribute="type",
    source=_SOURCE,
)
TIMEX_VALUE_GIVEN = Measure(
    "timex.value.given",
    RESOLVED,
    "the answer for a given span has the same TIMEX3 value string",
    TIMEX_VALUE.compare,
    0,
    attribute="value",
    source=_SOURCE,
)
TIMEX_INTERVAL_GIVEN = Measure(
    "timex.interval.given",
    RESOLVED,
    "the TIMEX3 value of the answer for a given span denotes the same time or length",
    denotation.compare,
    denotation.TIMEX_INTERVAL.outcome,
    attribute="value",
    source=_SOURCE,
)
