"""Gold and predictions read side by side, one document at a time, from folders of JSON Lines of any size.

The lines of each layer's file must be in the order of gold's documents, as ``bench run`` writes them, and sound.
Other folders are read whole, which says what is wrong. The annotations are the lines themselves, which have the
fields of `bench.sdk.model`'s records: making a record of each would take longer than all that is done with it.
"""

from __future__ import annotations

import functools
import os
import sys
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import chain, groupby, pairwise
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from bench.dataset import jsonline, row
from bench.dataset.case import case_of
from bench.dataset.note import Note
from bench.dataset.pair import Pair
from bench.dataset.suite import (
    EVERY_DOCUMENT,
    RESOLVED,
    Layers,
    Predictions,
    Resolved,
    Suite,
    SuiteDocument,
    suite_name,
)
from bench.formats import checks
from bench.formats.format import IrregularError, Stream
from bench.formats.jsonl import gold as suites
from bench.formats.jsonl import layout, lines
from bench.formats.jsonl.layout import PredictedDocument
from bench.sdk.declare import TIMELINE
from bench.sdk.model import DCT, Event, Link, Region, Timex, Unlocated

LARGE = 64 * 2**20
"""Bytes of gold's documents above which folders are streamed."""
PIECE = 1 << 15
"""Bytes read at a time."""
PART = 250
"""Documents of a part."""
BOM = b"\xef\xbb\xbf"
_UNREADABLE = (msgspec.MsgspecError, ValueError, RecursionError)
RECORDS: tuple[tuple[str, type[Any]], ...] = (
    ("timexes", Timex),
    ("events", Event),
    ("ignore", Region),
    ("links", Link),
    ("unlocated", Unlocated),
)
"""The record of each layer, in the order of `Layers`'s fields."""
Part = Sequence[tuple[int, int]]
"""Documents that follow each other, as the first and the last byte in each file, in the order of `_files`."""


def open_stream(predictions: Path, gold: Path) -> Stream | None:
    """Returns the stream of two folders; None if they are small, or only reading them whole would do."""
    documents = layout.path_of(gold, layout.DOCUMENTS)
    covers = layout.covered(predictions)
    if not documents.is_file():  # a link that leads nowhere
        return None
    if documents.stat().st_size <= LARGE or TIMELINE in covers:  # a timeline goes across documents
        return None
    reading = functools.partial(read, predictions, gold)
    return Stream(
        suite=Suite(suite_name(gold), suites.version(gold), suites.suite_digest(gold), (), {}),
        predictions=Predictions({}, covers, resolved=Resolved() if layout.has_resolved(predictions) else None),
        whole=reading,
        parts=functools.partial(parts, predictions, gold),
        read=reading,
    )


def _files(predictions: Path, gold: Path) -> list[tuple[Path, type[Any], str]]:
    """Returns the files to read: gold's documents, their status, the answers for given spans, and the layers.

    Each comes with the record that its lines hold, and the key that names the document of a line.
    """
    return [
        (gold / "documents.jsonl", SuiteDocument, "id"),
        (predictions / "documents.jsonl", PredictedDocument, "id"),
        (predictions / f"{RESOLVED}.jsonl", Timex, "doc"),
        *((folder / f"{name}.jsonl", record, "doc") for folder in (gold, predictions) for name, record in RECORDS),
    ]


def _opened(path: Path, stack: ExitStack) -> BinaryIO | None:
    """Returns a file to be read; None if there is none. Raises IrregularError if it can't be read."""
    try:
        return stack.enter_context(path.open("rb")) if os.path.lexists(path) else None
    except OSError:
        raise IrregularError(str(path)) from None


def parts(predictions: Path, gold: Path) -> list[Part]:
    """Returns the parts that the documents divide into, for `read` to read in several processes.

    The places of documents are found by bisection in all files but gold's documents, since lines should be in the
    order of the documents. If they aren't, some part has lines of documents that it doesn't have, which `read`
    finds. Raises IrregularError if that is seen already, for a document that gold has twice, and for a line that
    can't be read.
    """
    (documents, _, _), *others = _files(predictions, gold)
    hashes = array("q")
    firsts: list[int] = []
    at = 0
    with documents.open("rb") as file:
        for line in file:
            if said := _said(line):
                if len(hashes) % PART == 0:
                    firsts.append(at)
                hashes.append(hash(_name(said, documents, "id")))
            at += len(line)
    number = _numbers(hashes)
    spans = [_between(firsts, at)]
    for path, _, key in others:
        size = path.stat().st_size if path.exists() else 0
        starts = _starts(path, key, number, len(hashes), size) if size else [0] * len(firsts)
        spans.append(_between(starts, size))
    return list(zip(*spans, strict=True))


