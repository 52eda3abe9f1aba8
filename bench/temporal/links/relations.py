"""TimeML's relations between two events or times, and the orders of end points that each one states.

A relation is one of Allen's thirteen (1983): with a start before its end on either side, it fixes how every end
point of the one lies to every end point of the other. Seven of the thirteen are another read backwards, so that
six kinds are left once links are turned the way that `KINDS` names. TimeML 1.2.1 has no name for Allen's overlap.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

Edge = tuple[Hashable, Hashable, str]
"""A link: source, target and the relation of the source to the target."""

KINDS = ("BEFORE", "INCLUDES", "SIMULTANEOUS", "IBEFORE", "BEGINS", "ENDS")
"""The relations that are left when a link may be turned around; the frequent ones first."""

BEFORE, INCLUDES, SIMULTANEOUS, IBEFORE, BEGINS, ENDS = range(len(KINDS))

START, END = 0, 1


READINGS: dict[str, tuple[int, bool]] = {
    "BEFORE": (BEFORE, False),
    "AFTER": (BEFORE, True),
    "INCLUDES": (INCLUDES, False),
    "IS_INCLUDED": (INCLUDES, True),
    "SIMULTANEOUS": (SIMULTANEOUS, False),
    "IDENTITY": (SIMULTANEOUS, False),
    "DURING": (SIMULTANEOUS, False),
    "DURING_INV": (SIMULTANEOUS, False),
    "IBEFORE": (IBEFORE, False),
    "IAFTER": (IBEFORE, True),
    "BEGINS": (BEGINS, False),
    "BEGUN_BY": (BEGINS, True),
    "ENDS": (ENDS, False),
    "ENDED_BY": (ENDS, True),
}
"""How the fourteen names are read: their kind, and whether source and target change places for it.

IDENTITY, DURING and DURING_INV are SIMULTANEOUS, as in the TempEval-3 toolkit.
"""

INVERSES = {
    "BEFORE": "AFTER",
    "IBEFORE": "IAFTER",
    "INCLUDES": "IS_INCLUDED",
    "BEGINS": "BEGUN_BY",
    "ENDS": "ENDED_BY",
    "DURING": "DURING_INV",
}
INVERSES |= {inverse: relation for relation, inverse in INVERSES.items()}


class Order(NamedTuple):
    """One end point of the source against one of the target: the first before the second, or at the same time."""

    first: tuple[int, int]
    """Whose point (0 source, 1 target), and which (`START` or `END`)."""
    second: tuple[int, int]
    strict: bool
    """Before; else at the same time."""


ORDERS: tuple[tuple[Order, ...], ...] = (
    (Order((0, END), (1, START), True),),
    (Order((0, START), (1, START), True), Order((1, END), (0, END), True)),
    (Order((0, START), (1, START), False), Order((0, END), (1, END), False)),
    (Order((0, END), (1, START), False),),
    (Order((0, START), (1, START), False), Order((0, END), (1, END), True)),
    (Order((0, END), (1, END), False), Order((1, START), (0, START), True)),
)
"""By kind, the orders that a link states; what follows from them and from start before end is not repeated."""


Pairs = tuple[tuple[int, int], ...]


def stated(kind: int, x: int, y: int) -> tuple[Pairs, Pairs]:
    """The orders of a kind with points as numbers: pairs of which the first is before, and pairs at the same time.

    An interval is given by the number of its start, which is even; its end is the next number.
    """
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


def inverse(relation: str) -> str:
    """The relation of the target to the source; itself where the name has no direction, or none that we know."""
    return INVERSES.get(relation, relation)


def canonical(edge: Edge) -> tuple[str, tuple[Hashable, Hashable] | frozenset[Hashable]]:
    """What a link says, whichever way round it is written: its relation and its pair.

    The relation is one of `KINDS`, with the pair in its direction; SIMULTANEOUS has none. VAGUE, NONE and any name
    that TimeML doesn't define keep their name and have no direction either: they order no end points.
    """
    source, target, relation = edge
    reading = READINGS.get(relation)
    if reading is None:
        return relation, frozenset((source, target))
    kind, turned = reading
    if kind == SIMULTANEOUS:
        return KINDS[kind], frozenset((source, target))
    return KINDS[kind], (target, source) if turned else (source, target)
