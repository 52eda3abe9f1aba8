from __future__ import annotations

from hypothesis import given

from bench.counts import Counts, total
from bench.temporal.links.plain import by_relation, plain
from bench.temporal.links.relations import Edge
from tests.arrangements import reverse
from tests.strategies import edge_lists

GOLD: list[Edge] = [
    ("a", "b", "BEFORE"),
    ("b", "c", "INCLUDES"),
    ("c", "d", "IDENTITY"),
    ("d", "e", "VAGUE"),
    ("e", "f", "AFTER"),
]
PREDICTED: list[Edge] = [
    ("b", "a", "AFTER"),  # right, written the other way round
    ("a", "b", "BEFORE"),  # the same once more
    ("b", "c", "IS_INCLUDED"),  # the wrong way round
    ("d", "c", "DURING"),  # right: both are SIMULTANEOUS
    ("e", "d", "VAGUE"),  # right
    ("e", "f", "AFTER"),  # right, and contradicted by the next
    ("e", "f", "BEFORE"),  # wrong
    ("f", "g", "ENDS"),  # of a pair that gold doesn't have
]


def test_plain_links_worked_by_hand() -> None:
    # seven statements, four of them right
    assert plain(GOLD, PREDICTED) == Counts(4, 7, 4, 5)


def test_relations_worked_by_hand() -> None:
    assert by_relation(GOLD, PREDICTED) == {
        "BEFORE": Counts(2, 3, 2, 2),
        "ENDS": Counts(0, 1, 0, 0),
        "INCLUDES": Counts(0, 1, 0, 1),
        "SIMULTANEOUS": Counts(1, 1, 1, 1),
        "VAGUE": Counts(1, 1, 1, 1),
    }


def test_nothing_on_either_side() -> None:
    assert plain([], []) == Counts()
    assert by_relation([], []) == {}


@given(edge_lists, edge_lists)
def test_relations_add_up_and_neither_order_nor_direction_matters(gold: list[Edge], predicted: list[Edge]) -> None:
    counts = plain(gold, predicted)
    assert total(by_relation(gold, predicted).values()) == counts
    assert plain([reverse(edge) for edge in gold], predicted[::-1]) == counts
    assert plain(predicted, gold) == Counts(
        counts.correct_gold, counts.gold, counts.correct_predicted, counts.predicted
    )
    assert plain(gold, [*gold, *predicted]).correct_gold == counts.gold
