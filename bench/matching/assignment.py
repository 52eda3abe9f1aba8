"""One-to-one assignment with the largest total weight (Kuhn 1955, Jonker and Volgenant 1987).

Weights are whole numbers, so the result is exact. The algorithm is shortest augmenting paths with potentials. It
takes O(rows² × columns), with the shorter side as rows.
"""

from __future__ import annotations


def heaviest(weights: list[list[int]]) -> list[tuple[int, int]]:
    """Returns the pairs of row and column with the largest total weight, sorted by row.

    There are as many pairs as the shorter side is long; each row and each column is in at most one pair.
    ``weights`` must have at least one row and one column.
    """
    turned = len(weights) > len(weights[0])
    if turned:
        weights = [list(column) for column in zip(*weights, strict=True)]
    rows, columns = len(weights), len(weights[0])
    row_potential = [0] * (rows + 1)
    column_potential = [0] * (columns + 1)
    row_of = [0] * (columns + 1)  # 1-based; 0 is "free", and column 0 holds the row being placed
    for row in range(1, rows + 1):
        row_of[0] = row
        column = 0
        slack: list[int | None] = [None] * (columns + 1)
        came_from = [0] * (columns + 1)
        visited = [False] * (columns + 1)
        while row_of[column]:
            visited[column] = True
            current = row_of[column]
            best, step = 0, None
            for candidate in range(1, columns + 1):
                if visited[candidate]:
                    continue
                cost = -weights[current - 1][candidate - 1] - row_potential[current] - column_potential[candidate]
                known = slack[candidate]
                if known is None or cost < known:
                    slack[candidate] = known = cost
                    came_from[candidate] = column
                if step is None or known < step:
                    best, step = candidate, known
            assert step is not None  # rows <= columns, so a column is always free
            for other in range(columns + 1):
                if visited[other]:
                    row_potential[row_of[other]] += step
                    column_potential[other] -= step
                elif (left := slack[other]) is not None:
                    slack[other] = left - step
            column = best
        while column:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    found = [(row_of[column] - 1, column - 1) for column in range(1, columns + 1) if row_of[column]]
    return sorted((b, a) if turned else (a, b) for a, b in found)
