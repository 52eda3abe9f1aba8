"""One document for one system, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass

from bench import protocol
from bench.declared import System
from bench.environment import Environment
from bench.journal import document_key, training_digest
from bench.model import Document
from bench.process import Limits
from bench.suite import Layers


@dataclass(frozen=True, slots=True)
class Task:
    """One document for one system; it travels to wherever it is run."""

    system: System
    environment: Environment
    limits: Limits
    document: Document
    training: tuple[protocol.Message, ...] = ()
    """Labelled documents to fit on first, as wire objects; empty for a system that doesn't learn."""

    @property
    def key(self) -> str:
        """What the journal knows this document by."""
        learned = training_digest(list(self.training)) if self.training else ""
        return document_key(protocol.document_to_json(self.document), learned)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document."""

    document: str
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
