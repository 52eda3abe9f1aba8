"""Notes: things that a reader left out of a file, or read in another way than one may expect."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Note:
    """A thing that was left out or read in another way. The user is told of it, and the work goes on."""

    kind: str
    """The kind; notes of one kind are told in one line (`fold`)."""
    path: str
    """The file, as the user named it."""
    line: int
    """The line, counted from 1; 0 if the note is about the whole file."""
    message: str
    """The content of the file, and what the reader did with it."""
    count: int = 1
    """The number of notes that this one stands for."""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        more = f" (and {self.count - 1:,} more like it)" if self.count > 1 else ""
        return f"{place}: {self.message}{more}"


def fold(notes: Iterable[Note], side: str = "") -> tuple[Note, ...]:
    """Returns one note for each kind, in the order of the kinds: the kind's first note, with the count of all.

    Kinds are told apart by ``side`` too, if it is given.
    """
    folded: dict[str, Note] = {}
    for note in notes:
        if side:
            note = replace(note, kind=f"{side}: {note.kind}")
        first = folded.get(note.kind)
        folded[note.kind] = note if first is None else replace(first, count=first.count + note.count)
    return tuple(folded.values())
