from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.matching.assignment import heaviest


@pytest.mark.parametrize(
    ("weights", "pairs"),
    [
        ([[5]], [(0, 0)]),
        # greedy would take 9 and be left with 0; 8 + 7 is more
        ([[9, 8], [7, 0]], [(0, 1), (1, 0)]),
        ([[1, 3, 2]], [(0, 1)]),
        ([[1], [3], [2]], [(1, 0)]),
    ],
)
def test_small_cases(weights: list[list[int]], pairs: list[tuple[int, int]]) -> None:
    assert heaviest(weights) == pairs


@st.composite
def matrices(draw: st.DrawFn) -> list[list[int]]:
    columns = draw(st.integers(1, 5))
    # beyond 2^53, where floating point would err
    row = st.lists(st.integers(0, 3) | st.integers(0, 10**20), min_size=columns, max_size=columns)
    return draw(st.lists(row, min_size=1, max_size=5))


@given(matrices())
def test_no_other_assignment_is_heavier(weights: list[list[int]]) -> None:
    """Against every assignment of the shorter side."""
    rows, columns = len(weights), len(weights[0])
    size = min(rows, columns)
    best = max(
        sum(weights[i][j] for i, j in zip(chosen, partners, strict=True))
        for chosen in permutations(range(rows), size)
        for partners in ([tuple(range(size))] if rows > columns else permutations(range(columns), size))
    )
    pairs = heaviest(weights)
    assert sum(weights[i][j] for i, j in pairs) == best
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs) == size
