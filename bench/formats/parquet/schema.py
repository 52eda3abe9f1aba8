"""The columns of each layer's table: the fields of its dataclass, under the names that JSON Lines has for them."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import types
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from bench.dataset.suite import SuiteDocument
from bench.errors import Fault
from bench.formats.jsonl import layout
from bench.formats.jsonl.lines import IDS
from bench.formats.jsonl.writing import stored
from bench.sdk.model import Entry, Event, Link, Region, Timex

if TYPE_CHECKING:
    import pyarrow
    from _typeshed import DataclassInstance

RECORDS: Mapping[str, type[DataclassInstance]] = {
    layout.DOCUMENTS: SuiteDocument,
    "timexes": Timex,
    "events": Event,
    "links": Link,
    "timeline": Entry,
    "ignore": Region,
}
"""For each table of gold the class of its rows, in the order of `bench.formats.jsonl.layout.LAYER_FILES`."""
OF_ALL = (layout.DOCUMENTS, "timeline")
"""The tables whose rows don't name a document in the column ``doc``."""


@functools.cache
def schema(name: str) -> pyarrow.Schema:
    """Returns the columns of a layer's table, such as ``timexes``."""
    import pyarrow

    first = [] if name in OF_ALL else [pyarrow.field("doc", pyarrow.string())]
    fields = (pyarrow.field(each, _type(hint)) for each, hint, _ in columns(RECORDS[name]))
    return pyarrow.schema([*first, *fields])


def columns(record: type[DataclassInstance]) -> Iterator[tuple[str, Any, dataclasses.Field[Any]]]:
    """Yields the name of each column, the type that its values have in Python, and its field, in their order."""
    hints = get_type_hints(record)
    fields = {each.name: each for each in dataclasses.fields(record)}
    for name, written in stored(record):
        yield written, _stated(hints[name]), fields[name]


def _stated(hint: Any) -> Any:
    """Returns a type without None."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        (hint,) = (each for each in typing.get_args(hint) if each is not type(None))
    return hint


def _type(hint: Any) -> Any:
    """Returns the type of a column for a type in Python. A day is text, because it may have a clock time."""
    import pyarrow

    if hint in (str, datetime.date):
        return pyarrow.string()
    if hint in (int, float):
        return pyarrow.int64() if hint is int else pyarrow.float64()
    if typing.get_origin(hint) is tuple:
        return pyarrow.list_(_type(typing.get_args(hint)[0]))
    return pyarrow.struct([pyarrow.field(name, _type(inner)) for name, inner, _ in columns(hint)])


def check(path: Path, found: pyarrow.Schema, record: type[DataclassInstance], *, of_document: bool) -> list[Fault]:
    """Returns the faults of a file's columns: one that is needed and absent, there twice, or of another type."""
    faults: list[Fault] = []
    there = ", ".join(map(repr, found.names)) or "none"
    wanted: list[tuple[str, Any, bool]] = [("doc", str, True)] if of_document else []
    wanted += [
        (name, hint, field.default is dataclasses.MISSING)
        for name, hint, field in columns(record)
        if not field.metadata.get("informative")  # such a value of another type is ignored
    ]
    for name, hint, needed in wanted:
        count = found.names.count(name)
        if count > 1:
            faults.append(Fault(str(path), 0, f"the column {name!r} stands here twice", "keep one of the two"))
        elif count:
            type_ = found.field(name).type
            if not _fits(type_, hint, name):
                message = f"the values of the column {name!r} are {type_}, and {_words(hint)} is due"
                faults.append(Fault(str(path), 0, message, "write them so"))
        elif needed:
            message = f"no column {name!r}; there is: {there}"
            faults.append(Fault(str(path), 0, message, "name the columns as docs/formats.md does"))
    return faults


def _fits(type_: pyarrow.DataType, hint: Any, name: str) -> bool:
    """Returns whether values of a column can be those of a field; what each is, its row is checked for."""
    from pyarrow import types as of

    if of.is_null(type_):
        return True
    if of.is_dictionary(type_):
        return _fits(type_.value_type, hint, name)
    if hint in (int, float):
        return bool(of.is_integer(type_) or (hint is float and of.is_floating(type_)))
    if typing.get_origin(hint) is tuple:
        is_list = of.is_list(type_) or of.is_large_list(type_) or of.is_fixed_size_list(type_)
        return is_list and _fits(type_.value_type, typing.get_args(hint)[0], "")
    if dataclasses.is_dataclass(hint):
        return bool(of.is_struct(type_))
    is_text = of.is_string(type_) or of.is_large_string(type_) or of.is_string_view(type_)
    also = of.is_temporal(type_) if hint is datetime.date else name in (*IDS, "doc") and of.is_integer(type_)
    return bool(is_text or also)


def _words(hint: Any) -> str:
    if typing.get_origin(hint) is tuple:
        return "a list"
    if dataclasses.is_dataclass(hint):
        return "a struct"
    return {int: "a whole number", float: "a number"}.get(hint, "text")
