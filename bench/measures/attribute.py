"""``timex.type``, ``.value``, ``event.class``, ``.realis``, ``.tense``, ``.aspect``: matches that agree on one.

A prediction that leaves the attribute open (None) is never right.
"""

from __future__ import annotations

from operator import eq
from typing import Any

from bench.matching.matching import Paired
from bench.measures.base import TEMPEVAL_3, Compare, Measure, values


def same(attribute: str) -> Compare:
    """Whether both say the same of an attribute, as strings: P1Y and P12M differ, as for TempEval-3."""

    def compare(paired: Paired[Any]) -> tuple[list[bool]]:
        gold, predicted = values(paired.gold, attribute), values(paired.predicted, attribute)
        if None in gold:
            return ([one is not None and one == other for one, other in zip(gold, predicted, strict=True)],)
        return (list(map(eq, gold, predicted)),)

    return compare


def _measure(name: str, layer: str, attribute: str, noun: str, source: str = TEMPEVAL_3) -> Measure:
    definition = f"a relaxed match has the same {noun}"
    return Measure(name, layer, definition, same(attribute), attribute=attribute, source=source)


TIMEX_TYPE = _measure("timex.type", "timexes", "type", "TIMEX3 type")
TIMEX_VALUE = _measure("timex.value", "timexes", "value", "TIMEX3 value string")
EVENT_CLASS = _measure("event.class", "events", "class_", "TimeML class")
EVENT_REALIS = _measure("event.realis", "events", "realis", "realis", "docs/annotation-scheme.md")
EVENT_TENSE = _measure("event.tense", "events", "tense", "TimeML tense")
EVENT_ASPECT = _measure("event.aspect", "events", "aspect", "TimeML aspect")
