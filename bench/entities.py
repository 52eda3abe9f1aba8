"""The ends of temporal links, told apart by where they stand in the text and not by their ids.

Gold's and a prediction's ids are each its own; what makes two annotations one entity is that `bench.matching`
paired them (TempEval-3 renames a system's ids by such a pairing too, UzZaman et al. 2013). The document creation
time is one entity for both sides.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from bench.allen import Edge
from bench.matching import Matching, canonical
from bench.model import DCT, Link


def of_gold(links: Sequence[Link]) -> list[Edge]:
    """Gold's links in file order; its entities keep their ids."""
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


def names(matchings: Sequence[Matching[Any]], repeats: Sequence[Any] = ()) -> dict[str, Hashable]:
    """Predicted id → the entity, for each annotation that was matched with one of gold.

    ``repeats`` are predicted annotations that say of a span what one in the matchings says: they are that one.
    """
    found: dict[str, Hashable] = {DCT: DCT}
    for matching in matchings:
        for gold, predicted in matching.pairs:
            if predicted.id is not None and gold.id is not None:
                found[predicted.id] = gold.id
    if repeats:
        kept = {canonical(item): item.id for matching in matchings for item in matching.predicted}
        for item in repeats:
            if item.id is not None and item.id not in found and (first := kept.get(canonical(item))) is not None:
                found[item.id] = found.get(first, ("predicted", first))
    return found
