"""``timex.value.any``: times with a right value, where gold may hold several right readings.

A disputed "next Friday" has two right readings, and gold holds both (``values``), each with the policy by which
a reader comes to it. ``timex.value`` takes the first alone; this measure takes any of them. It is computed only
where gold has such a time expression, since it equals ``timex.value`` elsewhere. A prediction states one value.
"""

from __future__ import annotations

from bench.measures.pair import PairMeasure
from bench.measures.rules import AnyReading
from bench.measures.tables import DENOTED, TIMES

TIMEX_VALUE_ANY = PairMeasure(
    name="timex.value.any",
    heading="any value",
    title="Times with one of the right values",
    layer="timexes",
    definition="a relaxed match has the TIMEX3 value string of one of gold's right readings",
    source="docs/measures.md",
    attribute="value",
    needs="values",
    correct=AnyReading(),
    tables=(TIMES, DENOTED),
    sliced=("phenomenon",),
)
