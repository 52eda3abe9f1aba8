"""From gold and predictions to scores: match, count per sentence, sum, slice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.counts import Counts, Score, score, total
from bench.matching import Matching, canonical, match
from bench.measures import Measure, of_layer
from bench.model import EVENT_CLASSES, KINDS, TIMEX_TYPES
from bench.suite import ACROSS, NOTHING, Predictions, Suite


@dataclass(frozen=True, slots=True)
class Slicing:
    """A way to cut a layer into slices by one attribute."""

    name: str
    layer: str
    values: Sequence[str]
    of: Callable[[Any], str | None]
    both_sides: bool
    """Whether predictions carry the attribute too; where only gold does, a slice has a recall alone."""


SLICINGS = (
    Slicing("kind", "timexes", KINDS, lambda timex: timex.kind, both_sides=False),
    Slicing("type", "timexes", TIMEX_TYPES, lambda timex: timex.type, both_sides=True),
    Slicing("class", "events", EVENT_CLASSES, lambda event: event.class_, both_sides=True),
)


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of one set of predictions against a suite."""

    measures: Mapping[str, Score]
    slices: Mapping[str, Mapping[str, Mapping[str, Score]]]
    """Slicing → value → measure → score; values that gold doesn't have are left out."""
    units: Mapping[str, Mapping[str, Sequence[Counts]]]
    """Measure → document → counts per sentence."""
    failures: Mapping[str, str]
    """Documents that count as nothing predicted, with the cause."""
    unknown: Sequence[str] = ()
    """Documents that were predicted but are not in gold; they count for nothing."""


NEVER_RUN = "no prediction for this document"


def evaluate(suite: Suite, predictions: Predictions) -> Scored:
    """Score predictions on every document of a suite.

    A document that failed or is missing counts as nothing predicted and is named in ``failures``. Predictions
    inside an ignore region are dropped first. Scores are pooled over all documents (micro).
    """
    failures = {
        document.id: predictions.failures.get(document.id, NEVER_RUN)
        for document in suite.documents
        if document.id not in predictions.layers
    }
    known = {document.id for document in suite.documents}
    if ACROSS in predictions.failures:
        failures[ACROSS] = predictions.failures[ACROSS]
    spans = [layer for layer in predictions.covers if layer in ("timexes", "events")]
    measures = {layer: _measures(layer, suite) for layer in spans}
    units: dict[str, dict[str, Sequence[Counts]]] = {}
    matchings: dict[str, list[Matching[Any]]] = {layer: [] for layer in spans}
    for document in suite.documents:
        gold = suite.layers.get(document.id, NOTHING)
        found = predictions.layers.get(document.id, NOTHING).outside(gold.ignore)
        for layer in spans:
            matching: Matching[Any] = match(getattr(gold, layer), _once(getattr(found, layer)))
            matchings[layer].append(matching)
            for measure in measures[layer]:
                counted = measure.count_units(matching, document.sentences)
                units.setdefault(measure.name, {})[document.id] = counted
    return Scored(
        measures={name: score(total(c for row in rows.values() for c in row)) for name, rows in units.items()},
        slices=_slices(matchings, measures),
        units=units,
        failures=failures,
        unknown=sorted(predictions.layers.keys() - known),
    )


def _once(annotations: Sequence[Any]) -> Sequence[Any]:
    """Without repeats: annotations that say the same of the same span are one."""
    distinct = {canonical(item): item for item in reversed(annotations)}
    return annotations if len(distinct) == len(annotations) else list(reversed(distinct.values()))


def _measures(layer: str, suite: Suite) -> list[Measure]:
    """The measures of a layer, but for those of an attribute that this gold never has (realis, in TimeML)."""
    gold = [item for layers in suite.layers.values() for item in getattr(layers, layer)]
    return [
        measure
        for measure in of_layer(layer)
        if not gold or measure.attribute is None or any(getattr(item, measure.attribute) for item in gold)
    ]


def _slices(
    matchings: Mapping[str, list[Matching[Any]]], measures: Mapping[str, list[Measure]]
) -> dict[str, dict[str, dict[str, Score]]]:
    slices: dict[str, dict[str, dict[str, Score]]] = {}
    for slicing in SLICINGS:
        layer = matchings.get(slicing.layer, [])
        present = {slicing.of(item) for matching in layer for item in matching.gold}
        for value in slicing.values:
            if value in present:
                slices.setdefault(slicing.name, {})[value] = {
                    measure.name: _slice(measure, layer, slicing, value) for measure in measures[slicing.layer]
                }
    return slices


def _slice(measure: Measure, layer: Sequence[Matching[Any]], slicing: Slicing, value: str) -> Score:
    def keep(item: Any) -> bool:
        return slicing.of(item) == value

    predicted = keep if slicing.both_sides else None
    sliced = score(total(measure.count_slice(matching, keep, predicted) for matching in layer))
    return sliced if slicing.both_sides else Score(sliced.counts, None, sliced.recall, None)
