from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.temporal.links.orderless import canonical_link
from bench.temporal.links.reduction import on_circles, reduced
from bench.temporal.links.relations import Edge
from tests.arrangements import together, where
from tests.strategies import true_edges
from tests.temporal.links.test_orderless import links, named


@pytest.mark.parametrize(
    ("case", "stated", "expected"),
    [
        ("one follows from two", "a<b b<c a<c", "a<b b<c"),
        ("a chain of inclusion", "aib bic aic", "aib bic"),
        ("before through inclusion: the start of b is after that of c", "a<c cib a<b", "a<c cib"),
        # all three ways of leaving one out are as good: the greatest names go
        ("three at the same time", "a=b b=c a=c", "a=b a=c"),
        ("the same said of two that are at the same time", "a=b a<c b<c", "a=b a<c"),
        ("meeting at a point that two share", "amb cmb amd cmd", "amb cmb amd"),
        ("nothing is redundant", "a<b a<c", "a<b a<c"),
    ],
)
def test_reduced(case: str, stated: str, expected: str) -> None:
    found = reduced(links(stated), lambda _: False)
    assert set(found) == set(links(expected)), case


def test_of_links_that_follow_from_each_other_the_preferred_stay() -> None:
    stated = links("a=b b=c a=c")
    for preferred in map(set, itertools.permutations(stated, 2)):
        assert set(reduced(stated, preferred.__contains__)) == preferred


@given(true_edges(), st.integers(0, 2**9 - 1))
def test_reduced_says_the_same_with_nothing_to_spare(edges: list[Edge], chosen: int) -> None:
    stated = [link for edge in edges if (link := canonical_link(edge)) is not None and link.source != link.target]
    preferred = {link for bit, link in enumerate(stated) if chosen >> bit & 1}
    kept = named(reduced(stated, preferred.__contains__))
    assert together(kept) == together(named(stated))
    for index, edge in enumerate(kept):
        assert together([*kept[:index], *kept[index + 1 :]]) & ~where(edge), edge


@pytest.mark.parametrize(
    ("ties", "closing", "circles"),
    [
        ("ab bc", "", ""),
        ("ab bc", "ca", "ab bc"),
        ("ab", "ba", "ab"),  # two links of one pair
        ("ab bc cd de", "bd", "bc cd"),
        ("ab bc xy yz", "ac", "ab bc"),
        ("ab bc cd de", "ac ce", "ab bc cd de"),  # two circles that share an entity
        ("ab bc cd de ef", "ac df", "ab bc de ef"),  # two circles and a bridge
        ("ab bc cd de ef", "ad cf", "ab bc cd de ef"),  # two circles that share a tie
        ("ab aa", "", "aa"),  # simultaneous entities are one node
        ("ab", "aa", ""),
    ],
)
def test_the_ties_on_circles(ties: str, closing: str, circles: str) -> None:
    def read(text: str) -> list[tuple[int, int]]:
        return [(ord(item[0]) - ord("a"), ord(item[1]) - ord("a")) for item in text.split()]

    on, off = on_circles(read(ties), read(closing), 26)
    assert [ties.split()[place] for place in sorted(on)] == circles.split()
    assert sorted(on + off) == list(range(len(ties.split())))


nodes = st.integers(0, 9)


@given(st.lists(st.tuples(nodes, nodes), max_size=20))
def test_a_tie_is_on_a_circle_exactly_if_its_ends_stay_connected_without_it(pairs: list[tuple[int, int]]) -> None:
    def connected(start: int, goal: int, others: list[tuple[int, int]]) -> bool:
        found = {start}
        for _ in others:
            found |= {end for other in others if found & {*other} for end in other}
        return goal in found

    ties: list[tuple[int, int]] = []
    closing: list[tuple[int, int]] = []
    for x, y in pairs:
        (closing if connected(x, y, ties) else ties).append((x, y))
    circles, bridges = on_circles(ties, closing, 10)
    assert sorted(circles + bridges) == list(range(len(ties)))
    for place, (x, y) in enumerate(ties):
        assert (place in circles) == connected(x, y, [*ties[:place], *ties[place + 1 :], *closing])
