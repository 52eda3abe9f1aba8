from __future__ import annotations

import pytest

from bench.temporal.links.relations import (
    CANONICAL_RELATIONS,
    INVERSES,
    ORDERS,
    READINGS,
    canonical,
    inverse,
    stated,
)
from tests.arrangements import RELATIONS, relation, reverse


def test_all_fourteen_relations_of_timeml_are_read() -> None:
    assert set(READINGS) == set(RELATIONS)
    assert {CANONICAL_RELATIONS[kind] for kind, _ in READINGS.values()} == set(CANONICAL_RELATIONS)


@pytest.mark.parametrize("name", RELATIONS)
def test_an_inverse_is_the_relation_the_other_way_round(name: str) -> None:
    assert (("y", "x", inverse(name))) == reverse(("x", "y", name))
    assert inverse(inverse(name)) == name


def test_names_without_direction_are_their_own_inverse() -> None:
    assert [inverse(name) for name in ("SIMULTANEOUS", "IDENTITY", "VAGUE", "no such relation")] == [
        "SIMULTANEOUS",
        "IDENTITY",
        "VAGUE",
        "no such relation",
    ]
    assert "SIMULTANEOUS" not in INVERSES


@pytest.mark.parametrize("kind", range(len(CANONICAL_RELATIONS)))
def test_the_orders_of_a_kind_hold_in_its_arrangements_alone(kind: int) -> None:
    """Over all pairs of intervals with ends up to 4, more than the 13 ways in which two can lie."""
    intervals = [(start, end) for start in range(4) for end in range(start + 1, 5)]
    for x in intervals:
        for y in intervals:
            ends = (x, y)
            hold = all(
                ends[a][i] < ends[b][j] if strict else ends[a][i] == ends[b][j]
                for (a, i), (b, j), strict in ORDERS[kind]
            )
            assert hold == (relation(x, y) == CANONICAL_RELATIONS[kind]), (x, y)


@pytest.mark.parametrize("kind", range(len(CANONICAL_RELATIONS)))
def test_orders_by_number_are_the_same(kind: int) -> None:
    before, same = stated(kind, 10, 20)
    starts = (10, 20)
    for pairs, wanted in ((before, True), (same, False)):
        assert set(pairs) == {
            (starts[a] + i, starts[b] + j) for (a, i), (b, j), strict in ORDERS[kind] if strict == wanted
        }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("x", "y", "BEFORE"), ("y", "x", "AFTER")),
        (("x", "y", "ENDED_BY"), ("y", "x", "ENDS")),
        (("x", "y", "SIMULTANEOUS"), ("y", "x", "SIMULTANEOUS")),
        (("x", "y", "IDENTITY"), ("x", "y", "DURING")),
        (("x", "y", "DURING"), ("y", "x", "DURING_INV")),
        (("x", "y", "VAGUE"), ("y", "x", "VAGUE")),
    ],
)
def test_what_two_links_say_is_the_same(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    assert canonical(one) == canonical(other)


def test_what_two_links_say_is_not_the_same() -> None:
    links = [("x", "y", name) for name in ("BEFORE", "AFTER", "INCLUDES", "SIMULTANEOUS", "VAGUE", "NONE")]
    assert len({canonical(link) for link in links}) == len(links)
