"""``tlink.awareness``, ``tlink.orderless``, ``tlink.plain``: temporal links over aligned entities.

Which entities of the two sides are one is settled before (`bench.matching.entities`). The unit is the document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.counts import Counts, total
from bench.temporal.links.awareness import Awareness, Rule, by_rule
from bench.temporal.links.plain import by_relation
from bench.temporal.links.relations import Edge


@dataclass(frozen=True, slots=True)
class LinkMeasure:
    """A measure over the links of one document (`count`). Undefined scores are as in `bench.counts.score`."""

    name: str
    definition: str
    """One sentence: what is counted, and when it is correct."""
    source: str


TLINK_AWARENESS = LinkMeasure(
    "tlink.awareness",
    "a link that doesn't follow from those before it follows from the other side's links",
    "UzZaman and Allen 2011, as TempEval-3 computes it",
)
TLINK_ORDERLESS = LinkMeasure(
    "tlink.orderless",
    "the same whatever the order of the links: none of a contradiction is in the graph",
    "UzZaman and Allen 2011, docs/links.md",
)
TLINK_PLAIN = LinkMeasure(
    "tlink.plain", "a link says of a pair what a link of the other side says", "docs/links.md"
)
LINK_MEASURES = (TLINK_AWARENESS, TLINK_ORDERLESS, TLINK_PLAIN)
"""In the order that tables show them."""


def count(
    gold: Sequence[Edge], predicted: Sequence[Edge]
) -> tuple[dict[str, Counts], Mapping[str, Counts], Awareness]:
    """A document's links, in file order.

    The counts of each measure, those of the plain one by relation, and what the toolkit's rule met.
    """
    aware = by_rule(gold, predicted)
    relations = by_relation(gold, predicted)
    counts = {
        TLINK_AWARENESS.name: aware[Rule.TOOLKIT].counts,
        TLINK_ORDERLESS.name: aware[Rule.ORDERLESS].counts,
        TLINK_PLAIN.name: total(relations.values()),
    }
    return counts, relations, aware[Rule.TOOLKIT]
