"""The measures, by their names. A new one is a `Measure` in a file of its own, listed here."""

from __future__ import annotations

from bench.errors import unknown
from bench.measures.attribute import (
    EVENT_ASPECT,
    EVENT_CLASS,
    EVENT_REALIS,
    EVENT_TENSE,
    TIMEX_TYPE,
    TIMEX_VALUE,
)
from bench.measures.base import Measure
from bench.measures.denotation import (
    TIMEX_INTERVAL,
    TIMEX_OVERLAP,
    TIMEX_VALUE_DAY,
    TIMEX_VALUE_MONTH,
    TIMEX_VALUE_YEAR,
)
from bench.measures.given import TIMEX_INTERVAL_GIVEN, TIMEX_TYPE_GIVEN, TIMEX_VALUE_GIVEN
from bench.measures.span import EVENT_RELAXED, EVENT_STRICT, TIMEX_RELAXED, TIMEX_STRICT
from bench.measures.timeline import ORDERED_MEASURES, TIMELINE_MEASURES, OrderedMeasure, TimelineMeasure
from bench.measures.tlink import LINK_MEASURES, LinkMeasure
from bench.measures.when import (
    WHEN,
    WHEN_DAY,
    WHEN_MATCHED,
    WHEN_MATCHED_DAY,
    WHEN_MATCHED_MONTH,
    WHEN_MATCHED_YEAR,
    WHEN_MONTH,
    WHEN_OVERLAP,
    WHEN_YEAR,
)

__all__ = [
    "EVERY",
    "HEADLINES",
    "LINK_MEASURES",
    "MEASURES",
    "ORDERED_MEASURES",
    "TIMELINE_MEASURES",
    "Measure",
    "check",
    "named",
    "of_layer",
]

MEASURES: tuple[Measure, ...] = (
    TIMEX_STRICT,
    TIMEX_RELAXED,
    TIMEX_TYPE,
    TIMEX_VALUE,
    TIMEX_INTERVAL,
    TIMEX_VALUE_DAY,
    TIMEX_VALUE_MONTH,
    TIMEX_VALUE_YEAR,
    TIMEX_OVERLAP,
    TIMEX_TYPE_GIVEN,
    TIMEX_VALUE_GIVEN,
    TIMEX_INTERVAL_GIVEN,
    EVENT_STRICT,
    EVENT_RELAXED,
    EVENT_CLASS,
    EVENT_REALIS,
    EVENT_TENSE,
    EVENT_ASPECT,
    WHEN,
    WHEN_DAY,
    WHEN_MONTH,
    WHEN_YEAR,
    WHEN_OVERLAP,
    WHEN_MATCHED,
    WHEN_MATCHED_DAY,
    WHEN_MATCHED_MONTH,
    WHEN_MATCHED_YEAR,
)
"""Over spans and their attributes, in the order that tables show them."""

EVERY: tuple[Measure | LinkMeasure | TimelineMeasure | OrderedMeasure, ...] = (
    *MEASURES,
    *LINK_MEASURES,
    *TIMELINE_MEASURES,
    *ORDERED_MEASURES,
)
"""All measures, in the order that tables show them."""

HEADLINES = (
    "timex.relaxed",
    "timex.value",
    "timex.value.given",
    "event.relaxed",
    "event.class",
    "when",
    "tlink.awareness",
    "timeline.dates",
)
"""The measures that are asked for first: whose intervals are shown, and which a comparison tests by itself."""


def check(name: str) -> None:
    """Raises UsageError for what is no measure of any kind, naming near ones."""
    known = {measure.name for measure in EVERY}
    if name not in known:
        raise unknown("measure", name, known)


def named(name: str) -> Measure:
    """The measure over spans of that name. Raises UsageError for an unknown one."""
    for measure in MEASURES:
        if measure.name == name:
            return measure
    raise unknown("measure", name, (measure.name for measure in MEASURES))


def of_layer(layer: str) -> tuple[Measure, ...]:
    """The measures over "timexes", over "events", or over what was said of given spans (`RESOLVED`)."""
    return tuple(measure for measure in MEASURES if measure.layer == layer)
