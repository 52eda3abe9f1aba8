"""What one check of a system came to."""

from __future__ import annotations

from dataclasses import dataclass

OK, FAILED, WARNING, SKIPPED = "ok", "failed", "warning", "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check came to."""

    check: str
    verdict: str
    """"ok", "failed", "warning", or "skipped" where it could say nothing."""
    message: str
    """What was seen, in a line, with the text."""
    look: str = ""
    """Where to look for the cause; empty when all is well."""
