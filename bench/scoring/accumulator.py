"""Scoring document by document, in bounded memory: each is matched, and counted by unit and by slice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from bench.counts import Counts, Group, Score, total
from bench.dataset.note import Note, fold
from bench.dataset.pair import Pair
from bench.dataset.sentences import sentences
from bench.dataset.suite import NOTHING, RESOLVED, Layers
from bench.matching import entities, timeline
from bench.matching.matching import Matching, match, match_distinct
from bench.matching.repeats import once
from bench.measures import of_layer
from bench.measures.base import Measure
from bench.measures.pair import Matched
from bench.measures.tlink import TLINK_PLAIN, Linked
from bench.scoring import phenomena, strict
from bench.scoring.confidence import Confidences
from bench.scoring.result import (
    Cause,
    Contradicted,
    Scored,
    dates_alone,
    not_stated,
    out_of_reach,
    simplified,
    unexplained,
    unscored_layer,
)
from bench.sdk.model import DCT, Entry, Link, Unlocated
from bench.temporal.links.awareness import Rule
from bench.temporal.links.contradiction import explain

if TYPE_CHECKING:
    from bench.scoring.slices import Slicing

COUNTED = ("timexes", RESOLVED, "events")
"""The layers whose annotations are matched and counted by sentence, in the order of `bench.measures.MEASURES`."""


BLOCKS = 4096
"""The greatest number of documents, or blocks of documents, whose counts are kept separately."""
BATCH = 8192
"""The number of annotations, or of documents, that are counted together."""
SPLIT = 20
"""The greatest number of documents that are split into sentences by rules.

