"""Contradictions and redundancy of links by definitions that don't depend on the order of the links.

**Contradicted.** Take all links together, the contradicting ones too. A link is contradicted if they entail the
opposite of an order that it states: of "p before q", that q is not after p; of "p at the same time as q", that
one is before the other. These are the links that state an order within a strongly connected component of the
point graph in which some point is before another; what is left is consistent. An equality with a point that
contradicts itself is thus contradicted too.

**Redundant.** Of the others, what remains is a transitive reduction: a set with the same closure none of whose
links follows from the rest. Where no two points are at the same time there is only one (Aho, Garey and Ullman
1972). Where some are, links may follow from each other and one of them has to stay; then the links to stay are
those preferred by the caller (awareness: those that the other side entails, so that no choice is held against
anybody), among them the ones that state more, and last the smaller names. With BEFORE, INCLUDES, SIMULTANEOUS
and their inverses alone, names never change how many stay, nor how many of them are preferred; where IBEFORE,
BEGINS or ENDS tie single ends of several simultaneous entities, they can. A link and its inverse are one link.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from itertools import compress
from typing import NamedTuple

from bench.allen import ORDERS, READINGS, SIMULTANEOUS, Edge, stated
from bench.pointgraph import PointGraph


class Link(NamedTuple):
    """A link turned so that its relation is one of `bench.allen.KINDS`."""

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


def contradicted(links: Sequence[Link]) -> set[Link]:
    """The links that state an order which all links together contradict."""
    numbers: dict[Hashable, int] = {}
    for link in links:
        numbers.setdefault(link.source, len(numbers))
        numbers.setdefault(link.target, len(numbers))
    after: list[list[int]] = [[] for _ in range(2 * len(numbers))]
    before_pairs = [(start, start + 1) for start in range(0, len(after), 2)]
    orders = []
    for link in links:
        before, same = stated(link.kind, 2 * numbers[link.source], 2 * numbers[link.target])
        orders.append((*before, *same))
        before_pairs += before
        for p, q in same:
            after[q].append(p)
        for p, q in orders[-1]:
            after[p].append(q)
    for start in range(0, len(after), 2):
        after[start].append(start + 1)
    component = _components(after)
    circular = {component[p] for p, q in before_pairs if component[p] == component[q]}
    return {
        link
        for link, pairs in zip(links, orders, strict=True)
        if any(component[p] == component[q] and component[p] in circular for p, q in pairs)
    }


def _components(after: Sequence[Sequence[int]]) -> list[int]:
    """By point, the number of its strongly connected component (Kosaraju's two passes, as Sharir 1981)."""
    finished: list[int] = []
    seen = [False] * len(after)
    for root in range(len(after)):
        if seen[root]:
            continue
        seen[root] = True
        stack = [(root, iter(after[root]))]
        while stack:
            point, rest = stack[-1]
            for q in rest:
                if not seen[q]:
                    seen[q] = True
                    stack.append((q, iter(after[q])))
                    break
            else:
                finished.append(point)
                stack.pop()
    before: list[list[int]] = [[] for _ in after]
    for p, points in enumerate(after):
        for q in points:
            before[q].append(p)
    component = [-1] * len(after)
    for root in reversed(finished):
        pending = [root] if component[root] < 0 else []
        while pending:
            point = pending.pop()
            component[point] = root
            pending += [q for q in before[point] if component[q] < 0]
    return component


def reduced(links: Collection[Link], graph: PointGraph, preferred: Callable[[Link], bool]) -> list[Link]:
    """The links of a transitive reduction; ``graph`` holds exactly the given links, which are consistent.

    Each link is dropped in turn, the least wanted first, if what it says follows from those still there. The
    closure stays the same throughout, and so a link that can't be spared once can't be later.
    """
    kept = dict.fromkeys(links)
    circles = on_circles(kept)
    if not circles:
        return list(kept)
    rest = _Rest(circles, graph)
    spare = sorted(filter(rest.spares, circles), key=repr, reverse=True)
    for link in sorted(spare, key=lambda link: (preferred(link), len(ORDERS[link.kind]), link.kind)):
        if rest.spares(link):
            rest.drop(link)
            del kept[link]
    return list(kept)


def on_circles(links: Iterable[Link]) -> list[Link]:
    """The links without which their two entities would still be connected, whatever the relations.

    No other can follow from the rest, which says nothing of its two entities; nor does the rest state any of the
    same orders. What is left out are the bridges of the graph (Tarjan 1974).
    """
    numbers: dict[Hashable, int] = {}
    near: list[list[tuple[int, int]]] = []
    listed = list(links)
    for index, (source, target, _) in enumerate(listed):
        x = numbers.setdefault(source, len(numbers))
        y = numbers.setdefault(target, len(numbers))
        near += [[] for _ in range(len(numbers) - len(near))]
        near[x].append((y, index))
        near[y].append((x, index))
    reached = [0] * len(near)  # by entity: when it was come to, from 1
    low = [0] * len(near)  # by entity: the earliest that it, or what was come to from it, is next to
    circular = [True] * len(listed)
    clock = 0
    for root in range(len(near)):
        if reached[root]:
            continue
        clock += 1
        reached[root] = low[root] = clock
        path = [(root, -1, iter(near[root]))]
        while path:
            entity, came_by, rest = path[-1]
            for other, index in rest:
                if index == came_by:
                    continue
                if reached[other]:
                    low[entity] = min(low[entity], reached[other])
                else:
                    clock += 1
                    reached[other] = low[other] = clock
                    path.append((other, index, iter(near[other])))
                    break
            else:
                path.pop()
                if path:
                    before = path[-1][0]
                    low[before] = min(low[before], low[entity])
                    circular[came_by] = low[entity] <= reached[before]
    return list(compress(listed, circular))


Point = tuple[Hashable, int]
"""An entity's start or end."""


class _Rest:
    """The orders that links state, and how many links state each; a start is before its end without any."""

    def __init__(self, links: Sequence[Link], graph: PointGraph) -> None:
        self._graph = graph
        starts = {graph.start[entity] for link in links for entity in (link.source, link.target)}
        self._before = Counter((graph.time(start), graph.time(start + 1)) for start in starts)
        self._same: defaultdict[Point, Counter[Point]] = defaultdict(Counter)
        for link in links:
            self._before.update(self._times(link))
            self._join(link, 1)

    def spares(self, link: Link) -> bool:
        """Whether a link follows from the others.

        "Before" does where a time lies between or something else states the same (a path through a later or an
        earlier time would be a circle); "at the same time" does where others connect the two points.
        """
        if not all(self._before[pair] > 1 or self._graph.between(*pair) for pair in self._times(link)):
            return False
        self._join(link, -1)
        connected = all(self._connected(p, q) for p, q in _equal(link))
        self._join(link, 1)
        return connected

    def drop(self, link: Link) -> None:
        """Take a link away."""
        self._before.subtract(self._times(link))
        self._join(link, -1)

    def _times(self, link: Link) -> list[tuple[int, int]]:
        graph = self._graph
        pairs, _ = stated(link.kind, graph.start[link.source], graph.start[link.target])
        return [(graph.time(p), graph.time(q)) for p, q in pairs]

    def _join(self, link: Link, times: int) -> None:
        for p, q in _equal(link):
            self._same[p][q] += times
            self._same[q][p] += times

    def _connected(self, p: Point, q: Point) -> bool:
        seen = {p}
        stack = [p]
        while stack:
            for point, times in self._same[stack.pop()].items():
                if times and point not in seen:
                    if point == q:
                        return True
                    seen.add(point)
                    stack.append(point)
        return False


def _equal(link: Link) -> list[tuple[Point, Point]]:
    """The points that a link states to be at the same time."""
    ends = (link.source, link.target)
    return [((ends[a], i), (ends[b], j)) for (a, i), (b, j), strict in ORDERS[link.kind] if not strict]
