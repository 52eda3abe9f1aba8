"""The fields of annotated documents, counted, so that a conversion can say what a format doesn't carry."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bench.counts import plural
from bench.dataset.suite import SuiteDocument
from bench.formats.annotated import Annotated
from bench.sdk.model import Event, Timex

_LAYERS: Mapping[str, tuple[type[Any], frozenset[str]]] = {
    "documents": (SuiteDocument, frozenset({"id", "text", "place", "written", "sha256"})),
    "timexes": (Timex, frozenset({"start", "end", "text", "by"})),
    "events": (Event, frozenset({"start", "end", "text", "by"})),
}
"""For each layer its class, and the fields that every format carries or that files don't contain."""


def _fields(layer: str) -> Iterator[tuple[str, str]]:
    record, always = _LAYERS[layer]
    for each in dataclasses.fields(record):
        if each.name not in always:
            yield each.name, f"{layer}.{each.name.rstrip('_')}"


FIELDS: Mapping[str, tuple[tuple[str, str], ...]] = {layer: tuple(_fields(layer)) for layer in _LAYERS}
"""For each layer the attributes that a format may lack, each with its name here, such as "timexes.value"."""
STAMP = "documents.dct time"
"""The clock time of a document's creation."""
WHOLE = ("links", "ignore", "timeline")
"""The layers that a format carries as a whole or not at all."""
PREDICTED = frozenset(
    f"{layer}.{each.name}"
    for layer, (record, _) in _LAYERS.items()
    for each in dataclasses.fields(record)
    if each.metadata.get("predicted")
)
"""The fields that only predictions state. A format of an annotation tool has no place for them."""
EVERYTHING = frozenset({STAMP, *WHOLE, *(name for fields in FIELDS.values() for _, name in fields)})
"""All names."""
NOUNS: Mapping[str, str] = {
    "documents": "document",
    "timexes": "timex",
    "events": "event",
    "links": "link",
    "ignore": "ignored region",
    "timeline": "timeline entry",
}
"""For each layer the noun of its annotations."""


def stated(annotated: Annotated) -> Iterator[str]:
    """Yields the name of each field that a document or an annotation of it states, once for each that does."""
    document, layers = annotated.document, annotated.layers
    for layer, items in (("documents", (document,)), ("timexes", layers.timexes), ("events", layers.events)):
        for item in items:
            for field, name in FIELDS[layer]:
                if getattr(item, field) not in (None, "", ()):
                    yield name
    if document.written is not None:
        yield STAMP
    yield from ("links" for _ in layers.links)
    yield from ("ignore" for _ in layers.ignore)


class Lost:
    """The fields that a format doesn't carry, counted over the documents that are converted."""

    def __init__(self, carries: frozenset[str]) -> None:
        self._carries = carries
        self._counts: Counter[str] = Counter()
        self._others: Counter[str] = Counter()

    def watch(self, documents: Iterable[Annotated]) -> Iterator[Annotated]:
        """Yields the documents as the format can hold them, and counts what each loses."""
        for each in documents:
            self.add(stated(each))
            for _ in each.layers.unlocated:
                self.other("prediction whose words don't occur in the text")
            yield self.stripped(each)

    def stripped(self, annotated: Annotated) -> Annotated:
        """Returns a document without the fields of predictions that the format doesn't carry."""
        lost: dict[str, Any] = {name.partition(".")[2]: None for name in PREDICTED - self._carries}
        if not lost or not PREDICTED.intersection(stated(annotated)):
            return annotated
        times = tuple(dataclasses.replace(timex, **lost) for timex in annotated.layers.timexes)
        return dataclasses.replace(annotated, layers=dataclasses.replace(annotated.layers, timexes=times))

    def add(self, names: Iterable[str]) -> None:
        """Counts the fields that are lost, of those that are stated."""
        self._counts.update(name for name in names if name not in self._carries)

    def other(self, what: str) -> None:
        """Counts one thing that is lost for another reason, such as "annotation that crosses another"."""
        self._others[what] += 1

    @property
    def counts(self) -> Mapping[str, int]:
        """The number of documents, annotations or entries that lose each field, by its name."""
        return dict(sorted(self._counts.items()))

    @property
    def sentences(self) -> Iterator[str]:
        """Yields what is lost in words, such as "the kind of 50 timexes"."""
        for name, count in self.counts.items():
            layer, _, field = name.partition(".")
            counted = plural(count, NOUNS[layer])
            yield f"the {field} of {counted}" if field else counted
        for what, count in sorted(self._others.items()):
            yield f"{count:,} × {what}"
