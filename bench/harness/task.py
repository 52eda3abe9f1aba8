"""The questions to systems: for a document's annotations, for the meaning of given spans, or for a timeline.

Each question is one message to the system's process and gets one answer. A question contains everything that is
needed to ask it, because it may be sent to another machine.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bench.dataset.suite import NOTHING, RESOLVED, Layers
from bench.harness.errors import AnswerError
from bench.harness.journal import document_key, documents_key, spans_key, training_digest
from bench.harness.outcome import Outcome
from bench.harness.process import Limits, Process
from bench.harness.reply import read_resolved, read_result, read_timeline, read_usage
from bench.sdk import protocol
from bench.sdk.declare import TIMELINE
from bench.sdk.model import Document, Span
from bench.systems.environment import Environment
from bench.systems.system import System


@dataclass(frozen=True, slots=True)
class Question(ABC):
    """A question to a system: the message to its process, and how the answer is read and stored in the journal.

    A new kind of question needs a subclass here, its message in `bench.sdk.protocol`, its answer in
    `bench.sdk.worker`, and the reader of the answer in `bench.harness.reply`.
    """

    system: System
    environment: Environment
    limits: Limits

    training: tuple[protocol.Message, ...] = ()
    """The labelled documents (wire objects) that the system is fitted on; empty if it doesn't learn."""
    warm: int = 1
    """The number of systems that take turns in the run, so the number of processes that each thread keeps."""

    @property
    @abstractmethod
    def name(self) -> str:
        """The id of the document that the question is about; empty for a timeline."""

    @property
    @abstractmethod
    def key(self) -> str:
        """The key under which the journal stores the outcome."""

    @property
    @abstractmethod
    def request(self) -> protocol.Message:
        """The message to the system's process."""

    @property
    @abstractmethod
    def stored(self) -> Mapping[str, str]:
        """For the name of each list in the answer, the field under which the journal stores the list."""

    @abstractmethod
    def read(self, reply: Mapping[str, Any]) -> Outcome:
        """Returns the outcome that a message states. Raises AnswerError if it doesn't answer the question."""

    def ask(self, process: Process) -> Outcome:
        """Asks a process and returns the outcome. Raises AnswerError with the usage of the failed answer."""
        reply = process.ask(self.request)
        usage = read_usage(reply)
        try:
            return replace(self.read(reply), usage=usage)
        except AnswerError as error:
            error.usage = usage
            raise

    @property
    def _learned(self) -> str:
        return training_digest(list(self.training)) if self.training else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Question):
    """The question for the annotations of one document."""

    document: Document
    """The document, with the annotations that the system wants from other systems or gold."""

    @property
    def name(self) -> str:
        """The id of the document."""
        return self.document.id

    @property
    def key(self) -> str:
        """A digest of the document as the system gets it, and of the training documents."""
        return document_key(protocol.document_to_json(self.document), self._learned)

    @property
    def request(self) -> protocol.Message:
        """The message that asks for the annotations of the document."""
        return protocol.extract_request(protocol.document_to_json(self.document))

    @property
    def stored(self) -> Mapping[str, str]:
        """The layers that the system extracts; the journal stores each under its own name."""
        return {layer: layer for layer in self.system.extracts}

    def read(self, reply: Mapping[str, Any]) -> Outcome:
        """Returns the outcome for the document: the annotations in a result message."""
        return Outcome(self.name, read_result(reply, self.document, self.system.layers))


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution(Task):
    """The question for the meaning of the time expressions at given spans of a document."""

    spans: tuple[Span, ...] = ()

    @property
    def key(self) -> str:
        """A digest of the document, the spans, and the training documents."""
        return spans_key(protocol.document_to_json(self.document), self.spans, self._learned)

    @property
    def request(self) -> protocol.Message:
        """The message that asks for the meaning of the given spans."""
        return protocol.resolve_request(protocol.document_to_json(self.document), self.spans)

    @property
    def stored(self) -> Mapping[str, str]:
        """The timexes, which the journal stores under another name, because they aren't extracted annotations."""
        return {"timexes": RESOLVED}

    def read(self, reply: Mapping[str, Any]) -> Outcome:
        """Returns the outcome for the document: the timexes in a message, each with one of the given spans."""
        return Outcome(self.name, Layers(timexes=read_resolved(reply, self.document, self.spans)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection(Question):
    """The question for a timeline of all documents."""

    documents: tuple[Document, ...]
    """The documents, with the annotations that the system wants and those that it extracted."""

    @property
    def name(self) -> str:
        """The empty string, because a timeline belongs to no single document."""
        return ""

    @property
    def key(self) -> str:
        """A digest of all documents as the system gets them."""
        return documents_key(list(map(protocol.document_to_json, self.documents)))

    @property
    def request(self) -> protocol.Message:
        """The message that asks for the timeline of the documents."""
        return protocol.collect_request(list(map(protocol.document_to_json, self.documents)))

    @property
    def stored(self) -> Mapping[str, str]:
        """The timeline, which the journal stores under its own name."""
        return {TIMELINE: TIMELINE}

    def read(self, reply: Mapping[str, Any]) -> Outcome:
        """Returns the outcome for all documents: the timeline in a result message."""
        return Outcome(self.name, NOTHING, timeline=read_timeline(reply, self.documents))
