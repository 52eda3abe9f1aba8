"""Scoring document by document, in bounded memory: each is matched, and counted by unit and by slice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from bench.counts import Group, Score, total
from bench.dataset.block import Block
from bench.dataset.note import Note, fold
from bench.dataset.pair import Pair
from bench.dataset.sentences import sentences
from bench.dataset.suite import NOTHING, RESOLVED, Layers
from bench.matching.matching import Matching, match, match_distinct
from bench.matching.repeats import once
from bench.measures import of_layer
from bench.measures.base import Measure
from bench.measures.pair import Matched
from bench.scoring import entries, phenomena, strict
from bench.scoring.confidence import Confidences
from bench.scoring.kept import Kept, counts_of
from bench.scoring.linked import Links
from bench.scoring.remarks import Remarks
from bench.scoring.result import Scored, dates_alone, not_stated, simplified, unscored_layer
from bench.scoring.stated import Stated
from bench.sdk.model import DCT, Entry, Unlocated

if TYPE_CHECKING:
    from bench.scoring.counting import Judged

COUNTED = ("timexes", RESOLVED, "events")
"""The layers whose annotations are matched and counted by sentence, in the order of `bench.measures.MEASURES`."""


BATCH = 8192
"""The number of annotations, or of documents, that are counted together."""
COLUMN_BATCH = 32_768
"""The same for documents in columns, which take less memory."""
SPLIT = 20
"""The greatest number of documents that are split into sentences by rules.

