"""Temporal awareness: how much of what one set of links says follows from the other (UzZaman and Allen 2011).

    P = |reduced(predicted) in closure(gold)| / |reduced(predicted)|
    R = |reduced(gold) in closure(predicted)| / |reduced(gold)|

as TempEval-3 computes it (UzZaman et al. 2013), with a closure that is sound and complete (`bench.pointgraph`).
Entities are given by names that are equal where they are the same; aligning them is somebody else's part.

Where the toolkit (naushadzaman/tempeval3_toolkit) differs, by its code: its closure finds orders that don't follow
where points of one chain are compared by pseudo-time; BEGINS between two entities that are known already is always
a contradiction there; a VAGUE link is one too, right where the other side repeats it, while here it isn't counted;
and of a contradicted link, its inverse counts once more.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bench.allen import READINGS, SIMULTANEOUS, Edge, canonical
from bench.contradiction import Contradiction, explain
from bench.counts import Counts
from bench.orderless import Link, contradicted, turned
from bench.pointgraph import PATIENCE, Inserted, PointGraph
from bench.reduction import on_circles, reduced


class Rule(StrEnum):
    """What becomes of links that contradict each other, and which of several links is redundant."""

    TOOLKIT = "toolkit"
    """In file order, as the TempEval-3 toolkit has it: a link that follows from those before it is dropped; one
    that contradicts those before it is counted, yet is not in the graph."""
    ORDERLESS = "orderless"
    """The same whatever the order: no link of a contradiction is in the graph (all of them are counted), and a
    link is dropped if it follows from all others that are kept. See `bench.orderless` and
    `bench.reduction`."""


@dataclass(frozen=True, slots=True)
class Awareness:
    """The counts of one document, and what was out of the ordinary in it."""

    counts: Counts
    gold_contradicted: tuple[int, ...]
    """Indices of gold links that are counted but not in the graph; `bench.contradiction` says why."""
    predicted_contradicted: tuple[int, ...]
    left_out: tuple[int, int]
    """How many gold and predicted links have a relation that orders no end points (VAGUE, NONE, unknown names)."""


class _Side(NamedTuple):
    """One side's links, read under a rule. Links are given by their places."""

    edges: Sequence[Edge]
    graph: PointGraph
    inserted: Inserted
    """What became of all links in file order."""
    counted: Sequence[int]
    """The links of the denominator, each statement once."""
    contradicted: Mapping[Hashable, int]
    """What the links of a contradiction say, and where each of them stands first."""
    spare: Mapping[Link, int]
    """Under the orderless rule, links that aren't contradicted and may be redundant; they aren't counted yet."""


def awareness(
    gold: Sequence[Edge], predicted: Sequence[Edge], rule: Rule = Rule.TOOLKIT, patience: int = PATIENCE
) -> Awareness:
    """The counts of one document's links.

    A link of one side is correct if it follows from the other side's graph; also if it is contradicted there and
    stated all the same, so that links compared with themselves are all right. A link that says what an earlier one
    says, either way round, is dropped; so is "x at the same time as x". Links whose relation orders no end points
    are not counted. A document with no links on a side has no counts on it: its score there is undefined.
    ``patience`` changes the time taken, never the counts (`bench.pointgraph`).
    """
    if rule is not Rule.TOOLKIT:
        return by_rule(gold, predicted, patience)[rule]
    sides = _in_order(gold, patience), _in_order(predicted, patience)
    return _awareness(*sides, len(_shared_or_right(*sides)), len(_shared_or_right(*sides[::-1])))


