from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import Event, Timex
from bench.dataset.suite import Layers, Predictions, Suite, SuiteDocument
from bench.schemes.labelling import Labelled
from bench.schemes.nervaluate import LEVELS, NERVALUATE, Level, MucCounts, judge
from tests.schemes.strategies import labelled_lists

STRICT, EXACT, PARTIAL, ENT_TYPE = LEVELS


def one(*spans: tuple[int, int, str]) -> list[Labelled]:
    return [Labelled(*span) for span in spans]


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        # (0, 4) A is right in all; (5, 9) B for A is right where labels don't count; (12, 14) for (10, 14) is
        # right where a label and an overlap suffice; gold's (20, 22) is missed, (30, 33) spurious
        (STRICT, MucCounts(correct=1, incorrect=2, missed=1, spurious=1)),
        (EXACT, MucCounts(correct=2, incorrect=1, missed=1, spurious=1)),
        (PARTIAL, MucCounts(correct=2, partial=1, missed=1, spurious=1)),
        (ENT_TYPE, MucCounts(correct=2, incorrect=1, missed=1, spurious=1)),
    ],
)
def test_each_level_on_one_text(level: Level, expected: MucCounts) -> None:
    gold = one((0, 4, "A"), (5, 9, "A"), (10, 14, "A"), (20, 22, "A"))
    predicted = one((0, 4, "A"), (5, 9, "B"), (12, 14, "A"), (30, 33, "A"))
    assert judge(gold, predicted, level) == expected


def test_a_partial_match_is_worth_a_half() -> None:
    figures = MucCounts(correct=2, partial=1, missed=1, spurious=0).figures
    assert (figures.precision, figures.recall) == (2.5 / 3, 2.5 / 4)


def test_the_order_of_predictions_decides() -> None:
    gold, part, whole = one((0, 10, "A")), *one((0, 4, "A"), (0, 10, "A"))
    assert judge(gold, [part, whole], STRICT) == MucCounts(incorrect=1, spurious=1)
    assert judge(gold, [whole, part], STRICT) == MucCounts(correct=1, spurious=1)


def test_of_gold_spans_with_the_right_label_the_one_with_the_nearest_ends_is_taken() -> None:
    gold = one((0, 9, "B"), (0, 4, "A"), (2, 8, "A"))
    # (3, 8) lies 3 + 4 from (0, 4) and 1 from (2, 8), which it takes; (0, 2) still finds (0, 4)
    assert judge(gold, one((3, 8, "A"), (0, 2, "A")), ENT_TYPE) == MucCounts(correct=2, missed=1)
    # where none has it, the first that overlaps is taken, though the third would be nearer
    assert judge(gold, one((2, 8, "C")), ENT_TYPE) == MucCounts(incorrect=1, missed=2)


@pytest.mark.parametrize(
    ("length", "shared", "beyond", "met"),
    [
        (100, 1, 0, True),
        (101, 1, 0, False),
        (200, 2, 0, True),
        (201, 2, 0, False),
        # with ends one too far, spans that touch share 1 of length + 1
        (99, 0, 1, True),
        (100, 0, 1, False),
        (5, -1, 1, False),
    ],
)
def test_less_than_a_hundredth_of_gold_is_no_overlap(length: int, shared: int, beyond: int, met: bool) -> None:
    expected = MucCounts(correct=1) if met else MucCounts(missed=1, spurious=1)
    predicted = one((length - shared, length + 5, "A"))
    assert judge(one((0, length, "A")), predicted, ENT_TYPE, beyond) == expected


def test_labels_are_matched_apart_and_together() -> None:
    # a time answers an event: together that is a wrong label, apart it is a miss and something made up
    document = SuiteDocument("d", "On Monday", None)
    suite = Suite("s", "", "", (document,), {"d": Layers(events=(Event(3, 9, "STATE"),))})
    tables = NERVALUATE.score(suite, Predictions({"d": Layers(timexes=(Timex(3, 9, "DATE"),))}))
    assert [table.name for table in tables] == ["layer", "timex.type", "event.class"]
    rows = {row.labels: row.counts for row in tables[0].rows}
    assert rows["overall", "strict"] == (0, 1, 0, 0, 0, 1, 1)
    assert rows["EVENT", "strict"] == (0, 0, 0, 1, 0, 1, 0)
    assert rows["TIMEX", "strict"] == (0, 0, 0, 0, 1, 0, 1)
    missing = {row.labels: row.figures for row in tables[0].rows}["TIMEX", "strict"]
    assert (missing.precision, missing.recall, missing.f1) == (0, None, 0)


@pytest.mark.parametrize("beyond", [0, 1])
@given(gold=labelled_lists, predicted=labelled_lists)
def test_every_annotation_is_counted_once(beyond: int, gold: list[Labelled], predicted: list[Labelled]) -> None:
    tallies = {level.name: judge(gold, predicted, level, beyond) for level in LEVELS}
    for tally in tallies.values():
        assert (tally.possible, tally.actual) == (len(gold), len(predicted))
    # exact and partial pair alike, and a strictly right pair is an exactly right one
    assert tallies["exact"].correct == tallies["partial"].correct
    assert tallies["exact"].incorrect == tallies["partial"].partial


@given(gold=labelled_lists, data=st.data())
def test_gold_against_itself_is_perfect_in_any_order(gold: list[Labelled], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(gold))
    for level in LEVELS:
        assert judge(gold, shuffled, level) == MucCounts(correct=len(gold))
