"""Files of annotation tools with one document a line (JSON Lines), read and written one line at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from bench.dataset import jsonline
from bench.dataset.note import Note
from bench.errors import DataError, Fault
from bench.formats.annotated import Annotated, Draft
from bench.formats.format import Format
from bench.sdk.model import DCT, Link

Row = Mapping[str, Any]
ENDINGS = (".jsonl", ".ndjson", ".jsonlines")
OURS = "bench"
"""The field of a line with what the tool has no place for. Tools keep fields that they don't know."""
LONGEST = 1 << 20
"""The number of bytes of a line that are looked at to recognise a format."""


def files(path: Path, sign: Callable[[Row], bool]) -> list[Path]:
    """Returns the files of a folder that have a line with a sign among the first; or the one file of the path."""
    try:
        found = sorted(each for each in path.iterdir() if each.name[0] != ".") if path.is_dir() else [path]
        return [each for each in found if each.suffix.lower() in ENDINGS and each.is_file() and _has(each, sign)]
    except OSError:
        return []


def _has(path: Path, sign: Callable[[Row], bool]) -> bool:
    with path.open("rb") as file:
        for line in islice(iter(lambda: file.readline(LONGEST), b""), 20):
            try:
                row = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"))
            except jsonline.REFUSED:
                if line.strip():
                    return False
                continue
            if isinstance(row, dict) and isinstance(row.get("text"), str) and sign(row):
                return True
    return False


def parse(path: Path, read: Callable[[Draft, int, Row], Annotated | None]) -> Iterator[Annotated]:
    """Yields the documents of a file, one at a time.

    ``read`` returns the document of a line, or None for a line that it leaves out; the notes of its draft are
    kept. After the documents, raises DataError with the faults of all lines, and if there was no document.
    """
    faults: list[Fault] = []
    notes: list[Note] = []
    held: Annotated | None = None
    for line, row in _rows(path, faults):
        text = row.get("text")
        if not isinstance(text, str):
            faults.append(Fault(str(path), line, "a line without a text", "write the text into the field 'text'"))
            continue
        draft = Draft(path, str(line), text)
        try:
            found = read(draft, line, row)
        except DataError as error:
            faults.extend(replace(each, line=each.line or line) for each in error.faults)
            continue
        if found is None:
            notes += draft.notes
            continue
        if held is not None:
            yield held
        held = found
    if held is None and not faults:
        faults.append(Fault(str(path), 0, "it has no document that is to be read", "name another file"))
    if faults:
        raise DataError(faults)
    if held is not None:
        yield replace(held, notes=(*held.notes, *notes))


def _rows(path: Path, faults: list[Fault]) -> Iterator[tuple[int, Row]]:
    with path.open("rb") as file:
        for number, stated in enumerate(file, start=1):
            line = stated.removeprefix(b"\xef\xbb\xbf") if number == 1 else stated
            if not line.strip():
                continue
            try:
                row = msgspec.json.decode(line)
                repeated = jsonline.repeated_key(line)
            except jsonline.REFUSED as error:
                message, remedy = jsonline.fault_of(error, line)
                faults.append(Fault(str(path), number, f"not JSON that can be read: {message}", remedy))
                continue
            if not isinstance(row, dict):
                message = f"a JSON object was due, not {line[:40]!r}"
                faults.append(Fault(str(path), number, message, "write one document a line"))
            elif repeated is not None:
                message = f"the field {repeated!r} stands here twice"
                faults.append(Fault(str(path), number, message, "keep one of the two"))
            else:
                yield number, row


def write(path: Path, rows: Iterable[Row]) -> None:
    """Writes a new file, a line a row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def mapping(row: Row, key: str) -> Row:
    """Returns the object in a field; an empty one if there is none."""
    found = row.get(key)
    return found if isinstance(found, dict) else {}


def items(row: Row, key: str) -> list[Any]:
    """Returns the list in a field; an empty one if there is none."""
    found = row.get(key)
    return found if isinstance(found, list) else []


def of_lines(format_: Format) -> Format:
    """Returns the format without `Format.documents`.

    Each line is a row of a corpus too, and as such `bench.dataset.corpus` reads it: with the names of its fields,
    and up to the first line that can't be read.
    """
    return replace(format_, documents=None)


def with_dct(links: Iterable[Link]) -> list[list[Any]]:
    """Returns the links with the creation time as an end, each as a list that begins with its place among all."""
    found = ((at, each.source, each.relation, each.target) for at, each in enumerate(links))
    return [[*each] for each in found if DCT in each[1::2]]


def inserted(links: list[Link], stated: list[Any], known: set[str | None]) -> list[Link]:
    """Returns links together with those of `with_dct` at their places; both ends must be ``known``."""
    found = list(links)
    for each in stated:
        if isinstance(each, list) and len(each) == 4 and isinstance(each[0], int) and {each[1], each[3]} <= known:
            found.insert(each[0], Link(each[1], each[3], each[2]))
    return found
