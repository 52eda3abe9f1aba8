"""Measures of spans: ``timex.strict``, ``timex.relaxed``, ``event.strict``, ``event.relaxed``."""

from __future__ import annotations

from bench.measures.pair import TEMPEVAL_3, PairMeasure
from bench.measures.rules import matched, same_span

_STRICT = "a match covers the same characters"
_RELAXED = "a match shares at least one character"

TIMEX_STRICT = PairMeasure(
    name="timex.strict",
    heading="strict",
    layer="timexes",
    definition=_STRICT,
    source=TEMPEVAL_3,
    correct=same_span,
)
TIMEX_RELAXED = PairMeasure(
    name="timex.relaxed",
    heading="relaxed",
    title="Times found",
    layer="timexes",
    definition=_RELAXED,
    source=TEMPEVAL_3,
    correct=matched,
    headline=True,
    plotted=True,
    sliced=("kind", "phenomenon"),
)
EVENT_STRICT = PairMeasure(
    name="event.strict",
    heading="strict",
    layer="events",
    definition=_STRICT,
    source=TEMPEVAL_3,
    correct=same_span,
)
EVENT_RELAXED = PairMeasure(
    name="event.relaxed",
    heading="relaxed",
    title="Events found",
    layer="events",
    definition=_RELAXED,
    source=TEMPEVAL_3,
    correct=matched,
    headline=True,
    plotted=True,
    sliced=("class", "phenomenon"),
)