It equals `bench.statistics.units.ENOUGH`: if there are more, documents are resampled, and sentences aren't needed.
"""
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
        from bench.scoring.batch import Batch  # with numpy, which verbs that score nothing do without
        from bench.scoring.counting import Panel
        from bench.scoring.slices import SlicesByLayer

        self._measures = {layer: _chosen(layer, measures) for layer in covers}
        """For each covered layer the measures to be computed."""
        self._covers = [layer for layer, chosen in self._measures.items() if chosen]
        self._panels = {layer: Panel(self._measures[layer]) for layer in COUNTED if layer in self._covers}
        self._slices = SlicesByLayer(self._panels, measures)
        self._stated = Stated(self._panels, labelled)
        self._sure = Confidences()
        self._phenomena = phenomena.Phenomena()
        self._waiting: list[Waiting] = []
        self._size = 0
        """The number of annotations in the documents that wait."""
        self._batch = Batch(self._panels)
        """The documents in columns that wait to be counted; there are none while others wait."""
        self._kept = Kept()
        self._added = 0
        """The number of documents that were added."""
        self._failures: dict[str, str] = {}
        self._notes: tuple[Note, ...] = ()
        self._remarks = Remarks()
        self._unlocated: dict[str, int] = {}
        self._unresolved: dict[str, str] = {}
        self._split = False
        self._links = Links()
        self._events: dict[str, Matching[Any]] = {}

    def add(self, documents: Pair | Block) -> None:
        """Adds the counts of a document or of a block, with failures and notes, to those of earlier documents."""
        if isinstance(documents, Pair):
            self._add(documents)
        elif not self._add_block(documents):
            for pair in documents.pairs():
                self._add(pair)

    def _add(self, pair: Pair) -> None:
        self._count_batch()
        gold = pair.gold
        if pair.notes:
            self._notes = fold((*self._notes, *pair.notes))
        if pair.predicted is None:
            self._failures[pair.id] = pair.failed or NEVER_RUN
        found = (pair.predicted or NOTHING).outside(gold.ignore)
        if found.unlocated and (number := sum(item.layer in self._panels for item in found.unlocated)):
            self._unlocated[pair.id] = number
        waiting = Waiting(pair, self._units_of(pair.sentences, pair.text), {}, {}, {})
        self._added += 1
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
                self._remarks.limit(simplified(pair.id, layer))
            if gold.ignore and layer in self._panels:
                hidden = len(of_gold) - len(getattr(gold.outside(gold.ignore), layer))
                self._remarks.block_way((SINGULAR[layer], "in ignored regions"), hidden, pair.id)
            if found.unlocated:
                matching = _with_nowhere(matching, found.unlocated, layer)
            waiting.matchings[layer] = matching
            self._size += len(matching.gold) + len(matching.predicted)
        if "links" in self._covers:
            self._count_links(waiting, found, same)
        if "timeline" in self._covers:
            self._events[pair.id] = waiting.matchings["events"]
        self._waiting.append(waiting)
        if self._size >= BATCH or len(self._waiting) >= BATCH:
            self._count()

    def _add_block(self, block: Block) -> bool:
        """Adds documents in columns. Returns False, and adds nothing, if they have to be added one by one."""
        from bench.scoring.batch import rise

        if not set(self._covers) <= self._batch.layers:
            return False
        units = [
            self._units_of(stated, text, before)
            for before, (stated, text) in enumerate(zip(block.sentences, block.texts, strict=True))
        ]
        if not rise(units, list(map(len, block.texts))):
            return False
        self._count()
        if not self._batch.goes_with(block):
            self._count_batch()
        self._notes = fold((*self._notes, *block.notes))
        self._failures |= {document: reason or NEVER_RUN for document, reason in block.failures.items()}
        self._batch.add(block, units)
        self._added += len(block.ids)
        if max(self._batch.size, len(self._batch.ids)) >= COLUMN_BATCH:
            self._count_batch()
        return True

    def merge(self, other: Tally) -> None:
        """Adds the documents of another tally over the same layers: fewer than `BLOCKS`, and later than these."""
        self._count()
        self._count_batch()
        other._count()
        other._count_batch()
        self._kept.merge(other._kept)
        self._added += other._added
        self._slices.merge(other._slices)
        self._stated.merge(other._stated)
        self._sure.merge(other._sure)
        self._phenomena.merge(other._phenomena)
        self._links.merge(other._links)
        self._split |= other._split
        self._failures |= other._failures
        self._notes = fold((*self._notes, *other._notes))
        self._remarks.merge(other._remarks)
        self._unlocated |= other._unlocated
        self._unresolved |= other._unresolved
        self._events |= other._events

    def __getstate__(self) -> dict[str, Any]:
        """Returns the state that is pickled: all that `merge` needs in another process."""
        self._count()
        self._count_batch()
        return {**self.__dict__, "_panels": {}, "_measures": {}, "_batch": type(self._batch)({})}

    def _units_of(self, stated: Sequence[int] | None, text: str, before: int = 0) -> Sequence[int]:
        """Returns the first offset of each sentence of the next document, or of one with so many ``before`` it.

        If gold doesn't state its sentences, rules split the first `SPLIT` documents; each later one is one unit.
        So is each document that is stored in a block, because blocks have no sentences.
        """
        if self._kept.block > 1:
            return (0,)
        if stated is not None:
            return stated
        if self._added + before >= SPLIT:
            return (0,)
        self._split = True
        return sentences(text)

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
        if not panel.strict or self._slices.cuts(layer) or found.unlocated or waiting.pair.gold.ignore:
            return False
        counts = strict.count(gold, predicted, waiting.units)
        if counts is None:
            return False
        self._stated.add_sizes(layer, len(gold), len(predicted))
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
            self._note(layer, judged)
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
            self._kept.add(each.pair.id, each.counted)

    def _count_batch(self) -> None:
        """Counts the documents in columns that wait."""
        from bench.scoring.batch import Batch

        batch = self._batch
        if not batch.ids:
            return
        self._batch = Batch(self._panels)
        judged = batch.judged()
        for layer, each in judged.items():
            self._note(layer, each)
        for document, layer in batch.simplified(judged):
            self._remarks.limit(simplified(document, layer))
        parts = self._kept.parts(len(batch.ids))
        for number, (first, counted) in zip(parts, batch.counts(judged, parts), strict=True):
            self._kept.add(first, counted, number)

    def _note(self, layer: str, judged: Judged) -> None:
        """Adds a layer of some documents to the slices and to what is known of the whole."""
        self._stated.add(layer, judged)
        if layer == "timexes" and judged.table.sizes[1]:
            self._sure.add(judged.table)
        self._slices.add(layer, judged)

    def _count_links(
        self, waiting: Waiting, found: Layers, same: tuple[Mapping[str, str], Mapping[str, str]]
    ) -> None:
        document, gold = waiting.pair.id, waiting.pair.gold
        ends = (
            {DCT, *(item.id for item in gold.timexes), *(item.id for item in gold.events)} if gold.links else {DCT}
        )
        dangling = sum(not {link.source, link.target} <= ends for link in gold.links)
        self._remarks.block_way(("link", "with an end that is no annotation"), dangling, document)
        matchings = [waiting.matchings[layer] for layer in LAYERS]
        counted, limits = self._links.add(document, gold, found, matchings, same, self._measures["links"])
        waiting.of_links.update(counted)
        self._remarks.limit(*limits)

    def scored(self, gold: Sequence[Entry], predicted: Sequence[Entry], unknown: Sequence[str]) -> Scored:
        """Returns the scores over all documents that were added, and of the predicted timeline against gold's."""
        self._count()
        self._count_batch()
        left_out, unstated = self._left_out(), self._stated.unstated(self._panels)
        self._kept.close()
        units: dict[str, Mapping[str, Group]] = {
            name: groups for name, groups in self._kept.by_measure() if name not in left_out
        }
        slices = self._slices.scores(left_out, unstated)
        if by_phenomenon := self._phenomena.scores(left_out, unstated):
            slices[phenomena.SLICING] = by_phenomenon
        if self._links.in_gold:
            slices["relation"] = self._links.by_relation()
        if "timeline" in self._covers and gold:
            units |= entries.counted(gold, predicted, self._events, self._measures["timeline"])
            if participants := entries.by_participant(gold, predicted, self._events):
                slices["participant"] = participants
        counted = {
            name: total(counts for group in groups.values() for counts in counts_of(group))
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
            remarks=self._noted(gold, predicted),
            contradictions=self._links.contradictions,
            block=self._kept.block,
            split=self._split,
            notes=sorted(self._notes, key=attrgetter("kind")),
            confidence=None if self._stated.unlabelled("timexes") else self._sure.measured(),
        )

    def _left_out(self) -> set[str]:
        """Returns the names of measures that aren't computed: gold has no such attribute or field, or no links."""
        left_out = self._stated.left_out(self._panels)
        if not self._phenomena.traps:
            left_out |= phenomena.OF_TRAPS
        unlabelled = [layer for layer in self._panels if self._stated.unlabelled(layer)]
        if not self._links.in_gold:
            unlabelled.append("links")
        return left_out | {measure.name for layer in unlabelled for measure in of_layer(layer)}

    def _noted(self, gold: Sequence[Entry], predicted: Sequence[Entry]) -> list[Note]:
        """Returns the remarks on the documents and on the timelines."""
        unaligned = []
        if "timeline" in self._covers and gold:
            without = sum(not entry.mentions for entry in gold)
            if without == len(gold):
                unaligned = [dates_alone()]
            else:
                self._remarks.block_way(("timeline entry", "without mentions"), without, "")
        return self._remarks.notes([*self._unscored(gold, predicted), *unaligned])

    def _unscored(self, gold: Sequence[Entry], predicted: Sequence[Entry]) -> list[Note]:
        """Returns a note for each layer in which something is predicted and gold isn't labelled."""
        found = [layer for layer in self._panels if layer != RESOLVED and self._stated.unscored(layer)]
        if self._links.predicted and not self._links.in_gold:
            found.append("links")
        if predicted and not gold:
            found.append("timeline")
        return list(map(unscored_layer, found))


def _chosen(layer: str, names: Collection[str]) -> Sequence[Measure[Any]]:
    """Returns the measures of a layer with one of the names; all of its measures without names."""
    return [measure for measure in of_layer(layer) if not names or measure.name in names]


def _with_nowhere(matching: Matching[Any], unlocated: Iterable[Any], layer: str) -> Matching[Any]:
    """Returns the matching with a layer's unlocated predictions added: unmatched, at offset 0."""
    # an unlocated prediction may be the decoded line of a file
    nowhere = [
        Unlocated(*(getattr(item, name) for name in Unlocated.__slots__))
        for item in unlocated
        if item.layer == layer
    ]
    return replace(matching, predicted=[*matching.predicted, *(item.annotation() for item in nowhere)])
