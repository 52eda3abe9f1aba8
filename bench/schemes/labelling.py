"""Labelled spans: annotations reduced to a span and one label, the form that taggers' scorers compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bench.dataset.suite import Layers
from bench.schemes.base import Sides

NO_LABEL = "(none)"
"""The label of an annotation that leaves the attribute open."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A span (code points, half-open) and its label."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Labelling:
    """A way to give annotations labels."""

    name: str
    labels: Callable[[str, Any], str]
    """The function that gives the label, from the layer's name and an annotation."""
    layers: tuple[str, ...] = ("timexes", "events")


TAGS = {"timexes": "TIMEX", "events": "EVENT"}
LABELLINGS = (
    Labelling("layer", lambda layer, _: TAGS[layer]),
    Labelling("timex.type", lambda _, timex: timex.type or NO_LABEL, ("timexes",)),
    Labelling("event.class", lambda _, event: event.class_ or NO_LABEL, ("events",)),
)


@dataclass(frozen=True, slots=True)
class LabelledSides:
    """One document: its text and both sides' labelled spans, times before events, in the order of the files."""

    text: str
    gold: Sequence[Labelled]
    predicted: Sequence[Labelled]


def labelled(
    documents: Sequence[Sides], covered: Sequence[str]
) -> Iterator[tuple[str, tuple[str, ...], list[LabelledSides]]]:
    """Yields the labellings of the covered layers: name, labels in use (sorted), and labelled documents.

    A labelling by an attribute that gold never has is left out, as in `bench.scoring.score`.
    """
    for labelling in LABELLINGS:
        layers = [layer for layer in labelling.layers if layer in covered]
        if not layers:
            continue
        spans = [
            LabelledSides(
                document.text,
                _spans(document.gold, labelling, layers),
                _spans(document.predicted, labelling, layers),
            )
            for document in documents
        ]
        gold = {span.label for document in spans for span in document.gold}
        if gold == {NO_LABEL}:
            continue
        labels = gold | {span.label for document in spans for span in document.predicted}
        yield labelling.name, tuple(sorted(labels)), spans


def _spans(side: Layers, labelling: Labelling, layers: Sequence[str]) -> list[Labelled]:
    return [
        Labelled(item.start, item.end, labelling.labels(layer, item))
        for layer in layers
        for item in getattr(side, layer)
    ]
