"""``tlink.awareness``, ``tlink.orderless``, ``tlink.plain``: temporal links over aligned entities.

Which entities of the two sides are one is settled before (`bench.entities`). The unit is the document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench import plainlinks
from bench.allen import Edge
from bench.awareness import Rule, awareness
from bench.counts import Counts

Count = Callable[[Sequence[Edge], Sequence[Edge]], Counts]


@dataclass(frozen=True, slots=True)
class LinkMeasure:
    """A measure over the links of one document. Undefined scores are as in `bench.counts.score`."""

    name: str
    definition: str
    """One sentence: what is counted, and when it is correct."""
    count: Count
    """From gold's and the predicted links, each in file order."""
    source: str


def _orderless(gold: Sequence[Edge], predicted: Sequence[Edge]) -> Counts:
    return awareness(gold, predicted, Rule.ORDERLESS).counts


def _in_order(gold: Sequence[Edge], predicted: Sequence[Edge]) -> Counts:
    return awareness(gold, predicted).counts


TLINK_AWARENESS = LinkMeasure(
    "tlink.awareness",
    "a link that doesn't follow from those before it follows from the other side's links",
    _in_order,
    "UzZaman and Allen 2011, as TempEval-3 computes it",
)
TLINK_ORDERLESS = LinkMeasure(
    "tlink.orderless",
    "the same whatever the order of the links: none of a contradiction is in the graph",
    _orderless,
    "UzZaman and Allen 2011, docs/links.md",
)
TLINK_PLAIN = LinkMeasure(
    "tlink.plain", "a link says of a pair what a link of the other side says", plainlinks.plain, "docs/links.md"
)
LINK_MEASURES = (TLINK_AWARENESS, TLINK_ORDERLESS, TLINK_PLAIN)
"""In the order that tables show them."""
