"""The documents of a large corpus, read one at a time: JSON Lines, CSV, Parquet, or a data set of the hub.

Memory holds only the current document (for Parquet, a batch of rows), so that a corpus of any size can be read.
Reading stops at a row that isn't a document, with an error that names its file and its line or row. A row that
states no day gets the one that its text tells, as an article does.
"""

from __future__ import annotations

import codecs
import csv
import datetime
import gzip
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.dataset import hub
from bench.dataset.articles.article import Article, Listener
from bench.dataset.articles.creation import proposed
from bench.dataset.hub import HUB
from bench.dataset.row import creation_of, id_of
from bench.dataset.suite import EVERY_DOCUMENT
from bench.errors import DataError, Fault, UsageError
from bench.sdk.model import Document

DATA_ENDINGS = (".parquet", ".csv", ".json", ".jsonl", ".jsonl.gz", ".json.gz", ".jsonl.zst", ".arrow")
"""The endings of the files by which a folder is recognised as a data set."""
BATCH = 128
"""The number of a Parquet file's rows that are in memory at a time."""
Place = tuple[str, int]
"""A file, as the user named it, and the 1-based line or row."""


DCT = "dct"
"""The usual name of the field with a document's creation day."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The names of the fields of a row that hold a document's id, text and creation day."""

    id: str = "id"
    text: str = "text"
    dct: str = DCT
    day: datetime.date | None = None
    """The creation day of documents whose row states none."""


STRICT = Listener()
UNDATED = 20
"""The number of rows at the beginning that may lack a day; after so many the field has another name."""


def documents(corpus: str, fields: Fields, listener: Listener = STRICT) -> Iterator[Document]:
    """Yields the documents of a corpus, in its order.

    ``corpus`` is a suite's folder, a ``.jsonl``, ``.jsonl.gz``, ``.csv``, ``.tsv`` or ``.parquet`` file, a data
    set's folder, or ``hf:NAME[@REVISION][:CONFIG[:SPLIT]]``. ``listener`` hears of each row whose day is proposed,
    and of each that is left out because nothing tells its day. Raises UsageError if the corpus doesn't exist, and
    DataError at a row that isn't a document or repeats an id, and if nothing tells the day of the first rows.
    """
    found = _rows(corpus, fields)
    return _some(corpus, distinct(_dated(found, fields, listener)))


def _dated(
    rows: Iterable[tuple[Place, Mapping[str, Any]]], fields: Fields, listener: Listener
) -> Iterator[tuple[Place, Document]]:
    """Yields the documents of rows, without those of which nothing tells the day."""
    waiting: list[tuple[str, Fault]] = []  # the faults before the first document; alone they are an error
    any_read = False
    for place, row in rows:
        name, text = _texts(row, fields, place)
        day = _stated(row, fields, place)
        creation = proposed(text) if day is None else None
        if creation is not None:
            day = creation.day
        if day is None:
            waiting.append((name, _undated(row, fields, place)))
            if not any_read and len(waiting) == UNDATED:
                break
        any_read = any_read or day is not None
        if any_read:
            for each, fault in waiting:
                listener.failed(each, fault)
            waiting.clear()
        if day is not None:
            document = Document(name, text, day)
            if creation is not None:
                listener.read(Article(document, f"{place[0]}:{place[1]}", creation))
            yield place, document
    if waiting:
        raise DataError(fault for _, fault in waiting)


def _some(corpus: str, found: Iterator[Document]) -> Iterator[Document]:
    """Yields the same documents. Raises DataError if there is none: a corpus without documents is a mistake."""
    document = None
    for document in found:
        yield document
    if document is None:
        raise _wrong((corpus, 0), "it has no documents", "write one a line, or name another corpus")


