from __future__ import annotations

import itertools
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.temporal.links.contradiction import Point
from bench.temporal.links.graph import PointGraph
from bench.temporal.links.orderless import CanonicalLink, canonical_link, contradicted
from bench.temporal.links.relations import CANONICAL_RELATIONS, Edge
from tests.arrangements import NAMES, relation, together
from tests.strategies import ORDERING_EDGES


def links(text: str) -> list[CanonicalLink]:
    """Links from "a<b b=c", with < BEFORE, = SIMULTANEOUS, m IBEFORE, i INCLUDES, s BEGINS, f ENDS."""
    kinds = {"<": "BEFORE", "i": "INCLUDES", "=": "SIMULTANEOUS", "m": "IBEFORE", "s": "BEGINS", "f": "ENDS"}
    return [CanonicalLink(item[0], item[2], CANONICAL_RELATIONS.index(kinds[item[1]])) for item in text.split()]


@pytest.mark.parametrize(
    ("case", "stated", "expected"),
    [
        ("nothing is wrong", "a<b b<c a<c", ""),
        ("a circle, and a link that only touches it", "a<b b<c c<a c<d", "a<b b<c c<a"),
        ("two circles apart", "a<b b<a c<d d<e e<c b<c", "a<b b<a c<d d<e e<c"),
        ("an equality with a point that contradicts itself", "a=b b<c c<b", "a=b b<c c<b"),
        # the start of b is after the end of a, whose start is after that of b
        ("end points, not entities, are in a circle", "a<b bia", "a<b bia"),
        # circle: end of a = start of b < end of b < start of a < end of a
        ("a start is before its end", "amb b<a", "amb b<a"),
        # c is after b, which is nowhere in the circle: only its end or start would be
        ("other ends of the same entities", "a<b b<a b<c cid", "a<b b<a"),
        ("a link that contradicts itself", "a<a a<b", "a<a"),
    ],
)
def test_contradicted(case: str, stated: str, expected: str) -> None:
    assert circular(links(stated)) == set(links(expected)), case


def circular(stated: list[CanonicalLink]) -> set[CanonicalLink]:
    graph = PointGraph()
    refused = graph.insert(named(stated)).refused
    return contradicted(stated, graph, [stated[place] for place in refused])


def by_matrix(stated: list[CanonicalLink]) -> set[CanonicalLink]:
    """The definition word for word: all orders that follow, as a matrix of "not after" (1) and "before" (2)."""
    intervals = {(s, e) for s in range(4) for e in range(s + 1, 5)}
    points: list[Point] = [(name, end) for name in NAMES for end in (0, 1)]
    known = dict.fromkeys(itertools.product(points, points), 0)
    orders: dict[CanonicalLink, list[tuple[Point, Point, str]]] = {}
    for link in stated:
        holding = [
            (x, y) for x in intervals for y in intervals if relation(x, y) == CANONICAL_RELATIONS[link.kind]
        ]
        ends = [(0, 0), (0, 1), (1, 0), (1, 1)]
        orders[link] = []
        for i, j in ends:
            signs = {(x[i] > y[j]) - (x[i] < y[j]) for x, y in holding}
            p, q = (link.source, i), (link.target, j)
            orders[link] += [(p, q, "<")] * (signs == {-1}) + [(q, p, "<")] * (signs == {1})
            orders[link] += [(p, q, "=")] * (signs == {0})
        for p, q, sign in orders[link]:
            known[p, q] = max(known[p, q], 2 if sign == "<" else 1)
            if sign == "=":
                known[q, p] = max(known[q, p], 1)
    for name in NAMES:
        known[(name, 0), (name, 1)] = 2
    changed = True
    while changed:
        changed = False
        for p, q, r in itertools.product(points, repeat=3):
            if known[p, q] and known[q, r] and max(known[p, q], known[q, r]) > known[p, r]:
                known[p, r] = max(known[p, q], known[q, r])
                changed = True
    return {
        link
        for link, stated_orders in orders.items()
        if any(known[q, p] if sign == "<" else 2 in (known[p, q], known[q, p]) for p, q, sign in stated_orders)
    }


ordering_links = st.lists(st.sampled_from(ORDERING_EDGES), max_size=7).map(
    lambda edges: list(dict.fromkeys(link for edge in edges if (link := canonical_link(edge)) is not None))
)


@given(ordering_links)
def test_contradicted_is_what_the_definition_says(stated: list[CanonicalLink]) -> None:
    found = circular(stated)
    assert found == by_matrix(stated)
    assert together(named(link for link in stated if link not in found))


def named(stated: Iterable[CanonicalLink]) -> list[Edge]:
    return [(source, target, CANONICAL_RELATIONS[kind]) for source, target, kind in stated]
