"""The questions that a system is asked: about a document or its given spans, or for a timeline of all documents.

Each is one message to the system's process and one answer. A question contains
everything that is needed to run it, because it may be sent to another machine.
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
    """A message to a system's process, and how its answer is read and kept.

    A new kind of question is a subclass of this one, beside its message in `bench.sdk.protocol`, its answer in
    `bench.sdk.worker` and its reader in `bench.harness.reply`.
    """

    system: System
    environment: Environment
    limits: Limits

    training: tuple[protocol.Message, ...] = ()
    """Labelled documents to fit on first, as wire objects; empty for a system that doesn't learn."""
    warm: int = 1
    """The number of systems that take turns in the run; each has a process that is kept."""

    @property
    @abstractmethod
    def name(self) -> str:
        """The ``document`` of the question's outcome."""

    @property
    @abstractmethod
    def key(self) -> str:
        """The key by which the journal finds the outcome."""

    @property
    @abstractmethod
    def request(self) -> protocol.Message:
        """The message that asks the question."""

    @property
    @abstractmethod
    def stored(self) -> Mapping[str, str]:
        """The lists of the answer, by name, and the name under which the journal keeps each."""

    @abstractmethod
    def read(self, reply: Mapping[str, Any]) -> Outcome:
        """Returns the outcome that a result message gives. Raises AnswerError if it is no answer to this."""

    def ask(self, process: Process) -> Outcome:
        """Asks a process. Raises AnswerError, which also states the answer's use of a service."""
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
    """The document, with the annotations that the system wants."""

    @property
    def name(self) -> str:
        """The id of the document."""
        return self.document.id

    @property
    def key(self) -> str:
        """A digest of the document as the system gets it, and of what the system learned from."""
        return document_key(protocol.document_to_json(self.document), self._learned)

    @property
    def request(self) -> protocol.Message:
        """The message that asks for the annotations of the document."""
        return protocol.extract_request(protocol.document_to_json(self.document))

    @property
    def stored(self) -> Mapping[str, str]:
        """The layers that the system extracts, under their own names."""
        return {layer: layer for layer in self.system.extracts}

    def read(self, reply: Mapping[str, Any]) -> Outcome:
        """Returns the annotations of a result message."""
        return Outcome(self.name, read_result(reply, self.document, self.system.layers))


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution(Task):
    """The question for the meaning of the time expressions at given spans of a document."""

    spans: tuple[Span, ...] = ()

    @property
    def key(self) -> str:
        """A digest of the document and the spans, and of what the system learned from."""
        return spans_key(protocol.document_to_json(self.document), self.spans, self._learned)

    @property
    def request(self) -> protocol.Message:
        """The message that asks for the values at the spans."""
        return protocol.resolve_request(protocol.document_to_json(self.document), self.spans)

    @property
    def stored(self) -> Mapping[str, str]:
        """The time expressions, under a name of their own: they are no layer of the document."""
        return {"timexes": RESOLVED}

    def read(self, reply: Mapping[str, Any]) -> Outcome:
        """Returns the time expressions of a result message, which stand at the spans and nowhere else."""
        return Outcome(self.name, Layers(timexes=read_resolved(reply, self.document, self.spans)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection(Question):
    """The question for a timeline of all documents."""

    documents: tuple[Document, ...]
    """The documents, with the annotations that the system wants, or extracted itself."""

    @property
    def name(self) -> str:
        """The empty string: a timeline is of no single document."""
        return ""

    @property
    def key(self) -> str:
        """A digest of the documents as the system gets them."""
        return documents_key(list(map(protocol.document_to_json, self.documents)))

    @property
    def request(self) -> protocol.Message:
        """The message that asks for the timeline of the documents."""
        return protocol.collect_request(list(map(protocol.document_to_json, self.documents)))

    @property
    def stored(self) -> Mapping[str, str]:
        """The entries of the timeline."""
        return {TIMELINE: TIMELINE}

    def read(self, reply: Mapping[str, Any]) -> Outcome:
        """Returns the timeline of a result message."""
        return Outcome(self.name, NOTHING, timeline=read_timeline(reply, self.documents))
