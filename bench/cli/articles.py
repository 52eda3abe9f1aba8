"""Notes on articles while they are read: the day of each with its reason, and those that can't be read."""

from __future__ import annotations

from collections.abc import Mapping

from bench.cli.streams import note
from bench.counts import plural
from bench.dataset.articles import Article, Listener
from bench.errors import Fault
from bench.sdk.model import Document

MOST = 20
"""The number of articles whose days, and of files that are left out, that are told one by one."""


class Told(Listener):
    """Prints a note on each article's day, and on each file that is left out; counts the files left out."""

    def __init__(self) -> None:
        self.described: dict[str, Mapping[str, str]] = {}
        """The fields of each article that a predictions folder keeps, by the id of its document."""
        self.unread = 0
        """The number of files and rows that couldn't be read."""
        self._told = self._rest = 0
        self._given = False

    def read(self, article: Article) -> None:
        """Keeps an article's fields, and prints a note on its day."""
        document, creation = article.document, article.creation
        self.described[document.id] = {
            "source": article.source,
            "dct": creation.day.isoformat(),
            "dct_basis": creation.basis,
            "dct_reason": creation.reason,
            "text": document.text,
        }
        if creation.basis == "given":
            if not self._given:
                note(f"dct {creation.day}: given by --dct, for every article")
            self._given = True
        elif self._told < MOST:
            self._told += 1
            note(f"dct {creation.day}: {document.id}: {creation.reason}")
        else:
            self._rest += 1
        for each in article.notes:
            note(f"note: {article.source}: {each}")

    def heading(self, document: Document) -> str:
        """Returns a line with a document's id, its day, the day of the week, and how the day is known."""
        reason = self.described.get(document.id, {}).get("dct_reason", "stated by the file")
        return f"{document.id}, dct {document.dct} ({document.dct:%A}): {reason}"

    def failed(self, document: str, fault: Fault) -> None:  # noqa: ARG002 - the fault names the file
        """Counts a file or row that can't be read, and prints its fault, if it is one of the first."""
        self.unread += 1
        if self.unread <= MOST:
            note(f"left out: {fault}")

    def passed_over(self, note: str) -> None:
        """Prints a note on the files of a folder that are no articles."""
        _note(note)

    def tell_rest(self, how: str = "each day and its reason is in documents.jsonl") -> None:
        """Prints the number of articles that weren't told of one by one: their days, and those left out.

        ``how`` says how the days are known, or where they stand.
        """
        if self.unread > MOST:
            note(f"left out: {self.unread - MOST:,} more")
        if self._rest:
            note(f"dct: {plural(self._rest, 'more article')}; {how}")


_note = note
