"""Formats that are read file by file: from a function that reads one file, all that a `Format` needs."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.dataset.note import Note, fold
from bench.dataset.suite import Predictions, Suite, SuiteDocument, suite_name
from bench.errors import DataError, Fault
from bench.files import digest
from bench.formats.annotated import Annotated
from bench.formats.format import Format

Parse = Callable[[Path], Iterable[Annotated]]
"""The type of a function that returns the documents of one file, and raises DataError with all faults of it."""
START = 4096
"""The number of bytes at the start of a file by which a format is recognised."""


def start_of(file: Path) -> str:
    """Returns the beginning of a file as text; empty if it can't be read."""
    try:
        with file.open("rb") as opened:
            return opened.read(START).decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    except OSError:
        return ""


def named_files(
    path: Path, endings: Sequence[str], sign: Callable[[str], object] = lambda _: True, *, of_one: bool = False
) -> list[Path]:
    """Returns the files with one of the endings, if the beginning of one of them satisfies ``sign``.

    ``path`` is a folder, whose hidden files are left out, or one file. With ``of_one`` the first file decides
    alone.
    """
    try:
        if path.is_dir():
            with os.scandir(path) as entries:
                names = sorted(each.name for each in entries if each.name[0] != "." and not each.is_dir())
            found = [path / name for name in names if name.lower().endswith(tuple(endings))]
        else:
            found = [path] if path.is_file() and path.name.lower().endswith(tuple(endings)) else []
    except OSError:
        return []
    return found if any(sign(start_of(each)) for each in (found[:1] if of_one else found)) else []


def parsed(
    *,
    files: Callable[[Path], Sequence[Path]],
    parse: Parse,
    covers: Sequence[str] = ("timexes", "events", "links"),
    unread: Callable[[Path], Iterable[Note]] = lambda _: (),
    **more: Any,
) -> Format:
    """Returns the format whose files are read one by one with ``parse``.

    ``covers`` are the layers that a file in this format states, empty or not; ``unread`` yields a note for each
    file of a folder that belongs to no document; ``more`` are further fields of `Format`.
    """
    return Format(
        files=files,
        read_gold=functools.partial(_read_gold, files, parse, unread),
        read_predictions=functools.partial(_read_predictions, files, parse, tuple(covers), unread),
        documents=functools.partial(_documents, files, parse),
        open_gold=functools.partial(_open_gold, files, parse, unread),
        with_texts=True,
        **more,
    )


def _read_all(files: Sequence[Path], parse: Parse) -> list[Annotated]:
    """Returns the documents of all files. Raises DataError with the faults of all, and for a repeated id."""
    found: list[Annotated] = []
    faults: list[Fault] = []
    first: dict[str, str] = {}
    for path in files:
        try:
            read = list(_parse(path, parse))
        except DataError as error:
            faults.extend(error.faults)
            continue
        for each in read:
            if each.document.id in first:
                faults.append(_repeated(each.document, path, first[each.document.id]))
            first[each.document.id] = str(path)
            found.append(each)
    if faults:
        raise DataError(faults)
    return found


def _repeated(document: SuiteDocument, path: Path, before: str) -> Fault:
    where = "here twice" if before == str(path) else f"in {Path(before).name} too"
    return Fault(str(path), 0, f"the document {document.id!r} stands {where}", "keep one of the two")


def _parse(path: Path, parse: Parse) -> Iterator[Annotated]:
    """Yields the documents of one file; a file that can't be read is a DataError with its name."""
    try:
        yield from parse(path)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        fault = Fault(str(path), line, f"not UTF-8 at byte {error.start} of the file", "save it as UTF-8")
        raise DataError([fault]) from None
    except OSError as error:
        reason = error.strerror or str(error)
        fault = Fault(str(path), 0, f"it can't be read: {reason}", "mend its rights, or leave it out")
        raise DataError([fault]) from None


def _head(path: Path, files: Sequence[Path]) -> Suite:
    """Returns a suite of these files without documents."""
    return Suite(
        name=suite_name(path),
        version="",
        digest=digest({each.name: each for each in files}),
        documents=(),
        layers={},
        lent=True,
        labelled_layers=(),
    )


def _read_gold(
    files: Callable[[Path], Sequence[Path]], parse: Parse, unread: Callable[[Path], Iterable[Note]], path: Path
) -> Suite:
    named = files(path)
    found = _read_all(named, parse)
    return replace(
        _head(path, named),
        documents=tuple(each.document for each in found),
        layers={each.document.id: each.layers for each in found},
        notes=fold((*unread(path), *_notes(found))),
    )


def _notes(found: Iterable[Annotated]) -> Iterator[Note]:
    return (note for each in found for note in each.notes)


def _read_predictions(
    files: Callable[[Path], Sequence[Path]],
    parse: Parse,
    covers: tuple[str, ...],
    unread: Callable[[Path], Iterable[Note]],
    path: Path,
    suite: Suite | None,
) -> Predictions:
    """Returns the files as predictions. One document stands for that of a suite with one document."""
    found = _read_all(files(path), parse)
    gold = suite.documents if suite else ()
    if path.is_file() and len(gold) == len(found) == 1:
        found = [replace(found[0], document=replace(found[0].document, id=gold[0].id))]
    return Predictions(
        layers={each.document.id: each.layers for each in found},
        covers=covers,
        notes=fold((*unread(path), *_notes(found))),
        texts={each.document.id: each.document.text for each in found},
    )


def _documents(files: Callable[[Path], Sequence[Path]], parse: Parse, path: Path) -> Iterator[SuiteDocument]:
    return (each.document for each in _each(files(path), parse))


def _open_gold(
    files: Callable[[Path], Sequence[Path]], parse: Parse, unread: Callable[[Path], Iterable[Note]], path: Path
) -> tuple[Suite, Iterator[Annotated]]:
    named = files(path)
    return replace(_head(path, named), notes=tuple(unread(path))), _each(named, parse)


def _each(files: Sequence[Path], parse: Parse) -> Iterator[Annotated]:
    """Yields the documents of the files, one at a time. Raises DataError at a fault, and for a repeated id."""
    first: dict[str, str] = {}
    for path in files:
        for each in _parse(path, parse):
            name = each.document.id
            if name in first:
                raise DataError([_repeated(each.document, path, first[name])])
            first[name] = str(path)
            yield each
