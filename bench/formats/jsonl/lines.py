"""A JSON Lines file: each line is read as an object of a dataclass, and checked by its fields' types."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import json
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_type_hints

import msgspec

from bench.dataset import jsonline
from bench.dataset import row as rows_of
from bench.errors import Fault
from bench.files import read_bytes, write_text
from bench.formats.checks import Problem
from bench.sdk.model import EVENT_CLASSES, KINDS, MODS, REALIS, TIMEX_TYPES

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound="DataclassInstance")


@dataclass(frozen=True, slots=True)
class Row(Generic[R]):
    """The object of one line, with its file, its line number and, for an annotation, the id of its document."""

    path: str
    line: int
    record: R
    doc: str = ""

    def fault(self, message: str, remedy: str) -> Fault:
        """Returns a fault with the file and the line of this row."""
        return Fault(self.path, self.line, message, remedy)

    def faults(self, problems: Iterable[Problem]) -> Iterator[Fault]:
        """Yields each problem as a fault with the file and the line of this row."""
        return (self.fault(problem.message, problem.remedy) for problem in problems)


def faults(problems: Iterable[tuple[Row[Any], Problem]]) -> Iterator[Fault]:
    """Yields each problem as a fault with the file and the line of its row."""
    return (row.fault(problem.message, problem.remedy) for row, problem in problems)


def read(
    path: Path, record: type[R], faults: list[Fault], *, of_document: bool, strict: bool = False
) -> list[Row[R]]:
    """Returns the rows of a file, in order, with objects of the dataclass ``record``.

    A line that can't be read is added to ``faults``, and reading goes on. With ``of_document`` each line also
    names its document in ``doc``. Absent fields have the dataclass's defaults. So have null fields, ids may be
    whole numbers, a day may have any form of ISO 8601, and unknown fields are ignored; with ``strict`` all these
    are faults, except null for a field that may be None. A file that doesn't exist has no rows.
    """
    decode = decoder(record, of_document=of_document, strict=strict)
    make = maker(record, strict=strict)
    place = str(path)
    rows: list[Row[R]] = []
    for number, line in _lines(path, faults):
        try:
            data = decode.decode(line)
            made = make(data)
            repeated = jsonline.repeated_key(line)
        except jsonline.REFUSED as error:
            message, remedy = jsonline.fault_of(error, line)
            faults.append(Fault(place, number, f"not a record of {path.name}: {message}", remedy))
            continue
        if repeated is not None:
            faults.append(Fault(place, number, f"the field {repeated!r} stands here twice", "keep one of the two"))
            continue
        rows.append(Row(place, number, made, str(data.doc) if of_document else ""))
    return rows


def converted(
    found: Iterable[tuple[int, Mapping[str, Any]]],
    place: str,
    record: type[R],
    faults: list[Fault],
    *,
    of_document: bool,
    most: int = 100,
) -> Iterator[Row[R]]:
    """Yields the rows of a table whose rows are objects already, each with its number.

    A row that isn't a ``record`` is added to ``faults``; after ``most`` of these the rest of the table isn't read.
    """
    type_ = line_type(record, of_document=of_document)
    make = maker(record)
    wrong = 0
    for number, stated in found:
        try:
            data = msgspec.convert(stated, type_)
            made = make(data)
        except jsonline.REFUSED as error:
            wrong += 1
            rest = "; the rest isn't read" if wrong == most else ""
            faults.append(Fault(place, number, f"not a record of this table: {error}{rest}", SEE))
            if rest:
                return
            continue
        yield Row(place, number, made, str(data.doc) if of_document else "")


SEE = "see docs/formats.md"


def maker(record: type[R], *, strict: bool = False) -> Callable[[Any], R]:
    """Returns a function that makes an object of the dataclass from one of `line_type`, or raises ValueError."""
    fields = attrgetter(*(field.name for field in _stored(record)))  # several, so that it gives a tuple
    converters = _converters(record, strict=strict)

    def make(data: Any) -> R:
        values = list(fields(data))
        for at, convert in converters:
            values[at] = convert(values[at])
        return record(*values)

    return make


def write(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    """Writes JSON objects as JSON Lines in UTF-8. The file is replaced whole or not at all."""
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    write_text(path, text)


def _lines(path: Path, faults: list[Fault]) -> Iterator[tuple[int, str]]:
    """Yields the lines of a file that aren't blank, with their numbers; a file that can't be read is a fault."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.object.count(b"\n", 0, error.start) + 1
        faults.append(Fault(str(path), at, f"not UTF-8 at byte {error.start} of the file", "save it as UTF-8"))
        return
    except OSError as error:
        if path.is_symlink():
            faults.append(Fault(str(path), 0, f"a link that leads nowhere: {error.strerror}", "mend or remove it"))
        elif not isinstance(error, FileNotFoundError):
            faults.append(Fault(str(path), 0, f"it can't be read: {error.strerror}", "make it a file to be read"))
        return
    # split("\n") and not splitlines(): U+2028 and the like may stand inside a JSON string
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _stored(record: type[DataclassInstance]) -> list[dataclasses.Field[Any]]:
    """Returns the fields of a dataclass that files contain."""
    return [field for field in dataclasses.fields(record) if field.metadata.get("stored", True)]


