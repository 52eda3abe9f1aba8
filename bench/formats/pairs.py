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
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from bench.formats import rows
from bench.formats.folder import GIVEN, PredictedDocument
from bench.model import DCT, RELATIONS, Event, Link, Region, Timex, Unlocated
from bench.suite import RESOLVED, Layers, SuiteDocument

PIECE = 1 << 15
"""Bytes read at a time."""
RECORDS: tuple[tuple[str, type[Any]], ...] = (
    ("timexes", Timex),
    ("events", Event),
    ("ignore", Region),
    ("links", Link),
    ("unlocated", Unlocated),
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
    resolved: Sequence[Timex] = ()
    """What was said of given spans."""
    unresolved: str = ""
    """Why nothing was, where asking failed."""


def _files(predictions: Path, gold: Path) -> list[tuple[Path, type[Any], str]]:
    """Gold's documents, what became of each, what was said of given spans, gold's layers and those predicted.

    Each with what its lines hold, and the key by which they are a document's.
    """
    return [
        (gold / "documents.jsonl", SuiteDocument, "id"),
        (predictions / "documents.jsonl", PredictedDocument, "id"),
        (predictions / f"{RESOLVED}.jsonl", Timex, "doc"),
        *((folder / f"{name}.jsonl", record, "doc") for folder in (gold, predictions) for name, record in RECORDS),
    ]


def _opened(path: Path, stack: ExitStack) -> BinaryIO | None:
    return stack.enter_context(path.open("rb")) if path.exists() else None


def read(predictions: Path, gold: Path) -> Iterator[Pair]:
    """The documents of gold in their order, each with its prediction.

    Offsets and texts are checked against the document's text. Raises IrregularError, perhaps after some documents.
    """
    files = _files(predictions, gold)
    with ExitStack() as stack:
        documents, status, given, *layers = [
            _Lines(path, _opened(path, stack), record, key) for path, record, key in files
        ]
        sides = layers[: len(RECORDS)], layers[len(RECORDS) :]
        while found := documents.next():
            if len(found) > 1:
                raise IrregularError(found[0].id)
            (document,) = found
            name = document.id
            of_gold, predicted = (Layers(*(layer.take(name) for layer in side)) for side in sides)  # type: ignore[arg-type]
            resolved = given.take(name)
            for side in (of_gold, predicted, Layers(timexes=tuple(resolved))):
                _check(side, document.text)
            _check_given(resolved, of_gold)
            done = status.take(name)
            if len(done) > 1:
                raise IrregularError(name)
            unresolved = (done[0].unresolved or "") if done else ""
            answers = () if unresolved else resolved
            if done and done[0].status == "done":
                yield Pair(name, document.sentences, of_gold, predicted, "", answers, unresolved)
            else:
                reason = (done[0].reason or "failed, no reason given") if done else ""
                yield Pair(name, document.sentences, of_gold, None, reason, answers, unresolved)
        for each in (status, given, *sides[0], *sides[1]):
            each.check_end()


def _check(layers: Layers, text: str) -> None:
    """Raises IrregularError where an annotation's text doesn't stand at its offsets, or a link leads nowhere."""
    size = len(text)
    if layers.links:
        ends = {DCT, *(timex.id for timex in layers.timexes), *(event.id for event in layers.events)}
        for link in layers.links:
            if link.relation not in RELATIONS or not {link.source, link.target} <= ends:
                raise IrregularError(link.relation)
    for each in layers.unlocated:
        if each.layer not in GIVEN:
            raise IrregularError(each.layer)
    for items in (layers.timexes, layers.events, layers.ignore):
        for item in items:
            start, end, words = item.start, item.end, item.text
            if not 0 <= start < end <= size or (words and text[start:end] != words):
                raise IrregularError(words)


def _check_given(resolved: Sequence[Timex], gold: Layers) -> None:
    """Raises IrregularError where an answer's span isn't one of gold's, or has two."""
    spans = [(timex.start, timex.end) for timex in resolved]
    if spans and (len({*spans}) < len(spans) or not {*spans} <= {*gold.spans}):
        raise IrregularError(resolved[0].text)


class _Lines:
    """The lines of a file as objects, a document's at a time; no file has no lines."""

    def __init__(self, path: Path, file: BinaryIO | None, record: Any, key: str) -> None:
        self._path = path
        self._decoder = rows.decoder(record, of_document=key == "doc")
        self._file = file
        self._groups = groupby(chain.from_iterable(self._pieces()), attrgetter(key))
        self._group: tuple[str, Iterator[Any]] | None = next(self._groups, None)

    def next(self) -> list[Any]:
        """The lines of the next document, whichever it is; none after the last."""
        return self.take(self._group[0]) if self._group else []

    def take(self, name: str) -> list[Any]:
        """The lines from here on that are a document's."""
        if self._group is None or self._group[0] != name:
            return []
        taken = list(self._group[1])
        self._group = next(self._groups, None)
        return taken

    def check_end(self) -> None:
        """Raises IrregularError if anything is left."""
        if self._group is not None:
            raise IrregularError(str(self._path))

    def _pieces(self) -> Iterator[list[Any]]:
        """The lines, some at a time."""
        if self._file is None:
            return
        while data := self._file.read(PIECE):
            data += self._file.readline()
            try:
                yield self._decoder.decode_lines(data.removeprefix(b"\xef\xbb\xbf"))
            except (msgspec.MsgspecError, UnicodeDecodeError):
                raise IrregularError(str(self._path)) from None
