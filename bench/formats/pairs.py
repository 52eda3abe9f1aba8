"""Gold and predictions read side by side, a document at a time: folders of JSON Lines of any size.

Each layer's file must have its lines in the order of the documents, as ``bench run`` writes them, and be sound;
what is not so is for `bench.formats.folder` to read whole, and to say what is wrong. The annotations are the
lines themselves, which have the fields of `bench.model`'s records: to make a record of each would take longer than
all that is done with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from bench.formats import rows
from bench.formats.folder import PredictedDocument
from bench.model import Event, Link, Region, Timex
from bench.suite import Layers, SuiteDocument

PIECE = 1 << 20
"""Bytes read at a time."""
RECORDS: tuple[tuple[str, type[Any]], ...] = (
    ("timexes", Timex),
    ("events", Event),
    ("ignore", Region),
    ("links", Link),
)
"""In the order of `Layers`'s fields."""


class IrregularError(Exception):
    """A file that can't be read so: a fault in it, or lines that aren't in the order of the documents."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One document of gold, and what was predicted for it."""

    id: str
    sentences: Sequence[int]
    """First offset of each sentence."""
    gold: Layers
    predicted: Layers | None
    """None where it failed or wasn't predicted."""
    failed: str = ""
    """The cause; empty where it wasn't predicted."""


def read(predictions: Path, gold: Path) -> Iterator[Pair]:
    """The documents of gold in their order, each with its prediction.

    Offsets and texts are checked against the document's text. Raises IrregularError, perhaps after some documents.
    """
    with ExitStack() as stack:

        def lines(folder: Path, name: str, record: type[Any], key: str = "doc") -> _Lines:
            return stack.enter_context(_Lines(folder / f"{name}.jsonl", record, key))

        documents = lines(gold, "documents", SuiteDocument, "id")
        status = lines(predictions, "documents", PredictedDocument, "id")
        sides = [[lines(folder, *layer) for layer in RECORDS] for folder in (gold, predictions)]
        while document := documents.next():
            name = document.id
            of_gold, predicted = (Layers(*(layer.take(name) for layer in side)) for side in sides)  # type: ignore[arg-type]
            for layers in (of_gold, predicted):
                _check(layers, document.text)
            done = status.take(name)
            if len(done) > 1:
                raise IrregularError(name)
            if done and done[0].status == "done":
                yield Pair(name, document.sentences, of_gold, predicted)
            else:
                reason = (done[0].reason or "failed, no reason given") if done else ""
                yield Pair(name, document.sentences, of_gold, None, reason)
        for each in (status, *sides[0], *sides[1]):
            each.check_end()


def _check(layers: Layers, text: str) -> None:
    """Raises IrregularError where an annotation's text doesn't stand at its offsets."""
    size = len(text)
    for items in (layers.timexes, layers.events, layers.ignore):
        for item in items:
            start, end, words = item.start, item.end, item.text
            if not 0 <= start < end <= size or (words and text[start:end] != words):
                raise IrregularError(words)


class _Lines:
    """The lines of a file as objects, taken in groups. Use as a context manager; an absent file has no lines."""

    def __init__(self, path: Path, record: Any, key: str) -> None:
        self._path, self._of_document = path, key == "doc"
        self._decoder = rows.decoder(record, of_document=self._of_document)
        self._file = path.open("rb") if path.exists() else None
        self._lines: list[Any] = []
        self._at = 0

    def __enter__(self) -> _Lines:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def next(self) -> Any:
        """The next line, None after the last."""
        if self._at == len(self._lines) and not self._fill():
            return None
        self._at += 1
        return self._lines[self._at - 1]

    def take(self, name: str) -> list[Any]:
        """The lines from here on that are a document's."""
        taken: list[Any] = []
        while self._at < len(self._lines) or self._fill():
            lines, start, at = self._lines, self._at, self._at
            size = len(lines)
            if self._of_document:
                while at < size and lines[at].doc == name:
                    at += 1
            else:
                while at < size and lines[at].id == name:
                    at += 1
            taken += lines[start:at]
            self._at = at
            if at < size:
                break
        return taken

    def check_end(self) -> None:
        """Raises IrregularError if anything is left."""
        if self._at < len(self._lines) or self._fill():
            raise IrregularError(str(self._path))

    def _fill(self) -> bool:
        """Read on; whether there was anything."""
        while self._file:
            data = self._file.read(PIECE)
            if not data:
                return False
            data += self._file.readline()
            try:
                self._lines, self._at = self._decoder.decode_lines(data.removeprefix(b"\xef\xbb\xbf")), 0
            except (msgspec.MsgspecError, UnicodeDecodeError):
                raise IrregularError(str(self._path)) from None
            if self._lines:
                return True
        return False
