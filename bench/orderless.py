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

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from bench.allen import ORDERS, READINGS, SIMULTANEOUS, Edge, Pairs, stated
from bench.pointgraph import PointGraph, Tie


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


def on_circles(ties: Mapping[int, Tie], closing: Iterable[Tie], size: int) -> tuple[list[int], list[int]]:
    """Which ties are on a circle, and which are not: the bridges (Tarjan 1974). Both by their keys.

    ``ties`` make up a forest, its nodes numbers below ``size``; one from a node to itself is a circle. ``closing``
    close a circle each. What leads over a bridge comes back over it, so that no link across it can follow from
    others, nor does any other link state one of its orders.
    """
    crossing = [0] * size  # by node: the closing ones, one bit each, that leave what was cut off together with it
    bit = 1
    for x, y in closing:
        crossing[x] ^= bit
        crossing[y] ^= bit
        bit <<= 1
    left = [0] * size  # by node: how many ties are left
    which = [0] * size  # by node: their keys, all in one by exclusive or
    circles: list[int] = []
    bridges: list[int] = []
    for key, (x, y) in ties.items():
        if x == y:
            circles.append(key)
        else:
            left[x] += 1
            left[y] += 1
            which[x] ^= key
            which[y] ^= key
    leaves = [node for node, count in enumerate(left) if count == 1]
    for leaf in leaves:  # which grows on the way
        if not left[leaf]:
            continue
        key = which[leaf]
        x, y = ties[key]
        node = y if x == leaf else x
        if crossing[leaf]:
            circles.append(key)
            crossing[node] ^= crossing[leaf]
        else:
            bridges.append(key)
        which[node] ^= key
        left[node] -= 1
        if left[node] == 1:
            leaves.append(node)
    return circles, bridges


def reduced(links: Iterable[Link], preferred: Callable[[Link], bool]) -> list[Link]:
    """The links of a transitive reduction of consistent links, each given once.

    Each link is dropped in turn, the least wanted first, if what it says follows from those still there. The
    closure stays the same throughout, and so a link that can't be spared once can't be later. "Before" follows
    where a time lies between (a path through a later or an earlier time would be a circle), whatever else is
    dropped, or as long as another link states the same; "at the same time" does where others connect the points.
    """
    numbers: dict[Hashable, int] = {}
    orders = []
    equal: list[tuple[int, int]] = []
    for link in links:
        source, target, kind = link
        x = numbers.setdefault(source, 2 * len(numbers))
        y = numbers.setdefault(target, 2 * len(numbers))
        before, same = stated(kind, x, y)
        orders.append((link, before, same))
        equal += same
    times, circular = _times(equal, 2 * len(numbers))
    settled = _settled([(times[p], times[q]) for _, before, _ in orders for p, q in before], times)
    needs: list[_Need] = []
    stating: dict[tuple[int, int], int] = {}
    several = False
    for link, before, same in orders:
        adjacent = []
        for p, q in before:
            p, q = times[p], times[q]
            if not settled[q] >> p & 1:
                adjacent.append((p, q))
                if (p, q) in stating:
                    stating[p, q] += 1
                    several = True
                else:
                    stating[p, q] = 1
        if adjacent or same:
            needs.append((link, adjacent, same))
    dropped = _chosen(needs, stating, circular, preferred) if several or circular else ()
    return [link for link, _, _ in needs if link not in dropped]


_Need = tuple[Link, list[tuple[int, int]], Pairs]
"""A link with what it states that isn't settled by others whatever is dropped: times of which the first is before
the second, with none between; and points at the same time."""


def _times(same: Sequence[tuple[int, int]], size: int) -> tuple[list[int], bool]:
    """By point one point for all at the same time; and whether any of the equalities follows from others."""
    times = list(range(size))
    together: dict[int, list[int]] = {}
    circular = False
    for p, q in same:
        one, other = times[p], times[q]
        if one == other:
            circular = True
            continue
        moved = together.pop(other, None) or [other]
        for point in moved:
            times[point] = one
        if one in together:
            together[one] += moved
        else:
            together[one] = [one, *moved]
    return times, circular


def _settled(before: Iterable[tuple[int, int]], times: Sequence[int]) -> list[int]:
    """By time the earlier ones, as bits, that are before it without any link that says just this.

    There is a time between, or the two are the start and the end of an interval.
    """
    after: list[list[int]] = [[] for _ in times]
    waiting = [0] * len(times)
    found = [0] * len(times)
    earlier = [0] * len(times)
    for p, q in before:
        after[p].append(q)
        waiting[q] += 1
    for start in range(0, len(times), 2):
        p, q = times[start], times[start + 1]
        after[p].append(q)
        waiting[q] += 1
        found[q] |= 1 << p
    ready = [p for p, count in enumerate(waiting) if not count]
    for p in ready:  # which grows on the way
        known = earlier[p]
        gained = known | 1 << p
        for q in after[p]:
            found[q] |= known
            earlier[q] |= gained
            waiting[q] -= 1
            if not waiting[q]:
                ready.append(q)
    return found


def _chosen(
    needs: Sequence[_Need],
    stating: dict[tuple[int, int], int],
    circular: bool,
    preferred: Callable[[Link], bool],
) -> set[Link]:
    """What to drop of links that may follow from each other, the least wanted first.

    ``stating``: by two times with none between, how many links say so. ``circular``: whether there are equalities
    that follow from others; if not, no link with one can be spared.
    """
    near: dict[int, list[int]] = {}
    if circular:
        for _, _, same in needs:
            for p, q in same:
                near.setdefault(p, []).append(q)
                near.setdefault(q, []).append(p)

    def spared(need: _Need) -> bool:
        _, adjacent, same = need
        return all(stating[pair] > 1 for pair in adjacent) and _joined(same, near)

    undecided = [need for need in needs if (circular or not need[2]) and spared(need)]
    undecided.sort(key=lambda need: (repr(need[0].source), repr(need[0].target)), reverse=True)
    undecided.sort(key=lambda need: (preferred(need[0]), len(ORDERS[need[0].kind]), need[0].kind))
    dropped = set()
    for need in undecided:
        if spared(need):
            link, adjacent, same = need
            for pair in adjacent:
                stating[pair] -= 1
            for p, q in same:
                near[p].remove(q)
                near[q].remove(p)
            dropped.add(link)
    return dropped


def _joined(same: Pairs, near: Mapping[int, Sequence[int]]) -> bool:
    """Whether the points of each pair are at the same time by others than the one link that says so itself."""
    for p, q in same:
        # a step from one to the other is the link's own, unless there is a second one
        if near[p].count(q) < 2 and (len(near[p]) < 2 or len(near[q]) < 2 or not _connected(p, q, near)):
            return False
    return True


def _connected(p: int, q: int, near: Mapping[int, Sequence[int]]) -> bool:
    """Whether equalities lead from p to q, not counting one that says so at once."""
    seen = {p}
    stack = [point for point in near[p] if point != q]
    while stack:
        point = stack.pop()
        if point == q:
            return True
        if point not in seen:
            seen.add(point)
            stack += near[point]
    return False
