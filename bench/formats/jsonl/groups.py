"""The rows of a table, or the lines of a file, taken one document after the other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO

from bench.dataset import jsonline
from bench.formats.format import IrregularError
from bench.formats.jsonl.pieces import PieceDecoder

PIECE = 1 << 17
"""The number of bytes that are read at a time."""
BOM = b"\xef\xbb\xbf"


def opened(path: Path, stack: ExitStack) -> BinaryIO | None:
    """Returns an opened file; None if it doesn't exist. Raises IrregularError if it can't be opened."""
    try:
        return stack.enter_context(path.open("rb")) if os.path.lexists(path) else None
    except OSError:
        raise IrregularError(str(path)) from None


class Groups:
    """The rows of a table, one document at a time; ``key`` is the field with the id of a row's document."""

    def __init__(self, place: str, rows: Iterator[Any], key: str) -> None:
        self._place = place
        self._groups = groupby(rows, attrgetter(key))
        self._name = ""
        self._group: Iterator[Any] | None = None
        self._advance()

    def next(self) -> list[Any]:
        """Returns the rows of the next document; no rows after the last document."""
        return self.take(self._name)

    def take(self, name: str) -> list[Any]:
        """Returns the next rows if they belong to document ``name``; else none."""
        if self._name != name or self._group is None:
            return []
        taken = list(self._group)
        self._advance()
        # an id may be a number in one row and text in the next
        while self._group is not None and self._name == name:
            taken += self._group
            self._advance()
        return taken

    def check_end(self) -> None:
        """Raises IrregularError if a row is left."""
        if self._group is not None:
            raise IrregularError(self._place)

    def _advance(self) -> None:
        """Goes on to the rows of the next document."""
        stated, self._group = next(self._groups, ("", None))
        self._name = str(stated)


class Lines(Groups):
    """Reads the lines of a file as objects, one document at a time; a file that doesn't exist has none."""

    def __init__(self, path: Path, file: BinaryIO | None, record: Any, key: str, start: int, end: int) -> None:
        # annotations are scored as they are decoded, so their types must be exact; ids of documents become text
        decoder = PieceDecoder(record, of_document=key == "doc", exact=key == "doc")
        rows = (decoded(decoder, data, path) for data in pieces(file, start, end))
        super().__init__(str(path), chain.from_iterable(rows), key)


def pieces(file: BinaryIO | None, start: int, end: int) -> Iterator[bytes]:
    """Yields the bytes of a file from ``start`` to ``end`` in pieces of whole lines."""
    if file is None:
        return
    at = start
    file.seek(at)
    while data := file.read(min(PIECE, end - at)):
        at += len(data)
        if at < end:
            rest = file.readline()
            data += rest
            at += len(rest)
        yield data.removeprefix(BOM)


def decoded(decoder: PieceDecoder, data: bytes, path: Path) -> list[Any]:
    """Returns the objects of the lines of a piece. Raises IrregularError for a line that can't be decoded."""
    try:
        return decoder.decode(data)
    except jsonline.REFUSED:
        raise IrregularError(str(path)) from None
