"""The ends of temporal links, told apart by where they stand in the text and not by their ids.

Gold's and a prediction's ids are each its own; what makes two annotations one entity is that
`bench.matching.matching` paired them (TempEval-3 renames a system's ids by such a pairing too, UzZaman et al.
2013). The document creation time is one entity for both sides.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from bench.matching.matching import Matching, canonical
from bench.sdk.model import DCT, Link
from bench.temporal.links.relations import Edge


def of_gold(links: Sequence[Link], same: Mapping[str, str]) -> list[Edge]:
    """Gold's links in file order; its entities keep their ids, but for those that are another (`aliases`)."""
    if same:
        return [
            (same.get(link.source, link.source), same.get(link.target, link.target), link.relation)
            for link in links
        ]
    return [(link.source, link.target, link.relation) for link in links]


def of_predicted(links: Sequence[Link], names: Mapping[str, Hashable]) -> list[Edge]:
    """A prediction's links in file order, over gold's entities where there are such (`names`).

    An annotation that was not matched, and an end that no annotation bears, is an entity of its own.
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
    """Predicted id → the entity, for each annotation that was matched with one of gold.

    ``same`` are the predicted ids that are another (`aliases`).
    """
    pairs = [
        (gold, predicted)
        for matching in matchings
        for gold, predicted in zip(matching.paired.gold, matching.paired.predicted, strict=True)
        if gold.id is not None and predicted.id is not None
    ]
    found: dict[str, Hashable] = {predicted.id: gold.id for gold, predicted in pairs}
    if len(found) < len(pairs):  # an id that stands for several is the first of them, in any order of lines
        pairs.sort(key=lambda pair: (pair[1].start, pair[1].end), reverse=True)
        found = {predicted.id: gold.id for gold, predicted in pairs}
    found[DCT] = DCT
    for again, first in same.items():
        found[again] = found.get(first, ("predicted", first))
    return found


def aliases(kept: Sequence[Any], repeats: Sequence[Any]) -> dict[str, str]:
    """Of annotations that say of a span what one that is kept says: their id → its id."""
    first = {canonical(item): item.id for item in kept if item.id is not None}
    pairs = ((item.id, first.get(canonical(item))) for item in repeats)
    return {again: name for again, name in pairs if again is not None and name is not None and again != name}
