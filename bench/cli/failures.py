"""The lines about failed documents. Failures with one cause are told in one line, however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bench.cli.streams import note
from bench.harness.outcome import Outcome

SINGLE = 3
"""The greatest number of documents with one cause that have a line each."""
CAUSES = 10
"""The greatest number of causes that have lines. Documents with other causes are counted."""


def tell(word: str, system: str, causes: Mapping[str, str], place: str) -> None:
    """Prints notes about documents of a system: one line for each cause that more than `SINGLE` documents share.

    ``word`` begins each line, such as "failed". ``causes`` maps documents to causes in words. ``place`` says in
    words where all documents are named. ``system`` may be empty.
    """
    on = f"{system} on " if system else ""
    grouped = _documents_by(causes.items())
    for cause, documents in list(grouped.items())[:CAUSES]:
        if len(documents) <= SINGLE:
            for document in documents:
                note(f"{word}: {on}{document}: {cause}")
        else:
            note(f"{word}: {on}{len(documents):,} documents: {cause}; the first is {documents[0]}; {place}")
    if left := list(grouped.values())[CAUSES:]:
        number = sum(map(len, left))
        note(f"{word}: {on}{number:,} more documents, with {len(left):,} other causes; {place}")


def _documents_by(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for document, cause in pairs:
        grouped.setdefault(cause, []).append(document)
    return grouped


class Failing:
    """The failures of a run over a corpus of any size, of which the first with each cause is told at once."""

    def __init__(self, system: str = "", place: str = "all are in documents.jsonl") -> None:
        """``system`` begins each note, if it is given. ``place`` says in words where all failures are named."""
        self._on = f"{system} on " if system else ""
        self._place = place
        self._first: dict[str, str] = {}
        self._number: dict[str, int] = {}
        self._others = 0

    def __call__(self, outcome: Outcome) -> None:
        """Counts an outcome if it is a failure, and prints a note if its cause is new."""
        if outcome.layers is not None:
            return
        if outcome.failed in self._first:
            self._number[outcome.failed] += 1
        elif len(self._first) < CAUSES:
            self._first[outcome.failed], self._number[outcome.failed] = outcome.document, 1
            note(f"failed: {self._on}{outcome.document}: {outcome.failed}")
        else:
            self._others += 1

    def tell(self) -> None:
        """Prints a note for each cause of more than one failure, with the number of documents."""
        for cause, number in self._number.items():
            if number > 1:
                first = self._first[cause]
                note(
                    f"failed: {self._on}{number:,} documents in all: {cause}; the first is {first}; {self._place}"
                )
        if self._others:
            note(f"failed: {self._on}{self._others:,} more documents, with other causes; {self._place}")
