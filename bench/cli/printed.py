"""The lines that systems print, shown on standard error behind the name of the system."""

from __future__ import annotations

from bench.cli.streams import note
from bench.harness.outcome import Outcome


def tell(name: str, text: str) -> None:
    """Prints a text of a system on standard error, each line behind the name of the system."""
    for line in text.splitlines():
        note(f"{name} | {line}")


class Printed:
    """Shows what each system printed for a document (``--show-output``)."""

    def __init__(self) -> None:
        self._kept: set[str] = set()

    def __call__(self, name: str, outcome: Outcome) -> None:
        """Prints what a system printed for an outcome, and says once that an answer from before prints nothing."""
        tell(name, outcome.output)
        if outcome.recalled and name not in self._kept:
            self._kept.add(name)
            note(f"{name}: its answers from before are used, so it prints nothing; --no-cache asks it again")


class Failures:
    """Collects what systems printed for the questions on which they failed."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, str], None] = {}

    def __call__(self, name: str, outcome: Outcome) -> None:
        """Stores what a system printed for an outcome, if the system failed. Equal texts are stored once."""
        if outcome.failed and outcome.output.strip():
            self._texts.setdefault((name, outcome.output))

    def tell(self) -> None:
        """Prints the texts on standard error."""
        for name, text in self._texts:
            tell(name, text)
