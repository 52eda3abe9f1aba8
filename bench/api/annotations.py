"""Annotations in memory or in files, turned into checked predictions."""

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
"""Annotations of documents: a path, `Predictions`, or a mapping from document ids to layers or annotations."""


def predictions_of(given: Annotations, suite: Suite | None = None, *, align: bool = False) -> Predictions:
    """Returns annotations as predictions, checked against gold if ``suite`` is given.

    Predictions from a mapping cover the layers that at least one document has, or else the layers of gold. Raises
    DataError, which lists every fault: a span outside the text, a document that gold doesn't have, a type that
    doesn't exist, a link to an unknown id. The path of a fault in memory is, for example, ``$.d.timexes[3].end``.
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
    """Returns the layers that at least one document has, or else those of gold, or else timexes and events."""
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
