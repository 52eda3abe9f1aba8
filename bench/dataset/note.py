"""Notes on the parts of files that bench ignored or read in an unexpected way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a part of a file that bench ignored or read in an unexpected way. It is no fault."""

    kind: str
    """The kind of the note; notes of the same kind are shown as one (`fold`)."""
    path: str
    """The file, as the user named it."""
    line: int
    """The line, counted from 1; 0 if the note is about the whole file."""
    message: str
    """The part of the file that the note is about, and how bench read it."""
    count: int = 1
    """The number of notes that this note replaces, itself included."""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        more = f" (and {self.count - 1:,} more like it)" if self.count > 1 else ""
        return f"{place}: {self.message}{more}"


def fold(notes: Iterable[Note], side: str = "") -> tuple[Note, ...]:
    """Returns one note for each kind: the first of this kind, with the number of all of them as its count.

    ``side`` ("gold" or "predicted") becomes part of the kind, so that the notes on two sides stay apart.
    """
    folded: dict[str, Note] = {}
    for note in notes:
        if side:
            note = replace(note, kind=f"{side}: {note.kind}")
        first = folded.get(note.kind)
        folded[note.kind] = note if first is None else replace(first, count=first.count + note.count)
    return tuple(folded.values())
