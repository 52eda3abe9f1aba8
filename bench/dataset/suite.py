"""A suite (documents with hand-labelled layers) and predictions (the same layers, from one system)."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.dataset.card import NO_CARD, Card
from bench.dataset.case import Case, case_of
from bench.dataset.known import name_at
from bench.dataset.note import Note
from bench.dataset.sentences import sentences
from bench.errors import DataError, Fault, unknown
from bench.sdk.model import Document, Entry, Event, Link, Region, Span, Timex, Unlocated, creation
from bench.temporal.task4 import Ordered


def _informative(default: Any = "") -> Any:
    """Returns a dataclass field that only describes a document; no score depends on it."""
    return field(default=default, metadata={"informative": True})


@dataclass(frozen=True, slots=True)
class SuiteDocument:
    """One document of a suite: its text, its creation day, and where both come from."""

    id: str
    text: str
    dct: datetime.date | None = None
    """The day the document was written; None if the corpus doesn't give the day. If it is given as a time stamp,
    its day is kept here, and the stamp as ``written``."""
    source: str = _informative()
    """The path of the file that has the same text, relative to a folder above the suite's."""
    sha256: str = ""
    """The SHA-256 of the text in UTF-8."""
    title: str = _informative()
    dct_basis: str = _informative()
    """The way the creation time is known: "stated" or "inferred"."""
    dct_reason: str = _informative()
    sentences: tuple[int, ...] | None = None
    """The first offset of each sentence; the first is 0, so that each character belongs to a sentence. None if
    gold doesn't state its sentences."""
    tags: tuple[str, ...] = _informative(())
    thread: str = _informative()
    """The name of the conversation that a message belongs to; empty if the document is no message."""
    zone: str = _informative()
    """The IANA name of the writer's time zone; empty if it isn't known."""
    written: datetime.datetime | None = field(default=None, metadata={"stored": False})
    """The time stamp of the creation, if it is known. In files it is the value of ``dct``."""
    place: tuple[str, int] | None = field(default=None, compare=False, metadata={"stored": False})
    """The file that the document was read from, and its line there (0 for the whole file). Files don't contain
    it."""

    def __post_init__(self) -> None:
        """Keeps a ``dct`` that is a time stamp as a day and a stamp. Raises ValueError as `creation` does."""
        day, written = creation(self.dct, self.written)
        object.__setattr__(self, "dct", day)
        object.__setattr__(self, "written", written)

    @property
    def units(self) -> Sequence[int]:
        """The first offset of each sentence: as stated by gold, else by the rules of `bench.dataset.sentences`."""
        return sentences(self.text) if self.sentences is None else self.sentences

    @property
    def day(self) -> datetime.date:
        """The day the document was written. Raises DataError if the corpus doesn't give it."""
        if self.dct is None:
            raise DataError([self.undated()])
        return self.dct

    def undated(self) -> Fault:
        """Returns the fault that the document states no creation day, which a system needs."""
        path, line = self.place or (self.id, 0)
        message = f"document {self.id!r} states no day of its creation, so no system can be run on it"
        return Fault(path, line, message, "give the day: as its dct, or in TimeML as a TIMEX3 in DCT")


