"""The outcome of a question to a system, and the cause of a failure as records keep it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bench.dataset.suite import Layers
from bench.harness.used import Used
from bench.sdk.model import Entry, Usage

REASON_LENGTH = 300
"""Characters of a cause at most."""
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_FOLDER = re.compile(r"(?:/[^\s/'\"]+)*/bench-[a-z0-9_]{8}(?=[/'\"\s]|$)")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for one document, or for a timeline."""

    document: str
    """The id of the document; empty for a timeline."""
    layers: Layers | None
    """The annotations; None if the system failed."""
    failed: str = ""
    """The cause, for a person to read."""
    seconds: float = 0.0
    """The system's own time, without its start; 0 where the outcome came from the journal."""
    peak: int = 0
    """The most bytes that were resident."""
    recalled: bool = False
    """True where the outcome came from the journal."""
    timeline: tuple[Entry, ...] = ()
    usage: Usage | None = None
    """The use of a service for the answer; None if the outcome came from the journal."""
    used: Used | None = None
    """The files and programs that its process had used by then; None if it didn't say."""


def reason(text: str) -> str:
    """Returns a cause of failure as records keep it: a line of printable text, the same for the same failure.

    Everything that differs from run to run (addresses of objects, the working folder's name) is left out, and the
    line is cut at 300 characters.
    """
    line = _FOLDER.sub("{folder}", _ADDRESS.sub("", " ".join(text.split())))
    printable = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
    return printable if len(printable) <= REASON_LENGTH else printable[: REASON_LENGTH - 1] + "…"
