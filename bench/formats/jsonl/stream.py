"""Gold and predictions read side by side, one document at a time, from folders of JSON Lines of any size.

The lines of each layer's file must have no faults and be in the order of gold's documents, as ``bench run`` writes
them. Other folders are read whole, and their faults are reported. Annotations are objects of `lines.line_type`,
which have the fields of `bench.sdk.model`'s classes: to convert each would take longer than to score it.
"""

from __future__ import annotations

import functools
import hashlib
import sys
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from bench.dataset import card, jsonline, row
from bench.dataset.case import Case, case_of
from bench.dataset.note import Note
from bench.dataset.pair import Pair
from bench.dataset.suite import EVERY_DOCUMENT, RESOLVED, Layers, SuiteDocument
from bench.formats import checks
from bench.formats.checks import LOCATED
from bench.formats.format import IrregularError
from bench.formats.jsonl import layout
from bench.formats.jsonl.groups import BOM, Lines, opened
from bench.formats.jsonl.layout import PredictedDocument
from bench.sdk.model import DCT, Event, Link, Region, Timex, Unlocated

LARGE = 8 * 2**20
"""The size of gold's documents.jsonl, in bytes, above which folders are streamed."""
PART = 250
"""The number of documents in a part."""
RECORDS: tuple[tuple[str, type[Any]], ...] = (
    ("timexes", Timex),
    ("events", Event),
    ("ignore", Region),
    ("links", Link),
    ("unlocated", Unlocated),
)
"""The class of each layer's annotations, in the order of the fields of `Layers`."""
Part = Sequence[tuple[int, int]]
"""Consecutive documents, as the range of their bytes (start, end) in each file, in the order of `_files`."""


def _files(predictions: Path, gold: Path) -> list[tuple[Path, type[Any], str]]:
    """Returns the files to read: gold's documents, their status, the answers for given spans, and all layers.

    Each comes with the class of its lines' objects, and the key under which a line has the id of its document.
    """
    return [
        (gold / "documents.jsonl", SuiteDocument, "id"),
        (predictions / "documents.jsonl", PredictedDocument, "id"),
        (predictions / f"{RESOLVED}.jsonl", Timex, "doc"),
        *((folder / f"{name}.jsonl", record, "doc") for folder in (gold, predictions) for name, record in RECORDS),
    ]


def parts(predictions: Path, gold: Path) -> list[Part]:
    """Returns the documents divided into parts, which several processes can `read`.

    The lines of all files should be in the order of gold's documents, so the bytes of a part are found by
    bisection. If the lines are in another order, a part has lines of another part's documents, and `read` raises
    IrregularError. Raises IrregularError if the bytes of two parts overlap, for a document that gold has twice,
    and for a line that can't be read.
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
    """Returns a function from a document's id to its index in gold, -1 for an unknown id.

    It takes sixteen bytes for each document, because there may be any number of documents. Raises IrregularError
    for a document that occurs twice, and for two ids with the same hash; then the folders are read whole.
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


def check_twice(hashes: array[int]) -> None:
    """Raises IrregularError if two of the documents' ids may be the same."""
    _numbers(hashes)


def _between(starts: Sequence[int], size: int) -> list[tuple[int, int]]:
    """Returns the ranges of a file's bytes that start at ``starts``; the first always starts at 0."""
    found = [0, *starts[1:], size]
    if found != sorted(found):
        raise IrregularError("lines aren't in the order of the documents")
    return list(pairwise(found))


def _starts(path: Path, key: str, number: Callable[[str], int], count: int, size: int) -> list[int]:
    """Returns the offset in a file at which the lines of each part begin, if they are in order."""
    with path.open("rb") as file:

        def seek(at: int) -> int:
            """Moves to the first line that begins at offset ``at`` or later, and returns its offset."""
            file.seek(max(at - 1, 0))
            if at:
                file.readline()
            return file.tell()

        def number_at(at: int) -> int:
            """Returns the index of the document of the line at ``at`` or later; ``count`` if there is none."""
            seek(at)
            line = next(filter(None, map(_said, file)), None)
            return count if line is None else number(_name(line, path, key))

        return [seek(bisect_left(range(size), first, key=number_at)) for first in range(0, count, PART)]


def _said(line: bytes) -> bytes:
    """Returns a line without the white space around it; a blank line becomes empty."""
    return line.removeprefix(BOM).strip()


_NAMED = {key: msgspec.json.Decoder(msgspec.defstruct("Named", [(key, str | int)])) for key in ("id", "doc")}
"""For each key the decoder that reads the id of a line's document."""


def _name(line: bytes, path: Path, key: str) -> str:
    try:
        name = str(getattr(_NAMED[key].decode(line), key))
    except jsonline.REFUSED:
        raise IrregularError(str(path)) from None
    return name


class Taken(NamedTuple):
    """The lines about one document, as they were decoded."""

    document: Any
    case: Case | None
    status: Sequence[Any]
    """The lines about it in the predictions' list of documents."""
    resolved: Sequence[Any]
    """The answers for given spans."""
    gold: Sequence[Sequence[Any]]
    """Gold's annotations, by layer in the order of `RECORDS`."""
    predicted: Sequence[Sequence[Any]]
    """The predicted annotations, in the same order."""
    linked: tuple[bool, bool]
    """True for gold and for the predictions if they have links, of this document or of others."""
    notes: Sequence[Note]
    """The notes on the folders; only the first document has them."""


