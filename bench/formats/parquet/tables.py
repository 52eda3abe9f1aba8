"""The Parquet files of a folder, one for each layer, read in batches of rows."""

from __future__ import annotations

import datetime
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.dataset.note import Note
from bench.errors import DataError, Fault
from bench.formats.jsonl import layout, lines
from bench.formats.jsonl.lines import R, Row
from bench.formats.parquet import schema

if TYPE_CHECKING:
    import pyarrow

ENDING = ".parquet"
BATCH = 512
"""The number of rows that are read at a time."""
ANEW = "get the file anew"


def path_of(folder: Path, name: str) -> Path:
    """Returns the path of a table's file."""
    return folder / f"{name}{ENDING}"


def files(folder: Path) -> Sequence[Path]:
    """Returns the sorted Parquet files of a folder with a table of documents; none of any other folder."""
    if not os.path.lexists(path_of(folder, layout.DOCUMENTS)):
        return []
    return sorted(path for path in folder.glob(f"*{ENDING}") if path.is_file())


@dataclass(frozen=True, slots=True)
class ParquetTables:
    """The tables of a folder of Parquet files."""

    folder: Path

    def has(self, name: str) -> bool:
        """Returns whether the folder has a file; a broken symbolic link counts as one."""
        return os.path.lexists(path_of(self.folder, name))

    def called(self, name: str) -> str:
        """Returns the name of a file."""
        return f"{name}{ENDING}"

    def rows(self, name: str, record: type[R], faults: list[Fault], *, of_document: bool = True) -> list[Row[R]]:
        """Returns the rows of a file; a file that can't be read is a fault."""
        path = path_of(self.folder, name)
        if not self.has(name):
            return []
        rows: list[Row[R]] = []
        try:
            found = batches(path, record, of_document=of_document)
            rows += lines.converted(found, str(path), record, faults, of_document=of_document)
        except DataError as error:
            faults.extend(error.faults)
        return rows

    def unread(self, read: Collection[str], /) -> Iterator[Note]:
        """Yields a note for each file of the folder that may hold annotations and that bench doesn't read."""
        return layout.unread(self.folder, read, ENDING)


def batches(path: Path, record: type[Any], *, of_document: bool) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yields the rows of a file, each with its number, counted from 1; only the fields that state something.

    Raises DataError for a file that isn't Parquet or breaks off, and for columns that don't fit (`schema.check`).
    """
    import pyarrow
    import pyarrow.parquet

    number = 0
    try:
        with pyarrow.parquet.ParquetFile(path, pre_buffer=False) as file:
            if faults := schema.check(path, file.schema_arrow, record, of_document=of_document):
                raise DataError(faults)
            known = {"doc", *(name for name, _, _ in schema.columns(record))}
            wanted = [name for name in file.schema_arrow.names if name in known]
            for batch in file.iter_batches(BATCH, columns=wanted):
                for row in _rows(batch):
                    number += 1
                    yield number, row
    except UnicodeDecodeError as error:
        raise DataError([Fault(str(path), number + 1, f"text that isn't UTF-8: {error.reason}", ANEW)]) from None
    except (pyarrow.ArrowException, OSError) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        message = f"no Parquet file that can be read: {reason}"
        raise DataError([Fault(str(path), 0, message, ANEW)]) from None


def _rows(batch: pyarrow.RecordBatch) -> Iterator[Mapping[str, Any]]:
    return (stated(row) for row in batch.to_pylist())


def stated(row: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the fields of a row that state something; a creation time that is a day or a time stamp, as text."""
    found = {name: _plain(value) for name, value in row.items() if value is not None}
    if isinstance(found.get("dct"), datetime.date):
        found["dct"] = found["dct"].isoformat()
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return stated(value) if isinstance(value, dict) else value
