from __future__ import annotations

import math

import pytest
from hypothesis import given

from bench import Event
from bench.dataset.suite import Layers, Predictions, Suite, SuiteDocument
from bench.schemes.base import Row
from bench.schemes.evmeval import EVMEVAL, LEVELS, dice, earn
from tests.strategies import event_lists, events


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((0, 5), (0, 5), 1.0),
        ((0, 4), (2, 8), 2 * 2 / (4 + 6)),
        ((0, 10), (3, 4), 2 * 1 / (10 + 1)),
        ((0, 5), (5, 9), 0.0),
    ],
)
def test_dice(a: tuple[int, int], b: tuple[int, int], expected: float) -> None:
    assert dice(Event(*a), Event(*b)) == dice(Event(*b), Event(*a)) == expected


GOLD = (Event(0, 6, "STATE"), Event(6, 14, "OCCURRENCE"))
PREDICTED = (Event(2, 12, "STATE"), Event(12, 14, "OCCURRENCE"))
# the first overlaps both: 2·4/(6+10) = .5 and 2·6/(8+10) = .667; the second only gold's second: 2·2/(8+2) = .4


def test_the_most_alike_pair_is_taken_first_though_two_others_earn_more() -> None:
    assert earn(GOLD, PREDICTED).credit == pytest.approx(2 / 3)


def test_a_level_that_asks_for_more_may_earn_more() -> None:
    assert earn(GOLD, PREDICTED, LEVELS["type"]).credit == pytest.approx(0.5 + 0.4)


@pytest.mark.parametrize(
    ("gold", "predicted", "earned"),
    [
        ("I_ACTION", "I_ACTION", 1.0),
        ("I_ACTION", "iaction", 1.0),  # letters and digits alone, in one case
        ("I_ACTION", "I_STATE", 0.0),
        ("I_ACTION", None, 0.0),
        (None, "I_STATE", 1.0),  # what gold leaves open is full credit
        (None, None, 1.0),
    ],
)
def test_when_a_type_agrees(gold: str | None, predicted: str | None, earned: float) -> None:
    assert earn([Event(0, 4, gold)], [Event(0, 4, predicted)], LEVELS["type"]).credit == earned


Annotated = dict[str, tuple[Event, ...]]


def rows(gold: Annotated, predicted: Annotated) -> dict[tuple[str, ...], Row]:
    suite = Suite(
        "s",
        "",
        "",
        tuple(SuiteDocument(name, "x" * 40, None) for name in gold),
        {name: Layers(events=events) for name, events in gold.items()},
    )
    predictions = Predictions({name: Layers(events=events) for name, events in predicted.items()})
    (table,) = EVMEVAL.score(suite, predictions)
    return {row.labels: row for row in table.rows}


def test_micro_and_macro() -> None:
    a, b = Event(0, 5), Event(10, 15)
    found = rows({"one": (a, b), "two": (a,), "none": (a,)}, {"one": (a,), "two": (a, b), "none": ()})
    micro, macro = found["plain", "micro"], found["plain", "macro"]
    assert micro.counts == (2.0, 3, 4, 3)
    assert (micro.figures.precision, micro.figures.recall) == (2 / 3, 2 / 4)
    # documents: P 1, 1/2 and, nothing being predicted, 0; R 1/2, 1 and 0
    assert macro.figures.precision == pytest.approx((1 + 1 / 2 + 0) / 3)
    assert macro.figures.recall == pytest.approx((1 / 2 + 1 + 0) / 3)
    assert macro.figures.f1 == pytest.approx(1 / 2)


def test_what_is_predicted_where_gold_has_nothing_costs_nothing() -> None:
    a, b = Event(0, 5), Event(10, 15)
    found = rows({"one": (a,), "empty": ()}, {"one": (a,), "empty": (a, b)})
    assert found["plain", "micro"].figures.precision == 1
    assert found["plain", "micro"].counts == (1.0, 1, 1, 1)


def test_no_gold_at_all_is_undefined() -> None:
    found = rows({"empty": ()}, {"empty": (Event(0, 5),)})
    assert {row.figures.f1 for row in found.values()} == {None}


@given(gold=event_lists, predicted=event_lists)
def test_the_best_pair_is_taken_again_and_again(gold: list[Event], predicted: list[Event]) -> None:
    left, right, total = list(range(len(predicted))), list(range(len(gold))), []
    while left and right:
        # max keeps the first of equal ones: in the predictions' order, then in gold's
        i, j = max(((i, j) for i in left for j in right), key=lambda pair: dice(gold[pair[1]], predicted[pair[0]]))
        if not dice(gold[j], predicted[i]):
            break
        total.append(dice(gold[j], predicted[i]))
        left.remove(i)
        right.remove(j)
    earned = earn(gold, predicted)
    assert earned.credit == pytest.approx(math.fsum(total))
    assert (earned.predicted, earned.gold) == (len(predicted), len(gold))


@given(gold=event_lists)
def test_gold_against_itself_is_perfect_at_every_level(gold: list[Event]) -> None:
    for attributes in LEVELS.values():
        assert earn(gold, gold, attributes).credit == pytest.approx(len(gold))


@given(gold=event_lists, predicted=event_lists)
def test_precision_and_recall_swap_when_the_sides_do(gold: list[Event], predicted: list[Event]) -> None:
    forth, back = earn(gold, predicted), earn(predicted, gold)
    assert (forth.gold, forth.predicted) == (back.predicted, back.gold)
    assert forth.credit == pytest.approx(back.credit)


@given(gold=event_lists, predicted=event_lists, made_up=events())
def test_a_prediction_that_meets_nothing_changes_the_count_alone(
    gold: list[Event], predicted: list[Event], made_up: Event
) -> None:
    apart = Event(made_up.start + 100, made_up.end + 100)
    before, after = earn(gold, predicted), earn(gold, [apart, *predicted])
    assert (after.credit, after.predicted) == (before.credit, before.predicted + 1)
