"""Scoring document by document: each is matched, counted by unit and sliced, and the memory stays bounded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from operator import attrgetter
from typing import Any

from bench.counts import Counts, Group, Score, total
from bench.dataset.note import Note, fold
from bench.dataset.pair import Pair
from bench.dataset.suite import NOTHING, RESOLVED, Layers
from bench.matching import entities, timeline
from bench.matching.matching import Matching, match, match_distinct
from bench.matching.repeats import once
from bench.measures import of_layer
from bench.measures.pair import Matched
from bench.measures.tlink import TLINK_PLAIN, Linked
from bench.scoring import phenomena
from bench.scoring.counting import Panel, count_units, judge
from bench.scoring.result import Contradicted, Scored
from bench.scoring.slices import SLICINGS, Slices, Slicing
from bench.sdk.model import Entry, Link, Unlocated
from bench.temporal.links.awareness import Rule
from bench.temporal.links.contradiction import explain

COUNTED = ("timexes", RESOLVED, "events")
"""The layers whose annotations are matched and counted by sentence, in the order of `bench.measures.MEASURES`."""


BLOCKS = 4096
"""The most documents, or blocks of documents, whose counts are kept apart."""
MOST_CONTRADICTIONS = 10_000
"""The most contradictions that are kept."""
NEVER_RUN = "no prediction for this document"


class Tally:
    """The counts of the documents that were added."""

    def __init__(self, covers: Collection[str]) -> None:
        self._covers = covers
        self._panels = {layer: Panel(of_layer(layer)) for layer in COUNTED if layer in covers}
        self._slices = {
            layer: {slicing.name: Slices(panel, slicing) for slicing in SLICINGS if layer in slicing.layers}
            for layer, panel in self._panels.items()
        }
        self._unseen = {layer: panel.attributes | panel.needed for layer, panel in self._panels.items()}
        """The attributes and needed fields that no annotation of gold has stated."""
        self._empty = set(self._panels)
        """The layers of which gold has had no annotation."""
        self._phenomena = phenomena.Phenomena()
        self._kept: dict[str, dict[str, Group]] = {}
        """Document, or the first of a block, → measure → counts."""
        self._block = 1
        self._pending: list[dict[str, Group]] = []
        """The documents of the last block, which isn't full."""
        self._first = ""
        self._failures: dict[str, str] = {}
        self._notes: tuple[Note, ...] = ()
        self._unlocated: dict[str, int] = {}
        self._unresolved: dict[str, str] = {}
        self._links_in_gold = False
        self._relations: dict[str, Counts] = {}
        self._contradictions: list[Contradicted] = []
        self._events: dict[str, Matching[Any]] = {}

    def add(self, pair: Pair) -> None:
        """Counts a document."""
        gold = pair.gold
        if pair.notes:
            self._notes = fold((*self._notes, *pair.notes))
        if pair.predicted is None:
            self._failures[pair.id] = pair.failed or NEVER_RUN
        found = (pair.predicted or NOTHING).outside(gold.ignore)
        if number := sum(item.layer in self._panels for item in found.unlocated):
            self._unlocated[pair.id] = number
        counted: dict[str, Group] = {}
        matchings: dict[str, Matching[Any]] = {}
        same: tuple[dict[str, str], dict[str, str]] = ({}, {})
        referred = "links" in self._covers or "timeline" in self._covers
        for layer in COUNTED:
            if layer == RESOLVED and layer in self._panels:
                self._count_given(pair, counted)
            if layer == RESOLVED or (layer not in self._panels and not referred):
                continue
            of_gold, predicted = getattr(gold, layer), getattr(found, layer)
            matching = match_distinct(of_gold, predicted)
            if matching is None:
                matching = match(once(of_gold, same[0]), once(predicted, same[1]))
            matchings[layer] = matching
            if found.unlocated:
                matching = matchings[layer] = _with_nowhere(matching, found.unlocated, layer)
            self._count(layer, matching, pair, counted)
        if "links" in self._covers:
            self._count_links(pair.id, gold, found, list(matchings.values()), same, counted)
        if "timeline" in self._covers:
            self._events[pair.id] = matchings["events"]
        if pair.case is not None:
            self._phenomena.add(pair.case, counted)
        self._keep(pair.id, counted)

    def merge(self, other: Tally) -> None:
        """Adds the documents of a tally of the same layers; they are fewer than `BLOCKS` and come after these."""
        for document, counted in other._kept.items():
            self._keep(document, counted)
        for layer, by_name in self._slices.items():
            for name, slices in by_name.items():
                slices.merge(other._slices[layer][name])
            self._unseen[layer] &= other._unseen[layer]
        self._empty &= other._empty
        self._phenomena.merge(other._phenomena)
        self._links_in_gold |= other._links_in_gold
        for relation, counts in other._relations.items():
            self._relations[relation] = self._relations.get(relation, Counts()) + counts
        self._failures |= other._failures
        self._notes = fold((*self._notes, *other._notes))
        self._unlocated |= other._unlocated
        self._unresolved |= other._unresolved
        self._contradictions += other._contradictions[: MOST_CONTRADICTIONS - len(self._contradictions)]
        self._events |= other._events

    def __getstate__(self) -> dict[str, Any]:
        """Returns what another process needs to `merge` it."""
        return {**self.__dict__, "_panels": {}}

    def _count_given(self, pair: Pair, counted: dict[str, Group]) -> None:
        if pair.unresolved:
            self._unresolved[pair.id] = pair.unresolved
        # each answered span is one of gold's, and stands once, so that only equal spans are matched
        matching = match(once(pair.gold.resolvable, {}), pair.resolved)
        self._count(RESOLVED, matching, pair, counted)

    def _count(self, layer: str, matching: Matching[Any], pair: Pair, counted: dict[str, Group]) -> None:
        """Adds the counts of a document's annotations to ``counted``, if the layer is counted at all."""
        if panel := self._panels.get(layer):
            judged = judge(panel, matching)
            if matching.gold:
                self._empty.discard(layer)
            self._unseen[layer] -= judged.stated
            for slices in self._slices[layer].values():
                slices.add(judged)
            counted.update(zip(panel.names, count_units(judged, pair.sentences), strict=True))
            trap = pair.case is not None and pair.case.trap
            for measure in panel.others:
                whole = Matched(matching, pair.sentences, trap, pair.predicted is None)
                counted[measure.name] = measure.count(whole)

    def _count_links(
        self,
        document: str,
        gold: Layers,
        found: Layers,
        matchings: Sequence[Matching[Any]],
        same: tuple[Mapping[str, str], Mapping[str, str]],
        counted: dict[str, Group],
    ) -> None:
        here = entities.of_gold(gold.links, same[0])
        there = entities.of_predicted(found.links, entities.names(matchings, same[1]) if found.links else {})
        self._links_in_gold |= bool(here)
        both = Linked(here, there)
        counted.update((measure.name, measure.count(both)) for measure in of_layer("links"))
        for relation, counts in both.relations.items():
            self._relations[relation] = self._relations.get(relation, Counts()) + counts
        aware = both.awareness[Rule.TOOLKIT]
        for side, edges, links, indices in (
            ("gold", here, gold.links, aware.gold_contradicted),
            ("predicted", there, found.links, aware.predicted_contradicted),
        ):
            if indices and len(self._contradictions) < MOST_CONTRADICTIONS:
                for each in explain(edges, indices, in_order=True):
                    link, *against = (_record(links[index]) for index in (each.link, *each.against))
                    self._contradictions.append(Contradicted(document, side, link, tuple(against)))
                del self._contradictions[MOST_CONTRADICTIONS:]

    def _keep(self, document: str, counted: dict[str, Group]) -> None:
        """Keeps the counts of a document. Where there are many, the counts of neighbours are kept as one sum."""
        if self._block == 1:
            self._kept[document] = counted
        else:
            if not self._pending:
                self._first = document
            self._pending.append(counted)
            if len(self._pending) < self._block:
                return
            self._kept[self._first] = _summed(self._pending)
            self._pending = []
        if len(self._kept) == BLOCKS:
            self._block *= 2
            names = list(self._kept)
            pairs = zip(names[::2], names[1::2], strict=True)
            self._kept = {first: _summed([self._kept[first], self._kept[second]]) for first, second in pairs}

    def scored(self, gold: Sequence[Entry], predicted: Sequence[Entry], unknown: Sequence[str]) -> Scored:
        """Returns the scores of all counted documents, and of the two timelines."""
        left_out = self._left_out()
        if self._pending:
            self._kept[self._first] = _summed(self._pending)
        units: dict[str, Mapping[str, Group]] = {
            name: {document: counted[name] for document, counted in self._kept.items()}
            for name in next(iter(self._kept.values()), ())
            if name not in left_out
        }
        slices = {slicing.name: values for slicing in SLICINGS if (values := self._sliced(slicing, left_out))}
        if by_phenomenon := self._phenomena.scores(left_out):
            slices[phenomena.SLICING] = by_phenomenon
        if self._links_in_gold:
            slices["relation"] = {
                relation: {TLINK_PLAIN.name: Score.of(counts)}
                for relation, counts in sorted(self._relations.items())
                if counts.gold
            }
        if "timeline" in self._covers and gold:
            aligned = timeline.compare(gold, predicted, self._events)
            units |= {measure.name: {"timeline": measure.count(aligned)} for measure in of_layer("timeline")}
            if participants := _by_participant(gold, predicted, self._events):
                slices["participant"] = participants
        return Scored(
            measures={
                name: Score.of(total(counts for group in groups.values() for counts in _counts(group)))
                for name, groups in units.items()
            },
            slices=slices,
            units=units,
            failures=self._failures,
            unlocated=self._unlocated,
            unresolved=self._unresolved,
            unknown=unknown,
            contradictions=self._contradictions,
            block=self._block,
            notes=sorted(self._notes, key=attrgetter("kind")),
        )

    def _left_out(self) -> set[str]:
        """Returns the names of the measures whose attribute, needed field or layer gold never has."""
        left_out = {
            measure.name
            for layer, panel in self._panels.items()
            for measure in panel.measures
            if measure.needs in self._unseen[layer]
            or (layer not in self._empty and measure.attribute in self._unseen[layer])
        }
        if not self._phenomena.traps:
            left_out |= phenomena.OF_TRAPS
        return left_out if self._links_in_gold else left_out | {measure.name for measure in of_layer("links")}

    def _sliced(self, slicing: Slicing, left_out: Collection[str]) -> dict[str, dict[str, Score]]:
        """Returns the scores of each slice that gold has something in, over all its layers."""
        found: dict[str, dict[str, Score]] = {}
        for layer in slicing.layers:
            if layer in self._slices:
                for value, scores in self._slices[layer][slicing.name].scores(left_out).items():
                    found.setdefault(value, {}).update(scores)
        return found