def read(predictions: Path, gold: Path, part: Part | None = None) -> Iterator[Pair]:
    """Yields gold's documents in their order, each with its predictions; only those of ``part``, if it is given.

    Offsets and texts are checked against the document's text. Raises IrregularError, perhaps after some documents.
    """
    return map(checked, taken(predictions, gold, part))


def taken(
    predictions: Path, gold: Path, part: Part | None = None, annotations: Callable[..., Any] = Lines
) -> Iterator[Taken]:
    """Yields the lines about each of gold's documents, before they are checked. It raises IrregularError too.

    ``annotations`` is the class that takes timexes and events from their files.
    """
    files = _files(predictions, gold)
    has_links = linked(gold), linked(predictions)
    spans = part or [(0, sys.maxsize)] * len(files)
    with ExitStack() as stack:
        documents, status, given, *layers = [
            (annotations if path.stem in LOCATED else Lines)(path, opened(path, stack), record, key, *span)
            for (path, record, key), span in zip(files, spans, strict=True)
        ]
        sides = layers[: len(RECORDS)], layers[len(RECORDS) :]
        seen = array("q")
        notes = _unread(predictions, gold) if spans[0][0] == 0 else ()
        of_events = card.read(gold).event_phenomena
        while group := documents.next():
            document, *again = group
            name = str(document.id)
            if again or name in ("", EVERY_DOCUMENT):
                raise IrregularError(name)
            _check_day(document.dct)
            _check_text(document)
            seen.append(hash(name))
            of_gold, predicted = ([layer.take(name) for layer in side] for side in sides)
            case = case_of(document.tags, of_events)
            yield Taken(document, case, status.take(name), given.take(name), of_gold, predicted, has_links, notes)
            notes = ()
        for each in (status, given, *sides[0], *sides[1]):
            each.check_end()
    check_twice(seen)


def checked(lines: Taken) -> Pair:
    """Returns the document with its predictions. Raises IrregularError."""
    document, name, done, resolved = lines.document, str(lines.document.id), lines.status, lines.resolved
    of_gold, predicted = Layers(*lines.gold), Layers(*lines.predicted)  # type: ignore[arg-type]
    check(of_gold, document.text, linked=lines.linked[0])
    several = [time for time in of_gold.timexes if time.values is not None]
    if not all(checks.reads(time.value, time.values) for time in several):
        raise IrregularError("readings that aren't fit")
    check(predicted, document.text, linked=lines.linked[1])
    if not checks.sure((*predicted.timexes, *resolved)):
        raise IrregularError("a confidence that isn't fit")
    if resolved:
        check(Layers(timexes=tuple(resolved)), document.text, linked=False)
        if not checks.answers_given([(each.start, each.end) for each in resolved], of_gold.spans):
            raise IrregularError(name)
    for layer in (of_gold.timexes, of_gold.events):
        if not checks.distinct([item.id for item in layer]):
            raise IrregularError("an id that stands for two")
    if not done and any((*lines.predicted, resolved)):
        raise IrregularError(name)
    if done and done[0].text not in (None, document.text):
        raise IrregularError(name)
    if len(done) > 1 or (done and done[0].status not in ("done", "failed")):
        raise IrregularError(name)
    unresolved = (done[0].unresolved or "") if done else ""
    answers, sentences = () if unresolved else resolved, document.sentences
    text = document.text if sentences is None else ""
    more = answers, unresolved, lines.notes, text, lines.case
    if done and done[0].status == "done":
        return Pair(name, sentences, of_gold, predicted, "", *more)
    return Pair(name, sentences, of_gold, None, reason(done), *more)


def reason(status: Sequence[Any]) -> str:
    """Returns the cause of the failure of a document that isn't done; empty if it isn't listed."""
    return (status[0].reason or "failed, no reason given") if status else ""


def _unread(predictions: Path, gold: Path) -> Sequence[Note]:
    """Returns notes on the files of the two folders that bench doesn't read; the first document has them."""
    return [*layout.unread(gold, layout.GOLD_FILES), *layout.unread(predictions, layout.PREDICTION_FILES)]


def linked(folder: Path) -> bool:
    """Returns whether a folder has links."""
    path = folder / "links.jsonl"
    return path.exists() and path.stat().st_size > 0


@functools.lru_cache(maxsize=1024)
def _check_day(stated: str | None) -> None:
    """Raises IrregularError for a dct that isn't a day."""
    try:
        row.creation_of(stated)
    except ValueError:
        raise IrregularError(str(stated)) from None


def _check_text(document: Any) -> None:
    """Raises IrregularError for a text with another digest than gold states, or sentences that it can't have."""
    if document.sha256 and hashlib.sha256(document.text.encode()).hexdigest() != document.sha256:
        raise IrregularError("a text that has another digest")
    if any(checks.check_sentences(document.sentences, document.text)):
        raise IrregularError("sentences that don't rise")


def check(layers: Layers, text: str, *, linked: bool) -> None:
    """Raises IrregularError for a wrong span, an unknown layer, or a link with an end that doesn't exist.

    With ``linked`` the file has links, of this document or of others, so ids must be unique and not "dct".
    """
    for items in (layers.timexes, layers.events, layers.ignore):
        if not checks.all_fit(items, text):
            raise IrregularError("a wrong span")
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
