"""``timex.type``, ``timex.value``, ``event.class``, ``event.realis``: relaxed matches that agree on an attribute.

A prediction that leaves the attribute open (None) is never right.
"""

from __future__ import annotations

from bench.measures.base import Measure
from bench.model import Event, Timex


def same_type(gold: Timex, predicted: Timex) -> bool:
    """Whether both are of one TIMEX3 type."""
    return gold.type is not None and gold.type == predicted.type


def same_value(gold: Timex, predicted: Timex) -> bool:
    """Whether the TIMEX3 values are the same string; P1Y and P12M differ, as they do for TempEval-3."""
    return gold.value is not None and gold.value == predicted.value


def same_class(gold: Event, predicted: Event) -> bool:
    """Whether both are of one TimeML event class."""
    return gold.class_ is not None and gold.class_ == predicted.class_


def same_realis(gold: Event, predicted: Event) -> bool:
    """Whether both are ACTUAL, PLANNED or OTHER."""
    return gold.realis is not None and gold.realis == predicted.realis


TIMEX_TYPE = Measure(
    "timex.type", "timexes", "a relaxed match has the same TIMEX3 type", same_type, attribute="type"
)
TIMEX_VALUE = Measure(
    "timex.value", "timexes", "a relaxed match has the same TIMEX3 value string", same_value, attribute="value"
)
EVENT_CLASS = Measure(
    "event.class", "events", "a relaxed match has the same TimeML class", same_class, attribute="class_"
)
EVENT_REALIS = Measure(
    "event.realis",
    "events",
    "a relaxed match has the same realis",
    same_realis,
    attribute="realis",
    source="docs/annotation-scheme.md",
)
