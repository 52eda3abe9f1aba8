"""The annotations in the lines of a file, as columns of numbers, one document after the other.

The objects of a piece of the file, and their strings, are dropped as soon as its columns are made, so that the
next piece takes the same memory, which is still in the processor's cache. If the objects are needed after all, the
piece is decoded again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from bench.dataset.block import ABSENT, COLUMNS
from bench.dataset.words import Words
from bench.formats.format import IrregularError
from bench.formats.jsonl.groups import decoded, pieces
from bench.formats.jsonl.pieces import PieceDecoder

Array = NDArray[Any]
NO_ID = hash(None)


class Piece:
    """The columns of a piece of a file."""

    def __init__(self, rows: Sequence[Any], decode: Callable[[], Sequence[Any]]) -> None:
        """``rows`` are the decoded lines, and ``decode`` decodes them again."""
        self._decode = decode
        self.documents = [(str(name), len(list(same))) for name, same in groupby([row.doc for row in rows])]
        """The ids of the documents in their order, each with the number of its annotations."""
        try:
            self.starts = np.fromiter([row.start for row in rows], np.int64, len(rows))
            self.ends = np.fromiter([row.end for row in rows], np.int64, len(rows))
            self.whole = True
            """False if an annotation states more than columns hold."""
        except OverflowError:
            self.starts = self.ends = np.zeros(len(rows), np.int64)
            self.whole = False
        texts = [row.text for row in rows]
        self.text = "".join(texts)
        """The words of all annotations, one after the other."""
        self.lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        """The number of characters of the words of each annotation."""
        self.ids = np.zeros(0, np.int64)
        """A number for each annotation of gold, equal for equal ids. Those without an id have different ones."""
        self.numbers: Mapping[str, Array] = {}
        """For each column the number of each annotation's word."""

    @cached_property
    def objects(self) -> Sequence[Any]:
        """The annotations as objects."""
        return self._decode()

    def identify(self, rows: Sequence[Any], first: int) -> None:
        """Makes the column of ids; ``first`` is the number of lines before the piece."""
        self.ids = np.fromiter(map(hash, [row.id for row in rows]), np.int64, len(rows))
        without = self.ids == NO_ID
        self.ids[without] = np.arange(first, first + np.count_nonzero(without))

    def number(self, rows: Sequence[Any], fields: Sequence[str], words: Mapping[str, Words]) -> None:
        """Makes the columns of the fields with words."""
        self.numbers = {field: words[field].numbers(field, rows) for field in fields}


class Rows:
    """Consecutive annotations, which may stand in several pieces."""

    __slots__ = ("_size", "parts")

    def __init__(self, parts: Sequence[tuple[Piece, int, int]], size: int) -> None:
        self.parts = parts
        """The pieces, with the indices of the first annotation and of the one after the last."""
        self._size = size

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Any]:
        for piece, start, end in self.parts:
            yield from piece.objects[start:end]

    @property
    def text(self) -> str:
        """The words of all annotations, one after the other."""
        found = []
        for piece, start, end in self.parts:
            before = int(piece.lengths[:start].sum())
            found.append(piece.text[before : before + int(piece.lengths[start:end].sum())])
        return "".join(found)

    @classmethod
    def joined(cls, several: Sequence[Rows]) -> Rows:
        """Returns annotations that follow each other as one."""
        found: list[tuple[Piece, int, int]] = []
        for rows in several:
            for piece, start, end in rows.parts:
                if found and found[-1][0] is piece and found[-1][2] == start:
                    start = found.pop()[1]
                found.append((piece, start, end))
        return cls(found, sum(map(len, several)))

    def column(self, of: Callable[[Piece], Array]) -> Array:
        """Returns a column of all annotations; ``of`` is that of a piece."""
        pieces = [of(piece)[start:end] for piece, start, end in self.parts]
        return np.concatenate(pieces) if pieces else np.zeros(0, np.int64)


NO_ROWS = Rows((), 0)


class ColumnLines:
    """Does what `bench.formats.jsonl.groups.Lines` does for a file of annotations, but takes `Rows`."""

    def __init__(
        self,
        path: Path,
        file: BinaryIO | None,
        record: type[Any],
        start: int,
        end: int,
        words: Mapping[str, Words],
        *,
        distinct: bool,
    ) -> None:
        """Takes what `bench.formats.jsonl.groups.Lines` takes, and the objects that number the words.

        With ``distinct`` the ids of a document's annotations have to be different.
        """
        self._distinct = distinct
        self._path = path
        self._fields = COLUMNS["timexes" if hasattr(record, "value") else "events"]
        self._absent = [field for field in ABSENT if hasattr(record, field)]
        self._words = words
        self._decoder = PieceDecoder(record, of_document=True, exact=True)
        self._pieces = pieces(file, start, end)
        self._piece: Piece | None = None
        self._lines = 0
        """The number of lines in earlier pieces."""
        self._at = self._row = 0
        """The index of the next document in the piece, and that of its first annotation."""
        self._name = ""
        self._advance()

    def take(self, name: str) -> Rows:
        """Returns the next annotations if they belong to document ``name``; else none."""
        if self._name != name or self._piece is None:
            return NO_ROWS
        parts, sizes = [], 0
        while self._piece is not None and self._name == name:
            size = self._piece.documents[self._at][1]
            parts.append((self._piece, self._row, self._row + size))
            self._row += size
            sizes += size
            self._at += 1
            self._advance()
        return Rows(parts, sizes)

    def check_end(self) -> None:
        """Raises IrregularError if a line is left."""
        if self._piece is not None:
            raise IrregularError(str(self._path))

    def use(self, words: Mapping[str, Words]) -> None:
        """Numbers the words anew, from the annotations on that are taken next."""
        self._words = words
        if self._piece is not None:
            self._piece.number(self._piece.objects, self._fields, words)

    def _advance(self) -> None:
        """Goes on to the annotations of the next document."""
        while self._piece is None or self._at == len(self._piece.documents):
            data = next(self._pieces, None)
            if data is None:
                self._piece, self._name = None, ""
                return
            self._piece = self._made(data)
            self._at = self._row = 0
        self._name = self._piece.documents[self._at][0]

    def _made(self, data: bytes) -> Piece:
        """Returns the columns of a piece; when it returns, the objects are gone."""
        rows = decoded(self._decoder, data, self._path)
        piece = Piece(rows, partial(self._decoder.decode, data))
        piece.number(rows, self._fields, self._words)
        if self._distinct:
            piece.identify(rows, self._lines)
        piece.whole &= all(list(map(attrgetter(field), rows)).count(None) == len(rows) for field in self._absent)
        self._lines += len(rows)
        return piece