def _summed(documents: Sequence[Mapping[str, Group]]) -> dict[str, Group]:
    """Returns the sum of several documents' counts by measure; all have the same measures in the same order."""
    columns = zip(*(counted.values() for counted in documents), strict=True)
    sums = ((total(chain.from_iterable(map(_counts, groups))),) for groups in columns)
    return dict(zip(documents[0], sums, strict=True))


def _counts(group: Group) -> Iterable[Counts]:
    # whether something is a tuple or a list is told much faster than whether it is a mapping
    return group if isinstance(group, tuple | list) or not isinstance(group, Mapping) else group.values()


def _record(link: Any) -> Link:
    """Returns a link as the record, also where it is the line of a file."""
    return Link(link.source, link.target, link.relation)


def _with_nowhere(matching: Matching[Any], unlocated: Iterable[Any], layer: str) -> Matching[Any]:
    """Returns the matching with predictions that have no place in the text: matched with nothing, at offset 0."""
    # an unlocated prediction may be the line of a file
    nowhere = [
        Unlocated(layer, item.text, item.type, item.value, item.mod, item.class_, item.realis, item.when)
        for item in unlocated
        if item.layer == layer
    ]
    return replace(matching, predicted=[*matching.predicted, *(item.annotation() for item in nowhere)])


def _by_participant(
    gold: Sequence[Entry], predicted: Sequence[Entry], events: Mapping[str, Matching[Any]]
) -> dict[str, dict[str, Score]]:
    return {
        participant: {
            measure.name: Score.of(total(_counts(measure.count(alignment)))) for measure in of_layer("timeline")
        }
        for participant, alignment in sorted(timeline.by_participant(gold, predicted, events).items())
    }
