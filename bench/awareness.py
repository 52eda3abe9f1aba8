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

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bench.allen import READINGS, SIMULTANEOUS, Edge, canonical
from bench.contradiction import Contradiction, explain
from bench.counts import Counts
from bench.orderless import Link, contradicted, reduced, turned
from bench.pointgraph import PATIENCE, PointGraph


class Rule(StrEnum):
    """What becomes of links that contradict each other, and which of several links is redundant."""

    TOOLKIT = "toolkit"
    """In file order, as the TempEval-3 toolkit has it: a link that follows from those before it is dropped; one
    that contradicts those before it is counted, yet is not in the graph."""
    ORDERLESS = "orderless"
    """The same whatever the order: no link of a contradiction is in the graph (all of them are counted), and a
    link is dropped if it follows from all others that are kept. See `bench.orderless`."""


@dataclass(frozen=True, slots=True)
class Awareness:
    """The counts of one document, and what was out of the ordinary in it."""

    counts: Counts
    gold_contradicted: tuple[int, ...]
    """Indices of gold links that are counted but not in the graph; `bench.contradiction` says why."""
    predicted_contradicted: tuple[int, ...]
    left_out: tuple[int, int]
    """How many gold and predicted links have a relation that orders no end points (VAGUE, NONE, unknown names)."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One side's links, read under a rule."""

    graph: PointGraph
    counted: Sequence[Edge]
    """The links of the denominator, each statement once."""
    contradicted: Mapping[Hashable, int]
    """What the links of a contradiction say, and where each of them stands first."""
    left_out: int
    spare: Mapping[Link, Edge] = field(default_factory=dict)
    """Under the orderless rule, the links that aren't contradicted, some of which may be redundant."""


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
    if rule is Rule.TOOLKIT:
        return _compare(_in_order(gold, patience), _in_order(predicted, patience))
    return _compare(*_reduced(_together(gold, patience), _together(predicted, patience)))


def by_rule(gold: Sequence[Edge], predicted: Sequence[Edge], patience: int = PATIENCE) -> dict[Rule, Awareness]:
    """`awareness` by each rule, in less time than one after the other."""
    in_order = _in_order(gold, patience), _in_order(predicted, patience)
    together = _together(gold, patience, in_order[0]), _together(predicted, patience, in_order[1])
    return {Rule.TOOLKIT: _compare(*in_order), Rule.ORDERLESS: _compare(*_reduced(*together))}


def _compare(gold_side: _Side, predicted_side: _Side) -> Awareness:
    # what both sides count is right on both, in the graph or contradicted there
    ours, theirs = set(predicted_side.counted), set(gold_side.counted)
    shared = len(ours & theirs)
    counts = Counts(
        shared + _correct(ours - theirs, gold_side),
        len(ours),
        shared + _correct(theirs - ours, predicted_side),
        len(theirs),
    )
    return Awareness(
        counts,
        tuple(sorted(gold_side.contradicted.values())),
        tuple(sorted(predicted_side.contradicted.values())),
        (gold_side.left_out, predicted_side.left_out),
    )


def contradictions(edges: Sequence[Edge], rule: Rule = Rule.TOOLKIT) -> list[Contradiction]:
    """The contradicted links of one side, in file order, each with the links that contradict it."""
    side = _in_order(edges, PATIENCE) if rule is Rule.TOOLKIT else _together(edges, PATIENCE)
    return explain(edges, sorted(side.contradicted.values()), in_order=rule is Rule.TOOLKIT)


def _in_order(edges: Sequence[Edge], patience: int) -> _Side:
    graph = PointGraph(patience)
    counted, refused, left_out = graph.insert(edges)
    contradicted: dict[Hashable, int] = {}
    for index in refused:
        if contradicted.setdefault(canonical(edges[index]), index) == index:
            counted.append(edges[index])
    return _Side(graph, counted, contradicted, left_out)


def _together(edges: Sequence[Edge], patience: int, in_order: _Side | None = None) -> _Side:
    """All links that don't contradict each other, in one graph; what is counted is not reduced yet.

    If reading them in order met no contradiction, that graph says the same.
    """
    first: dict[Link, int] = {}
    left_out = 0
    for index, edge in enumerate(edges):
        link = turned(edge)
        if link is None:
            left_out += 1
        elif link.source != link.target or link.kind != SIMULTANEOUS:
            first.setdefault(link, index)
    links = {link: edges[index] for link, index in first.items()}
    if in_order is not None and not in_order.contradicted:
        return _Side(in_order.graph, (), {}, left_out, links)
    graph = PointGraph(patience)
    _, refused, _ = graph.insert(links.values())
    circular = contradicted(list(first)) if refused else frozenset()
    if circular:
        graph = PointGraph(patience)
        graph.insert(edge for link, edge in links.items() if link not in circular)
    return _Side(
        graph,
        [links.pop(link) for link in circular],
        {canonical(edges[first[link]]): first[link] for link in circular},
        left_out,
        links,
    )


def _reduced(gold: _Side, predicted: _Side) -> tuple[_Side, _Side]:
    return _reduce(gold, predicted), _reduce(predicted, gold)


def _reduce(side: _Side, other: _Side) -> _Side:
    """A side that was read as a whole, with those links alone that no others make redundant."""
    links = side.spare
    kept = reduced(links, side.graph, lambda link: bool(_correct([links[link]], other)))
    return replace(side, counted=[*(links[link] for link in kept), *side.counted])


def _correct(edges: Iterable[Edge], other: _Side) -> int:
    """How many of one side's counted links are right by the other."""
    entails = other.graph.entails
    correct = 0
    for edge in edges:
        source, target, relation = edge
        kind, backwards = READINGS[relation]
        if backwards:
            source, target = target, source
        if entails(source, target, kind) or (other.contradicted and canonical(edge) in other.contradicted):
            correct += 1
    return correct
