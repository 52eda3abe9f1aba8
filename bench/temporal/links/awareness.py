"""Temporal awareness: the share of one side's links that follow from the other side's (UzZaman and Allen 2011).

    P = the links of reduced(predicted) that are in closure(gold) / the links of reduced(predicted)
    R = the links of reduced(gold) that are in closure(predicted) / the links of reduced(gold)

TempEval-3 has the same definition (UzZaman et al. 2013). The closure here is sound and complete
(`bench.temporal.links.graph`). Two entities are the same if their names are equal: the caller has aligned them
(`bench.matching.entities`).

The code of TempEval-3's toolkit (naushadzaman/tempeval3_toolkit) departs from the definition in four points:

- Its closure contains orders that don't follow from the links (docs/links.md).
- A BEGINS link between two entities that both occur in earlier links always counts as a contradicted link.
- A VAGUE link is counted, and is correct if the other side has the same link. Here VAGUE links aren't counted.
- If a contradicted link is repeated in the other direction ("a BEFORE b", "b AFTER a"), it counts twice.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bench.counts import Counts
from bench.temporal.links.contradiction import Contradiction, explain
from bench.temporal.links.graph import PATIENCE, Inserted, PointGraph
from bench.temporal.links.orderless import CanonicalLink, canonical_link, contradicted
from bench.temporal.links.reduction import on_circles, reduced
from bench.temporal.links.relations import READINGS, SIMULTANEOUS, Edge, canonical


class Rule(StrEnum):
    """The rule for contradictory and for redundant links."""

    TOOLKIT = "toolkit"
    """Links are read in file order, as in the TempEval-3 toolkit. A link that follows from the links before it is
    dropped; a link that contradicts them is counted, but isn't in the graph."""
    ORDERLESS = "orderless"
    """The order of the links makes no difference. No link of a contradiction is in the graph, though all of them
    are counted. A link that follows from the other remaining links is dropped. The definitions are in
    `bench.temporal.links.orderless` and `bench.temporal.links.reduction`."""


@dataclass(frozen=True, slots=True)
class Awareness:
    """The counts of one document's links, its contradicted links, and the number of links that aren't counted."""

    counts: Counts
    gold_contradicted: tuple[int, ...]
    """The indices of gold's contradicted links, which are counted but aren't in the graph."""
    predicted_contradicted: tuple[int, ...]
    """The indices of predicted contradicted links, which are counted but aren't in the graph."""
    left_out: tuple[int, int]
    """The numbers of gold and of predicted links that aren't counted, because their relation orders no end points
    (VAGUE, NONE and unknown names)."""


class _Side(NamedTuple):
    """The links of one side (gold or predicted), read under a rule."""

    edges: Sequence[Edge]
    graph: PointGraph
    inserted: Inserted
    """The links by what happened to them when all were inserted in file order."""
    counted: set[Edge]
    """The links of the denominator, each statement once."""
    contradicted: Mapping[Hashable, int]
    """For the statement (`canonical`) of each contradicted link the index of the first link that makes it."""
    spare: Mapping[CanonicalLink, Edge]
    """Under the orderless rule, the links that may be redundant and aren't contradicted; they aren't in
    ``counted`` before `_reduce`."""


def awareness(
    gold: Sequence[Edge], predicted: Sequence[Edge], rule: Rule = Rule.TOOLKIT, patience: int = PATIENCE
) -> Awareness:
    """Returns the counts of one document's links.

    A link of one side is correct if it follows from the other side's graph. It is also correct if it is
    among the other side's contradicted links, so that links compared with themselves are all correct. A link that
    repeats an earlier one, in either direction, is dropped; so is "x at the same time as x". Links whose relation
    orders no end points aren't counted. A side without links has counts of 0, so that its score is undefined.
    ``patience`` changes the time taken, never the counts (`bench.temporal.links.graph`).
    """
    if rule is not Rule.TOOLKIT:
        return by_rule(gold, predicted, patience)[rule]
    gold_side, predicted_side = _in_order(gold, patience), _in_order(predicted, patience)
    right = _right_of_both(gold_side, predicted_side)
    return _awareness(gold_side, predicted_side, len(right[0]), len(right[1]))


def by_rule(gold: Sequence[Edge], predicted: Sequence[Edge], patience: int = PATIENCE) -> dict[Rule, Awareness]:
    """Returns `awareness` under each rule, in less time than two separate calls take."""
    read = _in_order(gold, patience), _in_order(predicted, patience)
    right = _right_of_both(*read)
    whole = _together(read[0], patience), _together(read[1], patience)
    kept_gold, kept_predicted = _reduce(*whole), _reduce(*whole[::-1])
    again = (
        _right_again(kept_gold.counted, read[0].counted, right[0], whole[1], read[1]),
        _right_again(kept_predicted.counted, read[1].counted, right[1], whole[0], read[0]),
    )
    return {
        Rule.TOOLKIT: _awareness(*read, len(right[0]), len(right[1])),
        Rule.ORDERLESS: _awareness(kept_gold, kept_predicted, *again),
    }


