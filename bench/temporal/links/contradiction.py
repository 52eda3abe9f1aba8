"""Why a link is contradicted: the fewest other links that together say the opposite, for a person to read."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from bench.temporal.links.relations import END, ORDERS, READINGS, START, Edge


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A link that others contradict."""

    link: int
    """Its index among the links, in file order."""
    against: tuple[int, ...]
    """Indices of the links that contradict it, along the path; empty where it contradicts itself."""


Point = tuple[Hashable, int]
State = tuple[Point, bool]
"""A point reached on the way, and whether the way so far holds a "before"."""

Origin = tuple[State, int | None] | None
"""Where a state was reached from and by which link, None for the free step; None for where it began."""


_Step = tuple[Point, bool, int]
"""To which point, whether it is a "before", and by which link."""


def explain(edges: Sequence[Edge], contradicted: Sequence[int], in_order: bool) -> list[Contradiction]:
    """The contradictions of the given links, by index.

    ``in_order``: a link is contradicted by those before it that aren't contradicted themselves; else by all.
    """
    refused = set(contradicted)
    steps: defaultdict[Point, list[_Step]] = defaultdict(list)
    if in_order:
        found = []
        for index, edge in enumerate(edges):
            if index in refused:
                found.append(Contradiction(index, _against(edge, index, steps)))
            else:
                _draw(edge, index, steps)
        return found
    for index, edge in enumerate(edges):
        _draw(edge, index, steps)
    return [Contradiction(index, _against(edges[index], index, steps)) for index in contradicted]


def _orders(edge: Edge) -> list[tuple[Point, Point, bool]]:
    """The orders that a link states, as points; none where its relation isn't known."""
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
    """The fewest links of a path that says the opposite of one of the orders that a link states."""
    paths = []
    for p, q, strict in _orders(edge):
        paths.append(_path(q, p, not strict, steps))
        if not strict:
            paths.append(_path(p, q, True, steps))
    found = [path for path in paths if path is not None]
    assert found  # only contradicted links are asked about
    return min((tuple(link for link in dict.fromkeys(path) if link != index) for path in found), key=len)


def _path(start: Point, goal: Point, strict: bool, steps: defaultdict[Point, list[_Step]]) -> list[int] | None:
    """The links of the shortest path from start to goal; if ``strict``, of those that hold a "before".

    The step from an entity's start to its end is free, and holds one.
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
