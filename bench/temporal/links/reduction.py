"""The redundancy of links by a definition that doesn't depend on their order: a transitive reduction.

What remains is a set with the same closure none of whose links follows from the rest. Where no two points are at
the same time there is only one (Aho, Garey and Ullman 1972). Where some are, links may follow from each other and
one of them has to stay; then the links to stay are those preferred by the caller (awareness: those that the other
side entails, so that no choice is held against anybody), among them the ones that state more, and last the smaller
names. With BEFORE, INCLUDES, SIMULTANEOUS and their inverses alone, names never change how many stay, nor how many
of them are preferred; where IBEFORE, BEGINS or ENDS tie single ends of several simultaneous entities, they can.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from bench.temporal.links.graph import Tie
from bench.temporal.links.orderless import Link
from bench.temporal.links.relations import ORDERS, Pairs, stated


def on_circles(ties: Sequence[Tie], closing: Iterable[Tie], size: int) -> tuple[list[int], list[int]]:
    """Which ties are on a circle, and which are not: the bridges (Tarjan 1974). Both by their places.

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
    which = [0] * size  # by node: their places, all in one by exclusive or
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
    for leaf in leaves:  # which grows on the way
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


def reduced(links: Iterable[Link], preferred: Callable[[Link], bool]) -> list[Link]:
    """The links of a transitive reduction of consistent links.

    Each link is dropped in turn, the least wanted first, if what it says follows from those still there. The
    closure stays the same throughout, and so a link that can't be spared once can't be later. "Before" follows
    where a time lies between (a path through a later or an earlier time would be a circle), whatever else is
    dropped, or as long as another link states the same; "at the same time" does where others connect the points.
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
    undecided: list[_Need],
    equalities: Iterable[Pairs],
    stating: dict[tuple[int, int], int],
    preferred: Callable[[Link], bool],
) -> set[Link]:
    """What to drop of links that may follow from each other, the least wanted first.

    ``equalities``: what all links, these and others, state to be at the same time. ``stating``: by two times with
    none between, how many links say that one is before the other.
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
