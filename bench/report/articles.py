"""The articles in the page, with each system's hits, near hits, misses and spurious predictions.

Documents are packed in groups, so that the page unpacks only the groups that a reader opens. The predictions of
systems are read one after the other, and only the packed form is kept in memory.
"""

from __future__ import annotations

import base64
import gzip
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any

from bench.dataset.suite import NOTHING, Layers, Predictions, Suite, SuiteDocument
from bench.figures.suite_results import SuiteResults
from bench.matching import timeline
from bench.matching.matching import Matching, match
from bench.matching.repeats import once
from bench.matching.timeline import Alignment
from bench.render import marked
from bench.results.record import Record
from bench.sdk.model import Event, Timex

FIELDS: Mapping[str, tuple[str, ...]] = {
    "timexes": ("type", "value", "mod"),
    "events": ("class_", "realis", "when"),
}
"""For each layer that the page marks in the text, the fields of its annotations that the page shows."""
GOLD_FIELDS = {"timexes": (*FIELDS["timexes"], "kind"), "events": FIELDS["events"]}
_FIELDS_OF = {layer: attrgetter(*names) for layer, names in FIELDS.items()}
MARKS = tuple(marked.MARKS)
HIT, MISSED, SPURIOUS = map(MARKS.index, ("hit", "missed", "spurious"))
TOGETHER = 50
"""The number of documents in a packed group."""
ALL, SAMPLED = 5_000, 200
"""The number of documents up to which the page has all of a suite, and the number that it draws at random, with a
fixed seed, from a suite with more."""
Item = list[Any]
"""An annotation with its outcome: [mark, 1 if fields differ, index in gold or -1, start, end, fields…].

A missed gold annotation, and a prediction that equals gold, have only the first three items.
"""


@dataclass(frozen=True, slots=True)
class Packed:
    """The articles of one suite, packed for the page."""

    index: Mapping[str, Any]
    """The data that the page needs before a document is opened: ids, titles and systems."""
    parts: Sequence[str]
    """The groups of `TOGETHER` documents, each as base64 of gzipped JSON."""
    documents: int
    """The number of documents in the suite, of which the page may have a sample."""

    @property
    def sampled(self) -> int:
        """The number of documents in the page if they are a sample; else 0."""
        shown = len(self.index["ids"])
        return shown if shown < self.documents else 0


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles of all suites whose gold is available, and the timelines of their systems."""

    packed: Mapping[str, Packed]
    """The articles of each suite, by its name. A suite without a system that finds times or events is left out."""
    timelines: Mapping[str, Mapping[str, tuple[Predictions, Alignment]]] = field(default_factory=dict)
    """For each suite, and each system in it, the predicted timeline and its alignment with gold's."""


def gather(results: Sequence[SuiteResults]) -> Articles:
    """Reads and packs the gold and predictions of all suites."""
    packed: dict[str, Packed] = {}
    timelines: dict[str, dict[str, tuple[Predictions, Alignment]]] = {}
    for each in results:
        if each.gold is not None:
            found, timelines[each.name] = _suite(each, each.gold)
            if found.index["systems"] and found.index["layers"]:
                packed[each.name] = found
    return Articles(packed, timelines)


@dataclass(frozen=True, slots=True)
class _Said:
    """The predictions of one system for all documents, in the form in which they are packed."""

    documents: Sequence[Mapping[str, Sequence[Item]] | None]
    """The packed predictions of each document; None for a document that failed."""
    wrong: Sequence[int]
    """The number of mistakes in each document."""
    stated: Mapping[str, Sequence[int]]
    """For each layer, the indices in `FIELDS` of the fields that the system gives values for."""


def _suite(results: SuiteResults, gold: Suite) -> tuple[Packed, dict[str, tuple[Predictions, Alignment]]]:
    of_all = [_once(gold.layers.get(document.id, NOTHING)) for document in gold.documents]
    whole, places = gold, _shown(len(gold.documents))
    gold = replace(whole, documents=tuple(whole.documents[place] for place in places))
    labelled = [of_all[place] for place in places]
    systems: list[dict[str, Any]] = []
    said: list[Sequence[str]] = []
    timelines = {}
    for record in results.records:
        predictions = results.predictions(record)
        if predictions is None:
            continue
        layers = [layer for layer in FIELDS if layer in predictions.covers]
        if "timeline" in predictions.covers:
            aligned = _align(whole, of_all, predictions)
            # the timeline alone is kept, without the annotations
            timelines[record.name] = Predictions({}, predictions.covers, {}, predictions.timeline), aligned
        if layers:
            found = _said(gold, labelled, predictions, layers)
            said.append([json.dumps(each, separators=(",", ":")) for each in found.documents])
            systems.append(_system(record, gold, predictions, layers, found))
    parts = []
    for first in range(0, len(gold.documents), TOGETHER):
        numbers = range(first, min(first + TOGETHER, len(gold.documents)))
        documents = [
            _document(gold.documents[n], labelled[n], [of_system[n] for of_system in said]) for n in numbers
        ]
        # gzip's time stamp is 0, so that the same results give the same page
        parts.append(base64.b64encode(gzip.compress(f"[{','.join(documents)}]".encode(), 6, mtime=0)).decode())
    index = {
        "together": TOGETHER,
        "ids": [document.id for document in gold.documents],
        "titles": [document.title for document in gold.documents],
        "layers": [layer for layer in FIELDS if gold.has(layer)],
        "systems": systems,
    }
    return Packed(index, parts, len(whole.documents)), timelines


