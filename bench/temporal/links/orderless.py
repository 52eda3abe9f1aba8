"""Contradictions of links by a definition that doesn't depend on the order of the links.

Take all links together, the contradicting ones too. A link is contradicted if they entail the opposite of an order
that it states: of "p before q", that q is not after p; of "p at the same time as q", that one is before the other.
These are the links that state an order within a strongly connected component of the point graph in which some
point is before another; what is left is consistent. An equality with a point that contradicts itself is thus
contradicted too. Of the others, those are dropped that are redundant (`bench.temporal.links.reduction`).

A link and its inverse are one link.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from bench.temporal.links.graph import PointGraph
from bench.temporal.links.relations import READINGS, SIMULTANEOUS, Edge, stated


class Link(NamedTuple):
    """A link turned so that its relation is one of `bench.temporal.links.relations.KINDS`."""

    source: Hashable
    target: Hashable
    kind: int


def turned(edge: Edge) -> Link | None:
    """A link as the orderless rule reads it; None where its relation orders no end points."""
    source, target, relation = edge
    reading = READINGS.get(relation)
    if reading is None:
        return None
    kind, backwards = reading
    if repr(target) < repr(source) if kind == SIMULTANEOUS else backwards:
        return Link(target, source, kind)
    return Link(source, target, kind)


def contradicted(links: Sequence[Link], graph: PointGraph, refused: Iterable[Link]) -> set[Link]:
    """The links that state an order which all links together contradict.

    ``graph`` was given all of them and refused some. Whatever circle holds a "before" goes through one of those.
    """
    starts = graph.start
    drawn: dict[int, list[int]] = {}
    for source, target, kind in refused:
        before, same = stated(kind, starts[source], starts[target])
        for p, q in before:
            drawn.setdefault(p, []).append(q)
        for p, q in same:
            drawn.setdefault(p, []).append(q)
            drawn.setdefault(q, []).append(p)
    component = _components(drawn, graph.after)
    circular = {number for p, number in component.items() if not p & 1 and component.get(p + 1) == number}
    within: list[tuple[Link, int]] = []
    for link in links:
        source, target, kind = link
        x, y = starts[source], starts[target]
        if (x in component or x + 1 in component) and (y in component or y + 1 in component):
            before, same = stated(kind, x, y)
            for p, q in before:
                if p in component and component[p] == component.get(q):
                    circular.add(component[p])
                    within.append((link, component[p]))
            for p, q in same:
                if p in component and component[p] == component.get(q):
                    within.append((link, component[p]))
    return {link for link, number in within if number in circular}


def _components(drawn: Mapping[int, Sequence[int]], after: Sequence[Sequence[int]]) -> dict[int, int]:
    """By point, its strongly connected component, for all points after those that are ``drawn`` (Tarjan 1972).

    The edges are those of both. A component is named by one of its points.
    """
    reached: dict[int, int] = {}  # by point: when it was come to; the greatest number once its component is known
    component: dict[int, int] = {}
    done = len(after)
    waiting: list[int] = []
    for root in drawn:
        if root in reached:
            continue
        reached[root] = len(reached)
        waiting.append(root)
        path = [(root, reached[root], [*after[root], *drawn[root]])]
        while path:
            point, low, rest = path[-1]
            while rest:
                other = rest.pop()
                if other not in reached:
                    reached[other] = len(reached)
                    waiting.append(other)
                    path[-1] = point, low, rest
                    path.append((other, reached[other], [*after[other], *drawn.get(other, ())]))
                    break
                low = min(low, reached[other])
            else:
                path.pop()
                if low == reached[point]:
                    member = -1
                    while member != point:
                        member = waiting.pop()
                        component[member] = point
                        reached[member] = done
                elif path:
                    before = path[-1]
                    path[-1] = before[0], min(before[1], low), before[2]
    return component
