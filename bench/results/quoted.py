"""Quoted figures: scores that others published without outputs, beside those of systems that run here.

A suite's results folder may hold ``published/figures.toml`` with tables of such figures, and ``timelines.json``
with the figures of timelines that were made and scored here. Nothing is scored again when the files are read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from bench.errors import DataError, Fault
from bench.files import parse_toml, read_bytes

FIGURES, HERE = Path("published", "figures.toml"), "timelines.json"


@dataclass(frozen=True, slots=True)
class Figure:
    """A row: the F1 of a system in percent, and where it comes from."""

    name: str
    f1: float
    source: str
    low: float | None = None
    """The bounds of the 95 % interval in percent; None where it isn't known."""
    high: float | None = None
    here: bool = False
    """True if the system was run and scored here."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A table of figures over the same texts and by the same measure."""

    id: str
    title: str
    over: str
    """The texts that the figures are over, in words."""
    rows: tuple[Figure, ...]
    """The rows, the best first."""


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    f1: float
    source: str


class _Table(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    title: str
    over: str
    row: tuple[_Row, ...] = ()


class _Tables(msgspec.Struct, forbid_unknown_fields=True):
    table: tuple[_Table, ...]


class _Made(msgspec.Struct, forbid_unknown_fields=True):
    system: str
    table: str
    f1: float
    interval: tuple[float, float]
    counts: Mapping[str, int]
    source: str


def read(folder: Path) -> tuple[Quoted, ...]:
    """Returns the tables of a suite's results folder; none if it has no ``published/figures.toml``.

    Raises DataError for a file that can't be read, for a figure that is no percentage, and for a row of
    ``timelines.json`` that belongs to no table.
    """
    path = folder / FIGURES
    if not path.is_file():
        return ()
    tables = _converted(path, parse_toml, _Tables).table
    here = folder / HERE
    made: Sequence[_Made] = _converted(here, json.loads, tuple[_Made, ...]) if here.is_file() else ()
    _check(path, [row.f1 for table in tables for row in table.row])
    _check(here, [100 * each.f1 for each in made])
    known = {table.id for table in tables}
    if strangers := sorted({each.table for each in made} - known):
        message = f"{', '.join(strangers)}: {path} has no such table"
        raise DataError([Fault(str(here), 0, message, f"use one of {', '.join(sorted(known))}")])
    return tuple(_quoted(table, made) for table in tables)


def _quoted(table: _Table, made: Sequence[_Made]) -> Quoted:
    rows = [Figure(row.name, row.f1, row.source) for row in table.row]
    rows += [
        Figure(
            each.system,
            100 * each.f1,
            each.source,
            100 * each.interval[0],
            100 * each.interval[1],
            here=True,
        )
        for each in made
        if each.table == table.id
    ]
    return Quoted(table.id, table.title, table.over, tuple(sorted(rows, key=lambda row: (-row.f1, row.name))))


def _converted(path: Path, parse: Any, kind: Any) -> Any:
    try:
        return msgspec.convert(parse(read_bytes(path).decode()), kind)
    except (ValueError, OSError) as error:  # tomllib's, json's and msgspec's errors are ValueErrors
        raise DataError([Fault(str(path), 0, f"{error}", "mend the file, or remove it")]) from None


def _check(path: Path, figures: Sequence[float]) -> None:
    for figure in figures:
        if not 0 <= figure <= 100:
            raise DataError([Fault(str(path), 0, f"{figure:g} is no percentage", "write F1 in percent")])