def _shown(documents: int) -> Sequence[int]:
    """Returns the places of the documents that the page shows, in the order of the suite."""
    if documents <= ALL:
        return range(documents)
    return sorted(random.Random(0).sample(range(documents), SAMPLED))


def _system(
    record: Record, gold: Suite, predictions: Predictions, layers: Sequence[str], found: _Said
) -> dict[str, Any]:
    reasons = [
        predictions.failures.get(document.id, "no prediction for this document") if said is None else ""
        for document, said in zip(gold.documents, found.documents, strict=True)
    ]
    distinct = {reason: number for number, reason in enumerate(dict.fromkeys(filter(None, reasons)))}
    return {
        "name": record.name,
        "role": record.role,
        "layers": list(layers),
        "stated": {layer: [int(n in found.stated[layer]) for n in range(len(FIELDS[layer]))] for layer in layers},
        "wrong": found.wrong,
        "reasons": [reason[:LONGEST_REASON] for reason in distinct],
        "failed": {number: distinct[reason] for number, reason in enumerate(reasons) if reason},
    }


LONGEST_REASON = 2_000
"""The largest number of characters of a failure's cause in the page."""


def _once(layers: Layers) -> Layers:
    """Returns annotations without duplicates, as scoring uses them."""
    return Layers(tuple(once(layers.timexes, {})), tuple(once(layers.events, {})), layers.ignore, layers.links)


def _align(gold: Suite, labelled: Sequence[Layers], predictions: Predictions) -> Alignment:
    matchings: dict[str, Matching[Event]] = {}
    for document, layers in zip(gold.documents, labelled, strict=True):
        predicted = predictions.layers.get(document.id, NOTHING).outside(layers.ignore)
        matchings[document.id] = match(layers.events, once(predicted.events, {}))
    return timeline.compare(gold.timeline, predictions.timeline, matchings)


def _said(gold: Suite, labelled: Sequence[Layers], predictions: Predictions, layers: Sequence[str]) -> _Said:
    stated = {layer: _stated(predictions, layer) for layer in layers}
    documents: list[Mapping[str, Sequence[Item]] | None] = []
    wrong = []
    for document, ours in zip(gold.documents, labelled, strict=True):
        theirs = predictions.layers.get(document.id)
        found = (theirs or NOTHING).outside(ours.ignore)
        items = {
            layer: _items(getattr(ours, layer), once(getattr(found, layer), {}), layer, stated[layer])
            for layer in layers
        }
        wrong.append(sum(bool(item[0] or item[1]) for each in items.values() for item in each))
        documents.append(items if theirs is not None else None)
    return _Said(documents, wrong, stated)


def _stated(predictions: Predictions, layer: str) -> list[int]:
    """Returns the indices of the fields for which a system gives a value at least once. Others aren't judged."""
    return [
        number
        for number, name in enumerate(FIELDS[layer])
        if any(
            getattr(item, name) is not None
            for layers in predictions.layers.values()
            for item in getattr(layers, layer)
        )
    ]


def _items(
    gold: Sequence[Timex | Event], predicted: Sequence[Any], layer: str, stated: Sequence[int]
) -> list[Item]:
    """Returns an item for each matched pair and each annotation without a match, in text order.

    ``stated`` are the indices of the fields in which predictions are compared with gold.
    """
    fields = _FIELDS_OF[layer]
    place = {id(item): number for number, item in enumerate(gold)}
    items: list[Item] = []
    for found in marked.found(match(gold, predicted)):
        ours, theirs = found.gold, found.predicted
        if theirs is None:
            items.append([MISSED, 0, place[id(ours)]])
        elif ours is None:
            items.append([SPURIOUS, 0, -1, theirs.start, theirs.end, *fields(theirs)])
        else:
            expected, said = fields(ours), fields(theirs)
            mark = MARKS.index(found.mark)
            if said == expected and mark == HIT:
                items.append([mark, 0, place[id(ours)]])
            else:
                differs = int(any(expected[number] != said[number] for number in stated))
                items.append([mark, differs, place[id(ours)], theirs.start, theirs.end, *said])
    return items


def _document(document: SuiteDocument, layers: Layers, said: Sequence[str]) -> str:
    head = {
        "text": document.text,
        "dct": "" if document.dct is None else document.dct.isoformat(),
        "ignore": [[region.start, region.end] for region in layers.ignore],
        "gold": {
            layer: [
                [item.start, item.end, *(getattr(item, name) for name in names)] for item in getattr(layers, layer)
            ]
            for layer, names in GOLD_FIELDS.items()
        },
    }
    return f"[{json.dumps(head, ensure_ascii=False, separators=(',', ':'))},[{','.join(said)}]]"
