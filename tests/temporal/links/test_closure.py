from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bench.temporal.links.closure import Reachability

SIZE = 8


def walk(edges: list[tuple[int, int]], start: int) -> int:
    """Points reached, found one by one."""
    reached = {start}
    while more := {q for p, q in edges if p in reached} - reached:
        reached |= more
    return sum(1 << point for point in reached)


@given(st.lists(st.tuples(st.integers(0, SIZE - 2), st.integers(1, SIZE - 1)), max_size=20), st.integers(0, 20))
def test_edges_at_first_and_edges_later(edges: list[tuple[int, int]], cut: int) -> None:
    """Edges go from smaller to greater numbers, so that no two points are at the same time."""
    edges = [(p, q) for p, q in edges if p < q]
    after: list[list[int]] = [[q for p, q in edges[:cut] if p == point] for point in range(SIZE)]
    found = Reachability(after, {}, {})
    for number, (p, q) in enumerate(edges[cut:], start=cut):
        known = walk(edges[:number], p) >> q & 1
        drawn = len(after[p])
        found.draw(p, q)
        assert after[p][drawn:] == ([] if known else [q])
    assert found.bits == [walk(edges, point) for point in range(SIZE)]


def test_points_at_the_same_time_reach_each_other_and_what_either_reaches() -> None:
    # 0 before 1 = 2, 1 before 3, 4 before 5 apart; 2 stands for 1 too
    found = Reachability([[1], [2, 3], [1], [], [5], []], {1: 2, 2: 2}, {2: [2, 1]})
    assert found.bits == [0b1111, 0b1110, 0b1110, 0b1000, 0b110000, 0b100000]
    found.draw(3, 4)
    assert found.bits == [0b111111, 0b111110, 0b111110, 0b111000, 0b110000, 0b100000]
    found.add(6)
    assert found.bits[6:] == [0b11 << 6, 0b10 << 6]
    found.draw(5, 6)
    assert found.bits[0] == 0b11111111
