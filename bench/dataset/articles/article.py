"""An article, the day on which it was written, and the listener that hears of articles while they are read."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.errors import DataError, Fault
from bench.sdk.model import Document


@dataclass(frozen=True, slots=True)
class Creation:
    """The day on which an article was written, and how it is known."""

    day: datetime.date
    basis: str
    """"given" by the caller, "metadata" of the file or page, "stated" by the text, or "inferred" from it."""
    reason: str
    """The reason in words."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A day in the metadata of a file or page, and the field that states it."""

    day: datetime.date
    field: str
    converted: bool = False
    """True if the day may be that of a conversion into this format."""

    def creation(self) -> Creation:
        """Returns the day as that of the article."""
        careful = ", which may be the day on which the file was made from another" if self.converted else ""
        return Creation(self.day, "metadata", f"{self.field}{careful}")


@dataclass(frozen=True, slots=True)
class Content:
    """The text of a file, and the days in its metadata, the best first."""

    text: str
    days: Sequence[Dated] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """A document that was read from a file of its own."""

    document: Document
    source: str
    """The file, as the user named it; "-" for standard input."""
    creation: Creation
    notes: Sequence[str] = field(default=())
    """Sentences about the article that its reader should know."""


class UnreadableError(Exception):
    """The error for a file that holds no article: what is wrong, and the remedy."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


class Listener:
    """The functions that are called with each article, and with each file that can't be read.

    This one raises DataError at the first file that can't be read. Subclasses may go on without it.
    """

    def read(self, article: Article) -> None:
        """Called with each article, before its document is handed on."""

    def failed(self, document: str, fault: Fault) -> None:  # noqa: ARG002 - for subclasses
        """Called with the fault of each file that can't be read, and the id that its document would have."""
        raise DataError([fault])

    def passed_over(self, note: str) -> None:
        """Called with a note on files of a folder that are no articles."""
