"""Repeated annotations, which count once."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from bench.matching import entities
from bench.matching.matching import canonical

_span = attrgetter("start", "end")


def once(annotations: Sequence[Any], same: dict[str, str]) -> Sequence[Any]:
    """Returns the annotations without repeats: of those with the same span and content, the first is kept.

    The id of each repeat is added to ``same``, with the id of the kept annotation.
    """
    if len(set(map(_span, annotations))) == len(annotations):
        return annotations
    distinct = {canonical(item): item for item in reversed(annotations)}
    first = list(reversed(distinct.values()))
    kept = set(map(id, first))
    same |= entities.aliases(first, [item for item in annotations if id(item) not in kept])
    return first
