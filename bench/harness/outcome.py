"""The outcome of a question to a system: its annotations, or the cause of its failure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bench.dataset.suite import Layers
from bench.harness.used import Used
from bench.sdk.model import Entry, Usage

REASON_LENGTH = 300
"""The largest number of characters in a cause of failure."""
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_TOO_LONG = re.compile(r"ValueError: \[E088\] Text of length (\d+) exceeds maximum of (\d+)\..*")
"""Matches spaCy's message about a text that is too long, which names remedies for the authors of systems only."""
_FOLDER = re.compile(r"(?:/[^\s/'\"]+)*/bench-[a-z0-9_]{8}(?=[/'\"\s]|$)")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one question to a system: about a document, or for a timeline."""

    document: str
    """The id of the document; empty for a timeline."""
    layers: Layers | None
    """The annotations; None if the system failed."""
    failed: str = ""
    """The cause of the failure, in words; empty if the system didn't fail."""
    seconds: float = 0.0
    """The time that the system took, without its start; 0 if the outcome came from the journal."""
    peak: int = 0
    """The largest resident memory of the system's processes, in bytes."""
    recalled: bool = False
    """True if the outcome came from the journal."""
    timeline: tuple[Entry, ...] = ()
    usage: Usage | None = None
    """The requests and tokens that the answer used of a service, if any; None if it came from the journal."""
    used: Used | None = None
    """The files and programs that the system's process had used by then; None if the process didn't say."""
    output: str = ""
    """The text that the system printed on standard output and standard error; only the end of a long text."""


Heard = Callable[[str, Outcome], None]
"""A function that is called with the name of a system and each of its outcomes, with what the system printed."""


def unheard(_name: str, _outcome: Outcome) -> None:
    """Ignores what a system printed."""


def reason(text: str) -> str:
    """Returns a cause of failure as one line of printable text that is the same in every run.

    Addresses of objects are removed, the name of the working folder becomes ``{folder}``, and the line is cut at
    `REASON_LENGTH`. The cause that spaCy gives for a text that is too long is said in words, with a remedy.
    """
    line = _FOLDER.sub("{folder}", _ADDRESS.sub("", " ".join(text.split())))
    line = _TOO_LONG.sub(_too_long, line)
    printable = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
    return printable if len(printable) <= REASON_LENGTH else printable[: REASON_LENGTH - 1] + "…"


def _too_long(found: re.Match[str]) -> str:
    length, most = (f"{int(number):,}" for number in found.groups())
    return (
        f"its text has {length} characters, and spaCy takes {most}; divide it, as into its articles, or name a "
        "system without spaCy, such as regex, plain-verbs or plain-timeline"
    )