def contradictions(edges: Sequence[Edge], rule: Rule = Rule.TOOLKIT) -> list[Contradiction]:
    """Returns the contradicted links of one side, in file order, each with the links that contradict it."""
    side = _in_order(edges, PATIENCE)
    if rule is Rule.ORDERLESS:
        side = _together(side, PATIENCE)
    return explain(edges, sorted(side.contradicted.values()), in_order=rule is Rule.TOOLKIT)


def _in_order(edges: Sequence[Edge], patience: int) -> _Side:
    graph = PointGraph(patience)
    inserted = graph.insert(edges)
    contradicted: dict[Hashable, int] = {}
    for place in inserted.refused:
        contradicted.setdefault(canonical(edges[place]), place)
    counted = set(inserted.ties)
    counted.update(inserted.added)
    counted.update([edges[place] for place in contradicted.values()])
    return _Side(edges, graph, inserted, counted, contradicted, {})


def _together(side: _Side, patience: int) -> _Side:
    """Returns a side under the orderless rule: its graph holds all links that aren't in a contradiction.

    ``side`` was read in file order. Only links on a circle of its graph can be redundant. If no link was
    contradicted in file order, the graph stays the same.
    """
    inserted, edges = side.inserted, side.edges
    ties, starts = inserted.ties, side.graph.start
    closing = [edge for edge in edges if edge not in ties and edge[2] in READINGS]
    if not closing:
        return side
    pairs = [(starts[source], starts[target]) for source, target, _ in closing]
    on, off = on_circles(list(ties.values()), pairs, len(side.graph.after))
    tied = list(ties)
    bridges = [tied[number] for number in off]
    spare = _read([*(tied[number] for number in on), *closing])
    if not side.contradicted:
        return side._replace(counted=set(bridges), spare=spare)
    links = _read(bridges) | spare
    circular = contradicted(list(links), side.graph, _read([edges[place] for place in inserted.refused]))
    graph = PointGraph(patience)
    graph.insert([edge for link, edge in links.items() if link not in circular])
    said = {canonical(links[link]) for link in circular}
    first: dict[Hashable, int] = {}
    for place, edge in enumerate(edges):
        statement = canonical(edge)
        if statement in said:
            first.setdefault(statement, place)
    return _Side(
        edges,
        graph,
        inserted,
        {edge for link, edge in links.items() if link in circular or link not in spare},
        first,
        {link: edge for link, edge in spare.items() if link not in circular},
    )


def _read(edges: Iterable[Edge]) -> dict[CanonicalLink, Edge]:
    """Returns the links by canonical form, without those that order nothing and "x at the same time as x"."""
    found: dict[CanonicalLink, Edge] = {}
    for edge in edges:
        link = canonical_link(edge)
        if link is not None and (link.source != link.target or link.kind != SIMULTANEOUS):
            found[link] = edge
    return found


def _reduce(side: _Side, other: _Side) -> _Side:
    """Returns a side read by `_together` in which the redundant links aren't counted."""
    if not side.spare:
        return side
    links = side.spare
    kept = reduced(links, lambda link: bool(_right([links[link]], other)))
    return side._replace(counted=side.counted.union([links[link] for link in kept]))


def _right_of_both(gold: _Side, predicted: _Side) -> tuple[set[Edge], set[Edge]]:
    """Returns the correct links among those that gold counts, and among those that the prediction counts."""
    # a link that both sides count is correct on both, whether it is in the graph or contradicted
    shared = gold.counted & predicted.counted
    return (
        shared.union(_right(gold.counted - shared, predicted)),
        shared.union(_right(predicted.counted - shared, gold)),
    )


def _right_again(counted: set[Edge], before: set[Edge], right: set[Edge], other: _Side, read: _Side) -> int:
    """Returns how many of the ``counted`` links are correct by the ``other`` side, both under the orderless rule.

    ``before`` and ``right`` are the links that were counted and that were correct in file order, and ``read`` is
    the other side in file order. The orderless graph entails no more than that in file order, so that a link that
    was wrong in file order stays wrong.
    """
    known = counted & right
    fresh = counted - before
    if other.graph is read.graph:
        return len(known) + len(_right(fresh, other))
    return len(_right(known | fresh, other))


def _right(edges: Iterable[Edge], other: _Side) -> list[Edge]:
    """Returns the links that follow from the other side's graph or are among its contradicted links."""
    entails, stated = other.graph.entails, other.contradicted
    found = []
    for edge in edges:
        source, target, relation = edge
        kind, backwards = READINGS[relation]
        if backwards:
            source, target = target, source
        if entails(source, target, kind) or (stated and canonical(edge) in stated):
            found.append(edge)
    return found


def _awareness(gold: _Side, predicted: _Side, right_gold: int, right_predicted: int) -> Awareness:
    return Awareness(
        Counts(right_predicted, len(predicted.counted), right_gold, len(gold.counted)),
        tuple(sorted(gold.contradicted.values())),
        tuple(sorted(predicted.contradicted.values())),
        (gold.inserted.orderless, predicted.inserted.orderless),
    )
