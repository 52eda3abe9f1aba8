"""anchor-links on sentences worked out by hand; the dct is Wednesday 2023-09-20, of week 38."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import Document, Event, Timex
from bench.sdk.model import DCT
from tests.extractors.marked import load, marked

anchor_links = load("anchor_links")

SENTENCES = [
    pytest.param(
        "It {opened|2023-09-18} on [Monday|2023-09-18].",
        ["t1 BEFORE dct", "e1 IS_INCLUDED t1", "e1 BEFORE dct"],
        id="event in a time of its sentence",
    ),
    pytest.param("It {opened|2023-09-20}.", ["e1 IS_INCLUDED dct"], id="dated by the dct"),
    pytest.param("It {opens|2023-10}.", ["e1 AFTER dct"], id="next month"),
    pytest.param("It {opened|2023}.", [], id="this year: before or after is not said"),
    pytest.param("It {opened|2023-09-18/2023-09-24}.", [], id="this week: the same"),
    pytest.param("It {opened|2023-09-11/2023-09-17}.", ["e1 BEFORE dct"], id="last week"),
    pytest.param("It {opened|2023-06/2023-08}.", ["e1 BEFORE dct"], id="a season"),
    pytest.param("It {opened|199X} or {closed}.", [], id="a decade, or no date"),
    pytest.param("In the [1990s|199] for [two days|P2D], [recently|PAST_REF]", [], id="times without days"),
    pytest.param("[today|2023-09-20]", ["t1 SIMULTANEOUS dct"], id="the day itself"),
    pytest.param("[this morning|2023-09-20TMO]", ["t1 IS_INCLUDED dct"], id="a part of the day"),
    pytest.param("[this week|2023-W38]", ["t1 INCLUDES dct"], id="the week"),
    pytest.param("[next week-end|2023-W38-WE]", ["t1 AFTER dct"], id="the week-end"),
    pytest.param("[this month|2023-09]", ["t1 INCLUDES dct"], id="the month"),
    pytest.param("[this quarter|2023-Q3]", ["t1 INCLUDES dct"], id="the quarter"),
    pytest.param("[2024|2024]", ["t1 AFTER dct"], id="the next year"),
    pytest.param("[Feb 30|2023-02-30] or [week 60|2023-W60]", [], id="not in the calendar"),
    pytest.param("[every day|XXXX-XX-XX]", [], id="a set"),
    pytest.param(
        "It {opened|2023-09-18} and {closed|2023-09-19}.",
        ["e1 BEFORE dct", "e2 BEFORE dct", "e1 BEFORE e2"],
        id="neighbours",
    ),
    pytest.param(
        "It {closed|2023-09-19}, having {opened|2023-09-18}, been {shown|2023-09} and {sold|2023-09-18}.",
        ["e1 BEFORE dct", "e2 BEFORE dct", "e4 BEFORE dct", "e1 AFTER e2"],
        id="neighbours whose days meet; those apart are not linked",
    ),
    pytest.param(
        "It {opened|2023-09-18}. On [Monday|2023-09-18] it rained.",
        ["t1 BEFORE dct", "e1 BEFORE dct"],
        id="the time of another sentence",
    ),
    pytest.param(
        "It {opened|2023-09-18} approx.  on [Monday|2023-09-18].",
        ["t1 BEFORE dct", "e1 IS_INCLUDED t1", "e1 BEFORE dct"],
        id="a full stop and a small letter",
    ),
    pytest.param(
        "[Monday|2023-09-18], [September 18|2023-09-18], it {opened|2023-09-18} on that [day|2023-09-18]",
        ["t1 BEFORE dct", "t2 BEFORE dct", "t3 BEFORE dct", "e1 IS_INCLUDED t2", "e1 BEFORE dct"],
        id="the nearest of several",
    ),
    pytest.param("", [], id="empty"),
]


@pytest.mark.parametrize(("written", "expected"), SENTENCES)
def test_sentences(written: str, expected: list[str]) -> None:
    found = [f"{link.source} {link.relation} {link.target}" for link in anchor_links(marked(written))]
    assert found == expected


def test_times_of_no_value_or_type() -> None:
    document = replace(marked("then"), timexes=(Timex(0, 4, "DATE", id="t1"), Timex(0, 4, None, "2023", id="t2")))
    assert list(anchor_links(document)) == []


VALUES = ("2023-09-18", "2023-09-20", "2023-09-21TNI", "2023-W38", "2023-09", "2023-Q4", "2022", "2023-WI", "P2D")
WHENS = (
    "2023-09-18",
    "2023-09-20",
    "2023-09-21",
    "2023-09-18/2023-09-24",
    "2023-09",
    "2023-10/2023-12",
    "2022",
    None,
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Sentences of words, of which some are times and some are events."""
    words = draw(st.lists(st.sampled_from(["word", "time", "event", "word."]), max_size=14))
    text = ""
    timexes: list[Timex] = []
    events: list[Event] = []
    for word in words:
        start, end = len(text), len(text) + len(word)
        text += f"{word} "
        if word == "time":
            timexes.append(Timex(start, end, "DATE", draw(st.sampled_from(VALUES)), id=f"t{len(timexes) + 1}"))
        elif word == "event":
            events.append(Event(start, end, when=draw(st.sampled_from(WHENS)), id=f"e{len(events) + 1}"))
    return Document("d", text, datetime.date(2023, 9, 20), timexes=tuple(timexes), events=tuple(events))


@given(documents())
def test_links_are_few_and_between_what_is_there(document: Document) -> None:
    links = list(anchor_links(document))
    ids = {timex.id for timex in document.timexes} | {event.id for event in document.events}
    assert all(link.source in ids and link.target in {*ids, DCT} - {link.source} for link in links)
    pairs = [frozenset((link.source, link.target)) for link in links]
    assert len(set(pairs)) == len(pairs) <= len(document.timexes) + 3 * len(document.events)


@given(documents())
def test_links_never_contradict_each_other(document: Document) -> None:
    """What is before x is before all within x; nothing comes out as before itself or what holds it."""
    before, within = set(), set()
    for link in anchor_links(document):
        pair = (link.source, link.target)
        match link.relation:
            case "BEFORE":
                before.add(pair)
            case "AFTER":
                before.add(pair[::-1])
            case "INCLUDES":
                within.add(pair[::-1])
            case "IS_INCLUDED":
                within.add(pair)
            case "SIMULTANEOUS":
                within |= {pair, pair[::-1]}
    while (
        more := (
            {(a, d) for a, b in before for c, d in before if b == c}
            | {(a, c) for a, b in before for c, d in within if d == b}
            | {(c, b) for a, b in before for c, d in within if d == a}
        )
        - before
    ):
        before |= more
    assert all(a != b for a, b in before)
    assert not before & {pair for inner in within for pair in (inner, inner[::-1])}