@dataclass(frozen=True, slots=True)
class Layers:
    """The annotations of one document, in each layer: gold's, or those that a system predicts."""

    timexes: tuple[Timex, ...] = ()
    events: tuple[Event, ...] = ()
    ignore: tuple[Region, ...] = ()
    links: tuple[Link, ...] = ()
    """The links in file order; by the rules of TempEval-3, a link may contradict those before it."""
    unlocated: tuple[Unlocated, ...] = ()
    """The predictions whose words don't occur in the text."""

    def outside(self, regions: Iterable[Region]) -> Layers:
        """Returns the layers without the annotations inside a region, and without the links to them.

        Predictions inside ignored regions count neither as correct nor as wrong.
        """
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
        """Gold's time expressions outside the ignored regions; a system that resolves is given their spans."""
        return self.outside(self.ignore).timexes

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans that a system is given: those of the `resolvable` time expressions, sorted, each once."""
        return tuple(sorted({(timex.start, timex.end) for timex in self.resolvable}))


NOTHING = Layers()
EVERY_DOCUMENT = "*"
"""The id that stands for all documents together in a predictions folder. No document may have it."""


@dataclass(frozen=True, slots=True)
class Suite:
    """Hand-labelled gold: documents in file order, their layers, and the timeline across all documents."""

    name: str
    version: str
    digest: str
    """The SHA-256 over the suite's files, which is part of every signature."""
    documents: tuple[SuiteDocument, ...]
    layers: Mapping[str, Layers]
    timeline: tuple[Entry, ...] = ()
    lent: bool = False
    """True if the texts belong to somebody else; results then don't quote them."""
    ordered: Mapping[str, Ordered] = field(default_factory=dict)
    """The ordered timeline of each participant (SemEval-2015 Task 4). A suite with such timelines has no
    documents."""
    notes: Sequence[Note] = ()
    """The notes on the suite's files, one for each kind."""
    labelled_layers: tuple[str, ...] = ("timexes", "events")
    """The layers that are labelled even if they have no annotations; every prediction in such a layer is wrong. A
    layer without annotations that isn't listed here isn't scored. In JSON Lines these are the layers with a file;
    TimeML can't state that a layer is labelled and empty."""

    event_phenomena: frozenset[str] = frozenset()
    """The phenomena that the card says to be about events (`bench.dataset.case`)."""
    predicted: bool = False
    """True if the annotations are predictions that are to be corrected, as `bench.convert` writes them with
    ``gold``; only formats of annotation tools tell the two apart."""
    card: Card = NO_CARD
    """The suite's own card; an empty one if it has none."""

    def case(self, document: SuiteDocument) -> Case | None:
        """Returns the case that a document is; None if it has no tags."""
        return case_of(document.tags, self.event_phenomena)

    def has(self, layer: str) -> bool:
        """Returns whether anything is labelled in a layer: "timexes", "events", "links" or "timeline"."""
        if layer == "timeline":
            return bool(self.timeline)
        return any(getattr(layers, layer) for layers in self.layers.values())

    def document(self, name: str) -> SuiteDocument:
        """Returns the document with this id. Raises UsageError for an unknown id."""
        for document in self.documents:
            if document.id == name:
                return document
        raise unknown(f"document of {self.name}", name, (document.id for document in self.documents))

    def check_days(self) -> None:
        """Raises DataError with each document that states no creation day: no system can be run on it."""
        if faults := [document.undated() for document in self.documents if document.dct is None]:
            raise DataError(faults)

    def labelled(self, document: SuiteDocument) -> Document:
        """Returns the document with its gold layers, as a system that learns gets it."""
        gold = self.layers.get(document.id, NOTHING)
        return Document(
            document.id,
            document.text,
            document.day,
            gold.timexes,
            gold.events,
            gold.ignore,
            gold.links,
            written=document.written,
        )

    def bare(self, document: SuiteDocument) -> Document:
        """Returns the document with text, dct and time stamp only, as a system gets it."""
        return Document(document.id, document.text, document.day, written=document.written)


def suite_name(folder: Path) -> str:
    """Returns the name of a suite: the last part of its path, for a file without the ending.

    A folder that lies where the distribution of a known corpus has it bears that corpus's name.
    """
    path = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would follow links
    if known := name_at(path):
        return known
    name = path.stem if path.is_file() else path.name
    return os.fsencode(name).decode("utf-8", "replace")  # the name of a file needn't be UTF-8


RESOLVED = "resolved"
"""The name of the layer of answers for given spans (`Resolved`). Answers are scored and stored as other layers
are, but a system doesn't declare this layer."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The timexes that a system returned for given spans, which are the spans of gold's time expressions."""

    timexes: Mapping[str, tuple[Timex, ...]] = field(default_factory=dict)
    """The timexes of each document, by its id. A given span without a timex wasn't answered. Documents without
    given spans are left out."""
    failures: Mapping[str, str] = field(default_factory=dict)
    """The cause for each document that failed with given spans, by its id."""


@dataclass(frozen=True, slots=True)
class Predictions:
    """The annotations by one system or annotator for each document, and the causes of failures."""

    layers: Mapping[str, Layers]
    """The annotations of each document, by its id. Documents that failed or were never run are left out."""
    covers: tuple[str, ...] = ("timexes", "events")
    """The layers that the system was asked for; if such a layer is empty, the system found nothing."""
    failures: Mapping[str, str] = field(default_factory=dict)
    """The cause for each document that failed, by its id."""
    timeline: tuple[Entry, ...] = ()
    timeline_failure: str = ""
    """The cause if the timeline failed; else empty."""
    resolved: Resolved | None = None
    """The timexes for given spans; None if the system wasn't given any spans."""
    ordered: Mapping[str, Ordered] = field(default_factory=dict)
    """The ordered timeline of each participant, as in `Suite.ordered`."""
    notes: Sequence[Note] = ()
    """The notes on the files of predictions, one for each kind."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """The text of each document, by its id, if the files of predictions state it. It is empty after the texts were
    compared with gold's (`bench.formats.alignment`)."""

    @property
    def counted(self) -> tuple[str, ...]:
        """The layers that are scored: those in ``covers``, and `RESOLVED` if the system was given spans."""
        return self.covers if self.resolved is None else (*self.covers, RESOLVED)
