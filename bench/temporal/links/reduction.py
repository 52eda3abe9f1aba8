"""The transitive reduction of links: the links left when redundant ones are dropped, whatever the order of links.

The remaining links have the same closure as all links, and none of them follows from the others. Where no two
points are at the same time there is only one such set (Aho, Garey and Ullman 1972). If points are at the same
time, links can follow from each other, and one of them has to stay: the one that the caller prefers (for awareness
a link that the other side entails, so that the choice lowers nobody's score), then the one that states more
orders, then by its relation and names. If all relations are BEFORE, INCLUDES, SIMULTANEOUS or their inverses, the
names never change how many links stay, nor how many of these are preferred. Where IBEFORE, BEGINS or ENDS tie
single ends of several simultaneous entities, the names can change it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from bench.temporal.links.graph import Tie
from bench.temporal.links.orderless import CanonicalLink
from bench.temporal.links.relations import ORDERS, Pairs, stated


def on_circles(ties: Sequence[Tie], closing: Iterable[Tie], size: int) -> tuple[list[int], list[int]]:
    """Returns the indices of the ties that are on a circle, and of those that aren't: the bridges (Tarjan 1974).

    ``ties`` make up a forest whose nodes are numbers below ``size``; a tie from a node to itself is a circle. Each
    of ``closing`` closes a circle. A path that leads over a bridge has to come back over it, so that no link
    across a bridge follows from others, and no other link states one of its orders.
    """
    crossing = [0] * size  # for each node: the closing links, one bit each, that leave the part cut off with it
    bit = 1
    for x, y in closing:
        crossing[x] ^= bit
        crossing[y] ^= bit
        bit <<= 1
    left = [0] * size  # for each node: the number of ties left
    which = [0] * size  # for each node: the indices of these, combined by exclusive or
    circles: list[int] = []
    bridges: list[int] = []
    for place, (x, y) in enumerate(ties):
        if x == y:
            circles.append(place)
        else:
            left[x] += 1
            left[y] += 1
            which[x] ^= place
            which[y] ^= place
    leaves = [node for node, count in enumerate(left) if count == 1]
    for leaf in leaves:  # the list grows during the loop
        if not left[leaf]:
            continue
        place = which[leaf]
        x, y = ties[place]
        node = y if x == leaf else x
        if crossing[leaf]:
            circles.append(place)
            crossing[node] ^= crossing[leaf]
        else:
            bridges.append(place)
        which[node] ^= place
        left[node] -= 1
        if left[node] == 1:
            leaves.append(node)
    return circles, bridges


def reduced(links: Iterable[CanonicalLink], preferred: Callable[[CanonicalLink], bool]) -> list[CanonicalLink]:
    """Returns the links of a transitive reduction of consistent links.

    The links are visited from the least to the most preferred, and a link is dropped if it follows from those that
    are left. The closure stays the same throughout, so a link that can't be dropped once can't be dropped later.
    "p before q" follows if a time lies between the two, whatever else is dropped, or as long as another link
    states it. "p at the same time as q" follows as long as other links connect the two points.
    """
    numbers: dict[Hashable, int] = {}
    orders = []
    equal: list[tuple[int, int]] = []
    for link in dict.fromkeys(links):
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
    several: set[tuple[int, int]] = set()
    for link, before, same in orders:
        adjacent = []
        for p, q in before:
            p, q = times[p], times[q]
            if not settled[q] >> p & 1:
                pair = p, q
                adjacent.append(pair)
                if pair in stating:
                    stating[pair] += 1
                    several.add(pair)
                else:
                    stating[pair] = 1
        if adjacent or same:
            needs.append((link, adjacent, same))
    undecided = [need for need in needs if (circular or not need[2]) and several.issuperset(need[1])]
    dropped = _chosen(undecided, [same for _, _, same in needs], stating, preferred) if undecided else ()
    return [link for link, _, _ in needs if link not in dropped]


_Need = tuple[CanonicalLink, list[tuple[int, int]], Pairs]
"""A link with those of its orders that hold only because some link states them: pairs of times of which the
first is before the second with none between, and pairs of points at the same time."""


def _times(same: Sequence[tuple[int, int]], size: int) -> tuple[list[int], bool]:
    """Returns for each point one point that stands for its time, and whether an equality follows from others."""
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
    """Returns for each time a bit set of the earlier times that are before it even if no link states so.

    There is a time between the two, or they are the start and the end of one interval.
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
    for p in ready:  # the list grows during the loop
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
    undecided: list[_Need],
    equalities: Iterable[Pairs],
    stating: dict[tuple[int, int], int],
    preferred: Callable[[CanonicalLink], bool],
) -> set[CanonicalLink]:
    """Returns the links to drop among those that may follow from each other, the least preferred first.

    ``equalities`` are the points that all links, these and others, state to be at the same time. ``stating`` gives
    for two times with none between the number of links that state that the first is before the second.
    """
    near: dict[int, list[int]] = {}
    for same in equalities:
        for p, q in same:
            near.setdefault(p, []).append(q)
            near.setdefault(q, []).append(p)
    spare = [need for need in undecided if _joined(need[2], near)]
    if len(spare) > 1:
        spare.sort(key=lambda need: (repr(need[0].source), repr(need[0].target)), reverse=True)
        spare.sort(key=lambda need: (preferred(need[0]), len(ORDERS[need[0].kind]), need[0].kind))
    dropped = set()
    for link, adjacent, same in spare:
        if all(stating[pair] > 1 for pair in adjacent) and _joined(same, near):
            for pair in adjacent:
                stating[pair] -= 1
            for p, q in same:
                near[p].remove(q)
                near[q].remove(p)
            dropped.add(link)
    return dropped


def _joined(same: Pairs, near: Mapping[int, Sequence[int]]) -> bool:
    """Returns whether the points of each pair are at the same time even without the link that states it."""
    for p, q in same:
        # the direct step from p to q is the link's own, unless there is a second one
        if near[p].count(q) < 2 and (len(near[p]) < 2 or len(near[q]) < 2 or not _connected(p, q, near)):
            return False
    return True


def _connected(p: int, q: int, near: Mapping[int, Sequence[int]]) -> bool:
    """Returns whether equalities lead from p to q by way of other points."""
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
