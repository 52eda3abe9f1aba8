"""A JSON Lines file: one record a line, checked against a dataclass as it is read."""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_type_hints

import msgspec

from bench.errors import Fault
from bench.files import write_text
from bench.formats.checks import Problem

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound="DataclassInstance")


@dataclass(frozen=True, slots=True)
class Row(Generic[R]):
    """A record with the place it was read from and, if it is an annotation, its document."""

    path: str
    line: int
    record: R
    doc: str = ""

    def fault(self, message: str, remedy: str) -> Fault:
        """Returns a fault at this row."""
        return Fault(self.path, self.line, message, remedy)

    def faults(self, problems: Iterable[Problem]) -> Iterator[Fault]:
        """Yields each problem as a fault at this row."""
        return (self.fault(problem.message, problem.remedy) for problem in problems)


def faults(problems: Iterable[tuple[Row[Any], Problem]]) -> Iterator[Fault]:
    """Yields each problem as a fault at the row that it comes with."""
    return (row.fault(problem.message, problem.remedy) for row, problem in problems)


def read(
    path: Path, record: type[R], faults: list[Fault], *, of_document: bool, strict: bool = False
) -> list[Row[R]]:
    """Returns the records of a file, in order. A line that is none goes to ``faults``, and the reading goes on.

    With ``of_document`` each line also names its document in ``doc``. Absent fields take the record's defaults.
    Fields that the record doesn't have are passed over, or are faults if ``strict``. A file that isn't there has
    no rows.
    """
    decode = decoder(record, of_document=of_document, strict=strict)
    fields = attrgetter(*(field.name for field in _stored(record)))  # several, so that it gives a tuple
    place = str(path)
    rows: list[Row[R]] = []
    for number, line in _lines(path, faults):
        try:
            data = decode.decode(line)
        except (msgspec.MsgspecError, RecursionError) as error:
            faults.append(Fault(place, number, f"not a record of {path.name}: {error}", "see docs/formats.md"))
            continue
        rows.append(Row(place, number, record(*fields(data)), data.doc if of_document else ""))
    return rows


def write(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    """Writes records as JSON Lines in UTF-8. The file is replaced whole or not at all."""
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    write_text(path, text)


def _lines(path: Path, faults: list[Fault]) -> Iterator[tuple[int, str]]:
    if not path.exists():
        return
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.append(Fault(str(path), 0, f"not UTF-8 at byte {error.start}", "save it as UTF-8"))
        return
    except OSError as error:
        faults.append(Fault(str(path), 0, f"it can't be read: {error.strerror}", "put the file there"))
        return
    # split("\n") and not splitlines(): U+2028 and the like may stand inside a JSON string
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _stored(record: type[DataclassInstance]) -> list[dataclasses.Field[Any]]:
    """Returns the fields that stand in files."""
    return [field for field in dataclasses.fields(record) if field.metadata.get("stored", True)]


@functools.cache
def line_type(
    record: type[DataclassInstance], *, of_document: bool = False, strict: bool = False
) -> Callable[..., Any]:
    """Returns a type with the record's fields, in their order, whose objects are made many times faster.

    With ``of_document``, the field ``doc`` comes before them. In files ``class_`` is written ``class``.
    """
    hints = get_type_hints(record)
    fields: list[Any] = [("doc", str)] if of_document else []
    for field in _stored(record):
        if field.default is not dataclasses.MISSING:
            fields.append((field.name, hints[field.name], field.default))
        else:
            fields.append((field.name, hints[field.name]))
    return msgspec.defstruct(
        f"{record.__name__}Line",
        fields,
        rename=lambda name: name.rstrip("_"),
        forbid_unknown_fields=strict,
        gc=False,
    )


@functools.cache
def decoder(
    record: type[DataclassInstance], *, of_document: bool, strict: bool = False
) -> msgspec.json.Decoder[Any]:
    """Returns what decodes lines into objects with the record's fields and types (`line_type`)."""
    return msgspec.json.Decoder(line_type(record, of_document=of_document, strict=strict))
