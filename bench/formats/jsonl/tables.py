"""A folder's tables, one for each layer: the same rows, whether they stand in JSON Lines or in other files."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bench.dataset.note import Note
from bench.errors import Fault
from bench.formats.jsonl import layout, lines
from bench.formats.jsonl.lines import R, Row
from bench.sdk.declare import LAYERS


class Tables(Protocol):
    """The tables of a suite or of predictions, by the names of their files in `bench.formats.jsonl.layout`."""

    @property
    def folder(self) -> Path:
        """The folder, or the place that stands for it in messages."""

    def has(self, name: str) -> bool:
        """Returns whether there is a table with this name."""

    def called(self, name: str) -> str:
        """Returns what a table is called in messages, such as ``documents.jsonl``."""

    def rows(self, name: str, record: type[R], faults: list[Fault], *, of_document: bool = True) -> list[Row[R]]:
        """Returns the rows of a table as `bench.formats.jsonl.lines.read` does; no rows without the table."""

    def unread(self, read: Collection[str], /) -> Iterator[Note]:
        """Yields a note for each file that may hold annotations and is no table of ``read``."""


@dataclass(frozen=True, slots=True)
class JsonLines:
    """The tables of a folder of JSON Lines."""

    folder: Path
    strict: bool = False
    """True if a field that a suite doesn't have is a fault."""

    def has(self, name: str) -> bool:
        """Returns whether the folder has a file; a broken symbolic link counts as one."""
        return layout.has(self.folder, name)

    def called(self, name: str) -> str:
        """Returns the name of a file."""
        return f"{name}.jsonl"

    def rows(self, name: str, record: type[R], faults: list[Fault], *, of_document: bool = True) -> list[Row[R]]:
        """Returns the rows of a file."""
        path = layout.path_of(self.folder, name)
        return lines.read(path, record, faults, of_document=of_document, strict=self.strict)

    def unread(self, read: Collection[str], /) -> Iterator[Note]:
        """Yields a note for each file of the folder that bench doesn't read."""
        return layout.unread(self.folder, read)


def covered(tables: Tables) -> tuple[str, ...]:
    """Returns the layers for which there is a table: those that are labelled, or that a system was asked for."""
    return tuple(name for name in LAYERS if tables.has(name))
