"""Measures of one attribute, compared as a string: ``timex.type``, ``timex.value``, ``event.class`` and others.

Each counts the matched pairs that agree on the attribute. A prediction without a value (None) is never
correct.
"""

from __future__ import annotations

from bench.measures.pair import TEMPEVAL_3, PairMeasure
from bench.measures.rules import Same
from bench.measures.tables import DENOTED, SURE, TIMES

TIMEX_TYPE = PairMeasure(
    name="timex.type",
    heading="type",
    layer="timexes",
    definition="a relaxed match has the same TIMEX3 type",
    source=TEMPEVAL_3,
    attribute="type",
    correct=Same("type"),
)
TIMEX_VALUE = PairMeasure(
    name="timex.value",
    heading="value",
    title="Times with the right value",
    layer="timexes",
    definition="a relaxed match has the same TIMEX3 value string",
    source=TEMPEVAL_3,
    attribute="value",
    correct=Same("value"),
    headline=True,
    tables=(TIMES, DENOTED, SURE),
    leads=True,
    plotted=True,
    sliced=("kind", "type", "phenomenon"),
)
EVENT_CLASS = PairMeasure(
    name="event.class",
    heading="class",
    title="Events with the right class",
    layer="events",
    definition="a relaxed match has the same TimeML class",
    source=TEMPEVAL_3,
    attribute="class_",
    correct=Same("class_"),
    headline=True,
    leads=True,
    plotted=True,
)
EVENT_REALIS = PairMeasure(
    name="event.realis",
    heading="realis",
    layer="events",
    definition="a relaxed match has the same realis",
    source="docs/annotation-scheme.md",
    attribute="realis",
    correct=Same("realis"),
    sliced=("phenomenon",),
)
EVENT_TENSE = PairMeasure(
    name="event.tense",
    heading="tense",
    layer="events",
    definition="a relaxed match has the same TimeML tense",
    source=TEMPEVAL_3,
    attribute="tense",
    correct=Same("tense"),
    tables=(),
)
EVENT_ASPECT = PairMeasure(
    name="event.aspect",
    heading="aspect",
    layer="events",
    definition="a relaxed match has the same TimeML aspect",
    source=TEMPEVAL_3,
    attribute="aspect",
    correct=Same("aspect"),
    tables=(),
)