def by_rule(gold: Sequence[Edge], predicted: Sequence[Edge], patience: int = PATIENCE) -> dict[Rule, Awareness]:
    """`awareness` by each rule, in less time than one after the other."""
    read = _in_order(gold, patience), _in_order(predicted, patience)
    right = _shared_or_right(*read), _shared_or_right(*read[::-1])
    whole = _together(read[0], patience), _together(read[1], patience)
    reduced_ = _reduce(*whole), _reduce(*whole[::-1])
    again = (
        _right_again(reduced_[0], read[0], right[0], whole[1], read[1]),
        _right_again(reduced_[1], read[1], right[1], whole[0], read[0]),
    )
    return {
        Rule.TOOLKIT: _awareness(*read, len(right[0]), len(right[1])),
        Rule.ORDERLESS: _awareness(*reduced_, *again),
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
    counted = [*inserted.ties, *inserted.added, *contradicted.values()]
    return _Side(edges, graph, inserted, counted, contradicted, {})


def _together(side: _Side, patience: int) -> _Side:
    """All links of a side that don't contradict each other, in one graph, whatever their order.

    What was read in order tells which links can be redundant at all: those on a circle. Where none was
    contradicted, that graph says the same.
    """
    inserted, edges = side.inserted, side.edges
    if not inserted.closing:
        return side
    circles, bridges = on_circles(inserted.ties, inserted.closing.values(), len(side.graph.after))
    spare = _first(edges, sorted([*circles, *inserted.closing]))
    if not side.contradicted:
        return side._replace(counted=bridges, spare=spare)
    first = _first(edges, bridges) | spare
    circular = contradicted(list(first), side.graph, _first(edges, inserted.refused))
    graph = PointGraph(patience)
    graph.insert([edges[place] for link, place in first.items() if link not in circular])
    return _Side(
        edges,
        graph,
        inserted,
        [place for link, place in first.items() if link in circular or link not in spare],
        {canonical(edges[first[link]]): first[link] for link in circular},
        {link: place for link, place in spare.items() if link not in circular},
    )


def _first(edges: Sequence[Edge], places: Iterable[int]) -> dict[Link, int]:
    """What the links at some places say, and the first place of each; without "x at the same time as x"."""
    found: dict[Link, int] = {}
    for place in places:
        link = turned(edges[place])
        if link is not None and (link.source != link.target or link.kind != SIMULTANEOUS):
            found.setdefault(link, place)
    return found


def _reduce(side: _Side, other: _Side) -> _Side:
    """A side that was read as a whole, with those links alone that no others make redundant."""
    if not side.spare:
        return side
    spare = side.spare
    kept = reduced(spare, lambda link: bool(_right(side.edges, [spare[link]], other)))
    return side._replace(counted=[*side.counted, *(spare[link] for link in kept)])


def _shared_or_right(side: _Side, other: _Side) -> set[int]:
    """The counted links of a side that are right by the other."""
    # what both sides count is right on both, in the graph or contradicted there
    theirs = {other.edges[place] for place in other.counted}
    return _right(side.edges, side.counted, other, theirs)


def _right_again(side: _Side, before: _Side, right: set[int], other: _Side, other_before: _Side) -> int:
    """How many counted links are right, where it is known which were when links were read in order.

    Without order a graph says no more than in order, and a link that was wrong stays so.
    """
    counted = set(side.counted)
    fresh = counted.difference(before.counted)
    known = counted & right
    if other.graph is other_before.graph:
        return len(known) + len(_right(side.edges, fresh, other))
    return len(_right(side.edges, known | fresh, other))


def _right(edges: Sequence[Edge], places: Iterable[int], other: _Side, known: Collection[Edge] = ()) -> set[int]:
    """Those of some links that follow from the other side, or are contradicted there and stated all the same.

    ``known``: links that are right.
    """
    entails, stated = other.graph.entails, other.contradicted
    found = set()
    for place in places:
        edge = edges[place]
        if edge not in known:
            source, target, relation = edge
            kind, backwards = READINGS[relation]
            if backwards:
                source, target = target, source
            if not entails(source, target, kind) and not (stated and canonical(edge) in stated):
                continue
        found.add(place)
    return found


def _awareness(gold: _Side, predicted: _Side, right_gold: int, right_predicted: int) -> Awareness:
    return Awareness(
        Counts(right_predicted, len(predicted.counted), right_gold, len(gold.counted)),
        tuple(sorted(gold.contradicted.values())),
        tuple(sorted(predicted.contradicted.values())),
        (gold.inserted.orderless, predicted.inserted.orderless),
    )
