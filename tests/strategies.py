"""Hypothesis strategies, kept in one place."""

from __future__ import annotations

from hypothesis import strategies as st

from bench import Event, Timex
from bench.counts import Counts
from bench.model import EVENT_CLASSES, REALIS, TIMEX_TYPES

LENGTH = 40
"""Characters of the imagined text; short, so that spans meet often."""


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, int]:
    """A non-empty span within the text."""
    start = draw(st.integers(0, LENGTH - 1))
    return start, draw(st.integers(start + 1, min(LENGTH, start + 8)))


@st.composite
def timexes(draw: st.DrawFn) -> Timex:
    """A timex with few values, so that equal ones occur."""
    start, end = draw(spans())
    type_ = draw(st.sampled_from((*TIMEX_TYPES, None)))
    return Timex(start, end, type_, draw(st.sampled_from(("2023", "2023-09", "P1D", None))))


@st.composite
def events(draw: st.DrawFn) -> Event:
    """An event with or without class and realis."""
    start, end = draw(spans())
    return Event(start, end, draw(st.sampled_from((*EVENT_CLASSES, None))), draw(st.sampled_from((*REALIS, None))))


timex_lists = st.lists(timexes(), max_size=7)
event_lists = st.lists(events(), max_size=7)


@st.composite
def counts(draw: st.DrawFn) -> Counts:
    """What a unit may count; often nothing on one side or both."""
    predicted, gold = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    return Counts(draw(st.integers(0, predicted)), predicted, draw(st.integers(0, gold)), gold)
