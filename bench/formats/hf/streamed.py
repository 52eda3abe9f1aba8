"""The tables of a data set that the library ``datasets`` streams, of the hub or in a folder of any files."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.dataset import hub
from bench.dataset.hub import HUB, Address
from bench.dataset.note import Note
from bench.dataset.suite import RESOLVED
from bench.errors import DataError, Fault, UsageError
from bench.formats.jsonl import layout, lines
from bench.formats.jsonl.lines import R, Row
from bench.formats.parquet.schema import columns
from bench.formats.parquet.tables import stated
from bench.sdk.protocol import UNLOCATED

NAMES = (*layout.LAYER_FILES, *layout.GIVEN.values(), RESOLVED, UNLOCATED)
"""The tables that gold and predictions may have."""


@dataclass(frozen=True, slots=True)
class StreamedTables:
    """The configs of a data set that are tables of gold or of predictions; their rows are read once."""

    address: Address
    configs: Mapping[str, str]
    """The config of each table, by the name of the table."""
    _digests: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The address, which stands for the folder in messages."""
        return Path(self.address.stated)

    def has(self, name: str) -> bool:
        """Returns whether there is a config for a table."""
        return name in self.configs

    def called(self, name: str) -> str:
        """Returns a table's config in words."""
        return f"config {self.configs.get(name, name)}"

    def rows(self, name: str, record: type[R], faults: list[Fault], *, of_document: bool = True) -> list[Row[R]]:
        """Returns the rows of a table; they are streamed, and their digest is kept."""
        if name not in self.configs:
            return []
        whole = hashlib.sha256()
        place = f"{self.address.stated}/{name}"
        found: list[Row[R]] = []
        try:
            texts = frozenset(column for column, hint, _ in columns(record) if hint in (str, datetime.date))
            read = _digested(hub.rows(self.address, self.configs[name]), texts, whole)
            numbered = enumerate(read, start=1)
            found += lines.converted(numbered, place, record, faults, of_document=of_document)
        except DataError as error:
            faults.extend(error.faults)
        self._digests[name] = whole.hexdigest()
        return found

    def unread(self, _read: Collection[str], /) -> Iterator[Note]:
        """Yields nothing: a data set may have configs for other purposes."""
        yield from ()

    @property
    def digest(self) -> str:
        """The SHA-256 over the rows that were read, whatever files hold them."""
        listed = "".join(f"{name} {self._digests[name]}\n" for name in NAMES if name in self._digests)
        return hashlib.sha256(listed.encode()).hexdigest()


def _digested(
    rows: Iterator[Mapping[str, Any]], texts: Collection[str], whole: Any
) -> Iterator[Mapping[str, Any]]:
    """Yields the fields of rows that state something, and updates the digest.

    `datasets` reads "2022" in a column of JSON as a number; in columns that are ``texts`` it becomes text again.
    Other numbers don't say how they were written ("0079"): they are faults of their rows.
    """
    for each in rows:
        row = stated(each)
        for name, value in row.items():
            if type(value) is int and 1000 <= value <= 9999 and name in texts:
                row[name] = str(value)
        whole.update(json.dumps(row, sort_keys=True, default=str).encode() + b"\n")
        yield row


def tables(place: Path) -> StreamedTables:
    """Returns the tables of the data set ``hf:NAME[@REVISION][:CONFIGS[:SPLIT]]``.

    CONFIGS says which config is which table, as ``documents=texts,timexes=times``; configs that it doesn't name
    are tables under their own names. Raises UsageError if the data set can't be loaded, or has no documents.
    """
    found = hub.address(place)
    there = hub.configs(found)
    chosen = {name: name for name in there if name in NAMES}
    for each in filter(None, found.config.split(",")):
        name, equals, config = each.partition("=")
        if not equals or name not in NAMES:
            raise UsageError(f"{place}: {each!r} names no table; write TABLE=CONFIG, of: {', '.join(NAMES)}")
        if config not in there:
            raise UsageError(f"{place} has no config {config!r}; there is: {', '.join(there)}")
        chosen[name] = config
    if layout.DOCUMENTS not in chosen:
        example = f"{HUB}{found.name}:{layout.DOCUMENTS}={there[0] if there else 'CONFIG'}"
        raise UsageError(
            f"{place} has no config {layout.DOCUMENTS!r}, only {', '.join(there)}; say which config has the "
            f"documents and which the layers, as in {example}"
        )
    return StreamedTables(found, chosen)
