"""The graph of the end points of events and times that links order; it never holds a contradiction.

TimeML's relations state that one point is before another, or that both are at the same time
(`bench.temporal.links.relations`); a start is before its end. From such statements "before" follows exactly where
a path of them holds one "before", and "at the same time" follows exactly where a path of "at the same time" alone
connects two points (the point algebra of Vilain and Kautz 1986, restricted to < and =). Reachability is therefore
a sound and complete closure, and statements are consistent exactly where no circle holds a "before".

Most links need no search: a link between two parts that nothing connects can neither contradict anything nor
follow from anything. For the other links the graph is searched point by point. Each point has a rank, which never
falls along an edge: a search ends at once where the goal's rank is lower, and never enters points with a higher
rank. When searches have visited more points than the whole closure would cost, the closure is computed
(`bench.temporal.links.closure`) and updated from then on.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Final, NamedTuple

from bench.temporal.links.closure import ADDED, ENTAILED, REFUSED, Reachability
from bench.temporal.links.relations import BEFORE, INCLUDES, READINGS, SIMULTANEOUS, Edge, stated

WIDTH: Final = 3**9
"""The first distance between ranks, with room for nine nested inclusions. It only matters for speed."""

PATIENCE: Final = 2
"""The number of points that searches may visit before the closure is computed, as a multiple of the points that
there are."""


Tie = tuple[int, int]
"""The starts of two intervals that a link ties together."""


class Inserted(NamedTuple):
    """The links that were inserted into a graph, by the result.

    A link in none of the fields follows from the links before it.
    """

    ties: dict[Edge, Tie]
    """The links that joined two parts that nothing connected; they make up a forest."""
    added: list[Edge]
    """The links that were added between points already connected."""
    refused: list[int]
    """The indices of the links that contradict the links before them."""
    orderless: int
    """The number of links whose relation orders no end points."""


class PointGraph:
    """A graph that grows link by link and refuses links that contradict it.

    ``patience`` (see `PATIENCE`) changes only the time taken.
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
        self._part: list[int] = []  # for each point: a connected part; `_find` tells whether two parts are one
        self._root: list[int] = []  # for each part: the part that it was joined to, or itself
        self.after: list[list[int]] = []
        """For each point the points that its edges lead to: those stated to be after it or at the same time."""
        self._rank: list[int] = []  # for each point: at most the rank of those in `after`; unused with _reach
        self._label: dict[int, int] = {}  # for each point at the same time as another: one point for all of them
        self._labelled: dict[int, list[int]] = {}
        self._patience = patience
        self._visited = 0
        self._reach: Reachability | None = None

    def insert(self, edges: Iterable[Edge]) -> Inserted:
        """Adds links in their order. Returns which of them were added, and which contradict those before them."""
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
            if self._reach is not None:
                verdict = self._reach.insert(x, y, kind)
            else:
                # BEFORE is the most frequent kind and takes the shortest path; "x before x" is refused there too
                verdict = self._judge_before(x + 1, y) if kind == BEFORE else self._judge(x, y, kind)
                if verdict == ADDED:
                    self._state(x, y, kind)
            if verdict == ADDED:
                added.append(edge)
            elif verdict == REFUSED:
                refused.append(place)
        return Inserted(ties, added, refused, orderless)

    def entails(self, source: Hashable, target: Hashable, kind: int) -> bool:
        """Returns whether a link follows from the graph.

        An entity that the graph doesn't know is only simultaneous with itself.
        """
        x, y = self.start.get(source), self.start.get(target)
        if x is None or y is None:
            return kind == SIMULTANEOUS and source == target
        if x == y:
            return kind == SIMULTANEOUS
        if self._part[x] != self._part[y] and self._find(self._part[x]) != self._find(self._part[y]):
            return False
        if self._reach is not None:
            return self._reach.entails(x, y, kind)
        if kind == BEFORE:
            return self._reaches(x + 1, y) and not self._same(x + 1, y)
        before, same = stated(kind, x, y)
        for p, q in before:
            if not self._reaches(p, q) or self._same(p, q):
                return False
        return all(self._same(p, q) for p, q in same)

    def _judge(self, x: int, y: int, kind: int) -> int:
        """Returns the result (ENTAILED, ADDED or REFUSED) for a link between two intervals of one part."""
        if x == y:
            return ENTAILED if kind == SIMULTANEOUS else REFUSED
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
        """Returns whether q is at the same time as p or after it; the two points must differ."""
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
        """Raises the rank of a point, and of all points after it, to ``least`` if it is lower."""
        rank = self._rank
        stack = [point]
        rank[point] = least
        while stack:
            for point in self.after[stack.pop()]:
                if rank[point] < least:
                    rank[point] = least
                    stack.append(point)

    def _enter(self, source: Hashable, target: Hashable, x: int | None, y: int | None, kind: int) -> Tie:
        """Adds a link with at least one new end. Returns the starts of both."""
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
        elif kind == BEFORE:  # the ranks are right already
            after[x + 1].append(y)
        else:
            after[x].append(y)
            after[y + 1].append(x + 1)
        return x, y

    def _begin(self, entity: Hashable) -> int:
        """Adds an entity without any link. Returns its start."""
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
        """Joins the parts of two intervals. Returns False if they are already one part."""
        a, b = self._find(self._part[x]), self._find(self._part[y])
        self._part[x] = self._part[y] = self._root[b] = a
        return a != b

    def _state(self, x: int, y: int, kind: int) -> None:
        """Adds the edges for the orders that a link states."""
        if self._reach is not None:
            self._reach.state(*stated(kind, x, y))
        elif kind == BEFORE:
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
        """Adds an edge from p to q."""
        self.after[p].append(q)
        if self._rank[p] > self._rank[q]:
            self._raise(q, self._rank[p])
