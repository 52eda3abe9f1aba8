"""One document for one system, and what becomes of it."""

from __future__ import annotations

import re
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