def _rows(corpus: str, fields: Fields) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    if corpus.startswith(HUB):
        return _dataset(corpus)
    path = Path(corpus)
    if (path / "documents.jsonl").is_file():
        return _json_lines(path / "documents.jsonl")
    for stored in (path / "documents.parquet", path / "data" / "documents.parquet"):
        if stored.is_file():
            return _parquet(stored, fields)
    if path.is_dir():
        if not any(each.name.endswith(DATA_ENDINGS) for each in path.rglob("*")):
            there = ", ".join(sorted({f"*{each.suffix}" for each in path.iterdir() if each.suffix})) or "nothing"
            raise UsageError(
                f"{corpus}: no documents here, only {there}; write documents.jsonl, with id, text and dct on "
                "each line, or name a folder of articles (*.txt, *.md, *.html, *.docx, *.pdf), of TimeML (*.tml, "
                "*.xml) or a data set's (*.parquet, *.csv, *.jsonl)"
            )
        return _dataset(corpus)
    if not path.is_file():
        raise UsageError(f"{corpus}: there is no such file or folder; a data set of the hub is {HUB}NAME")
    if path.name.endswith((".jsonl", ".jsonl.gz")):
        return _json_lines(path)
    if path.suffix == ".parquet":
        return _parquet(path, fields)
    if path.suffix in (".csv", ".tsv"):
        return _table(path)
    raise UsageError(
        f"{corpus}: a corpus is an article (.txt, .md, .html, .docx, .pdf), a .jsonl, .jsonl.gz, .csv, .tsv or "
        f".parquet file, a folder, or {HUB}NAME; a text with another ending is read from standard input, as -"
    )


def _json_lines(path: Path) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    import msgspec

    from bench.dataset import jsonline

    decoder = msgspec.json.Decoder()
    number = 0
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            for number, stated in enumerate(file, start=1):
                line = stated.removeprefix(codecs.BOM_UTF8) if number == 1 else stated
                if not line.strip():
                    continue
                place = str(path), number
                try:
                    row = decoder.decode(line)
                    repeated = jsonline.repeated_key(line)
                except jsonline.REFUSED as error:
                    message, _ = jsonline.fault_of(error, line)
                    raise _wrong(place, f"not JSON in UTF-8: {message}", "mend the line") from None
                if not isinstance(row, dict):
                    raise _wrong(place, f"a JSON object was due, not {line[:40]!r}", "see docs/command-line.md")
                if repeated is not None:
                    raise _wrong(place, f"the field {repeated!r} stands here twice", "keep one of the two")
                yield place, row
    except (OSError, EOFError, zlib.error) as error:
        raise _wrong((str(path), number), f"can't be read on: {error}", "get the file anew") from None


LONGEST_FIELD = 1 << 30
"""The greatest number of characters of a field in CSV."""


