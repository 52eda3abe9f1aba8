"""The end points of events and times, ordered by links: consistent at all times, and closed when asked.

TimeML's relations state of two points that one is before the other or that both are at the same time
(`bench.allen`), and a start is before its end. From such statements "before" follows exactly where a path of
them holds one "before", and "at the same time" exactly where a path of "at the same time" alone connects the
two (the point algebra of Vilain and Kautz 1986, restricted to < and =). Reachability is thus a sound and complete
closure, and statements are consistent exactly where no such circle holds a "before".

Most links need no search: one that joins two parts that nothing connects can contradict nothing and follows from
nothing. The others are searched for, point by point; when that has taken long enough, all reachability is
computed at once, as one bit set a point, and kept up from then on.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from bench.allen import BEFORE, BEGINS, ENDS, IBEFORE, INCLUDES, SIMULTANEOUS

ADDED: Final = 0
ENTAILED: Final = 1
CONTRADICTED: Final = 2

PATIENCE: Final = 1000
"""Points that searches may visit before all reachability is computed."""

Pairs = tuple[tuple[int, int], ...]


def stated(kind: int, x: int, y: int) -> tuple[Pairs, Pairs]:
    """The points that a link of a kind orders: pairs of which the first is before, and pairs at the same time.

    Intervals are numbered; the start of interval n is point 2n, its end 2n + 1.
    """
    x, y = 2 * x, 2 * y
    if kind == BEFORE:
        return ((x + 1, y),), ()
    if kind == INCLUDES:
        return ((x, y), (y + 1, x + 1)), ()
    if kind == SIMULTANEOUS:
        return (), ((x, y), (x + 1, y + 1))
    if kind == IBEFORE:
        return (), ((x + 1, y),)
    if kind == BEGINS:
        return ((x + 1, y + 1),), ((x, y),)
    assert kind == ENDS
    return ((y, x),), ((x + 1, y + 1),)


class PointGraph:
    """Grows link by link; a link that contradicts it is refused."""

    __slots__ = (
        "_after",
        "_before",
        "_label",
        "_labelled",
        "_members",
        "_part",
        "_patience",
        "_reach",
        "interval",
    )

    def __init__(self, patience: int = PATIENCE) -> None:
        self.interval: dict[Hashable, int] = {}
        """The number of each entity's interval; entities found simultaneous early share one."""
        self._part: list[int] = []  # by interval: which connected part it is in
        self._members: list[list[int]] = []  # by part: its intervals
        self._after: list[list[int]] = []  # by point: points stated after it or at the same time
        self._label: dict[int, int] = {}  # by point that is at the same time as another: one point for all of them
        self._labelled: dict[int, list[int]] = {}
        self._patience = patience
        self._reach: list[int] | None = None  # by point: the points reached from it, itself among them, as bits
        self._before: list[list[int]] = []  # the reverse of _after, kept with _reach

    def insert(self, source: Hashable, target: Hashable, kind: int) -> int:
        """Add a link, unless it follows from those before it or contradicts them; says which of the three."""
        interval = self.interval
        x, y = interval.get(source), interval.get(target)
        if x is None:
            if y is None:
                if source == target:
                    return ENTAILED if kind == SIMULTANEOUS else CONTRADICTED
                y = self._new_part(target)
            if kind == SIMULTANEOUS:
                interval[source] = y
                return ADDED
            x = self._new(source, self._part[y])
        elif y is None:
            if kind == SIMULTANEOUS:
                interval[target] = x
                return ADDED
            y = self._new(target, self._part[x])
        elif self._part[x] != self._part[y]:
            self._join(self._part[x], self._part[y])
        else:
            verdict = self._judge(x, y, kind)
            if verdict != ADDED:
                return verdict
        self._state(x, y, kind)
        return ADDED

    def entails(self, source: Hashable, target: Hashable, kind: int) -> bool:
        """Whether a link follows. Entities that the graph doesn't know are only simultaneous with themselves."""
        x, y = self.interval.get(source), self.interval.get(target)
        if x is None or y is None:
            return kind == SIMULTANEOUS and source == target
        if x == y:
            return kind == SIMULTANEOUS
        if self._part[x] != self._part[y]:
            return False
        before, same = stated(kind, x, y)
        return all(self._same(p, q) for p, q in same) and all(
            self._reaches(p, q) and not self._same(p, q) for p, q in before
        )

    def time(self, point: int) -> int:
        """One point for all those at the same time."""
        return self._label.get(point, point)

    def between(self, p: int, q: int) -> bool:
        """Whether some time lies after p and before q."""
        times = (s for r in self._labelled.get(self.time(p), [p]) for s in self._after[r] if not self._same(r, s))
        return any(not self._same(s, q) and self._reaches(s, q) for s in times)

    def _judge(self, x: int, y: int, kind: int) -> int:
        """Whether a link between connected intervals follows, contradicts, or neither (ADDED)."""
        if x == y:
            return ENTAILED if kind == SIMULTANEOUS else CONTRADICTED
        before, same = stated(kind, x, y)
        verdict = ENTAILED
        for p, q in before:
            if self._reaches(p, q):
                if self._same(p, q):
                    return CONTRADICTED
            elif self._reaches(q, p):
                return CONTRADICTED
            else:
                verdict = ADDED
        for p, q in same:
            if not self._same(p, q):
                if self._reaches(p, q) or self._reaches(q, p):
                    return CONTRADICTED
                verdict = ADDED
        return verdict

    def _same(self, p: int, q: int) -> bool:
        return p == q or self._label.get(p, p) == self._label.get(q, q)

    def _reaches(self, p: int, q: int) -> bool:
        """Whether q is p, at the same time, or after it."""
        if self._reach is not None:
            return bool(self._reach[p] >> q & 1)
        after = self._after
        seen = {p}
        stack = [p]
        while stack:
            for point in after[stack.pop()]:
                if point not in seen:
                    if point == q:
                        self._spend(len(seen))
                        return True
                    seen.add(point)
                    stack.append(point)
        self._spend(len(seen))
        return False

    def _spend(self, visited: int) -> None:
        self._patience -= visited
        if self._patience < 0:
            self._close()

    def _new_part(self, entity: Hashable) -> int:
        part = len(self._members)
        self._members.append([])
        return self._new(entity, part)

    def _new(self, entity: Hashable, part: int) -> int:
        number = self.interval[entity] = len(self._part)
        self._part.append(part)
        self._members[part].append(number)
        end = 2 * number + 1
        self._after.append([end])
        self._after.append([])
        if self._reach is not None:
            self._before += [], [end - 1]
            self._reach += 0b11 << (end - 1), 1 << end
        return number

    def _join(self, a: int, b: int) -> None:
        members = self._members
        if len(members[a]) < len(members[b]):
            a, b = b, a
        for number in members[b]:
            self._part[number] = a
        members[a] += members[b]
        members[b] = []

    def _state(self, x: int, y: int, kind: int) -> None:
        before, same = stated(kind, x, y)
        for p, q in same:
            self._point(p, q)
            self._point(q, p)
            self._relabel(p, q)
        for p, q in before:
            self._point(p, q)

    def _relabel(self, p: int, q: int) -> None:
        p, q = self._label.get(p, p), self._label.get(q, q)
        if p == q:
            return
        one, other = self._labelled.pop(p, [p]), self._labelled.pop(q, [q])
        if len(one) < len(other):
            p, one, other = q, other, one
        one += other
        self._labelled[p] = one
        for point in other:
            self._label[point] = p
        self._label[p] = p

    def _point(self, p: int, q: int) -> None:
        """Draw an edge from p to q."""
        self._after[p].append(q)
        reach = self._reach
        if reach is None:
            return
        self._before[q].append(p)
        gained = reach[q]
        stack = [p]
        while stack:
            point = stack.pop()
            # what reaches q already reaches all that q does
            if not reach[point] >> q & 1:
                reach[point] |= gained
                stack += self._before[point]

    def _close(self) -> None:
        """Compute all reachability: later points first, points at the same time together."""
        after, labels = self._after, self._label
        before: list[list[int]] = [[] for _ in after]
        waiting = [0] * len(after)  # by one point for each time: edges to other times that were not yet followed
        for p, points in enumerate(after):
            time = labels.get(p, p)
            for q in points:
                before[q].append(p)
                waiting[time] += labels.get(q, q) != time
        reach = [0] * len(after)
        ready = [p for p, edges in enumerate(waiting) if not edges and labels.get(p, p) == p]
        while ready:
            time = ready.pop()
            together = self._labelled.get(time, [time])
            bits = 0
            for p in together:
                bits |= 1 << p
                for q in after[p]:
                    bits |= reach[q]
            for p in together:
                reach[p] = bits
                for earlier in before[p]:
                    label = labels.get(earlier, earlier)
                    if label != time:
                        waiting[label] -= 1
                        if not waiting[label]:
                            ready.append(label)
        self._reach, self._before = reach, before
