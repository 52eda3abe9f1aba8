"""``timex.type``, ``.value``, ``event.class``, ``.realis``, ``.tense``, ``.aspect``: matches that agree on one.

A prediction that leaves the attribute open (None) is never right.
"""

from __future__ import annotations

from bench.measures.base import Measure
from bench.model import Event, Timex


def compare_timexes(gold: Timex, predicted: Timex) -> tuple[bool, bool]:
    """Whether both have one TIMEX3 type, and one value as a string; P1Y and P12M differ, as for TempEval-3."""
    return (
        gold.type is not None and gold.type == predicted.type,
        gold.value is not None and gold.value == predicted.value,
    )


def compare_events(gold: Event, predicted: Event) -> tuple[bool, bool]:
    """Whether both are of one TimeML class, and of one realis (ACTUAL, PLANNED or OTHER)."""
    return (
        gold.class_ is not None and gold.class_ == predicted.class_,
        gold.realis is not None and gold.realis == predicted.realis,
    )


def compare_grammar(gold: Event, predicted: Event) -> tuple[bool, bool]:
    """Whether both have one tense, and one aspect."""
    return (
        gold.tense is not None and gold.tense == predicted.tense,
        gold.aspect is not None and gold.aspect == predicted.aspect,
    )


TIMEX_TYPE = Measure(
    "timex.type", "timexes", "a relaxed match has the same TIMEX3 type", compare_timexes, 0, attribute="type"
)
TIMEX_VALUE = Measure(
    "timex.value",
    "timexes",
    "a relaxed match has the same TIMEX3 value string",
    compare_timexes,
    1,
    attribute="value",
)
EVENT_CLASS = Measure(
    "event.class", "events", "a relaxed match has the same TimeML class", compare_events, 0, attribute="class_"
)
EVENT_REALIS = Measure(
    "event.realis",
    "events",
    "a relaxed match has the same realis",
    compare_events,
    1,
    attribute="realis",
    source="docs/annotation-scheme.md",
)
EVENT_TENSE = Measure(
    "event.tense", "events", "a relaxed match has the same TimeML tense", compare_grammar, 0, attribute="tense"
)
EVENT_ASPECT = Measure(
    "event.aspect", "events", "a relaxed match has the same TimeML aspect", compare_grammar, 1, attribute="aspect"
)
