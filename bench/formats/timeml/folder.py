"""The TimeML files of a folder, or a single TimeML file, read as gold or as predictions."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from bench.dataset.note import Note, fold
from bench.dataset.suite import Layers, Predictions, Suite, SuiteDocument, suite_name
from bench.errors import DataError, Fault
from bench.files import digest
from bench.formats.annotated import Annotated
from bench.formats.timeml import dialects
from bench.formats.timeml.document import TimeMLDocument, parse
from bench.sdk.model import Event, Link, Timex

ENDINGS = (".tml", ".xml")
LAYERS = ("timexes", "events", "links")
"""The layers that every file covers: a file without links, for example, states that there are none."""


def files(folder: Path) -> list[Path]:
    """Returns the TimeML files of a folder, by name, or the one TimeML file that the path is.

    Hidden files are left out. A symbolic link that leads nowhere is included, so that reading it fails.
    """
    if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises for names that are too long
        return [folder] if _named(folder.name) and os.path.isfile(folder) else []  # noqa: PTH113
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if _named(entry.name) and not entry.is_dir())
    return list(map(folder.joinpath, names))


def _named(name: str) -> bool:
    """Returns whether a file of this name is TimeML. Hidden files aren't: macOS and editors leave such files."""
    return name.lower().endswith(ENDINGS) and not name.startswith(".")


def read_gold(path: Path) -> Suite:
    """Returns the files as gold. Raises DataError, which lists every file that can't be read."""
    return _suite(path, _parse_all(path))


def check_gold(path: Path) -> Suite:
    """Returns the files as gold, as `read_gold` does, but raises DataError also for faults that scoring accepts.

    Such faults are: an id of two elements; a link to no annotation, from a thing to itself, or that occurs twice;
    an instance without an event; a value that isn't TIMEX3; and a type, class or relation that TimeML doesn't
    have.
    """
    documents = _parse_all(path)
    faults = [fault for document in documents for fault in document.faults]
    if faults:
        raise DataError(faults)
    undated = [document for document in documents if document.dct is None]
    message = "no creation time to the day; a system can't be run on it"
    return _suite(path, documents, [Note("undated", document.path, 0, message) for document in undated])


def read_documents(path: Path) -> Iterator[SuiteDocument]:
    """Yields the documents without their annotations. Raises DataError at a file that can't be read."""
    found = files(path)
    if faults := list(repeated(found)):
        raise DataError(faults)
    return map(_document, map(parse, found))


def open_gold(path: Path) -> tuple[Suite, Iterator[Annotated]]:
    """Returns the gold without documents, and its documents one at a time.

    Raises DataError at a file that can't be read, and for a document with several files.
    """
    found = files(path)
    if faults := list(repeated(found)):
        raise DataError(faults)
    documents = map(parse, found)
    annotated = (Annotated(_document(each), _records(each.layers), tuple(each.notes)) for each in documents)
    return _suite(path, ()), annotated


def _document(read: TimeMLDocument) -> SuiteDocument:
    return SuiteDocument(
        read.id, read.text, read.dct, title=read.title, written=read.written, place=(read.path, 0)
    )


def _suite(path: Path, documents: Sequence[TimeMLDocument], notes: Iterable[Note] = ()) -> Suite:
    return Suite(
        name=suite_name(path),
        version="",
        digest=files_digest(path),
        documents=tuple(map(_document, documents)),
        layers={document.id: _records(document.layers) for document in documents},
        lent=True,
        labelled_layers=(),
        notes=fold([*_notes(documents), *notes]),
    )


def _notes(documents: Iterable[TimeMLDocument]) -> Iterator[Note]:
    return chain.from_iterable(document.notes for document in documents)


def files_digest(path: Path) -> str:
    """Returns the SHA-256 over the files. Raises DataError if one can't be read or has a name that isn't UTF-8."""
    try:
        return digest({each.name: each for each in files(path)})
    except (OSError, UnicodeEncodeError) as error:
        fault = Fault(str(path), 0, f"its files can't be read: {error}", "mend or rename them")
        raise DataError([fault]) from None


def read_predictions(path: Path, suite: Suite | None = None) -> Predictions:
    """Returns the files as predictions. A single file stands for the document of a suite with one document.

    Raises DataError, which lists every file that can't be read.
    """
    documents = _parse_all(path)
    gold = suite.documents if suite else ()
    if path.is_file() and len(gold) == 1:
        documents = [replace(document, id=gold[0].id) for document in documents]
    return Predictions(
        layers={document.id: _records(document.layers) for document in documents},
        covers=LAYERS,
        notes=fold(_notes(documents)),
        texts={document.id: document.text for document in documents},
    )


def _records(layers: Layers) -> Layers:
    """Returns the layers with objects of `bench.sdk.model` in place of `line_type` objects."""
    said: Callable[[Any], tuple[Any, ...]] = msgspec.structs.astuple
    return Layers(
        tuple(Timex(*said(line)) for line in layers.timexes),
        tuple(Event(*said(line)) for line in layers.events),
        (),
        tuple(Link(*said(line)) for line in layers.links),
    )


def repeated(paths: Sequence[Path]) -> Iterator[Fault]:
    """Yields a fault for each file with the same document id as an earlier file."""
    seen: dict[str, Path] = {}
    for path in paths:
        if path.stem in seen:
            yield Fault(str(path), 0, f"the same document as {seen[path.stem].name}", "keep one of the two")
        seen[path.stem] = path


def _parse_all(folder: Path) -> list[TimeMLDocument]:
    documents: list[TimeMLDocument] = []
    faults = list(repeated(files(folder)))
    for path in files(folder):
        try:
            documents.append(parse(path))
        except DataError as error:
            faults.extend(error.faults)
    if faults:
        raise DataError(once_a_format(faults))
    return documents


def once_a_format(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yields the faults, each once.

    If several files are in the same format that isn't TimeML, they have one fault together.
    """
    others: dict[str, list[Fault]] = {}
    for fault in dict.fromkeys(faults):
        if fault.remedy in (dialects.INSTEAD, dialects.APART):
            others.setdefault(fault.message, []).append(fault)
        else:
            yield fault
    for first, *more in others.values():
        told = f"{first.message} (and {len(more):,} more file{'s' * (len(more) > 1)})" if more else first.message
        yield replace(first, message=told)
