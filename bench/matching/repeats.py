"""Annotations that are stated several times: they count once."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from bench.matching import entities
from bench.matching.matching import canonical

_span = attrgetter("start", "end")


def once(annotations: Sequence[Any], same: dict[str, str]) -> Sequence[Any]:
    """Returns the annotations without repeats: annotations with the same span and content count as one.

    The id of each repeat goes to ``same``, with the id of the annotation that stays.
    """
    if len(set(map(_span, annotations))) == len(annotations):
        return annotations
    distinct = {canonical(item): item for item in reversed(annotations)}
    first = list(reversed(distinct.values()))
    kept = set(map(id, first))
    same |= entities.aliases(first, [item for item in annotations if id(item) not in kept])
    return first
