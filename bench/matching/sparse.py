"""The heaviest matching of a sparse graph, and a quick one where the heaviest would take too long.

`bench.matching.assignment` takes a full table of weights, which is right for the few annotations that overlap in
real texts. Here only the pairs that overlap are looked at, so that long chains of neighbours take little time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappop, heappush

Edges = Sequence[Sequence[int]]
"""For each row the columns that it may be paired with."""
Weight = Callable[[int, int], int]
"""A function that returns the weight of a row and a column, above 0."""


def heaviest(edges: Edges, columns: int, weight: Weight, most: int) -> list[tuple[int, int]] | None:
    """Returns the pairs of row and column with the largest total weight, sorted by row; a row may be in no pair.

    The algorithm is shortest augmenting paths with potentials, as in `bench.matching.assignment`. Returns None if
    it would look at more than ``most`` pairs.
    """
    rows = len(edges)
    row_potential = [0] * rows
    column_potential = [0] * (columns + rows)  # behind the columns stands one for each row that stays alone
    row_of: dict[int, int] = {}
    looked = 0
    for row in reversed(range(rows)):  # each row prefers what stands to the left, where it is still free
        distance: dict[int, int] = {}
        came_from: dict[int, int] = {}
        done: list[int] = []
        finished: set[int] = set()
        heap: list[tuple[int, int]] = []
        current, base = row, 0
        own = [-weight(row, column) - column_potential[column] for column in edges[row]]
        row_potential[row] = min(0, *own) if own else 0
        while True:
            looked += len(edges[current]) + 1
            if looked > most:
                return None
            for column in (*edges[current], columns + current):
                if column in finished:
                    continue
                cost = -weight(current, column) if column < columns else 0
                through = base + cost - row_potential[current] - column_potential[column]
                if column not in distance or through < distance[column]:
                    distance[column] = through
                    came_from[column] = current
                    heappush(heap, (through, column))
            base, nearest = heappop(heap)
            while nearest in finished:
                base, nearest = heappop(heap)
            if nearest not in row_of:
                break
            finished.add(nearest)
            done.append(nearest)
            current = row_of[nearest]
        for column in done:
            row_potential[row_of[column]] += base - distance[column]
            column_potential[column] -= base - distance[column]
        row_potential[row] += base
        column_of = {row_of[column]: column for column in done}
        while True:
            owner = came_from[nearest]
            row_of[nearest] = owner
            if owner == row:
                break
            nearest = column_of[owner]
    return sorted((owner, column) for column, owner in row_of.items() if column < columns)


def largest(edges: Edges, weight: Weight) -> list[tuple[int, int]]:
    """Returns as many pairs of row and column as possible, sorted by row; they needn't be the heaviest.

    Each row takes the heaviest column that is free. Then rows that found none are given a column if others can
    move (augmenting paths, Hopcroft and Karp 1973, one at a time).
    """
    row_of: dict[int, int] = {}
    alone: list[int] = []
    for row, candidates in enumerate(edges):
        free = [column for column in candidates if column not in row_of]
        if free:
            row_of[max(free, key=lambda column: weight(row, column))] = row
        else:
            alone.append(row)
    for row in alone:
        came_from: dict[int, int] = {}
        waiting = [row]
        end = -1
        for current in waiting:  # the list grows during the loop
            for column in edges[current]:
                if column not in came_from:
                    came_from[column] = current
                    if column not in row_of:
                        end = column
                        break
                    waiting.append(row_of[column])
            if end >= 0:
                break
        held = {owner: column for column, owner in row_of.items()} if end >= 0 else {}
        while end >= 0:
            owner = came_from[end]
            row_of[end] = owner
            end = held[owner] if owner != row else -1
    return sorted((row, column) for column, row in row_of.items())
