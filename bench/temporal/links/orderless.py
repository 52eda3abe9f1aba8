"""Contradictions of links by a definition that doesn't depend on the order of the links.

All links are taken together, contradictory ones too. A link is contradicted if all links together entail the
opposite of an order that it states: the opposite of "p before q" is that q is not after p, and the opposite of "p
at the same time as q" is that one is before the other. The contradicted links are those that state an order within
a strongly connected component of the point graph in which some point is before another; the other links are
consistent. A link that equates something with a point that contradicts itself is therefore contradicted too.
Redundant links are dropped from the consistent ones (`bench.temporal.links.reduction`).

A link and its inverse are one link.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from bench.temporal.links.graph import PointGraph
from bench.temporal.links.relations import READINGS, SIMULTANEOUS, Edge, stated


class CanonicalLink(NamedTuple):
    """A link whose relation is one of `bench.temporal.links.relations.CANONICAL_RELATIONS`."""

    source: Hashable
    target: Hashable
    kind: int


def canonical_link(edge: Edge) -> CanonicalLink | None:
    """Returns a link in its canonical form; None if its relation orders no end points."""
    source, target, relation = edge
    reading = READINGS.get(relation)
    if reading is None:
        return None
    kind, backwards = reading
    if repr(target) < repr(source) if kind == SIMULTANEOUS else backwards:
        return CanonicalLink(target, source, kind)
    return CanonicalLink(source, target, kind)


def contradicted(
    links: Sequence[CanonicalLink], graph: PointGraph, refused: Iterable[CanonicalLink]
) -> set[CanonicalLink]:
    """Returns the links that are contradicted by all links together.

    All links were inserted into ``graph``, which refused those in ``refused``. Every circle that holds a "before"
    goes through a refused link.
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
    within: list[tuple[CanonicalLink, int]] = []
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
    """Returns the strongly connected component of each point reached from those of ``drawn`` (Tarjan 1972).

    The edges are those of ``drawn`` and of ``after``. A component is named by one of its points.
    """
    reached: dict[
        int, int
    ] = {}  # for each point its number in the order of visits, or `done` once its component is known
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
