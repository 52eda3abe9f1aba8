"""``timex.value.any``: times with the value of any reading that gold calls right.

"next Friday" can have two right readings. Gold states both in ``values``, each with its policy: the rule by which
a reader comes to it. ``timex.value`` accepts only the first reading, this measure accepts each of them. It is
computed only if gold has such a time expression, because otherwise it equals ``timex.value``. A prediction has one
value.
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
