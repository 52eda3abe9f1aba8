"""A folder of Parquet files read as gold and as predictions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from bench.dataset import card, jsonline
from bench.dataset.note import fold
from bench.dataset.suite import NOTHING, Predictions, Suite, SuiteDocument, suite_name
from bench.errors import DataError
from bench.files import digest
from bench.formats.annotated import Annotated
from bench.formats.format import IrregularError
from bench.formats.jsonl import gold, layout, lines, predictions
from bench.formats.jsonl.documents import LAYERS, joined
from bench.formats.jsonl.groups import Groups
from bench.formats.jsonl.tables import covered
from bench.formats.parquet.tables import ParquetTables, batches, path_of
from bench.sdk.declare import TIMELINE

LARGE = 8 * 2**20
"""The size of the documents, in bytes before compression, above which a folder is read one at a time."""
MANY = 2000
"""The number of documents above which it is too: texts that are alike take few bytes."""


def read_gold(folder: Path) -> Suite:
    """Returns the gold of a folder. Raises DataError, which lists every fault that would change scores."""
    return read_whole(folder, folder)


def read_whole(folder: Path, described: Path) -> Suite:
    """Returns the gold of a folder whose card and name are those of the folder ``described``."""
    return gold.sound(ParquetTables(folder)).suite(head(folder, described))


def read_predictions(folder: Path, suite: Suite | None = None) -> Predictions:
    """Returns the predictions of a folder, checked against gold if it is given.

    The tables and columns are those of a predictions folder of JSON Lines. Raises DataError, which lists every
    fault.
    """
    return predictions.read(ParquetTables(folder), suite)


def head(folder: Path, described: Path) -> Suite:
    """Returns the suite of a folder without its documents; its card and name are those of ``described``."""
    tables = ParquetTables(folder)
    stored = {name: path_of(folder, name) for name in layout.LAYER_FILES if tables.has(name)}
    return gold.headed(
        suite_name(described),
        card.read(described),
        digest(stored),
        documents=(),
        layers={},
        labelled_layers=covered(tables),
        notes=fold(tables.unread(layout.GOLD_FILES)),
    )


def open_gold(folder: Path) -> tuple[Suite, Iterator[Annotated]]:
    """Returns the suite of a folder without its documents, and the documents. Raises DataError."""
    return open_large(folder, folder)


def open_large(folder: Path, described: Path) -> tuple[Suite, Iterator[Annotated]]:
    """Returns the suite and the documents; those of a large folder one at a time.

    Such a folder is read twice: first to find out whether its rows are in the order of the documents, and have no
    faults. Otherwise it is read whole, and its faults are reported.
    """
    tables = ParquetTables(folder)
    if tables.has(TIMELINE) or not _is_large(folder):
        return _whole(folder, described)
    try:
        for _ in _each(folder):
            pass
    except IrregularError:
        return _whole(folder, described)
    return head(folder, described), _each(folder)


def _whole(folder: Path, described: Path) -> tuple[Suite, Iterator[Annotated]]:
    suite = read_whole(folder, described)
    return suite, (Annotated(each, suite.layers.get(each.id, NOTHING)) for each in suite.documents)


def _is_large(folder: Path) -> bool:
    """Returns whether a folder has many or large documents; False if they can't be read."""
    import pyarrow
    import pyarrow.parquet

    try:
        stored = pyarrow.parquet.read_metadata(path_of(folder, layout.DOCUMENTS))
    except (pyarrow.ArrowException, OSError):
        return False
    size = sum(stored.row_group(at).total_byte_size for at in range(stored.num_row_groups))
    return bool(stored.num_rows > MANY or size > LARGE)


def _each(folder: Path) -> Iterator[Annotated]:
    """Yields the documents of a folder. Raises IrregularError, perhaps after some documents."""
    tables = ParquetTables(folder)

    def groups(name: str, record: type[Any], key: str) -> Groups:
        found = _objects(folder, name, record, key) if tables.has(name) else iter(())
        return Groups(tables.called(name), found, key)

    documents = groups(layout.DOCUMENTS, SuiteDocument, "id")
    layers = [groups(name, record, "doc") for name, record in LAYERS]
    return joined(documents, layers, linked=tables.has("links"))


def _objects(folder: Path, name: str, record: type[Any], key: str) -> Iterator[Any]:
    """Yields the rows of a table as objects of `lines.line_type`, in which ids of documents are as they stand."""
    type_ = lines.line_type(record, of_document=key == "doc", exact=key == "doc")  # type: ignore[arg-type]  # cached
    try:
        for _, row in batches(path_of(folder, name), record, of_document=key == "doc"):
            yield msgspec.convert(row, type_)
    except (*jsonline.REFUSED, DataError):
        raise IrregularError(name) from None
