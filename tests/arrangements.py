"""Links by brute force: every way in which up to four intervals can lie to each other, and what holds in which.

A set of arrangements is one integer, a bit for each. Nothing here knows of end-point graphs: a relation is looked
up in positions, and a link follows from others if it holds wherever they do.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from functools import cache

from bench.temporal.links.relations import Edge

NAMES = ("a", "b", "c", "d")

Position = tuple[int, int]


def arrangements(count: int) -> Iterator[tuple[Position, ...]]:
    """Start and end of each interval, all distinguishable arrangements once: 1, 13, 409, 23917, ... of them."""

    def go_on(positions: tuple[tuple[int, ...], ...], moment: int) -> Iterator[tuple[tuple[int, ...], ...]]:
        going = [number for number, position in enumerate(positions) if len(position) < 2]
        if not going:
            yield positions
        for chosen in range(1, 2 ** len(going)):
            moving = {number for bit, number in enumerate(going) if chosen >> bit & 1}
            yield from go_on(
                tuple((*each, moment) if number in moving else each for number, each in enumerate(positions)),
                moment + 1,
            )

    for start_and_end in go_on(((),) * count, 0):
        yield tuple((start, end) for start, end in start_and_end)


def relation(x: Position, y: Position) -> str | None:
    """TimeML's name for how x lies to y; None where it has none (they overlap)."""
    if x == y:
        return "SIMULTANEOUS"
    if x[1] < y[0]:
        return "BEFORE"
    if x[1] == y[0]:
        return "IBEFORE"
    if x[0] < y[0] and y[1] < x[1]:
        return "INCLUDES"
    if x[0] == y[0] and x[1] < y[1]:
        return "BEGINS"
    if x[1] == y[1] and y[0] < x[0]:
        return "ENDS"
    return None


INVERSES = {
    "BEFORE": "AFTER",
    "IBEFORE": "IAFTER",
    "INCLUDES": "IS_INCLUDED",
    "BEGINS": "BEGUN_BY",
    "ENDS": "ENDED_BY",
}
SAME = ("SIMULTANEOUS", "IDENTITY", "DURING", "DURING_INV")
RELATIONS = (*INVERSES, *INVERSES.values(), *SAME)
COUNT = 23917
"""How many arrangements four intervals have."""
EVERYWHERE = (1 << COUNT) - 1


@cache
def every_arrangement() -> tuple[tuple[Position, ...], ...]:
    """Returns all arrangements of four intervals. They are made on first use, for to make them takes a while."""
    return tuple(arrangements(len(NAMES)))


@cache
def by_relation(x: str, y: str) -> dict[str | None, int]:
    """For a pair, the arrangements of each relation."""
    i, j = NAMES.index(x), NAMES.index(y)
    names = [relation(each[i], each[j]) for each in reversed(every_arrangement())]
    return {name: int("".join("01"[other == name] for other in names), 2) for name in {*names}}


def where(edge: Edge) -> int:
    """The arrangements in which a link holds."""
    source, target, name = reverse(edge) if edge[2] in INVERSES.values() else edge
    return by_relation(str(source), str(target)).get("SIMULTANEOUS" if name in SAME else name, 0)


def together(edges: Iterable[Edge]) -> int:
    """The arrangements in which all of the links hold; 0 where they contradict each other."""
    found = EVERYWHERE
    for edge in edges:
        found &= where(edge)
    return found


def follows(edge: Edge, edges: Iterable[Edge]) -> bool:
    return not together(edges) & ~where(edge)


def reverse(edge: Edge) -> Edge:
    """The link written the other way round."""
    pairs = {**INVERSES, **{b: a for a, b in INVERSES.items()}, "DURING": "DURING_INV", "DURING_INV": "DURING"}
    return edge[1], edge[0], pairs.get(edge[2], edge[2])


def statement(edge: Edge) -> frozenset[Hashable]:
    """The same for a link and its reverse, and for all names of one relation."""
    source, target, name = edge
    name = "SIMULTANEOUS" if name in SAME else name
    return frozenset({(source, target, name), reverse((source, target, name))})