It equals `bench.statistics.units.ENOUGH`: if there are more, documents are resampled, and sentences aren't needed.
"""
MOST_CONTRADICTIONS = 10_000
"""The greatest number of contradictions that are kept."""
MOST_EXPLAINED = 100
"""The greatest number of contradictions of a document and side that are explained; finding each takes a search."""
LAYERS = ("timexes", "events")
"""The layers that gold is assumed to be labelled in, unless its format states others."""
SINGULAR: Mapping[str, str] = {"timexes": "timex", "events": "event"}
"""For each layer the noun of its annotations."""
NEVER_RUN = "no prediction for this document"


class Waiting(NamedTuple):
    """A document that was matched and waits to be counted."""

    pair: Pair
    units: Sequence[int]
    """The first offset of each of its sentences."""
    matchings: dict[str, Matching[Any]]
    """The matching of each layer."""
    of_links: dict[str, Group]
    """The counts of its links, by measure."""
    counted: dict[str, Group]
    """All its counts so far, by measure."""


class Tally:
    """Sums up the counts of documents, which are added one at a time."""

    def __init__(
        self, covers: Collection[str], labelled: Collection[str] = LAYERS, measures: Collection[str] = ()
    ) -> None:
        """``covers`` are the predicted layers; ``labelled`` is `Suite.labelled_layers`.

        ``measures`` are the names of the only measures to be computed, by the slicings that they are shown by;
        all measures by all slicings if it is empty.
        """
        from bench.scoring.counting import Panel  # with numpy, which verbs that score nothing do without
        from bench.scoring.slices import SLICINGS, Slices

        self._slicings = SLICINGS
        self._measures = {layer: _chosen(layer, measures) for layer in covers}
        """For each covered layer the measures to be computed."""
        self._covers = [layer for layer, chosen in self._measures.items() if chosen]
        self._labelled = labelled
        self._panels = {layer: Panel(self._measures[layer]) for layer in COUNTED if layer in self._covers}
        self._slices = {
            layer: {
                slicing.name: Slices(panel, slicing)
                for slicing in SLICINGS
                if layer in slicing.layers
                and (not measures or any(slicing.name in each.sliced for each in panel.measures))
            }
            for layer, panel in self._panels.items()
        }
        self._unseen = {layer: panel.attributes | panel.needed for layer, panel in self._panels.items()}
        """For each layer the attributes and needed fields that no annotation of gold has stated so far."""
        self._empty = set(self._panels)
        """The layers of which gold has had no annotation so far."""
        self._unsaid = {layer: set(panel.attributes) for layer, panel in self._panels.items()}
        """For each layer the attributes that no prediction has stated so far."""
        self._untold = {layer: set(panel.needed_of_predictions) for layer, panel in self._panels.items()}
        """For each layer the needed fields that no prediction has stated so far."""
        self._sure = Confidences()
        self._silent = set(self._panels)
        """The layers in which nothing has been predicted so far."""
        self._phenomena = phenomena.Phenomena()
        self._waiting: list[Waiting] = []
        self._size = 0
        """The number of annotations in the documents that wait."""
        self._kept: dict[str, dict[str, Group]] = {}
        """The counts by document (the first one of a block) and by measure."""
        self._block = 1
        self._pending: list[dict[str, Group]] = []
        """The counts of the documents in the last block, which isn't full."""
        self._first = ""
        self._failures: dict[str, str] = {}
        self._notes: tuple[Note, ...] = ()
        self._limits: tuple[Note, ...] = ()
        """The notes on limits that documents exceeded."""
        self._in_the_way: dict[Cause, tuple[int, str]] = {}
        """The causes that keep gold from 100 % as its own prediction, each with its number and first document."""
        self._unlocated: dict[str, int] = {}
        self._unresolved: dict[str, str] = {}
        self._links_in_gold = False
        self._split = False
        self._links_predicted = False
        self._relations: dict[str, Counts] = {}
        self._contradictions: list[Contradicted] = []
        self._events: dict[str, Matching[Any]] = {}

    def add(self, pair: Pair) -> None:
        """Adds the counts of one document, with its failure and its notes, to those of the earlier documents."""
        gold = pair.gold
        if pair.notes:
            self._notes = fold((*self._notes, *pair.notes))
        if pair.predicted is None:
            self._failures[pair.id] = pair.failed or NEVER_RUN
        found = (pair.predicted or NOTHING).outside(gold.ignore)
        if found.unlocated and (number := sum(item.layer in self._panels for item in found.unlocated)):
            self._unlocated[pair.id] = number
        waiting = Waiting(pair, self._units_of(pair), {}, {}, {})
        same: tuple[dict[str, str], dict[str, str]] = ({}, {})
        referred = "links" in self._covers or "timeline" in self._covers
        for layer in COUNTED:
            if layer == RESOLVED and layer in self._panels:
                waiting.matchings[layer] = self._given(pair)
            if layer == RESOLVED or (layer not in self._panels and not referred):
                continue
            of_gold, predicted = getattr(gold, layer), getattr(found, layer)
            if not referred and self._count_strict(layer, of_gold, predicted, found, waiting):
                continue
            matching = match_distinct(of_gold, predicted)
            if matching is None:
                matching = match(once(of_gold, same[0]), once(predicted, same[1]))
            if matching.simplified:
                self._limits = fold((*self._limits, simplified(pair.id, layer)))
            if gold.ignore and layer in self._panels:
                hidden = len(of_gold) - len(getattr(gold.outside(gold.ignore), layer))
                self._block_way((SINGULAR[layer], "in ignored regions"), hidden, pair.id)
            if found.unlocated:
                matching = _with_nowhere(matching, found.unlocated, layer)
            waiting.matchings[layer] = matching
            self._size += len(matching.gold) + len(matching.predicted)
        if "links" in self._covers:
            matchings = [waiting.matchings[layer] for layer in LAYERS]
            self._count_links(pair.id, gold, found, matchings, same, waiting.of_links)
        if "timeline" in self._covers:
            self._events[pair.id] = waiting.matchings["events"]
        self._waiting.append(waiting)
        if self._size >= BATCH or len(self._waiting) >= BATCH:
            self._count()

    def merge(self, other: Tally) -> None:
        """Adds the documents of another tally over the same layers: fewer than `BLOCKS`, and later than these."""
        self._count()
        other._count()
        for document, counted in other._kept.items():
            self._keep(document, counted)
        for layer, by_name in self._slices.items():
            for name, slices in by_name.items():
                slices.merge(other._slices[layer][name])
            self._unseen[layer] &= other._unseen[layer]
            self._unsaid[layer] &= other._unsaid[layer]
            self._untold[layer] &= other._untold[layer]
        self._empty &= other._empty
        self._sure.merge(other._sure)
        self._phenomena.merge(other._phenomena)
        self._silent &= other._silent
        self._links_in_gold |= other._links_in_gold
        self._split |= other._split
        self._links_predicted |= other._links_predicted
        for relation, counts in other._relations.items():
            self._relations[relation] = self._relations.get(relation, Counts()) + counts
        self._failures |= other._failures
        self._notes = fold((*self._notes, *other._notes))
        self._limits = fold((*self._limits, *other._limits))
        for cause, (number, place) in other._in_the_way.items():
            self._block_way(cause, number, place)
        self._unlocated |= other._unlocated
        self._unresolved |= other._unresolved
        self._contradictions += other._contradictions[: MOST_CONTRADICTIONS - len(self._contradictions)]
        self._events |= other._events

    def __getstate__(self) -> dict[str, Any]:
        """Returns the state that is pickled: all that `merge` needs in another process."""
        self._count()
        return {**self.__dict__, "_panels": {}, "_measures": {}}

    def _units_of(self, pair: Pair) -> Sequence[int]:
        """Returns the first offset of each sentence of a document.

        If gold doesn't state its sentences, rules split the first `SPLIT` documents; each later one is one unit.
        So is each document that is stored in a block, because blocks have no sentences.
        """
        if self._block > 1:
            return (0,)
        if pair.sentences is not None:
            return pair.sentences
        if self._block > 1 or len(self._kept) + len(self._waiting) >= SPLIT:
            return (0,)
        self._split = True
        return sentences(pair.text)

    def _given(self, pair: Pair) -> Matching[Any]:
        """Returns the matching of the answers for given spans."""
        if pair.unresolved:
            self._unresolved[pair.id] = pair.unresolved
        # each answered span is one of gold's and occurs once, so only equal spans are matched
        return match(once(pair.gold.resolvable, {}), pair.resolved)

    def _count_strict(
        self, layer: str, gold: Sequence[Any], predicted: Sequence[Any], found: Layers, waiting: Waiting
    ) -> bool:
        """Counts a layer without matching it, if only strict measures are asked for. Returns whether it did."""
        panel = self._panels[layer]
        if not panel.strict or self._slices[layer] or found.unlocated or waiting.pair.gold.ignore:
            return False
        counts = strict.count(gold, predicted, waiting.units)
        if counts is None:
            return False
        if gold:
            self._empty.discard(layer)
        if predicted:
            self._silent.discard(layer)
        waiting.counted.update(dict.fromkeys(panel.names, counts))
        return True

    def _count(self) -> None:
        """Counts the documents that wait, all together."""
        from bench.scoring.counting import count_documents, judge

        waiting, self._waiting, self._size = self._waiting, [], 0
        if not waiting:
            return
        for layer, panel in self._panels.items():
            matched = [each for each in waiting if layer in each.matchings]
            if not matched:
                continue
            judged = judge(panel, *(each.matchings[layer] for each in matched))
            if judged.table.gold:
                self._empty.discard(layer)
            if judged.table.predicted:
                self._silent.discard(layer)
                unsaid = self._unsaid[layer]
                unsaid -= {attribute for attribute in unsaid if judged.table.numbers(attribute)[1].any()}
                untold = self._untold[layer]
                untold -= {field for field in untold if judged.table.predictions_state(field)}
                if layer == "timexes":
                    self._sure.add(judged.table)
            self._unseen[layer] -= judged.stated
            for slices in self._slices[layer].values():
                slices.add(judged)
            groups = count_documents(judged, [each.units for each in matched])
            for each, found in zip(matched, groups, strict=True):
                into = each.counted
                into.update(zip(panel.names, found, strict=True))
                if panel.others:
                    trap = each.pair.case is not None and each.pair.case.trap
                    whole = Matched(each.matchings[layer], each.units, trap, each.pair.predicted is None)
                    for measure in panel.others:
                        into[measure.name] = measure.count(whole)
        for each in waiting:
            each.counted.update(each.of_links)
            if each.pair.case is not None:
                self._phenomena.add(each.pair.case, each.counted)
            self._keep(each.pair.id, each.counted)

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
        self._links_predicted |= bool(there)
        ends = (
            {DCT, *(item.id for item in gold.timexes), *(item.id for item in gold.events)} if gold.links else {DCT}
        )
        dangling = sum(not {link.source, link.target} <= ends for link in gold.links)
        self._block_way(("link", "with an end that is no annotation"), dangling, document)
        both = Linked(here, there)
        counted.update((measure.name, measure.count(both)) for measure in self._measures["links"])
        for relation, counts in both.relations.items():
            self._relations[relation] = self._relations.get(relation, Counts()) + counts
        aware = both.awareness[Rule.TOOLKIT]
        for side, edges, links, indices in (
            ("gold", here, gold.links, aware.gold_contradicted),
            ("predicted", there, found.links, aware.predicted_contradicted),
        ):
            if indices and len(self._contradictions) < MOST_CONTRADICTIONS:
                if len(indices) > MOST_EXPLAINED:
                    more = unexplained(document, side, len(indices) - MOST_EXPLAINED)
                    self._limits = fold((*self._limits, more))
                for each in explain(edges, indices, in_order=True, most=MOST_EXPLAINED):
                    link, *against = (_record(links[index]) for index in (each.link, *each.against))
                    self._contradictions.append(Contradicted(document, side, link, tuple(against)))
                del self._contradictions[MOST_CONTRADICTIONS:]

    def _keep(self, document: str, counted: dict[str, Group]) -> None:
        """Stores a document's counts; from `BLOCKS` documents on, those of neighbours are stored as one sum."""
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
        """Returns the scores over all documents that were added, and of the predicted timeline against gold's."""
        self._count()
        left_out, unstated = self._left_out(), self._unstated()
        if self._pending:
            self._kept[self._first] = _summed(self._pending)
        units: dict[str, Mapping[str, Group]] = {
            name: {document: counted[name] for document, counted in self._kept.items()}
            for name in next(iter(self._kept.values()), ())
            if name not in left_out
        }
        slices = {
            slicing.name: values
            for slicing in self._slicings
            if (values := self._sliced(slicing, left_out, unstated))
        }
        if by_phenomenon := self._phenomena.scores(left_out, unstated):
            slices[phenomena.SLICING] = by_phenomenon
        if self._links_in_gold:
            slices["relation"] = {
                relation: {TLINK_PLAIN.name: Score.of(counts)}
                for relation, counts in sorted(self._relations.items())
                if counts.gold
            }
        if "timeline" in self._covers and gold:
            aligned = timeline.compare(gold, predicted, self._events)
            units |= {
                measure.name: {"timeline": measure.count(aligned)}
                for measure in _of_timeline(gold)
                if measure in self._measures["timeline"]
            }
            if participants := _by_participant(gold, predicted, self._events):
                slices["participant"] = participants
        counted = {
            name: total(counts for group in groups.values() for counts in _counts(group))
            for name, groups in units.items()
        }
        return Scored(
            measures={
                name: not_stated(counts) if name in unstated else Score.of(counts)
                for name, counts in counted.items()
            },
            slices=slices,
            units={name: groups for name, groups in units.items() if name not in unstated},
            failures=self._failures,
            unlocated=self._unlocated,
            unresolved=self._unresolved,
            unknown=unknown,
            remarks=self._remarks(gold, predicted),
            contradictions=self._contradictions,
            block=self._block,
            split=self._split,
            notes=sorted(self._notes, key=attrgetter("kind")),
            confidence=None if self._not_labelled("timexes") else self._sure.measured(),
        )

    def _left_out(self) -> set[str]:
        """Returns the names of measures that aren't computed: gold has no such attribute or field, or no links."""
        left_out = {
            measure.name
            for layer, panel in self._panels.items()
            for measure in (*panel.measures, *panel.others)
            if measure.needs in self._unseen[layer]
            or measure.states in self._untold[layer]
            or (layer not in self._empty and measure.attribute in self._unseen[layer])
        }
        if not self._phenomena.traps:
            left_out |= phenomena.OF_TRAPS
        unlabelled = [layer for layer in self._panels if self._not_labelled(layer)]
        if not self._links_in_gold:
            unlabelled.append("links")
        return left_out | {measure.name for layer in unlabelled for measure in of_layer(layer)}

    def _block_way(self, cause: Cause, number: int, document: str) -> None:
        """Notes what keeps gold from 100 % as its own prediction."""
        if number:
            before, first = self._in_the_way.get(cause, (0, document))
            self._in_the_way[cause] = before + number, first

    def _remarks(self, gold: Sequence[Entry], predicted: Sequence[Entry]) -> list[Note]:
        unaligned = []
        if "timeline" in self._covers and gold:
            without = sum(not entry.mentions for entry in gold)
            if without == len(gold):
                unaligned = [dates_alone()]
            else:
                self._block_way(("timeline entry", "without mentions"), without, "")
        unreachable = [out_of_reach(self._in_the_way)] if self._in_the_way else []
        return [*self._unscored(gold, predicted), *unaligned, *unreachable, *self._limits]

    def _not_labelled(self, layer: str) -> bool:
        """Returns whether gold has no annotations of a layer, and doesn't state that the layer is labelled."""
        return layer in self._empty and ("timexes" if layer == RESOLVED else layer) not in self._labelled

    def _unscored(self, gold: Sequence[Entry], predicted: Sequence[Entry]) -> list[Note]:
        """Returns a note for each layer in which something is predicted and gold isn't labelled."""
        found = [
            layer
            for layer in self._panels
            if layer != RESOLVED and self._not_labelled(layer) and layer not in self._silent
        ]
        if self._links_predicted and not self._links_in_gold:
            found.append("links")
        if predicted and not gold:
            found.append("timeline")
        return list(map(unscored_layer, found))

    def _unstated(self) -> set[str]:
        """Returns the names of measures whose attribute no prediction states, although there are predictions."""
        return {
            measure.name
            for layer, panel in self._panels.items()
            for measure in (*panel.measures, *panel.others)
            if layer not in self._silent and measure.attribute in self._unsaid[layer]
        }

    def _sliced(
        self, slicing: Slicing, left_out: Collection[str], unstated: Collection[str]
    ) -> dict[str, dict[str, Score]]:
        """Returns the scores of each slice with gold annotations, by the slicing's value and by measure."""
        found: dict[str, dict[str, Score]] = {}
        for layer in slicing.layers:
            if slicing.name in self._slices.get(layer, ()):
                for value, scores in self._slices[layer][slicing.name].scores(left_out, unstated).items():
                    found.setdefault(value, {}).update(scores)
        return found


