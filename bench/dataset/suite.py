"""A suite: documents and their hand-labelled layers; and predictions, which are the same layers of one system."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.dataset.note import Note
from bench.errors import UsageError, unknown
from bench.sdk.model import Document, Entry, Event, Link, Region, Span, Timex, Unlocated
from bench.temporal.task4 import Ordered


@dataclass(frozen=True, slots=True)
class SuiteDocument:
    """One document of a suite, with where it comes from and how its creation time was settled."""

    id: str
    text: str
    dct: datetime.date | None = None
    """The day it was written; None where a corpus doesn't give one to the day."""
    source: str = ""
    """Path of the file that the text equals, relative to the folder that holds ``gold/``."""
    sha256: str = ""
    """Of the text in UTF-8."""
    title: str = ""
    dct_basis: str = ""
    """"stated" or "inferred"."""
    dct_reason: str = ""
    sentences: tuple[int, ...] = (0,)
    """First offset of each sentence; the first is 0, so that each character belongs to one."""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layers:
    """The annotations of one document."""

    timexes: tuple[Timex, ...] = ()
    events: tuple[Event, ...] = ()
    ignore: tuple[Region, ...] = ()
    links: tuple[Link, ...] = ()
    """In file order, which a contradiction is told by."""
    unlocated: tuple[Unlocated, ...] = ()
    """What was predicted in words that don't occur in the text."""

    def outside(self, regions: Iterable[Region]) -> Layers:
        """Without what lies inside a region, and links to it: they are neither right nor wrong there."""
        spans = [(region.start, region.end) for region in regions]

        def counts(item: Timex | Event) -> bool:
            return not any(start <= item.start and item.end <= end for start, end in spans)

        if not spans:
            return self
        timexes, events = tuple(filter(counts, self.timexes)), tuple(filter(counts, self.events))
        links = self.links
        if links:
            annotations: tuple[Timex | Event, ...] = (*self.timexes, *self.events)
            dropped = {item.id for item in annotations if item.id and not counts(item)}
            links = tuple(link for link in links if not {link.source, link.target} & dropped)
        return Layers(timexes, events, self.ignore, links, self.unlocated)

    @property
    def resolvable(self) -> tuple[Timex, ...]:
        """The time expressions, of gold, that a system is asked to resolve: all outside the ignored regions."""
        return self.outside(self.ignore).timexes

    @property
    def spans(self) -> tuple[Span, ...]:
        """What it is given of them: where they stand, in text order, each place once."""
        return tuple(sorted({(timex.start, timex.end) for timex in self.resolvable}))


NOTHING = Layers()
EVERY_DOCUMENT = "*"
"""An id that no document may have: in a predictions folder it stands for all documents together."""


@dataclass(frozen=True, slots=True)
class Suite:
    """Hand-labelled gold: documents in file order, their layers, and the timeline across them."""

    name: str
    version: str
    digest: str
    """SHA-256 over the layer files; part of every signature."""
    documents: tuple[SuiteDocument, ...]
    layers: Mapping[str, Layers]
    timeline: tuple[Entry, ...] = ()
    lent: bool = False
    """Whether the texts are somebody else's, so that what is written about them doesn't quote them."""
    ordered: Mapping[str, Ordered] = field(default_factory=dict)
    """Ordered timelines by participant, as SemEval-2015 Task 4 has them; gold that has them has no documents."""
    notes: Sequence[Note] = ()
    """What was left out of the files, or read otherwise than one may expect; one a kind."""

    def has(self, layer: str) -> bool:
        """Whether anything is labelled in a layer: "timexes", "events", "links" or "timeline"."""
        if layer == "timeline":
            return bool(self.timeline)
        return any(getattr(layers, layer) for layers in self.layers.values())

    def document(self, name: str) -> SuiteDocument:
        """The document of that id. Raises UsageError for an unknown one."""
        for document in self.documents:
            if document.id == name:
                return document
        raise unknown(f"document of {self.name}", name, (document.id for document in self.documents))

    def labelled(self, document: SuiteDocument) -> Document:
        """The document with its gold layers, to learn from."""
        gold = self.layers.get(document.id, NOTHING)
        return Document(
            document.id, document.text, _day(document), gold.timexes, gold.events, gold.ignore, gold.links
        )

    def bare(self, document: SuiteDocument) -> Document:
        """The document as a system sees it: text and dct."""
        return Document(document.id, document.text, _day(document))


def suite_name(folder: Path) -> str:
    """Return the name of a suite: its folder's, by whichever link it is reached, or its file's without ending."""
    path = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow links
    return path.stem if path.is_file() else path.name


def _day(document: SuiteDocument) -> datetime.date:
    if document.dct is None:
        raise UsageError(f"document {document.id!r} has no dct to the day; a system can't be run on it")
    return document.dct


RESOLVED = "resolved"
"""What a system says of given spans: no layer of its own, but counted, written and read beside the layers."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a system said of the spans that it was given: the places of gold's time expressions."""

    timexes: Mapping[str, tuple[Timex, ...]] = field(default_factory=dict)
    """By document id; a span that it left out isn't answered. A document without any wasn't asked about."""
    failures: Mapping[str, str] = field(default_factory=dict)
    """Document id → cause."""


@dataclass(frozen=True, slots=True)
class Predictions:
    """What a system, or an annotator, said of each document that it finished, and why it failed on the others."""

    layers: Mapping[str, Layers]
    """By document id; a document that failed or was never run has no entry."""
    covers: tuple[str, ...] = ("timexes", "events")
    """The layers that were asked for; an empty layer that is covered means "found nothing"."""
    failures: Mapping[str, str] = field(default_factory=dict)
    """Document id → cause."""
    timeline: tuple[Entry, ...] = ()
    timeline_failure: str = ""
    """The cause, where the timeline failed; else empty."""
    resolved: Resolved | None = None
    """None where it wasn't given spans to resolve."""
    ordered: Mapping[str, Ordered] = field(default_factory=dict)
    """Ordered timelines by participant (`Suite.ordered`)."""
    notes: Sequence[Note] = ()
    """What was left out of the files, or read otherwise than one may expect; one a kind."""

    @property
    def counted(self) -> tuple[str, ...]:
        """The layers that are scored: those covered, and `RESOLVED` where given spans were asked for."""
        return self.covers if self.resolved is None else (*self.covers, RESOLVED)
