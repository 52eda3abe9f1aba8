"""Measures of temporal links between aligned entities: ``tlink.awareness``, ``tlink.orderless``, ``tlink.plain``.

Entities of gold and predictions were aligned by `bench.matching.entities`. The unit is the document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bench.counts import Counts, total
from bench.measures.base import Measure
from bench.temporal.links.awareness import Awareness, Rule, by_rule
from bench.temporal.links.plain import by_relation
from bench.temporal.links.relations import Edge


@dataclass(frozen=True)
class Linked:
    """The gold and predicted links of one document, in file order.

    Results that several measures need are computed once.
    """

    gold: Sequence[Edge]
    predicted: Sequence[Edge]

    @cached_property
    def awareness(self) -> Mapping[Rule, Awareness]:
        """The result of temporal awareness by each rule for contradictory links."""
        return by_rule(self.gold, self.predicted)

    @cached_property
    def relations(self) -> Mapping[str, Counts]:
        """The counts of ``tlink.plain`` by relation."""
        return by_relation(self.gold, self.predicted)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMeasure(Measure[Linked]):
    """A measure that is counted over all links of a document at once, not over matched pairs."""

    counted: Callable[[Linked], Counts]
    """The function that returns the counts of one document's links."""
    layer: str = "links"
    unit: str = "document"

    def count(self, pair: Linked, /) -> Sequence[Counts]:
        """Returns the counts of the document."""
        return [self.counted(pair)]


TLINK_AWARENESS = LinkMeasure(
    name="tlink.awareness",
    heading="awareness",
    title="Awareness of temporal links",
    definition="a link follows from the other side's links; links that follow from earlier ones aren't counted",
    source="UzZaman and Allen 2011, as TempEval-3 computes it",
    counted=lambda links: links.awareness[Rule.TOOLKIT].counts,
    headline=True,
    leads=True,
    plotted=True,
)
TLINK_ORDERLESS = LinkMeasure(
    name="tlink.orderless",
    heading="orderless awareness",
    definition="a link follows from the other side's links; links that contradict each other are not in the graph",
    source="UzZaman and Allen 2011, docs/links.md",
    counted=lambda links: links.awareness[Rule.ORDERLESS].counts,
)
TLINK_PLAIN = LinkMeasure(
    name="tlink.plain",
    heading="plain links",
    definition="the other side has the same relation between the same two things",
    source="docs/links.md",
    counted=lambda links: total(links.relations.values()),
)
