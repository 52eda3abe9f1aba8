"""TimeML gold and predictions read side by side, one document at a time."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bench.dataset.note import fold
from bench.dataset.pair import Pair
from bench.dataset.suite import Predictions, Suite, suite_name
from bench.errors import DataError, Fault
from bench.formats.alignment import cause
from bench.formats.format import Stream
from bench.formats.timeml.document import TimeMLDocument, parse
from bench.formats.timeml.folder import LAYERS, files, files_digest, once_a_format, repeated

PART = 50
"""The number of documents in a part. A part is read, then scored; to do this document by document takes longer."""

Files = tuple[Path, Path | None]
"""A document's file of gold, and its file of predictions if there is one."""


def open_stream(predictions: Path, gold: Path) -> Stream:
    """Returns the stream of two folders, or of two files. Raises DataError if a folder has a document twice."""
    documents, unknown = beside(predictions, gold)
    try:
        of_gold = files_digest(gold)
    except DataError:
        of_gold = ""  # reading the files will show which of them has the fault
    return Stream(
        suite=Suite(suite_name(gold), "", of_gold, (), {}, labelled_layers=()),
        predictions=Predictions({}, covers=LAYERS),
        whole=functools.partial(pairs, documents),
        parts=functools.partial(parts, documents),
        read=pairs,
        unknown=unknown,
    )


def beside(predictions: Path, gold: Path) -> tuple[list[Files], list[str]]:
    """Returns gold's files in order, each with its file of predictions, and the ids of documents that gold lacks.

    Files of folders are paired by name; two single files are of one document. Raises DataError if a folder has
    a document twice.
    """
    ours, theirs = files(gold), files(predictions)
    faults = [*repeated(ours), *repeated(theirs)]
    if faults:
        raise DataError(faults)
    if predictions.is_file() and len(ours) == 1:
        return [(ours[0], predictions)], []
    predicted = {path.stem: path for path in theirs}
    paired = [(path, predicted.pop(path.stem, None)) for path in ours]
    return paired, sorted(predicted)


def parts(documents: Sequence[Files]) -> list[Sequence[Files]]:
    """Returns the documents, each a pair of files (`beside`), in parts of `PART`; the last may be smaller."""
    return [documents[at : at + PART] for at in range(0, len(documents), PART)]


def pairs(documents: Iterable[Files]) -> Iterator[Pair]:
    """Reads pairs of files (`beside`), and yields gold and predictions of each document.

    A document whose text differs from gold's has failed; the pair states the cause. If files can't be read, raises
    DataError after all others were read. It lists every such file.
    """
    faults: list[Fault] = []
    for part in parts(list(documents)):
        read: list[Pair] = []
        for document in part:
            sides: list[TimeMLDocument] = []
            for path in filter(None, document):
                try:
                    sides.append(parse(path))
                except DataError as error:
                    faults.extend(error.faults)
            if not faults:
                failed = ""
                if len(sides) == 2 and sides[0].text != sides[1].text:
                    failed = cause(sides[1].text, sides[0].text)
                predicted = sides[1].layers if len(sides) == 2 and not failed else None
                named = zip(("gold", "predicted"), sides, strict=False)
                notes = [note for name, side in named for note in fold(side.notes, name)]
                read.append(
                    Pair(document[0].stem, None, sides[0].layers, predicted, failed, (), "", notes, sides[0].text)
                )
        yield from read
    if faults:
        raise DataError(once_a_format(faults))