def _numbers(hashes: array[int]) -> Callable[[str], int]:
    """Returns a function from a document's name to its number; an unknown name has -1.

    It uses sixteen bytes for each document, because there may be any number. Raises IrregularError for a document
    that is there twice. Two names with the same hash look like such a document; then the folders are read whole.
    """
    import numpy as np

    order = np.argsort(hashes, kind="stable")
    ranked = np.asarray(hashes)[order]
    if (ranked[1:] == ranked[:-1]).any():
        raise IrregularError("a document that gold has twice")

    def number(name: str) -> int:
        place = int(np.searchsorted(ranked, hash(name)))
        return int(order[place]) if place < len(ranked) and ranked[place] == hash(name) else -1

    return number


def _between(starts: Sequence[int], size: int) -> list[tuple[int, int]]:
    """Returns the spans of a file's bytes that begin at some places; the first begins at 0."""
    found = [0, *starts[1:], size]
    if found != sorted(found):
        raise IrregularError("lines aren't in the order of the documents")
    return list(pairwise(found))


def _starts(path: Path, key: str, number: Callable[[str], int], count: int, size: int) -> list[int]:
    """Returns where the lines of each part's documents begin in a file, if they are in order."""
    with path.open("rb") as file:

        def seek(at: int) -> int:
            """Goes to the first line that begins at a byte or after it, and returns its place."""
            file.seek(max(at - 1, 0))
            if at:
                file.readline()
            return file.tell()

        def number_at(at: int) -> int:
            """Returns the number of this line's document; without a line, a number above all others."""
            seek(at)
            line = next(filter(None, map(_said, file)), None)
            return count if line is None else number(_name(line, path, key))

        return [seek(bisect_left(range(size), first, key=number_at)) for first in range(0, count, PART)]


def _said(line: bytes) -> bytes:
    """Returns a line without the white space around it; a blank line becomes empty."""
    return line.removeprefix(BOM).strip()


_NAMED = {key: msgspec.json.Decoder(msgspec.defstruct("Named", [(key, str | int)])) for key in ("id", "doc")}
"""Key → the decoder that reads the document's name of a line."""


def _name(line: bytes, path: Path, key: str) -> str:
    try:
        name = str(getattr(_NAMED[key].decode(line), key))
    except _UNREADABLE:
        raise IrregularError(str(path)) from None
    return name


def read(predictions: Path, gold: Path, part: Part | None = None) -> Iterator[Pair]:
    """Yields the documents of gold in their order, each with its prediction; those of a part, if one is given.

    Offsets and texts are checked against the document's text. Raises IrregularError, perhaps after some documents.
    """
    files = _files(predictions, gold)
    linked = [_has_lines(folder / "links.jsonl") for folder in (gold, predictions)]
    spans = part or [(0, sys.maxsize)] * len(files)
    with ExitStack() as stack:
        documents, status, given, *layers = [
            _Lines(path, _opened(path, stack), record, key, *span)
            for (path, record, key), span in zip(files, spans, strict=True)
        ]
        sides = layers[: len(RECORDS)], layers[len(RECORDS) :]
        seen = array("q")
        notes = _unread(predictions, gold) if spans[0][0] == 0 else ()
        of_events = suites.event_phenomena(gold)
        while group := documents.next():
            document, *again = group
            name = str(document.id)
            if again or name in ("", EVERY_DOCUMENT):
                raise IrregularError(name)
            _check_day(document.dct)
            seen.append(hash(name))
            of_gold, predicted = (Layers(*(layer.take(name) for layer in side)) for side in sides)  # type: ignore[arg-type]
            resolved = given.take(name)
            _check(of_gold, document.text, linked=linked[0])
            if not all(checks.reads(time.value, time.values) for time in of_gold.timexes):
                raise IrregularError("readings that aren't fit")
            _check(predicted, document.text, linked=linked[1])
            _check(Layers(timexes=tuple(resolved)), document.text, linked=False)
            if resolved and not checks.answers_given([(each.start, each.end) for each in resolved], of_gold.spans):
                raise IrregularError(name)
            for layer in (of_gold.timexes, of_gold.events):
                if not checks.distinct([item.id for item in layer]):
                    raise IrregularError("an id that stands for two")
            done = status.take(name)
            found = predicted.timexes, predicted.events, predicted.ignore, predicted.links, predicted.unlocated
            if not done and any((*found, resolved)):
                raise IrregularError(name)
            if done and done[0].text not in (None, document.text):
                raise IrregularError(name)
            if len(done) > 1 or (done and done[0].status not in ("done", "failed")):
                raise IrregularError(name)
            unresolved = (done[0].unresolved or "") if done else ""
            answers, sentences = () if unresolved else resolved, document.sentences or (0,)
            case = case_of(document.tags, of_events)
            if done and done[0].status == "done":
                yield Pair(name, sentences, of_gold, predicted, "", answers, unresolved, case, notes)
            else:
                reason = (done[0].reason or "failed, no reason given") if done else ""
                yield Pair(name, sentences, of_gold, None, reason, answers, unresolved, case, notes)
            notes = ()
        for each in (status, given, *sides[0], *sides[1]):
            each.check_end()
    _numbers(seen)


