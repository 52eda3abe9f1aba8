"""Temporal awareness: how much of what one set of links says follows from the other (UzZaman and Allen 2011).

    P = |reduced(predicted) in closure(gold)| / |reduced(predicted)|
    R = |reduced(gold) in closure(predicted)| / |reduced(gold)|

as TempEval-3 computes it (UzZaman et al. 2013), with a closure that is sound and complete
(`bench.temporal.links.graph`). Entities are given by names that are equal where they are the same; aligning them
is somebody else's part.

Where the toolkit (naushadzaman/tempeval3_toolkit) differs, by its code: its closure finds orders that don't follow
where points of one chain are compared by pseudo-time; BEGINS between two entities that are known already is always
a contradiction there; a VAGUE link is one too, right where the other side repeats it, while here it isn't counted;
and of a contradicted link, its inverse counts once more.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bench.counts import Counts
from bench.temporal.links.contradiction import Contradiction, explain
from bench.temporal.links.graph import PATIENCE, Inserted, PointGraph
from bench.temporal.links.orderless import Link, contradicted, turned
from bench.temporal.links.reduction import on_circles, reduced
from bench.temporal.links.relations import READINGS, SIMULTANEOUS, Edge, canonical


class Rule(StrEnum):
    """What becomes of links that contradict each other, and which of several links is redundant."""

    TOOLKIT = "toolkit"
    """In file order, as the TempEval-3 toolkit has it: a link that follows from those before it is dropped; one
    that contradicts those before it is counted, yet is not in the graph."""
    ORDERLESS = "orderless"
    """The same whatever the order: no link of a contradiction is in the graph (all of them are counted), and a
    link is dropped if it follows from all others that are kept. See `bench.temporal.links.orderless`,
    `bench.temporal.links.reduction`."""


@dataclass(frozen=True, slots=True)
class Awareness:
    """The counts of one document, and what was out of the ordinary in it."""

    counts: Counts
    gold_contradicted: tuple[int, ...]
    """Indices of gold links that are counted but not in the graph; `bench.temporal.links.contradiction` says
    why."""
    predicted_contradicted: tuple[int, ...]
    left_out: tuple[int, int]
    """How many gold and predicted links have a relation that orders no end points (VAGUE, NONE, unknown names)."""


class _Side(NamedTuple):
    """One side's links, read under a rule."""

    edges: Sequence[Edge]
    graph: PointGraph
    inserted: Inserted
    """What became of all links in file order."""
    counted: set[Edge]
    """The links of the denominator, each statement once."""
    contradicted: Mapping[Hashable, int]
    """What the links of a contradiction say, and where each of them stands first."""
    spare: Mapping[Link, Edge]
    """Under the orderless rule, links that aren't contradicted and may be redundant; they aren't counted yet."""


def awareness(
    gold: Sequence[Edge], predicted: Sequence[Edge], rule: Rule = Rule.TOOLKIT, patience: int = PATIENCE
) -> Awareness:
    """The counts of one document's links.

    A link of one side is correct if it follows from the other side's graph; also if it is contradicted there and
    stated all the same, so that links compared with themselves are all right. A link that says what an earlier one
    says, either way round, is dropped; so is "x at the same time as x". Links whose relation orders no end points
    are not counted. A document with no links on a side has no counts on it: its score there is undefined.
    ``patience`` changes the time taken, never the counts (`bench.temporal.links.graph`).
    """
    if rule is not Rule.TOOLKIT:
        return by_rule(gold, predicted, patience)[rule]
    gold_side, predicted_side = _in_order(gold, patience), _in_order(predicted, patience)
    right = _right_of_both(gold_side, predicted_side)
    return _awareness(gold_side, predicted_side, len(right[0]), len(right[1]))


def by_rule(gold: Sequence[Edge], predicted: Sequence[Edge], patience: int = PATIENCE) -> dict[Rule, Awareness]:
    """`awareness` by each rule, in less time than one after the other."""
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
    """The contradicted links of one side, in file order, each with the links that contradict it."""
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
    """All links of a side that don't contradict each other, in one graph, whatever their order.

    What was read in order tells which links can be redundant at all: those on a circle. Where none was
    contradicted, that graph says the same.
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


def _read(edges: Iterable[Edge]) -> dict[Link, Edge]:
    """By what they say, the links that order anything; without "x at the same time as x"."""
    found: dict[Link, Edge] = {}
    for edge in edges:
        link = turned(edge)
        if link is not None and (link.source != link.target or link.kind != SIMULTANEOUS):
            found[link] = edge
    return found


def _reduce(side: _Side, other: _Side) -> _Side:
    """A side that was read as a whole, with those links alone that no others make redundant."""
    if not side.spare:
        return side
    links = side.spare
    kept = reduced(links, lambda link: bool(_right([links[link]], other)))
    return side._replace(counted=side.counted.union([links[link] for link in kept]))


def _right_of_both(gold: _Side, predicted: _Side) -> tuple[set[Edge], set[Edge]]:
    """The counted links of gold that are right by the prediction, and those of the prediction that are by gold."""
    # what both sides count is right on both, in the graph or contradicted there
    shared = gold.counted & predicted.counted
    return (
        shared.union(_right(gold.counted - shared, predicted)),
        shared.union(_right(predicted.counted - shared, gold)),
    )


def _right_again(counted: set[Edge], before: set[Edge], right: set[Edge], other: _Side, read: _Side) -> int:
    """How many links are right by the other side, where of those counted ``before`` it is known in order.

    ``read``: the other side, in order. Taken together links entail no more, and one that was wrong stays so.
    """
    known = counted & right
    fresh = counted - before
    if other.graph is read.graph:
        return len(known) + len(_right(fresh, other))
    return len(_right(known | fresh, other))


def _right(edges: Iterable[Edge], other: _Side) -> list[Edge]:
    """Those of some links that follow from the other side, or are contradicted there and stated all the same."""
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
