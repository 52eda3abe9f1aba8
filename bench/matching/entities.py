"""The entities that temporal links connect, made comparable between gold and a prediction.

Gold and a prediction each have ids of their own. Two annotations are the same entity if `bench.matching.matching`
paired them (TempEval-3 renames a system's ids by such a pairing too, UzZaman et al. 2013). The document creation
time is one entity for both sides.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from bench.matching.matching import Matching, canonical
from bench.sdk.model import DCT, Link
from bench.temporal.links.relations import Edge


def of_gold(links: Sequence[Link], same: Mapping[str, str]) -> list[Edge]:
    """Returns gold's links in file order, with the ids of entities as their ends.

    The id of a repeated annotation is replaced by the id in ``same`` (`aliases`).
    """
    if same:
        return [
            (same.get(link.source, link.source), same.get(link.target, link.target), link.relation)
            for link in links
        ]
    return [(link.source, link.target, link.relation) for link in links]


def of_predicted(links: Sequence[Link], names: Mapping[str, Hashable]) -> list[Edge]:
    """Returns a prediction's links in file order, their ends renamed to gold's entities where ``names`` has them.

    An annotation that wasn't matched, and an id without an annotation, is an entity of its own.
    """
    return [
        (
            names.get(link.source) or ("predicted", link.source),
            names.get(link.target) or ("predicted", link.target),
            link.relation,
        )
        for link in links
    ]


def names(matchings: Sequence[Matching[Any]], same: Mapping[str, str]) -> dict[str, Hashable]:
    """Returns the entity of each predicted id: the gold id of the annotation that was matched with it.

    Ids of unmatched annotations are left out. ``same`` has the ids of repeated predictions (`aliases`).
    """
    pairs = [
        (gold, predicted)
        for matching in matchings
        for gold, predicted in zip(matching.paired.gold, matching.paired.predicted, strict=True)
        if gold.id is not None and predicted.id is not None
    ]
    found: dict[str, Hashable] = {predicted.id: gold.id for gold, predicted in pairs}
    if len(found) < len(pairs):  # an id of several annotations stands for the first in the text
        pairs.sort(key=lambda pair: (pair[1].start, pair[1].end), reverse=True)
        found = {predicted.id: gold.id for gold, predicted in pairs}
    found[DCT] = DCT
    for again, first in same.items():
        found[again] = found.get(first, ("predicted", first))
    return found


def aliases(kept: Sequence[Any], repeats: Sequence[Any]) -> dict[str, str]:
    """Returns for the id of each repeated annotation the id of the kept one with the same span and content."""
    first = {canonical(item): item.id for item in kept if item.id is not None}
    pairs = ((item.id, first.get(canonical(item))) for item in repeats)
    return {again: name for again, name in pairs if again is not None and name is not None and again != name}
