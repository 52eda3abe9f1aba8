"""Hypothesis strategies, kept in one place."""

from __future__ import annotations

from hypothesis import strategies as st

from bench import Event, Timex
from bench.allen import Edge
from bench.model import EVENT_CLASSES, REALIS, TIMEX_TYPES
from tests.arrangements import ALL, NAMES, RELATIONS, relation

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

PAIRS = tuple((source, target) for source in NAMES for target in NAMES)
ORDERING_EDGES: tuple[Edge, ...] = tuple((*pair, name) for pair in PAIRS for name in RELATIONS)
EDGES = (*ORDERING_EDGES, *((*pair, "VAGUE") for pair in PAIRS[:4]))

arrangements = st.integers(0, len(ALL) - 1).map(ALL.__getitem__)
pair_lists = st.lists(st.sampled_from(PAIRS), max_size=9)


@st.composite
def true_edges(draw: st.DrawFn) -> list[Edge]:
    """Links of one arrangement of four intervals: they don't contradict each other."""
    lying = dict(zip(NAMES, draw(arrangements), strict=True))
    named = ((source, target, relation(lying[source], lying[target])) for source, target in draw(pair_lists))
    return [(source, target, name) for source, target, name in named if name is not None]


wild_edges = st.lists(st.sampled_from(EDGES), max_size=8)
edge_lists = st.one_of(true_edges(), wild_edges)