def _chosen(layer: str, names: Collection[str]) -> Sequence[Measure[Any]]:
    """Returns the measures of a layer with one of the names; all of its measures without names."""
    return [measure for measure in of_layer(layer) if not names or measure.name in names]


def _of_timeline(gold: Sequence[Entry]) -> Sequence[Measure[Any]]:
    """Returns the measures of a timeline: `timeline.dates` alone if no entry has mentions to align it by."""
    aligned = any(entry.mentions for entry in gold)
    return [measure for measure in of_layer("timeline") if aligned or measure.name == "timeline.dates"]


def _summed(documents: Sequence[Mapping[str, Group]]) -> dict[str, Group]:
    """Returns the sum of documents' counts by measure; all have the same measures in the same order."""
    columns = zip(*(counted.values() for counted in documents), strict=True)
    sums = ((total(chain.from_iterable(map(_counts, groups))),) for groups in columns)
    return dict(zip(documents[0], sums, strict=True))


def _counts(group: Group) -> Iterable[Counts]:
    # to test for a tuple or a list is much faster than to test for a mapping
    return group if isinstance(group, tuple | list) or not isinstance(group, Mapping) else group.values()


def _record(link: Any) -> Link:
    """Returns a link as a `Link`; it may be the decoded line of a file."""
    return Link(link.source, link.target, link.relation)


def _with_nowhere(matching: Matching[Any], unlocated: Iterable[Any], layer: str) -> Matching[Any]:
    """Returns the matching with a layer's unlocated predictions added: unmatched, at offset 0."""
    # an unlocated prediction may be the decoded line of a file
    nowhere = [
        Unlocated(*(getattr(item, name) for name in Unlocated.__slots__))
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
