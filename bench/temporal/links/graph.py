"""The end points of events and times, ordered by links: consistent at all times, and closed when asked.

TimeML's relations state of two points that one is before the other or that both are at the same time
(`bench.temporal.links.relations`), and a start is before its end. From such statements "before" follows exactly
where a path of them holds one "before", and "at the same time" exactly where a path of "at the same time" alone
connects the two (the point algebra of Vilain and Kautz 1986, restricted to < and =). Reachability is thus a sound
and complete closure, and statements are consistent exactly where no such circle holds a "before".

Most links need no search: one that joins two parts that nothing connects can contradict nothing and follows from
nothing. The others are searched for, point by point. Points carry ranks that never fall along the graph, so that a
search ends at once where the goal ranks lower, and goes nowhere above it. When searches have visited more points
than it would cost, all reachability is computed at once, one bit set a point, and kept up from then on.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Final, NamedTuple

from bench.temporal.links.closure import ADDED, ENTAILED, REFUSED, Reachability
from bench.temporal.links.relations import BEFORE, INCLUDES, READINGS, SIMULTANEOUS, Edge, stated

WIDTH: Final = 3**9
"""How far apart ranks are at first: room for nine inclusions within each other. It only matters for speed."""

PATIENCE: Final = 2
"""How many times as many points as there are searches may visit before all reachability is computed."""


Tie = tuple[int, int]
"""The starts of two intervals that a link ties together."""


class Inserted(NamedTuple):
    """What became of links. The others follow from those before them."""

    ties: dict[Edge, Tie]
    """Those that joined two parts that nothing connected; they make up a forest."""
    added: list[Edge]
    """Those that were added between what was connected already."""
    refused: list[int]
    """The places of those that contradict the links before them."""
    orderless: int
    """How many have a relation that orders nothing."""


class PointGraph:
    """Grows link by link; a link that contradicts it is refused.

    ``patience`` (see `PATIENCE`) changes the time that things take and nothing else.
    """

    __slots__ = (
        "_label",
        "_labelled",
        "_part",
        "_patience",
        "_rank",
        "_reach",
        "_root",
        "_visited",
        "after",
        "start",
    )

    def __init__(self, patience: int = PATIENCE) -> None:
        self.start: dict[Hashable, int] = {}
        """The start of each entity's interval; entities soon found simultaneous share one."""
        self._part: list[int] = []  # by point: a connected part; points of one part may name different ones
        self._root: list[int] = []  # by part: the part that it was joined to, itself where it was not
        self.after: list[list[int]] = []
        """By point, points stated after it or at the same time, from which what is after it can be reached."""
        self._rank: list[int] = []  # by point: no point in `after` ranks lower; not kept up once there is _reach
        self._label: dict[int, int] = {}  # by point that is at the same time as another: one point for all of them
        self._labelled: dict[int, list[int]] = {}
        self._patience = patience
        self._visited = 0
        self._reach: Reachability | None = None

    def insert(self, edges: Iterable[Edge]) -> Inserted:
        """Add links in their order."""
        starts, part, read = self.start, self._part, READINGS.get
        ties: dict[Edge, Tie] = {}
        added: list[Edge] = []
        refused: list[int] = []
        orderless = 0
        for place, edge in enumerate(edges):
            source, target, relation = edge
            reading = read(relation)
            if reading is None:
                orderless += 1
                continue
            kind, turned = reading
            if turned:
                source, target = target, source
            x, y = starts.get(source), starts.get(target)
            if x is None or y is None:
                if source != target:
                    ties[edge] = self._enter(source, target, x, y, kind)
                    continue
                x = y = self._begin(source)
            elif part[x] != part[y] and self._join(x, y):
                self._state(x, y, kind)
                ties[edge] = x, y
                continue
            # the most frequent kind goes the shortest way; before itself it is refused there, too
            verdict = self._judge_before(x + 1, y) if kind == BEFORE else self._judge(x, y, kind)
            if verdict == ADDED:
                self._state(x, y, kind)
                added.append(edge)
            elif verdict == REFUSED:
                refused.append(place)
        return Inserted(ties, added, refused, orderless)

    def entails(self, source: Hashable, target: Hashable, kind: int) -> bool:
        """Whether a link follows. Entities that the graph doesn't know are only simultaneous with themselves."""
        x, y = self.start.get(source), self.start.get(target)
        if x is None or y is None:
            return kind == SIMULTANEOUS and source == target
        if x == y:
            return kind == SIMULTANEOUS
        if self._part[x] != self._part[y] and self._find(self._part[x]) != self._find(self._part[y]):
            return False
        if self._reach is not None:
            return self._reach.judge(x, y, kind) == ENTAILED
        if kind == BEFORE:
            return self._reaches(x + 1, y) and not self._same(x + 1, y)
        before, same = stated(kind, x, y)
        for p, q in before:
            if not self._reaches(p, q) or self._same(p, q):
                return False
        return all(self._same(p, q) for p, q in same)

    def _judge(self, x: int, y: int, kind: int) -> int:
        """What is to become of a link between two intervals of one part."""
        if x == y:
            return ENTAILED if kind == SIMULTANEOUS else REFUSED
        if self._reach is not None:
            return self._reach.judge(x, y, kind)
        if kind == INCLUDES:
            verdict = self._judge_before(x, y)
            return verdict if verdict == REFUSED else max(verdict, self._judge_before(y + 1, x + 1))
        before, same = stated(kind, x, y)
        verdicts = [self._judge_before(p, q) for p, q in before]
        return max(verdicts + [self._judge_same(p, q) for p, q in same])

    def _judge_before(self, p: int, q: int) -> int:
        if self._reach is not None:
            bits = self._reach.bits
            if bits[q] >> p & 1:
                return REFUSED
            return ENTAILED if bits[p] >> q & 1 else ADDED
        rank = self._rank
        if rank[p] <= rank[q] and self._reaches(p, q):
            return REFUSED if self._same(p, q) else ENTAILED
        return REFUSED if rank[q] <= rank[p] and self._reaches(q, p) else ADDED

    def _judge_same(self, p: int, q: int) -> int:
        if self._same(p, q):
            return ENTAILED
        return REFUSED if self._reaches(p, q) or self._reaches(q, p) else ADDED

    def _same(self, p: int, q: int) -> bool:
        label = self._label
        return p == q or (p in label and label[p] == label.get(q))

    def _reaches(self, p: int, q: int) -> bool:
        """Whether q is at the same time as p, another point, or after it."""
        if self._reach is not None:
            return self._reach.bits[p] >> q & 1 == 1
        rank = self._rank
        last = rank[q]
        if rank[p] > last:
            return False
        after = self.after
        seen = {p}
        stack = [p]
        found = True
        while stack:
            points = after[stack.pop()]
            if q in points:
                break
            for point in points:
                if rank[point] <= last and point not in seen:
                    seen.add(point)
                    stack.append(point)
        else:
            found = False
        self._visited += len(seen)
        if self._visited > self._patience * len(after):
            self._reach = Reachability(after, self._label, self._labelled)
        return found

    def _raise(self, point: int, least: int) -> None:
        """Give a point, and whatever is after it, at least a rank."""
        rank = self._rank
        stack = [point]
        rank[point] = least
        while stack:
            for point in self.after[stack.pop()]:
                if rank[point] < least:
                    rank[point] = least
                    stack.append(point)

    def _enter(self, source: Hashable, target: Hashable, x: int | None, y: int | None, kind: int) -> Tie:
        """Add a link of which at least one end is new; returns the starts of both."""
        if x is None and y is None:
            x = self._begin(source)
        known, new = (y, source) if x is None else (x, target)
        assert known is not None
        if kind == SIMULTANEOUS:
            self.start[new] = known
            return known, known
        after, rank = self.after, self._rank
        start = self.start[new] = len(after)
        part = self._part[known]
        self._part += (part, part)
        after += ([start + 1], [])
        if x is None:
            x, y = start, known
            last = rank[y] - WIDTH
            rank += (last - WIDTH, last) if kind == BEFORE else (last, rank[y + 1] + WIDTH)
        else:
            y = start
            first, last = rank[x], rank[x + 1]
            third = (last - first) // 3
            rank += (last + WIDTH, last + 2 * WIDTH) if kind == BEFORE else (first + third, last - third)
        if self._reach is not None or kind > INCLUDES:
            if self._reach is not None:
                self._reach.add(start)
            self._state(x, y, kind)
        elif kind == BEFORE:  # the ranks are as they should be
            after[x + 1].append(y)
        else:
            after[x].append(y)
            after[y + 1].append(x + 1)
        return x, y

    def _begin(self, entity: Hashable) -> int:
        """Add an entity that nothing is stated of yet; returns its start."""
        part = len(self._root)
        start = self.start[entity] = len(self.after)
        self._root.append(part)
        self._part += (part, part)
        self._rank += (0, WIDTH)
        self.after += ([start + 1], [])
        if self._reach is not None:
            self._reach.add(start)
        return start

    def _find(self, part: int) -> int:
        root = self._root
        while root[part] != part:
            root[part] = part = root[root[part]]
        return part

    def _join(self, x: int, y: int) -> bool:
        """Join the parts of two intervals; false if they are the same already."""
        a, b = self._find(self._part[x]), self._find(self._part[y])
        self._part[x] = self._part[y] = self._root[b] = a
        return a != b

    def _state(self, x: int, y: int, kind: int) -> None:
        """Draw the orders that a link states."""
        if kind == BEFORE:
            self._draw(x + 1, y)
        elif kind == INCLUDES:
            self._draw(x, y)
            self._draw(y + 1, x + 1)
        else:
            before, same = stated(kind, x, y)
            for p, q in same:
                self._draw(p, q)
                self._draw(q, p)
                self._relabel(p, q)
            for p, q in before:
                self._draw(p, q)

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

    def _draw(self, p: int, q: int) -> None:
        """Draw an edge from p to q."""
        if self._reach is None:
            self.after[p].append(q)
            if self._rank[p] > self._rank[q]:
                self._raise(q, self._rank[p])
        elif self._reach.draw(p, q):
            self.after[p].append(q)
