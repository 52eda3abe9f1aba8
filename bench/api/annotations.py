"""Annotations that are in memory, or in files, as checked predictions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from bench import formats
from bench.dataset.suite import Layers, Predictions, Suite
from bench.errors import DataError
from bench.formats.memory import check_predictions, layers_of
from bench.sdk.model import Event, Link, Timex, Unlocated

Annotation = Timex | Event | Link | Unlocated
Annotations = str | Path | Predictions | Mapping[str, Layers | Iterable[Annotation]]
"""Annotations by document: a path, predictions, or a mapping of a document's id to its layers or annotations."""


def predictions_of(given: Annotations, suite: Suite | None = None, *, align: bool = False) -> Predictions:
    """Returns annotations as predictions, checked against the gold if it is given.

    The layers of a mapping are the layers that any of its documents has, or else the layers of gold.
    Raises DataError with every fault: a span outside of the text, a document that gold doesn't have, a type that
    doesn't exist, a link without its ends. In memory a fault's place is a path such as ``$.d.timexes[3].end``.
    """
    if isinstance(given, str | Path):
        found = formats.read_predictions(given, suite, align=align)
    elif isinstance(given, Predictions):
        found = given
    else:
        layers = {name: layers_of(name, each) for name, each in given.items()}
        found = Predictions(layers, covers=_covers(layers, suite))
    if faults := list(check_predictions(found, suite)):
        raise DataError(faults)
    return found


def _covers(layers: Mapping[str, Layers], suite: Suite | None) -> tuple[str, ...]:
    """Returns the layers that any document has, or else the layers of gold."""
    names = ("timexes", "events", "links")
    found = tuple(
        name
        for name in names
        if any(
            getattr(each, name) or any(unlocated.layer == name for unlocated in each.unlocated)
            for each in layers.values()
        )
    )
    return found or tuple(name for name in names if suite is not None and suite.has(name)) or names[:2]