def _unread(predictions: Path, gold: Path) -> Sequence[Note]:
    """Returns notes on the files of the two folders that nothing reads; the first document brings them."""
    return [*layout.unread(gold, layout.GOLD_FILES), *layout.unread(predictions, layout.PREDICTION_FILES)]


def _has_lines(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _check_day(stated: Any) -> None:
    """Raises IrregularError for a dct that is no day."""
    try:
        row.day_of(stated)
    except ValueError:
        raise IrregularError(str(stated)) from None


def _check(layers: Layers, text: str, *, linked: bool) -> None:
    """Raises IrregularError for a span that isn't the text's, an unknown layer, or a link without its ends.

    With ``linked`` there are links, of this document or of others, so that ids must be fit to be their ends.
    """
    for items in (layers.timexes, layers.events, layers.ignore):
        for item in items:
            if not checks.fits(item.start, item.end, item.text, text):
                raise IrregularError(item.text)
    for each in layers.unlocated:
        if each.layer not in checks.LOCATED:
            raise IrregularError(each.layer)
    if linked:
        named: Sequence[Timex | Event] = (*layers.timexes, *layers.events)
        names = [item.id for item in named]
        if not checks.distinct(names) or DCT in names:
            raise IrregularError("an id that links can't name")
        ends = {DCT, *names}
        for link in layers.links:
            if not checks.joins(link.source, link.target, link.relation, ends):
                raise IrregularError(link.relation)


class _Lines:
    """The lines of a file as objects, a document's at a time; a file that isn't there has none."""

    def __init__(self, path: Path, file: BinaryIO | None, record: Any, key: str, start: int, end: int) -> None:
        self._path = path
        # annotations are used as they stand in the file; of documents no more than the id is, and it is made text
        self._decoder = lines.decoder(record, of_document=key == "doc", exact=key == "doc")
        self._file = file
        self._span = start, end
        named = attrgetter(key)
        self._groups = groupby(chain.from_iterable(self._pieces()), lambda line: str(named(line)))
        self._group: tuple[str, Iterator[Any]] | None = next(self._groups, None)

    def next(self) -> list[Any]:
        """Returns the lines of the next document in the file; no lines after the last document."""
        return self.take(self._group[0]) if self._group else []

    def take(self, name: str) -> list[Any]:
        """Returns those of the next lines that belong to a document."""
        if self._group is None or self._group[0] != name:
            return []
        taken = list(self._group[1])
        self._group = next(self._groups, None)
        return taken

    def check_end(self) -> None:
        """Raises IrregularError if a line is left."""
        if self._group is not None:
            raise IrregularError(str(self._path))

    def _pieces(self) -> Iterator[list[Any]]:
        """Yields the lines, some at a time."""
        if self._file is None:
            return
        at, end = self._span
        self._file.seek(at)
        while data := self._file.read(min(PIECE, end - at)):
            at += len(data)
            if at < end:
                rest = self._file.readline()
                data += rest
                at += len(rest)
            try:
                data = data.removeprefix(BOM)
                found = self._decoder.decode_lines(data)
                _check_lines(data, len(found))
            except _UNREADABLE:
                raise IrregularError(str(self._path)) from None
            yield found


_OBJECTS = msgspec.json.Decoder(dict[str, msgspec.Raw])


def _check_lines(data: bytes, count: int) -> None:
    """Raises IrregularError for bytes that don't hold so many objects, one a line, in UTF-8, each key once."""
    data.decode()
    stated = [line for line in map(bytes.strip, data.split(b"\n")) if line]
    whole = len(stated) == count and all(line[0] == _OPEN and line[-1] == _CLOSE for line in stated)
    if not whole:
        raise IrregularError("lines that don't hold one object each")
    keys = sum(map(len, _OBJECTS.decode_lines(data)))
    if jsonline.most_keys(data) != keys and any(map(jsonline.repeated_key, stated)):
        raise IrregularError("a field that stands twice")


_OPEN, _CLOSE = b"{}"
