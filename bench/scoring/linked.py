"""The links of documents: their counts by relation, and the contradictions among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bench.counts import Counts, Group, Score
from bench.dataset.note import Note
from bench.dataset.suite import Layers
from bench.matching import entities
from bench.matching.matching import Matching
from bench.measures.base import Measure
from bench.measures.tlink import TLINK_PLAIN, Linked
from bench.scoring.result import Contradicted, unexplained
from bench.sdk.model import Link
from bench.temporal.links.awareness import Rule
from bench.temporal.links.contradiction import explain

MOST_CONTRADICTIONS = 10_000
"""The greatest number of contradictions that are kept."""
MOST_EXPLAINED = 100
"""The greatest number of contradictions of a document and side that are explained; finding each takes a search."""


class Links:
    """The links of the documents that were added."""

    def __init__(self) -> None:
        self.in_gold = False
        """True if gold has a link."""
        self.predicted = False
        """True if a link is predicted."""
        self._relations: dict[str, Counts] = {}
        self.contradictions: list[Contradicted] = []
        """The links that contradict others, with these; at most `MOST_CONTRADICTIONS`."""

    def add(
        self,
        document: str,
        gold: Layers,
        found: Layers,
        matchings: Sequence[Matching[Any]],
        same: tuple[Mapping[str, str], Mapping[str, str]],
        measures: Sequence[Measure[Any]],
    ) -> tuple[dict[str, Group], list[Note]]:
        """Returns the counts of a document's links by measure, and notes on limits that it exceeds.

        ``same`` has the ids of repeats on either side.
        """
        here = entities.of_gold(gold.links, same[0])
        there = entities.of_predicted(found.links, entities.names(matchings, same[1]) if found.links else {})
        self.in_gold |= bool(here)
        self.predicted |= bool(there)
        both = Linked(here, there)
        for relation, counts in both.relations.items():
            self._relations[relation] = self._relations.get(relation, Counts()) + counts
        limits: list[Note] = []
        aware = both.awareness[Rule.TOOLKIT]
        for side, edges, links, indices in (
            ("gold", here, gold.links, aware.gold_contradicted),
            ("predicted", there, found.links, aware.predicted_contradicted),
        ):
            if indices and len(self.contradictions) < MOST_CONTRADICTIONS:
                if len(indices) > MOST_EXPLAINED:
                    limits.append(unexplained(document, side, len(indices) - MOST_EXPLAINED))
                for each in explain(edges, indices, in_order=True, most=MOST_EXPLAINED):
                    link, *against = (_record(links[index]) for index in (each.link, *each.against))
                    self.contradictions.append(Contradicted(document, side, link, tuple(against)))
                del self.contradictions[MOST_CONTRADICTIONS:]
        return {measure.name: measure.count(both) for measure in measures}, limits

    def merge(self, other: Links) -> None:
        """Adds the links of later documents, which were added to another object."""
        self.in_gold |= other.in_gold
        self.predicted |= other.predicted
        for relation, counts in other._relations.items():
            self._relations[relation] = self._relations.get(relation, Counts()) + counts
        self.contradictions += other.contradictions[: MOST_CONTRADICTIONS - len(self.contradictions)]

    def by_relation(self) -> dict[str, dict[str, Score]]:
        """Returns the score of the links of each relation that gold has."""
        return {
            relation: {TLINK_PLAIN.name: Score.of(counts)}
            for relation, counts in sorted(self._relations.items())
            if counts.gold
        }


def _record(link: Any) -> Link:
    """Returns a link as a `Link`; it may be the decoded line of a file."""
    return Link(link.source, link.target, link.relation)
