from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.temporal.links.closure import ADDED, ENTAILED, REFUSED
from bench.temporal.links.graph import PATIENCE, PointGraph
from bench.temporal.links.relations import CANONICAL_RELATIONS, READINGS, SIMULTANEOUS, Edge
from tests.arrangements import COUNT, EVERYWHERE, NAMES, arrangements, every_arrangement, together, where
from tests.strategies import ORDERING_EDGES, edge_lists

ENDLESS = 10**9


def insert(graph: PointGraph, edge: Edge) -> int:
    """A link's verdict."""
    found = graph.insert([edge])
    assert not found.orderless
    assert len(found.ties) + len(found.added) + len(found.refused) <= 1
    return ADDED if found.ties or found.added else REFUSED if found.refused else ENTAILED


def test_what_becomes_of_links_stands_by_their_places() -> None:
    # a and b, c and d are two parts until b<c; what comes then closes circles
    text = [("a", "b"), ("c", "d"), ("b", "c"), ("a", "d"), ("d", "a"), ("a", "b")]
    edges: list[Edge] = [("x", "y", "NONE"), *((x, y, "BEFORE") for x, y in text), ("b", "d", "IBEFORE")]
    found = PointGraph().insert(edges)
    assert list(found.ties) == edges[1:4]
    assert found.added == []
    assert found.refused == [5, 7]
    assert found.orderless == 1


@given(edge_lists)
def test_ties_are_the_links_between_what_was_not_connected(edges: list[Edge]) -> None:
    ties = []
    parts = {name: {name} for name in NAMES}
    for edge in edges:
        one, other = parts[str(edge[0])], parts[str(edge[1])]
        if edge[2] in READINGS and one is not other:
            ties.append(edge)
            parts |= dict.fromkeys(one | other, one | other)
    assert list(PointGraph().insert(edges).ties) == ties


def test_the_oracle_has_every_arrangement_once() -> None:
    # how many ways n intervals can lie to each other: OEIS A055203
    for count, expected in enumerate((1, 1, 13, 409)):
        found = list(arrangements(count))
        assert len(found) == len(set(found)) == expected
    assert len(every_arrangement()) == COUNT == 23917


@given(edge_lists, st.sampled_from([ENDLESS, 0, 1]))
def test_closure_against_all_arrangements(edges: list[Edge], patience: int) -> None:
    """Each link's verdict, and at the end whatever could be asked, with each way of searching."""
    graph = PointGraph(patience)
    possible = EVERYWHERE
    for edge in edges:
        if edge[2] not in READINGS:
            continue
        left = possible & where(edge)
        expected = ENTAILED if left == possible else ADDED if left else REFUSED
        assert insert(graph, edge) == expected, edge
        possible = left or possible
    for x, y in itertools.product(NAMES, NAMES):
        for kind, name in enumerate(CANONICAL_RELATIONS):
            assert graph.entails(x, y, kind) == (not possible & ~where((x, y, name))), (x, y, name)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(sorted(READINGS))), max_size=40))
def test_ways_of_searching_agree_on_more_entities(edges: list[Edge]) -> None:
    patient, impatient, sudden = PointGraph(ENDLESS), PointGraph(0), PointGraph(1)
    for edge in edges:
        assert insert(patient, edge) == insert(impatient, edge) == insert(sudden, edge)
    for x, y in itertools.product(range(10), range(10)):
        for kind in range(len(CANONICAL_RELATIONS)):
            assert patient.entails(x, y, kind) == impatient.entails(x, y, kind) == sudden.entails(x, y, kind)


@pytest.mark.parametrize("patience", [PATIENCE, 0])
def test_self_links_before_and_after_all_reachability_is_known(patience: int) -> None:
    graph = PointGraph(patience)
    verdicts = []
    for _ in range(2):
        verdicts += [insert(graph, ("a", "a", name)) for name in ("SIMULTANEOUS", "IDENTITY", "BEFORE", "ENDS")]
        for edge in [("a", "b", "BEFORE"), ("b", "c", "BEFORE"), ("a", "c", "BEFORE"), ("c", "a", "IBEFORE")]:
            insert(graph, edge)
    assert verdicts == 2 * [ENTAILED, ENTAILED, REFUSED, REFUSED]
    assert graph.entails("a", "c", CANONICAL_RELATIONS.index("BEFORE"))


def test_unknown_entities_are_simultaneous_with_themselves_alone() -> None:
    graph = PointGraph()
    assert graph.entails("a", "a", SIMULTANEOUS)
    assert not graph.entails("a", "b", SIMULTANEOUS)
    assert not any(
        graph.entails("a", "a", kind) for kind in range(len(CANONICAL_RELATIONS)) if kind != SIMULTANEOUS
    )


@pytest.mark.parametrize("patience", [PATIENCE, 0])
def test_a_long_chain(patience: int) -> None:
    """1,000 entities: no recursion, and links between far ends are found to follow."""
    graph = PointGraph(patience)
    assert {insert(graph, (n, n + 1, "BEFORE")) for n in range(1000)} == {ADDED}
    assert insert(graph, (0, 1000, "BEFORE")) == ENTAILED
    assert insert(graph, (1000, 0, "INCLUDES")) == REFUSED
    assert insert(graph, (500, "new", "IBEFORE")) == ADDED
    assert insert(graph, ("new", 3, "AFTER")) == ENTAILED
    assert insert(graph, ("new", 501, "BEFORE")) == ADDED
    assert insert(graph, ("new", 900, "BEFORE")) == ENTAILED


def test_every_pair_of_links_between_two_entities() -> None:
    """Any two links of one pair say the same or contradict each other: an Allen relation fixes all four ends."""
    links = [edge for edge in ORDERING_EDGES if {edge[0], edge[1]} == {"a", "b"}]
    for one, other in itertools.product(links, links):
        graph = PointGraph()
        insert(graph, one)
        assert insert(graph, other) == (ENTAILED if where(one) == where(other) else REFUSED)
        assert (insert(graph, other) == ENTAILED) == bool(together([one, other]))
