"""Explanations of contradictions: the fewest other links that together imply the opposite of a link."""

from __future__ import annotations

import sys
from collections import defaultdict, deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from bench.temporal.links.relations import END, ORDERS, READINGS, START, Edge


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A contradicted link, and the links that contradict it."""

    link: int
    """The index of the contradicted link, in file order."""
    against: tuple[int, ...]
    """The indices of the links that contradict it, from point to point; empty if it contradicts itself."""


Point = tuple[Hashable, int]
State = tuple[Point, bool]
"""A point that the search has reached, and whether its path holds a "before"."""

Origin = tuple[State, int | None] | None
"""The previous state of a path and the link that led on from it (None for the step from an entity's start to its
end); None for the state where the path begins."""


_Step = tuple[Point, bool, int]
"""A step of a path: the point it leads to, whether it is a "before", and the index of its link."""


def explain(
    edges: Sequence[Edge], contradicted: Sequence[int], in_order: bool, most: int = sys.maxsize
) -> list[Contradiction]:
    """Returns a `Contradiction` for each of the first ``most`` links in ``contradicted`` (indices of ``edges``).

    With ``in_order``, only earlier links that aren't contradicted themselves can contradict a link. Without it,
    all other links can.
    """
    refused = set(contradicted)
    steps: defaultdict[Point, list[_Step]] = defaultdict(list)
    if in_order:
        found: list[Contradiction] = []
        for index, edge in enumerate(edges):
            if len(found) == most:
                break
            if index in refused:
                found.append(Contradiction(index, _against(edge, index, steps)))
            else:
                _draw(edge, index, steps)
        return found
    for index, edge in enumerate(edges):
        _draw(edge, index, steps)
    return [Contradiction(index, _against(edges[index], index, steps)) for index in contradicted[:most]]


def _orders(edge: Edge) -> list[tuple[Point, Point, bool]]:
    """Returns the orders of points that a link states; none if its relation isn't known."""
    reading = READINGS.get(edge[2])
    if reading is None:
        return []
    kind, turned = reading
    ends = (edge[1], edge[0]) if turned else (edge[0], edge[1])
    return [((ends[a], i), (ends[b], j), strict) for (a, i), (b, j), strict in ORDERS[kind]]


def _draw(edge: Edge, index: int, steps: defaultdict[Point, list[_Step]]) -> None:
    for p, q, strict in _orders(edge):
        steps[p].append((q, strict, index))
        if not strict:
            steps[q].append((p, False, index))


def _against(edge: Edge, index: int, steps: defaultdict[Point, list[_Step]]) -> tuple[int, ...]:
    """Returns the fewest links that form a path with the opposite of one of the orders that a link states."""
    paths = []
    for p, q, strict in _orders(edge):
        paths.append(_path(q, p, not strict, steps))
        if not strict:
            paths.append(_path(p, q, True, steps))
    found = [path for path in paths if path is not None]
    assert found  # only contradicted links are asked about
    return min((tuple(link for link in dict.fromkeys(path) if link != index) for path in found), key=len)


def _path(start: Point, goal: Point, strict: bool, steps: defaultdict[Point, list[_Step]]) -> list[int] | None:
    """Returns the links of the shortest path from start to goal, or None; a ``strict`` path holds a "before".

    The step from an entity's start to its end needs no link and is a "before".
    """
    came: dict[State, Origin] = {}
    queue: deque[tuple[State, Origin]] = deque([((start, False), None)])
    while queue:
        state, origin = queue.popleft()
        if state in came:
            continue
        came[state] = origin
        point, before = state
        if point == goal and (before or not strict):
            return _walked(came, state)
        if point[1] == START:
            queue.appendleft((((point[0], END), True), (state, None)))
        for to, strictly, link in steps[point]:
            queue.append(((to, before or strictly), (state, link)))
    return None


def _walked(came: dict[State, Origin], state: State) -> list[int]:
    links: list[int] = []
    while (origin := came[state]) is not None:
        state, link = origin
        if link is not None:
            links.append(link)
    return links[::-1]
