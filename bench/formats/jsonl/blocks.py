"""Gold and predictions read side by side in blocks of documents, whose annotations are columns of numbers.

The documents are those of `bench.formats.jsonl.stream.read`, in less time: no annotation is kept as an object, and
each rule is checked for all annotations of a block at once. A block with anything rare, such as a fault, a
repeated span, several readings or a confidence, is read document by document, and so are folders with links. So no
fault is told of here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from bench.dataset.block import COLUMNS, Block, Marks
from bench.dataset.pair import Pair
from bench.dataset.words import Words
from bench.formats.jsonl import stream
from bench.formats.jsonl.columns import Array, ColumnLines, Piece, Rows
from bench.formats.jsonl.stream import Part, Taken
from bench.matching.spans import FARTHEST, keys

SIZE = 64
"""The number of documents in a block."""
MOST_WORDS = 1 << 14
"""The number of different words of a field after which they are numbered anew, so that memory is bounded."""
SPREAD = 0x9E3779B97F4A7C15 - 2**64
"""A number by whose multiples the ids of different documents are moved apart, so that only equal ids of one
document meet. (Others might, by chance; then the documents are read one by one for nothing.)"""
LAYERS = tuple(COLUMNS)
"""The layers in columns, which are the first ones of `bench.formats.jsonl.stream.RECORDS`."""


def read(predictions: Path, gold: Path, part: Part | None = None) -> Iterator[Pair | Block]:
    """Yields gold's documents in their order, in blocks or one by one, each with its predictions.

    Takes what `bench.formats.jsonl.stream.read` takes, and raises IrregularError for the same files.
    """
    if any(map(stream.linked, (gold, predictions))):
        yield from stream.read(predictions, gold, part)
        return
    words = _no_words()
    files: list[ColumnLines] = []

    def lines(
        path: Path, file: BinaryIO | None, record: type[Any], _key: str, start: int, end: int
    ) -> ColumnLines:
        files.append(ColumnLines(path, file, record, start, end, words, distinct=path.parent == gold))
        return files[-1]

    found = stream.taken(predictions, gold, part, lines)
    while documents := list(islice(found, SIZE)):
        block = block_of(documents, words)
        if block is not None:
            yield block
        else:
            yield from map(_checked, documents)
        if any(len(each) > MOST_WORDS for each in words.values()):
            words = _no_words()
            for each in files:
                each.use(words)


def _no_words() -> Mapping[str, Words]:
    return {field: Words() for field in chain.from_iterable(COLUMNS.values())}


def block_of(documents: Sequence[Taken], words: Mapping[str, Words]) -> Block | None:
    """Returns consecutive documents as a block; None if they have to be checked one by one."""
    if not all(map(_is_common, documents)):
        return None
    texts = [each.document.text for each in documents]
    text = "".join(texts)
    if len(text) >= FARTHEST:
        return None
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    layers: dict[str, tuple[Marks, Marks]] = {}
    for place, layer in enumerate(LAYERS):
        gold = _marks([each.gold[place] for each in documents], COLUMNS[layer], text, lengths, distinct=True)
        predicted = _marks(
            [each.predicted[place] for each in documents], COLUMNS[layer], text, lengths, distinct=False
        )
        if gold is None or predicted is None:
            return None
        layers[layer] = gold, predicted
    return Block(
        ids=[str(each.document.id) for each in documents],
        texts=texts,
        sentences=[each.document.sentences for each in documents],
        layers=layers,
        words=words,
        failures={str(each.document.id): stream.reason(each.status) for each in documents if not _is_done(each)},
        pairs=partial(map, _checked, documents),
        notes=documents[0].notes,
    )


def _checked(lines: Taken) -> Pair:
    """Returns the document with its predictions as objects. Raises IrregularError."""
    gold, predicted = (list(map(tuple, side)) for side in (lines.gold, lines.predicted))
    return stream.checked(lines._replace(gold=gold, predicted=predicted))


def _is_common(lines: Taken) -> bool:
    """Returns whether a document has nothing rare beside its annotations of `LAYERS`."""
    number = len(LAYERS)
    if lines.case or lines.resolved or any(lines.gold[number:]) or any(lines.predicted[number:]):
        return False
    if len(lines.status) > 1 or not (_is_done(lines) or not any(lines.predicted)):
        return False
    for status in lines.status:
        if status.status not in ("done", "failed") or status.unresolved:
            return False
        if status.text not in (None, lines.document.text):
            return False
    return True


def _is_done(lines: Taken) -> bool:
    return bool(lines.status) and lines.status[0].status == "done"


def _marks(
    of_documents: Sequence[Any], fields: Sequence[str], text: str, sizes_of: Array, *, distinct: bool
) -> Marks | None:
    """Returns the annotations of several documents; None if one is rare, or its span is wrong or occurs twice.

    ``text`` is that of all documents, and ``sizes_of`` are the lengths of their texts. With ``distinct``, also
    returns None if two annotations of a document may have the same id.
    """
    rows = Rows.joined(of_documents)
    if not all(piece.whole for piece, *_ in rows.parts):
        return None
    starts, ends = rows.column(lambda piece: piece.starts), rows.column(lambda piece: piece.ends)
    sizes = list(map(len, of_documents))
    if ((starts < 0) | (starts >= ends) | (ends > np.repeat(sizes_of, sizes))).any():
        return None
    firsts = np.repeat(np.cumsum(sizes_of) - sizes_of, sizes)
    starts, ends = starts + firsts, ends + firsts
    lengths = rows.column(lambda piece: piece.lengths)
    stated = lengths > 0
    if (stated & (lengths != ends - starts)).any():
        return None
    spans = zip(starts[stated].tolist(), ends[stated].tolist(), strict=True)
    if rows.text != "".join([text[start:end] for start, end in spans]):
        return None
    if distinct:
        ids = np.sort(rows.column(lambda piece: piece.ids) + np.repeat(np.arange(len(sizes)) * SPREAD, sizes))
        if (ids[1:] == ids[:-1]).any():
            return None
    numbers = {field: rows.column(partial(_numbers, field=field)) for field in fields}
    order = keys(starts, ends)
    if not (order[1:] > order[:-1]).all():
        places = np.argsort(order)
        if not (np.diff(order[places]) > 0).all():
            return None
        starts, ends = starts[places], ends[places]
        numbers = {field: column[places] for field, column in numbers.items()}
    return Marks(starts, ends, numbers)


def _numbers(piece: Piece, field: str) -> Array:
    return piece.numbers[field]
