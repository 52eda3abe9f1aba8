"""``timex.value.any`` and ``timex.value.among``: times with several values, in gold or in predictions.

"next Friday" can have two right readings. Gold states both in ``values``, each with its policy: the rule by which
a reader comes to it. ``timex.value`` accepts only the first reading, ``timex.value.any`` accepts each of them. It
is computed only if gold has such a time expression, because otherwise it equals ``timex.value``.

A system may state alternatives beside the value that it has chosen. The other measures judge the chosen value,
``timex.value.among`` all of them, so that the difference shows what a better choice would gain. It is computed
only for systems that state alternatives. How well a system knows what it knows is measured by
`bench.scoring.confidence`.
"""

from __future__ import annotations

from bench.measures.pair import PairMeasure
from bench.measures.rules import Among, AnyReading
from bench.measures.tables import DENOTED, SURE, TIMES

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
TIMEX_VALUE_AMONG = PairMeasure(
    name="timex.value.among",
    heading="among its values",
    title="Times with a right value among the system's own",
    layer="timexes",
    definition="the value of a relaxed match, or one of its alternatives, is the TIMEX3 value string of one of "
    "gold's right readings",
    source="docs/measures.md",
    attribute="value",
    states="alternatives",
    correct=Among(),
    tables=(SURE,),
    leads=True,
    optional=True,
)
