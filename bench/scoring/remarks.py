"""The remarks on scored documents: the limits that were exceeded, and what keeps gold from 100 %."""

from __future__ import annotations

from collections.abc import Iterable

from bench.dataset.note import Note, fold
from bench.scoring.result import Cause, out_of_reach


class Remarks:
    """The remarks on the documents that were added."""

    def __init__(self) -> None:
        self._limits: tuple[Note, ...] = ()
        """The notes on limits that documents exceeded."""
        self._in_the_way: dict[Cause, tuple[int, str]] = {}
        """The causes that keep gold from 100 % as its own prediction, each with its number and first document."""

    def limit(self, *notes: Note) -> None:
        """Adds notes on limits that a document exceeds."""
        self._limits = fold((*self._limits, *notes))

    def block_way(self, cause: Cause, number: int, document: str) -> None:
        """Adds what keeps gold from 100 % as its own prediction, and how often it does."""
        if number:
            before, first = self._in_the_way.get(cause, (0, document))
            self._in_the_way[cause] = before + number, first

    def merge(self, other: Remarks) -> None:
        """Adds the remarks on later documents, which were added to another object."""
        self.limit(*other._limits)
        for cause, (number, place) in other._in_the_way.items():
            self.block_way(cause, number, place)

    def notes(self, first: Iterable[Note]) -> list[Note]:
        """Returns the remarks as notes, after the ``first`` ones."""
        unreachable = [out_of_reach(self._in_the_way)] if self._in_the_way else []
        return [*first, *unreachable, *self._limits]
