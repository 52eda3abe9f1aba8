"""The closure of a graph of points: for each point a bit set of all points that a path leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bench.temporal.links.relations import BEFORE, INCLUDES, Pairs, stated

ENTAILED: Final = 0
ADDED: Final = 1
REFUSED: Final = 2
"""The result for a link, or for one of the orders that it states: it follows from the graph, it was added, or it
contradicts the graph. A link that states several orders has the greatest of their results."""


class Reachability:
    """The closure of a graph whose only circles are between points at the same time."""

    __slots__ = ("_after", "_before", "bits")

    def __init__(
        self, after: list[list[int]], labels: Mapping[int, int], together: Mapping[int, list[int]]
    ) -> None:
        """Computes the closure of a graph.

        ``after`` holds for each point the points that its edges lead to; new edges are added to it. Points at the
        same time share one label in ``labels``; ``together`` gives the points of a label.
        """
        self._after = after
        before: list[list[int]] = [[] for _ in after]
        waiting = [0] * len(after)  # for each label: the number of edges to other times not yet followed
        for p, points in enumerate(after):
            label = labels.get(p, p)
            for q in points:
                before[q].append(p)
                waiting[label] += labels.get(q, q) != label
        self._before = before
        self.bits = [0] * len(after)
        """For each point a bit set of the points reached from it, including itself and those at its time."""
        ready = [p for p, edges in enumerate(waiting) if not edges and labels.get(p, p) == p]
        while ready:
            label = ready.pop()
            members = together.get(label, [label])
            self._follow(members, after)
            for p in members:
                for earlier in before[p]:
                    other = labels.get(earlier, earlier)
                    if other != label:
                        waiting[other] -= 1
                        if not waiting[other]:
                            ready.append(other)

    def _follow(self, members: Sequence[int], after: Sequence[Sequence[int]]) -> None:
        """Computes the bit set of points at the same time, after the bit sets of all later points are known."""
        reached = 0
        for p in members:
            reached |= 1 << p
            for q in after[p]:
                reached |= self.bits[q]
        for p in members:
            self.bits[p] = reached

    def add(self, start: int) -> None:
        """Adds an interval as two new points: its start, whose number is ``start``, and its end, the next one."""
        self.bits += (0b11 << start, 0b10 << start)
        self._before += ([], [start])

    def entails(self, x: int, y: int, kind: int) -> bool:
        """Returns whether a link between the intervals that start at x and y follows from the graph.

        The intervals must differ.
        """
        bits = self.bits
        if kind == BEFORE:
            return bits[x + 1] >> y & 1 == 1 and not bits[y] >> x + 1 & 1
        if kind == INCLUDES:
            there = bits[x] >> y & bits[y + 1] >> x + 1 & 1
            return there == 1 and not (bits[y] >> x | bits[x + 1] >> y + 1) & 1
        return self._judge(*stated(kind, x, y)) == ENTAILED

    def insert(self, x: int, y: int, kind: int) -> int:
        """Adds a link between the intervals that start at x and y, unless it follows or contradicts the graph.

        Returns ENTAILED, ADDED or REFUSED.
        """
        bits = self.bits
        if kind == BEFORE:
            x += 1
            if bits[y] >> x & 1:
                return REFUSED
            if bits[x] >> y & 1:
                return ENTAILED
            self.draw(x, y)
            return ADDED
        if kind == INCLUDES:
            if (bits[y] >> x | bits[x + 1] >> y + 1) & 1:
                return REFUSED
            ends = bits[y + 1] >> x + 1 & 1
            if not bits[x] >> y & 1:
                self.draw(x, y)
            elif ends:
                return ENTAILED
            if not ends:
                self.draw(y + 1, x + 1)
            return ADDED
        before, same = stated(kind, x, y)
        verdict = self._judge(before, same)
        if verdict == ADDED:
            self.state(before, same)
        return verdict

    def _judge(self, before: Pairs, same: Pairs) -> int:
        """Returns ENTAILED, ADDED or REFUSED for the orders of one link; adds none."""
        bits = self.bits
        verdict = ENTAILED
        for p, q in before:
            if bits[q] >> p & 1:
                return REFUSED
            if not bits[p] >> q & 1:
                verdict = ADDED
        for p, q in same:
            there, back = bits[p] >> q & 1, bits[q] >> p & 1
            if there != back:
                return REFUSED
            if not there:
                verdict = ADDED
        return verdict

    def state(self, before: Pairs, same: Pairs) -> None:
        """Adds the edges for orders that don't contradict the graph."""
        for p, q in same:
            self.draw(p, q)
            self.draw(q, p)
        for p, q in before:
            self.draw(p, q)

    def draw(self, p: int, q: int) -> None:
        """Adds an edge from p to q, unless q is already reached from p."""
        bits, before, bit = self.bits, self._before, 1 << q
        if bits[p] & bit:
            return
        self._after[p].append(q)
        before[q].append(p)
        gained = bits[q]
        bits[p] |= gained
        changed = [p]
        for later in changed:  # the list grows during the loop
            for point in before[later]:
                # a point that already reaches q also reaches all that q reaches
                if not bits[point] & bit:
                    bits[point] |= gained
                    changed.append(point)
