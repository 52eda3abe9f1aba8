"""The rules of annotations, each by what it lets pass and by what it says."""

from __future__ import annotations

import pytest

from bench.formats import checks
from bench.formats.checks import Problem
from bench.sdk.model import Event, Timex

TEXT = "On 😀 Monday it rained on Monday."


def told(problems: object) -> list[tuple[str, str]]:
    return [(each.field, each.message) for each in problems]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("start", "end", "words", "field", "says"),
    [
        (-1, 3, "", "start", "the span -1–3 doesn't lie within the text's 32 characters"),
        (5, 5, "", "end", "the span 5–5 doesn't lie within the text's 32 characters"),
        (11, 5, "", "end", "the span 11–5 doesn't lie within the text's 32 characters"),
        (25, 33, "", "end", "the span 25–33 doesn't lie within the text's 32 characters"),
        (32, 33, "", "start", "the span 32–33 doesn't lie within the text's 32 characters"),
        (8, 14, "Monday", "text", "8–14 covers 'day it', not 'Monday'"),  # counted in bytes: 😀 has four
    ],
)
def test_a_span_is_the_texts(start: int, end: int, words: str, field: str, says: str) -> None:
    assert not checks.fits(start, end, words, TEXT)
    assert told(checks.check_span(start, end, words, TEXT)) == [(field, says)]


@pytest.mark.parametrize(("start", "end", "words"), [(5, 11, "Monday"), (5, 11, ""), (0, 32, TEXT), (31, 32, ".")])
def test_a_span_that_is_the_texts_passes(start: int, end: int, words: str) -> None:
    assert checks.fits(start, end, words, TEXT)
    assert not list(checks.check_span(start, end, words, TEXT))


def test_words_that_stand_elsewhere_are_told_with_their_places() -> None:
    (problem,) = checks.check_span(6, 12, "Monday", TEXT)
    assert problem.remedy == "mend the offsets (it stands at 5, 25)"
    (problem,) = checks.check_span(6, 12, "Sunday", TEXT)
    assert problem.remedy == "mend the offsets (it occurs nowhere in the document)"


def test_words_are_timemls_or_those_that_are_given() -> None:
    assert told(checks.check_word("type", "FOO")) == [("type", "type 'FOO' is none of the scheme's")]
    assert not list(checks.check_word("type", "FOO", more={"FOO"}))
    assert not list(checks.check_word("type", None))
    assert told(checks.check_word("type", None, optional=False)) == [("type", "type None is none of the scheme's")]


@pytest.mark.parametrize(
    ("names", "fine"),
    [([], True), ([None, None], True), (["a", "b", None], True), (["a", None, None, "a"], False)],
)
def test_an_id_stands_for_one(names: list[str | None], fine: bool) -> None:
    assert checks.distinct(names) is fine
    named = [(number, name) for number, name in enumerate(names) if name is not None]
    found = list(checks.check_distinct(named, "id", lambda first: f"at {first}"))
    expected = [] if fine else [(3, Problem("the id 'a' stands already at 0", "give each its own", "id"))]
    assert found == expected


def test_a_link_joins_what_there_is() -> None:
    ends = checks.link_ends([Timex(0, 2, id="t1"), Timex(3, 4)], [Event(5, 6, id="e1")])
    assert not list(checks.check_link("e1", "dct", "BEFORE", ends, "d"))
    assert told(checks.check_link("e2", "t2", "before", ends, "d")) == [
        ("source", "'e2' is no timex or event of 'd'"),
        ("target", "'t2' is no timex or event of 'd'"),
        ("relation", "relation 'before' is none of the scheme's"),
    ]


def test_ids_that_links_name_are_of_one_annotation_of_either_layer() -> None:
    named = [
        (0, ("d", "a")),
        (1, ("d", "dct")),
        (2, ("e", "a")),
        (3, ("d", "a")),
        (4, ("d", None)),
        (5, ("d", None)),
    ]
    found = [(number, problem.message) for number, problem in checks.check_link_ids(named)]
    assert found == [
        (1, "the id 'dct' is the document creation time's"),
        (3, "the id 'a' stands for another annotation of the document too"),
    ]


def test_answers_are_for_spans_that_were_given_and_one_for_each() -> None:
    given = {(0, 2), (3, 4)}
    assert checks.answers_given([(3, 4), (0, 2)], given)
    assert not checks.answers_given([(3, 4), (3, 4)], given)
    assert not checks.answers_given([(3, 5)], given)
    found = [(n, each.message) for n, each in checks.check_given(enumerate([(3, 4), (3, 5), (3, 4)]), given)]
    assert found == [(1, "gold has no time expression at 3–5"), (2, "the span 3–4 has an answer already")]
    assert not list(checks.check_given(enumerate([(3, 5)]), None))
