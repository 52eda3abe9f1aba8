"""Labelled spans: annotations reduced to a span and one label, the form that taggers' scorers compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bench.dataset.suite import Layers
from bench.schemes.base import Sides

NO_LABEL = "(none)"
"""The label of an annotation without a value for the attribute."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A span (in code points, with an exclusive end) and its label."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Labelling:
    """A way to choose the labels of annotations: by layer, or by an attribute."""

    name: str
    labels: Callable[[str, Any], str]
    """The function that returns the label, given the layer's name and an annotation."""
    layers: tuple[str, ...] = ("timexes", "events")


TAGS = {"timexes": "TIMEX", "events": "EVENT"}
LABELLINGS = (
    Labelling("layer", lambda layer, _: TAGS[layer]),
    Labelling("timex.type", lambda _, timex: timex.type or NO_LABEL, ("timexes",)),
    Labelling("event.class", lambda _, event: event.class_ or NO_LABEL, ("events",)),
)


@dataclass(frozen=True, slots=True)
class LabelledSides:
    """One document: its text, and its labelled spans in gold and predictions, times first, in file order."""

    text: str
    gold: Sequence[Labelled]
    predicted: Sequence[Labelled]


def labelled(
    documents: Sequence[Sides], covered: Sequence[str]
) -> Iterator[tuple[str, tuple[str, ...], list[LabelledSides]]]:
    """Yields each kind of label of the covered layers: its name, its sorted labels, and the labelled documents.

    Labels from an attribute that gold never has are left out, as in `bench.scoring.score`.
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