def _table(path: Path) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Yields the rows of a file of comma- or tab-separated values, whose first line names the columns."""
    csv.field_size_limit(LONGEST_FIELD)
    line = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, delimiter="\t" if path.suffix == ".tsv" else ",", strict=True)
            _check_columns(str(path), reader.fieldnames or ())
            for row in reader:
                line = reader.line_num
                if None in row:
                    message = "the row has more fields than the first line has names"
                    raise _wrong((str(path), line), message, "mend the row")
                yield (str(path), line), row
    except (csv.Error, UnicodeDecodeError, OSError) as error:
        raise _wrong((str(path), line), f"can't be read on: {error}", "save it anew as CSV in UTF-8") from None


def _check_columns(path: str, names: Sequence[str]) -> None:
    if repeated := next((name for name in names if names.count(name) > 1), None):
        raise _wrong((path, 1), f"the column {repeated!r} stands here twice", "rename one of the two")


def _parquet(path: Path, fields: Fields) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise hub.not_installed("a Parquet file", "pyarrow") from None
    number = 0
    try:
        with pyarrow.parquet.ParquetFile(path, pre_buffer=False) as file:
            names = file.schema_arrow.names
            wanted = [name for name in (fields.id, fields.text, fields.dct) if name in names]
            for batch in file.iter_batches(BATCH, columns=wanted):
                for row in batch.to_pylist():
                    number += 1
                    # with the names of the other columns, which an error lists
                    yield (str(path), number), row if len(wanted) == 3 else {**dict.fromkeys(names), **row}
    except (pyarrow.ArrowException, OSError) as error:
        raise _wrong((str(path), 0), f"no Parquet file that can be read: {error}", "get the file anew") from None


def _dataset(stated: str) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    found = hub.address(stated)
    return (((stated, number), row) for number, row in enumerate(hub.rows(found, found.config), start=1))


def _texts(row: Mapping[str, Any], fields: Fields, place: Place) -> tuple[str, str]:
    """Returns the id and the text of a row. Raises DataError if one is missing or is no text."""
    name = id_of(_field(row, fields.id, "--id-field", place))
    text = _field(row, fields.text, "--text-field", place)
    for field, value in ((fields.id, name), (fields.text, text)):
        if not isinstance(value, str):
            raise _wrong(place, f"{field!r} is {value!r:.60}, no text", "mend the row")
    if not name:
        raise _wrong(place, f"{fields.id!r} is empty", "give each document an id of its own")
    if name == EVERY_DOCUMENT:
        message = f"{fields.id!r} is {EVERY_DOCUMENT!r}, which stands for all documents"
        raise _wrong(place, message, "give it another id")
    return name, text


def _stated(row: Mapping[str, Any], fields: Fields, place: Place) -> datetime.date | None:
    """Returns the day or time stamp that a row states, or else ``fields.day``; None if there is neither.

    Raises DataError for a field that is no day, and if the row lacks a field that the caller named.
    """
    stated = row.get(fields.dct)
    try:
        day = creation_of(stated) or fields.day
    except ValueError:
        raise _wrong(place, f"{fields.dct!r} is {stated!r:.60}, no day", "write it as 2023-09-18") from None
    if day is None and fields.dct not in row and fields.dct != DCT:
        raise DataError([_undated(row, fields, place)])
    return day


def _undated(row: Mapping[str, Any], fields: Fields, place: Place) -> Fault:
    """Returns the fault of a row whose day is neither stated nor told by its text."""
    if fields.dct in row:
        remedy = "state the day in it, or give one for such rows by --dct"
        state = "null" if row[fields.dct] is None else "empty"
        return Fault(*place, f"{fields.dct!r} is {state}, and its text tells no day", remedy)
    remedy = "name the field by --dct-field, or give --dct"
    return Fault(*place, f"no day in {fields.dct!r}, nor in its text; {_there_is(row)}", remedy)


def _field(row: Mapping[str, Any], name: str, option: str, place: Place) -> Any:
    value = row.get(name)
    if value is None and name in row:
        raise _wrong(place, f"{name!r} is null", f"mend the row, or name another field by {option}")
    if value is None:
        raise _wrong(place, f"no {name!r}; {_there_is(row)}", f"name the field by {option}")
    return value


def _there_is(row: Mapping[str, Any]) -> str:
    return f"there is: {', '.join(row)}" if row else "the row is empty"


def distinct(found: Iterator[tuple[Place, Document]]) -> Iterator[Document]:
    """Yields the same documents. Raises DataError at an id that an earlier document has.

    SQLite keeps the ids in a temporary file, holds a few pages of it in memory, and removes it.
    """
    with closing(sqlite3.connect("", isolation_level=None)) as seen:
        seen.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, path TEXT, number INTEGER) WITHOUT ROWID")
        seen.execute("BEGIN")
        for place, document in found:
            try:
                seen.execute("INSERT INTO seen VALUES (?, ?, ?)", (document.id, *place))
            except sqlite3.IntegrityError:
                ((path, first),) = seen.execute("SELECT path, number FROM seen WHERE id = ?", (document.id,))
                message = f"the id {document.id!r} stands in {first if path == place[0] else path} too"
                raise _wrong(place, message, "give each document an id of its own") from None
            yield document


def _wrong(place: Place, message: str, remedy: str) -> DataError:
    return DataError([Fault(*place, message, remedy)])
