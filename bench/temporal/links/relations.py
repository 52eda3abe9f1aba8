"""TimeML's relations between two events or times, and the orders of end points that each one states.

A relation is one of Allen's thirteen (1983). It fixes the order of every end point of one entity and every end
point of the other. TimeML 1.2.1 has no name for Allen's two overlaps. Five of the other eleven are the inverse of
another, so that six remain when links are turned around: the `CANONICAL_RELATIONS`.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

Edge = tuple[Hashable, Hashable, str]
"""A link: source, target and the relation of the source to the target."""

CANONICAL_RELATIONS = ("BEFORE", "INCLUDES", "SIMULTANEOUS", "IBEFORE", "BEGINS", "ENDS")
"""The relations that remain when a link may be turned around, the frequent ones first. A relation's index here is
called its kind."""

BEFORE, INCLUDES, SIMULTANEOUS, IBEFORE, BEGINS, ENDS = range(len(CANONICAL_RELATIONS))

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
"""For each relation its kind, and whether source and target have to be exchanged.

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
    """The order of one end point of the source and one of the target."""

    first: tuple[int, int]
    """The entity (0 source, 1 target) and which of its points (`START` or `END`)."""
    second: tuple[int, int]
    """The other point, in the same form."""
    strict: bool
    """True if the first point is before the second; else both are at the same time."""


ORDERS: tuple[tuple[Order, ...], ...] = (
    (Order((0, END), (1, START), True),),
    (Order((0, START), (1, START), True), Order((1, END), (0, END), True)),
    (Order((0, START), (1, START), False), Order((0, END), (1, END), False)),
    (Order((0, END), (1, START), False),),
    (Order((0, START), (1, START), False), Order((0, END), (1, END), True)),
    (Order((0, END), (1, END), False), Order((1, START), (0, START), True)),
)
"""For each kind the orders that a link states. Orders that follow from these, with starts before ends, are left
out."""


Pairs = tuple[tuple[int, int], ...]


def stated(kind: int, x: int, y: int) -> tuple[Pairs, Pairs]:
    """Returns the orders that a link of a kind states between the intervals x and y, with points as numbers.

    The first part holds pairs of points of which the first is before the second, the second part holds pairs at
    the same time. An interval is given by the number of its start, which is even; its end is the next number.
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
    """Returns the relation of the target to the source; a name without an inverse is returned unchanged."""
    return INVERSES.get(relation, relation)


def canonical(edge: Edge) -> tuple[str, tuple[Hashable, Hashable] | frozenset[Hashable]]:
    """Returns the statement of a link: its relation and its two ends. A link and its inverse have the same one.

    The relation is one of `CANONICAL_RELATIONS`, and the ends are in its direction; SIMULTANEOUS has no direction,
    so its ends are a set. VAGUE, NONE and names that TimeML doesn't define are kept and have no direction either:
    they order no end points.
    """
    source, target, relation = edge
    reading = READINGS.get(relation)
    if reading is None:
        return relation, frozenset((source, target))
    kind, turned = reading
    if kind == SIMULTANEOUS:
        return CANONICAL_RELATIONS[kind], frozenset((source, target))
    return CANONICAL_RELATIONS[kind], (target, source) if turned else (source, target)
