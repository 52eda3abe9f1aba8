from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import Event, Timex
from bench.dataset.suite import Layers, Predictions, Suite, SuiteDocument
from bench.schemes.labelling import Labelled
from bench.schemes.seqeval import SEQEVAL, Entity, entities
from tests.schemes.strategies import labelled_lists
from tests.strategies import LENGTH

TEXT = "In mid-2013, it re-opened."
# tokens, by their offsets: In 0-2, mid 3-6, - 6, 2013 7-11, "," 11, it 13-15, re 16-18, - 18, opened 19-25, "." 25


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(3, 11, "A")], {("A", 1, 3)}),
        ([(7, 11, "A")], {("A", 3, 3)}),
        ([(8, 10, "A")], {("A", 3, 3)}),  # part of a token is the token
        ([(2, 8, "A")], {("A", 1, 3)}),  # the blank before counts for nothing
        ([(2, 3, "A")], set()),  # a blank alone has no token
        ([(3, 6, "A"), (6, 11, "B")], {("A", 1, 1), ("B", 2, 3)}),  # touching spans are two
        ([(7, 11, "A"), (3, 11, "B")], {("B", 1, 3)}),  # the nested one starts later and is left out
        ([(3, 6, "A"), (3, 11, "B")], {("B", 1, 3)}),  # of two with one start the longer stays
        ([(3, 8, "A"), (9, 11, "B")], {("A", 1, 3)}),  # two in one token
        ([(3, 6, "A"), (3, 6, "B")], {("A", 1, 1)}),  # of equal spans the first in the file
    ],
)
def test_what_a_sequence_holds(spans: list[tuple[int, int, str]], expected: set[tuple[str, int, int]]) -> None:
    assert entities(TEXT, [Labelled(*span) for span in spans]) == {Entity(*entity) for entity in expected}


def test_averages_and_what_is_left_out() -> None:
    document = SuiteDocument("d", TEXT, None)
    gold = Layers((Timex(3, 11), Timex(7, 11)), (Event(16, 25), Event(13, 15)))
    predicted = Layers((Timex(3, 11), Timex(0, 2)), (Event(16, 25),))
    suite = Suite("s", "", "", (document,), {"d": gold})
    (table,) = SEQEVAL.score(suite, Predictions({"d": predicted}))
    # TIMEX: gold's second is nested, so 1 of 1 found, 1 of 2 right; EVENT: 1 of 2 found, 1 of 1 right
    assert {row.labels[0]: row.counts for row in table.rows} == {
        "TIMEX": (1, 2, 1),
        "EVENT": (1, 1, 2),
        "micro avg": (2, 3, 3),
        "macro avg": (2, 3, 3),
        "weighted avg": (2, 3, 3),
    }
    rows = {row.labels[0]: row.figures for row in table.rows}
    assert rows["macro avg"].precision == (1 / 2 + 1) / 2
    assert rows["weighted avg"].precision == pytest.approx((1 * 1 / 2 + 2 * 1) / 3)
    assert rows["macro avg"].f1 == pytest.approx(2 / 3)  # both F1 are 2/3
    assert table.note == "left out, because one sequence of tags can't hold them: 1 gold, 0 predicted"


def test_an_undefined_figure_is_a_zero_in_the_averages_alone() -> None:
    document = SuiteDocument("d", TEXT, None)
    suite = Suite("s", "", "", (document,), {"d": Layers((Timex(3, 11),), (Event(16, 25),))})
    (table,) = SEQEVAL.score(suite, Predictions({"d": Layers((Timex(3, 11),))}))
    rows = {row.labels[0]: row.figures for row in table.rows}
    assert rows["EVENT"].precision is None
    assert rows["macro avg"].precision == 1 / 2


@given(spans=labelled_lists, text=st.text("ab .-", min_size=LENGTH, max_size=LENGTH))
def test_no_token_is_in_two_entities(spans: list[Labelled], text: str) -> None:
    found = sorted((entity.first, entity.last) for entity in entities(text, spans))
    assert all(last < following for (_, last), (following, _) in pairwise(found))


@given(spans=labelled_lists, text=st.text("ab .-", min_size=LENGTH, max_size=LENGTH), data=st.data())
def test_with_one_label_the_order_is_nothing(spans: list[Labelled], text: str, data: st.DataObject) -> None:
    alike = [Labelled(span.start, span.end, "A") for span in spans]
    assert entities(text, data.draw(st.permutations(alike))) == entities(text, alike)
