"""Quotes found in a text: to the letter, each place once."""

from __future__ import annotations

import datetime
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.models.quotes import Places, question, question_of_given, read, read_given, schema, schema_of_given
from bench.sdk.model import Document, Event, Timex, Unlocated
from tests.endpoint import answer, event, meaning, timex

Take = tuple[str, str]
CASES: dict[str, tuple[str, list[Take], list[tuple[int, int] | None]]] = {
    "once": ("It is now.", [("now", "")], [(6, 9)]),
    "not there": ("It is now.", [("then", "")], [None]),
    "another case": ("It is Now.", [("now", "")], [None]),
    "another quotation mark": ("It’s May’s end", [("May's", "")], [None]),
    "nothing": ("It is now.", [("", ""), (" ", "")], [None, None]),
    "from left to right": ("a b a b a", [("a", ""), ("a", ""), ("a", "")], [(0, 1), (4, 5), (8, 9)]),
    "no place is left": ("a b a", [("a", ""), ("a", ""), ("a", "")], [(0, 1), (4, 5), (4, 5)]),
    "what stands before": ("on May 1, in May 2", [("May", "in")], [(13, 16)]),
    "what stands before, apart by a line end": ("on May 1,\nin\nMay 2", [("May", "1, in")], [(13, 16)]),
    "what stands before ends with a sign": ('"war" and (war)', [("war", "("), ("war", '"')], [(11, 14), (1, 4)]),
    "what stands before stands before none": ("on May 1, in May 2", [("May", "since")], [None]),
    "what stands before once": ("It is now.", [("now", "was")], [(6, 9)]),
    "what stands before twice": ("in May, in May", [("May", "in"), ("May", "in")], [(3, 6), (11, 14)]),
    "one with what stands before, then one without": (
        "on May 1, in May 2",
        [("May", "on"), ("May", "")],
        [(3, 6), (13, 16)],
    ),
    "whole words first": ("a warning of war", [("war", "")], [(13, 16)]),
    "within a word if nowhere else": ("a pre-war, prewar time", [("ewar", "")], [(13, 17)]),
    "after a hyphen is a whole word": ("post-war", [("war", "")], [(5, 8)]),
    "a sign at its end": ("He left (today).", [("(today)", "")], [(8, 15)]),
    "a line end for a space": ("at the end\nof  May", [("the end of May", "")], [(3, 18)]),
    "a space for a line end": ("the end of May", [("the\nend\tof May ", "")], [(0, 14)]),
    "overlapping places": ("day by day by day", [("day by day", ""), ("day by day", "")], [(0, 10), (7, 17)]),
    "code points": ("🌊🌊 now e\u0301", [("now", "🌊"), ("e\u0301", "")], [(3, 6), (7, 9)]),
    "signs that mean something in a pattern": (
        "(a|b)* costs $5.",
        [("(a|b)*", ""), ("$5.", "")],
        [(0, 6), (13, 16)],
    ),
}


@pytest.mark.parametrize(("text", "quotes", "expected"), CASES.values(), ids=CASES.keys())
def test_places(text: str, quotes: list[Take], expected: list[tuple[int, int] | None]) -> None:
    places = Places(text)
    assert [places.take(*each) for each in quotes] == expected


@given(st.text(alphabet="ab \n.🌊", max_size=40), st.text(alphabet="ab \n.🌊", max_size=5), st.text(max_size=5))
def test_a_place_has_the_quote_but_for_white_space(text: str, quote: str, before: str) -> None:
    found = Places(text).take(quote, before)
    if found is not None:
        assert text[slice(*found)].split() == quote.split()
    elif not before.strip() and quote.strip():
        assert " ".join(quote.split()) not in " ".join(text.split())


def test_each_layer_has_its_own_places() -> None:
    document = Document("d", "The day of the vote: a vote.", datetime.date(2021, 5, 4))
    written = answer(timex("The day", "2021-05-04"), events=(event("vote"), event("vote"), event("ballot")))
    assert list(read(json.loads(written), document)) == [
        Timex(0, 7, "DATE", "2021-05-04", text="The day"),
        Event(15, 19, "OCCURRENCE", "ACTUAL", text="vote"),
        Event(23, 27, "OCCURRENCE", "ACTUAL", text="vote"),
        Unlocated("events", "ballot", class_="OCCURRENCE", realis="ACTUAL"),
    ]


def test_given_expressions_are_numbered_amid_what_is_near_them() -> None:
    text = "Rain fell on Monday.\nOn Monday it stopped."
    asked = question_of_given(Document("d", text, datetime.date(2021, 5, 4)), [(13, 19), (24, 30)])
    assert asked.startswith(f"dct: 2021-05-04\n\ntext:\n{text}\n\ntime expressions:\n")
    assert asked.splitlines()[-2:] == [
        "1. Rain fell on [Monday]. On Monday it stopped.",
        "2. Rain fell on Monday. On [Monday] it stopped.",
    ]
    far = f"{'a' * 99} now {'b' * 99}"
    asked = question_of_given(Document("d", far, datetime.date(2021, 5, 4)), [(100, 103)])
    assert asked.splitlines()[-1] == f"1. {'a' * 59} [now] {'b' * 59}"


def test_what_is_said_of_given_expressions() -> None:
    spans = [(0, 3), (5, 9), (10, 12)]
    third, first = meaning(3, "2021"), meaning(1, None)
    assert list(read_given({"answers": [third, first]}, spans)) == [
        Timex(10, 12, "DATE", "2021"),
        Timex(0, 3, "DATE"),
    ]
    unmodified = {name: third[name] for name in ("number", "type", "value")}
    wrong: dict[str, object] = {
        "the answer is about 4, and 3 time expressions were given": [meaning(4, "2021")],
        "the answer is about 0, and 3": [meaning(0, "2021")],
        "the answer is about 1 twice": [first, first],
        "at $.answers[0].number: '1' is not of type 'integer'": [{**first, "number": "1"}],
        "at $.answers[0].number: True is not of type 'integer'": [{**first, "number": True}],
        "at $.answers[1]: 'mod' is a required property": [first, unmodified],
    }
    for says, answers in wrong.items():
        with pytest.raises(ValueError, match=re.escape(says)):
            list(read_given({"answers": answers}, spans))


def test_the_question_has_the_text_as_it_is() -> None:
    text = " \ttwo  spaces\r\n🌊"
    assert question(Document("d", text, datetime.date(2021, 5, 4))) == f"dct: 2021-05-04\n\ntext:\n{text}"


def test_every_object_of_the_schema_is_closed_as_strict_mode_demands() -> None:
    def objects(kind: object) -> list[dict[str, object]]:
        if isinstance(kind, dict):
            here = [kind] if kind.get("type") == "object" else []
            return here + [each for inner in kind.values() for each in objects(inner)]
        return [each for inner in kind for each in objects(inner)] if isinstance(kind, list) else []

    found = objects(schema()) + objects(schema_of_given())
    assert len(found) == 5
    for each in found:
        assert each["additionalProperties"] is False
        assert isinstance(each["properties"], dict)
        assert each["required"] == list(each["properties"])
