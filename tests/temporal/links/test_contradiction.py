from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given

from bench.temporal.links.awareness import Rule, contradictions
from bench.temporal.links.contradiction import Contradiction
from bench.temporal.links.relations import READINGS, Edge
from tests.arrangements import together
from tests.strategies import edge_lists


def found(edges: Sequence[Edge], rule: Rule) -> list[tuple[int, tuple[int, ...]]]:
    return [(each.link, each.against) for each in contradictions(edges, rule)]


CIRCLE: list[Edge] = [("a", "b", "BEFORE"), ("c", "a", "AFTER"), ("b", "c", "BEFORE"), ("c", "a", "BEFORE")]


def test_in_order_the_last_link_of_a_circle_is_contradicted_by_the_others() -> None:
    # a before c is said by link 1 alone; that link 0 and 2 say it too takes two links
    assert found(CIRCLE, Rule.TOOLKIT) == [(3, (1,))]
    assert found([CIRCLE[0], *CIRCLE[2:]], Rule.TOOLKIT) == [(2, (0, 1))]


def test_without_order_every_link_of_a_circle_is_contradicted() -> None:
    assert found(CIRCLE, Rule.ORDERLESS) == [(0, (2, 3)), (1, (3,)), (2, (3, 0)), (3, (1,))]


@pytest.mark.parametrize("rule", Rule)
def test_a_link_that_contradicts_itself(rule: Rule) -> None:
    assert contradictions([("a", "b", "BEFORE"), ("a", "a", "BEFORE")], rule) == [Contradiction(1, ())]


def test_one_relation_stated_twice_over_different_links() -> None:
    # both ends of a and b are the same through c; the path takes one link twice and names it once
    edges = [("a", "c", "IDENTITY"), ("c", "b", "DURING"), ("x", "y", "VAGUE"), ("b", "a", "INCLUDES")]
    assert found(edges, Rule.TOOLKIT) == [(3, (0, 1))]


def test_an_equality_is_contradicted_by_either_order() -> None:
    assert found([("a", "b", "BEFORE"), ("a", "b", "SIMULTANEOUS")], Rule.TOOLKIT) == [(1, (0,))]
    assert found([("a", "b", "AFTER"), ("a", "b", "SIMULTANEOUS")], Rule.TOOLKIT) == [(1, (0,))]
    # one that only meets a contradiction is contradicted by it
    edges = [("a", "b", "SIMULTANEOUS"), ("b", "c", "BEFORE"), ("c", "b", "BEFORE")]
    assert found(edges, Rule.ORDERLESS) == [(0, (1, 2)), (1, (2,)), (2, (1,))]


@given(edge_lists)
def test_what_is_named_makes_a_contradiction(edges: list[Edge]) -> None:
    for rule in Rule:
        for each in contradictions(edges, rule):
            assert each.link not in each.against
            assert not together(edges[index] for index in (each.link, *each.against))
            if rule is Rule.TOOLKIT:
                assert max(each.against, default=-1) < each.link
                assert together(edges[index] for index in each.against)


@given(edge_lists)
def test_there_are_contradictions_exactly_where_no_arrangement_is_left(edges: list[Edge]) -> None:
    possible = together(edge for edge in edges if edge[2] in READINGS)
    for rule in Rule:
        assert bool(contradictions(edges, rule)) == (not possible)