@functools.lru_cache(maxsize=1024)
def line_type(
    record: type[DataclassInstance],
    *,
    of_document: bool = False,
    strict: bool = False,
    exact: bool = False,
    keys: tuple[str, ...] = (),
    closed: bool = False,
) -> Callable[..., Any]:
    """Returns a msgspec type with the fields of a dataclass, in their order; it is decoded many times faster.

    With ``of_document``, the field ``doc`` comes first. In files ``class_`` is written ``class``. Unless
    ``strict`` or ``exact``, fields also accept the values that `read` converts, such as a whole number as an id.
    With ``keys``, a line must have each of these, known to the dataclass or not; fields are in their order. With
    ``closed``, fields have no other words than `WORDS`; equal ones are the same object.
    """
    hints = get_type_hints(record)
    fields: list[Any] = [("doc", str if strict else str | int)] if of_document else []
    for field in _stored(record):
        hint = hints[field.name]
        if _is_creation(hint):
            hint = str | None
        elif closed and field.name in WORDS:
            hint = typing.Literal[WORDS[field.name]] | None
        elif not (strict or exact):
            hint = _wide(field, hint)
        if field.default is not dataclasses.MISSING:
            fields.append((field.name, hint, field.default))
        else:
            fields.append((field.name, hint))
    named = {name: name.rstrip("_") for name, *_ in fields}
    if keys:
        known = {named[name]: (name, hint) for name, hint, *_ in fields}
        required = [known.get(key, (f"unknown{number}", msgspec.Raw)) for number, key in enumerate(keys)]
        named |= {name: key for (name, _), key in zip(required, keys, strict=True)}
        fields = [*required, *(field for field in fields if named[field[0]] not in keys)]
        fields.sort(key=len)  # fields with a default come last
    return msgspec.defstruct(
        f"{record.__name__}Line",
        fields,
        rename=named,
        forbid_unknown_fields=strict,
        gc=False,
    )


WORDS = {
    "type": TIMEX_TYPES,
    "kind": KINDS,
    "mod": MODS,
    "class_": EVENT_CLASSES,
    "realis": REALIS,
    "tense": ("PAST", "PRESENT", "FUTURE", "NONE", "INFINITIVE", "PRESPART", "PASTPART"),
    "aspect": ("NONE", "PROGRESSIVE", "PERFECTIVE", "PERFECTIVE_PROGRESSIVE"),
}
"""For each field the words of TimeML 1.2.1, or of bench's scheme; files may have others."""
IDS = ("id", "source", "target")
"""The fields that contain an id, which may be a whole number."""


def _is_creation(hint: Any) -> bool:
    """Returns whether a field's type is a day, which may be a time stamp in files."""
    return datetime.date in typing.get_args(hint)


def _wide(field: dataclasses.Field[Any], hint: Any) -> Any:
    """Returns the type of a field's values in users' files, which is wider than the field's own."""
    if field.metadata.get("informative"):
        return Any
    if field.name in IDS:
        hint |= int
    return hint if field.default is dataclasses.MISSING else hint | None


@functools.cache
def _converters(record: type[DataclassInstance], *, strict: bool) -> Sequence[tuple[int, Callable[[Any], Any]]]:
    """Returns the index of each field that is wider in files than in the dataclass, and its converter.

    With ``strict`` these are only the fields that contain a day or a time stamp.
    """
    hints = get_type_hints(record)
    found: list[tuple[int, Callable[[Any], Any]]] = []
    for at, field in enumerate(_stored(record)):
        hint = hints[field.name]
        if strict:
            if _is_creation(hint):
                found.append((at, rows_of.strict_creation_of))
        elif field.metadata.get("informative"):
            found.append((at, functools.partial(_of_type, hint, field.default)))
        elif _is_creation(hint):
            found.append((at, rows_of.creation_of))
        elif field.name in IDS:
            found.append((at, rows_of.id_of))
        elif field.default not in (dataclasses.MISSING, None):
            found.append((at, functools.partial(_or, field.default)))
    return found


def _or(default: Any, value: Any) -> Any:
    return default if value is None else value


def _of_type(hint: Any, default: Any, value: Any) -> Any:
    """Returns a value, or the default if the value isn't of type ``hint``."""
    try:
        return msgspec.convert(value, hint)
    except msgspec.ValidationError:
        return default


@functools.lru_cache(maxsize=1024)
def decoder(
    record: type[DataclassInstance],
    *,
    of_document: bool,
    strict: bool = False,
    exact: bool = False,
    keys: tuple[str, ...] = (),
    closed: bool = False,
) -> msgspec.json.Decoder[Any]:
    """Returns the decoder of lines into objects of `line_type`."""
    found = line_type(record, of_document=of_document, strict=strict, exact=exact, keys=keys, closed=closed)
    return msgspec.json.Decoder(found)
