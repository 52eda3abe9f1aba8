"""Annotated documents written as Parquet files, in groups of rows, so that memory holds a few documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.dataset.suite import Suite
from bench.errors import DataError, Fault
from bench.formats.annotated import Annotated
from bench.formats.file_names import encoded
from bench.formats.jsonl import layout
from bench.formats.jsonl.writing import document_record, record_of
from bench.formats.parquet.schema import schema
from bench.formats.parquet.tables import path_of
from bench.sdk.declare import TIMELINE

ROWS = 8192
"""The number of rows in a group of annotations."""
CHARACTERS = 4 * 2**20
"""The number of characters of text, beside the number of rows, at which a group of documents is full."""


def write_gold(folder: Path, suite: Suite, documents: Iterable[Annotated], _lose: Callable[[str], None]) -> None:
    """Writes a suite's folder. The layers that are labelled, but empty, have a table without rows."""
    write(folder, suite, documents)


def write(folder: Path, suite: Suite, documents: Iterable[Annotated]) -> Mapping[str, tuple[int, int]]:
    """Writes a suite's folder, and returns the number of rows of each table, and their size in memory in bytes."""
    folder.mkdir()
    with ExitStack() as stack:
        tables: dict[str, _Table] = {}

        def table(name: str) -> _Table:
            if name not in tables:
                tables[name] = _Table(name, path_of(folder, name), stack)
            return tables[name]

        for name in (layout.DOCUMENTS, *suite.labelled_layers):
            table(name)
        for each in documents:
            name, text = each.document.id, each.document.text
            encoded(name, text)  # raises for half a surrogate pair
            table(layout.DOCUMENTS).add(document_record(each.document), len(text))
            for layer in ("timexes", "events", "links", "ignore"):
                for annotation in getattr(each.layers, layer):
                    table(layer).add({"doc": name, **record_of(annotation)})
        for entry in suite.timeline:
            table(TIMELINE).add(record_of(entry))
        for each_table in tables.values():
            each_table.flush()
        return {name: (tables[name].count, tables[name].size) for name in layout.LAYER_FILES if name in tables}


class _Table:
    """A file that is being written, with the rows that don't fill a group yet."""

    def __init__(self, name: str, path: Path, stack: ExitStack) -> None:
        import pyarrow.parquet

        self._name, self._schema = name, schema(name)
        self._writer = stack.enter_context(pyarrow.parquet.ParquetWriter(path, self._schema))
        self._rows: list[Mapping[str, Any]] = []
        self._characters = 0
        self.count = self.size = 0

    def add(self, row: Mapping[str, Any], characters: int = 0) -> None:
        """Adds a row; ``characters`` is the length of its text, if it may be long."""
        self._rows.append(row)
        self._characters += characters
        if len(self._rows) >= ROWS or self._characters >= CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Writes the rows that are left as a group."""
        import pyarrow

        if not self._rows:
            return
        try:
            table = pyarrow.Table.from_pylist(self._rows, schema=self._schema)
        except UnicodeEncodeError as error:
            half = f"U+{ord(error.object[error.start]):04X}"
            message = f"one of the last {len(self._rows)} rows has {half}, half of a surrogate pair"
            raise DataError([Fault(self._name, 0, message, "write the whole character")]) from None
        self._writer.write_table(table)
        self.count += len(self._rows)
        self.size += table.nbytes
        self._rows, self._characters = [], 0
