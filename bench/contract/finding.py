"""The finding of one check of a system."""

from __future__ import annotations

from dataclasses import dataclass

OK, FAILED, WARNING, SKIPPED = "ok", "failed", "warning", "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check of a system: a verdict, an observation, and a hint where to look for the cause."""

    check: str
    verdict: str
    """"ok", "failed", "warning", or "skipped" if the check couldn't be made."""
    message: str
    """The observation of the check, in a line."""
    look: str = ""
    """A hint where to look for the cause; empty if there is no fault."""
