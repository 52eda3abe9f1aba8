"""What is asked of a system, of one document or of all for a timeline, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bench.dataset.suite import NOTHING, RESOLVED, Layers
from bench.harness.journal import document_key, documents_key, spans_key, training_digest
from bench.harness.process import AnswerError, Limits, Process
from bench.harness.reply import UNLOCATED, read_resolved, read_result, read_timeline, read_usage
from bench.sdk import protocol
from bench.sdk.declare import TIMELINE
from bench.sdk.model import Document, Entry, Span, Usage
from bench.systems.environment import Environment
from bench.systems.system import System

WRITERS: Mapping[str, Callable[[Any], protocol.Message]] = {
    "timexes": protocol.timex_to_json,
    "events": protocol.event_to_json,
    "links": protocol.link_to_json,
    UNLOCATED: protocol.unlocated_to_json,
}


REASON_LENGTH = 300
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_FOLDER = re.compile(r"(?:/[^\s/'\"]+)*/bench-[a-z0-9_]{8}(?=[/'\"\s]|$)")


def reason(text: str) -> str:
    """A cause of failure as records keep it: a line of printable text, the same for the same failure.

    What differs from run to run (addresses of objects, the working folder's name) is left out, and it is cut at
    300 characters.
    """
    line = _FOLDER.sub("{folder}", _ADDRESS.sub("", " ".join(text.split())))
    printable = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
    return printable if len(printable) <= REASON_LENGTH else printable[: REASON_LENGTH - 1] + "…"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document, or of a timeline."""

    document: str
    """Its id; empty for a timeline."""
    layers: Layers | None
    """None when it failed."""
    failed: str = ""
    """The cause, for a person to read."""
    seconds: float = 0.0
    """Of the system's own time, without its start; 0 when it came from the journal."""
    peak: int = 0
    """Most bytes resident."""
    recalled: bool = False
    """Whether it came from the journal."""
    timeline: tuple[Entry, ...] = ()
    usage: Usage | None = None
    """What it took of a service; None when it came from the journal."""

    @property
    def name(self) -> str:
        """What it is called by, as the question was."""
        return self.document


@dataclass(frozen=True, slots=True)
class Task:
    """One document for one system; it travels to wherever it is run."""

    system: System
    environment: Environment
    limits: Limits
    document: Document
    """With the annotations that the system wants."""
    training: tuple[protocol.Message, ...] = ()
    """Labelled documents to fit on first, as wire objects; empty for a system that doesn't learn."""
    warm: int = 1
    """How many systems take turns in the run, and so have a process each that is kept."""

    @property
    def name(self) -> str:
        """What its outcome is called by."""
        return self.document.id

    @property
    def key(self) -> str:
        """What the journal knows this document by."""
        return document_key(protocol.document_to_json(self.document), self._learned)

    @property
    def request(self) -> protocol.Message:
        """The message that asks it."""
        return protocol.extract_request(protocol.document_to_json(self.document))

    def ask(self, process: Process) -> Outcome:
        """Have a process extract. Raises AnswerError when what it answers is no result."""
        reply = process.extract(protocol.document_to_json(self.document))
        usage = read_usage(reply)
        try:
            return Outcome(self.name, read_result(reply, self.document, self.system.layers), usage=usage)
        except AnswerError as error:
            error.usage = usage
            raise

    def line(self, outcome: Outcome) -> Mapping[str, Any]:
        """An outcome as the journal keeps it: what the system said, not what it was given."""
        if outcome.layers is None:
            return {"failed": outcome.failed}
        layers = [*self.system.extracts, *([UNLOCATED] if outcome.layers.unlocated else [])]
        return {layer: list(map(WRITERS[layer], getattr(outcome.layers, layer))) for layer in layers}

    def recall(self, line: Mapping[str, Any]) -> Outcome | None:
        """The outcome that the journal kept; None for a line that someone damaged."""
        if "failed" in line:
            return Outcome(self.name, None, failed=str(line["failed"]), recalled=True)
        if not all(layer in line for layer in self.system.extracts):
            return None
        try:
            return Outcome(self.name, read_result(line, self.document, self.system.layers), recalled=True)
        except AnswerError:
            return None

    @property
    def _learned(self) -> str:
        return training_digest(list(self.training)) if self.training else ""


@dataclass(frozen=True, slots=True)
class Resolution(Task):
    """One document, with the spans whose times its system is to say."""

    spans: tuple[Span, ...] = ()

    @property
    def key(self) -> str:
        """What the journal knows this document and these spans by."""
        return spans_key(protocol.document_to_json(self.document), self.spans, self._learned)

    @property
    def request(self) -> protocol.Message:
        """The message that asks it."""
        return protocol.resolve_request(protocol.document_to_json(self.document), self.spans)

    def ask(self, process: Process) -> Outcome:
        """Have a process resolve. Raises AnswerError when what it answers is nothing about these spans."""
        reply = process.resolve(protocol.document_to_json(self.document), self.spans)
        usage = read_usage(reply)
        try:
            return replace(self._outcome(reply), usage=usage)
        except AnswerError as error:
            error.usage = usage
            raise

    def line(self, outcome: Outcome) -> Mapping[str, Any]:
        """An outcome as the journal keeps it."""
        if outcome.layers is None:
            return {"failed": outcome.failed}
        return {RESOLVED: list(map(protocol.timex_to_json, outcome.layers.timexes))}

    def recall(self, line: Mapping[str, Any]) -> Outcome | None:
        """The outcome that the journal kept; None for a line that someone damaged."""
        if "failed" in line:
            return Outcome(self.name, None, failed=str(line["failed"]), recalled=True)
        try:
            return self._outcome({"timexes": line[RESOLVED]}, recalled=True)
        except (KeyError, AnswerError):
            return None

    def _outcome(self, reply: Mapping[str, Any], *, recalled: bool = False) -> Outcome:
        found = read_resolved(reply, self.document, self.spans)
        return Outcome(self.name, Layers(timexes=found), recalled=recalled)


@dataclass(frozen=True, slots=True)
class Collection:
    """All documents for a system that makes a timeline of them."""

    system: System
    environment: Environment
    limits: Limits
    documents: tuple[Document, ...]
    """With the annotations that the system wants, or extracted itself."""
    training: tuple[protocol.Message, ...] = ()
    """None: a system that learns can't collect."""
    warm: int = 1

    @property
    def name(self) -> str:
        """What its outcome is called by."""
        return ""

    @property
    def key(self) -> str:
        """What the journal knows these documents by."""
        return documents_key(list(map(protocol.document_to_json, self.documents)))

    def ask(self, process: Process) -> Outcome:
        """Have a process collect. Raises AnswerError when what it answers is no timeline of these documents."""
        reply = process.collect(list(map(protocol.document_to_json, self.documents)))
        return Outcome(self.name, NOTHING, timeline=read_timeline(reply, self.documents))

    def line(self, outcome: Outcome) -> Mapping[str, Any]:
        """An outcome as the journal keeps it."""
        if outcome.layers is None:
            return {"failed": outcome.failed}
        return {TIMELINE: list(map(protocol.entry_to_json, outcome.timeline))}

    def recall(self, line: Mapping[str, Any]) -> Outcome | None:
        """The outcome that the journal kept; None for a line that someone damaged."""
        if "failed" in line:
            return Outcome(self.name, None, failed=str(line["failed"]), recalled=True)
        try:
            timeline = read_timeline(line, self.documents) if TIMELINE in line else None
        except AnswerError:
            timeline = None
        return None if timeline is None else Outcome(self.name, NOTHING, timeline=timeline, recalled=True)


Question = Task | Collection
"""What a system's process is asked, in one message."""
