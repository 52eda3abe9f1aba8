"""JSON Lines, one record a line, checked against a dataclass as it is read."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_type_hints

import msgspec

from bench.errors import Fault
from bench.files import write_text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound="DataclassInstance")


@dataclass(frozen=True, slots=True)
class Row(Generic[R]):
    """A record with the place it was read from and, for an annotation, its document."""

    path: str
    line: int
    record: R
    doc: str = ""

    def fault(self, message: str, remedy: str) -> Fault:
        """A fault at this row."""
        return Fault(self.path, self.line, message, remedy)


def read(
    path: Path, record: type[R], faults: list[Fault], *, of_document: bool, strict: bool = False
) -> list[Row[R]]:
    """The records of a file, in order. A line that isn't one goes to ``faults`` and the reading goes on.

    With ``of_document`` each line also names its document in ``doc``. Absent fields take the record's defaults;
    those that the record doesn't have are passed over, or, if ``strict``, are faults. A file that isn't there
    has no rows.
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


def digest(files: Mapping[str, Path]) -> str:
    """SHA-256 over files, each by the name it is given and its own digest."""
    whole = hashlib.sha256()
    for name, path in files.items():
        with path.open("rb") as file:
            whole.update(f"{name} {hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    return whole.hexdigest()


def write(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    """Write records as JSON Lines in UTF-8. The file is replaced whole or not at all."""
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
    """The fields that stand in files."""
    return [field for field in dataclasses.fields(record) if field.metadata.get("stored", True)]


@functools.cache
def line_type(
    record: type[DataclassInstance], *, of_document: bool = False, strict: bool = False
) -> Callable[..., Any]:
    """A type with the record's own fields, in their order, that is made many times faster than the record.

    With ``of_document``, ``doc`` comes before them. In files ``class_`` is written ``class``.
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
    """Decodes lines into objects with the record's own fields and types (`line_type`)."""
    return msgspec.json.Decoder(line_type(record, of_document=of_document, strict=strict))
