"""TimeML files of a folder, or a single one, as gold and as predictions."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from bench.dataset.suite import Layers, Predictions, Suite, SuiteDocument, suite_name
from bench.errors import DataError, Fault
from bench.files import digest
from bench.formats import checks
from bench.formats.timeml.document import TimeMLDocument, line_numbers, parse
from bench.sdk.model import Event, Link, Timex

ENDINGS = (".tml", ".xml")
LAYERS = ("timexes", "events", "links")
"""The layers of a file; one that has nothing of a layer says that there is nothing."""


def files(folder: Path) -> list[Path]:
    """Return the TimeML files of a folder, by name, or the one TimeML file that the path is."""
    if not folder.is_dir():
        return [folder] if folder.suffix in ENDINGS and folder.is_file() else []
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if entry.name.endswith(ENDINGS) and entry.is_file())
    return [path for path in map(folder.joinpath, names) if path.suffix]


def read_gold(path: Path) -> Suite:
    """Return the files as gold, each document one unit. Raises DataError with every file that can't be read."""
    return _suite(path, _parse_all(path))


def check_gold(path: Path) -> Suite:
    """Return the files as gold, as `read_gold` does.

    Raises DataError also for ids that stand for two annotations and for links that lead nowhere, which scoring
    doesn't refuse.
    """
    documents = _parse_all(path)
    faults = [fault for document in documents for fault in _check(document)]
    if faults:
        raise DataError(faults)
    return _suite(path, documents)


def read_documents(path: Path) -> Iterator[SuiteDocument]:
    """Return the bare documents, read one at a time. Raises DataError at a file that can't be read."""
    found = files(path)
    if faults := list(repeated(found)):
        raise DataError(faults)
    return (SuiteDocument(each.id, each.text, each.dct) for each in map(parse, found))


def _suite(path: Path, documents: Sequence[TimeMLDocument]) -> Suite:
    return Suite(
        name=suite_name(path),
        version="",
        digest=files_digest(path),
        documents=tuple(SuiteDocument(document.id, document.text, document.dct) for document in documents),
        layers={document.id: _records(document.layers) for document in documents},
        lent=True,
    )


def files_digest(path: Path) -> str:
    """Return the SHA-256 over the files."""
    return digest({each.name: each for each in files(path)})


def _check(document: TimeMLDocument) -> Iterator[Fault]:
    """Yield the faults of a document's ids and links."""
    layers = document.layers
    named = [(item.id, (document.id, item.id)) for items in (layers.timexes, layers.events) for item in items]
    for _, problem in checks.check_link_ids(named):
        yield Fault(document.path, 0, problem.message, problem.remedy)
    ends = checks.link_ends(layers.timexes, layers.events)
    told = [
        (number, problem)
        for number, link in enumerate(layers.links)
        for problem in checks.check_link(link.source, link.target, link.relation, ends, document.id)
    ]
    lines = line_numbers(Path(document.path).read_bytes(), "TLINK") if told else []
    for number, problem in told:
        yield Fault(document.path, lines[number], problem.message, problem.remedy)


def read_predictions(path: Path, suite: Suite | None = None) -> Predictions:
    """Return the files as predictions. One file stands for the document of a suite that has one.

    Raises DataError with every file that can't be read, and every file whose text isn't gold's.
    """
    documents = _parse_all(path)
    gold = suite.documents if suite else ()
    if path.is_file() and len(gold) == 1:
        documents = [replace(document, id=gold[0].id) for document in documents]
    texts = {document.id: document.text for document in gold}
    faults = [
        different_text(document, texts[document.id])
        for document in documents
        if document.id in texts and document.text != texts[document.id]
    ]
    if faults:
        raise DataError(faults)
    return Predictions(layers={document.id: _records(document.layers) for document in documents}, covers=LAYERS)


def _records(layers: Layers) -> Layers:
    """Return layers of `bench.sdk.model`'s records for layers of lines."""
    said: Callable[[Any], tuple[Any, ...]] = msgspec.structs.astuple
    return Layers(
        tuple(Timex(*said(line)) for line in layers.timexes),
        tuple(Event(*said(line)) for line in layers.events),
        (),
        tuple(Link(*said(line)) for line in layers.links),
    )


def repeated(paths: Sequence[Path]) -> Iterator[Fault]:
    """Yield the fault of each file of a document that another file has already."""
    seen: dict[str, Path] = {}
    for path in paths:
        if path.stem in seen:
            yield Fault(str(path), 0, f"the same document as {seen[path.stem].name}", "keep one of the two")
        seen[path.stem] = path


def different_text(document: TimeMLDocument, gold: str) -> Fault:
    """Return the fault of a document whose text isn't gold's, with the place where it begins to differ."""
    at = next((i for i, (a, b) in enumerate(zip(document.text, gold, strict=False)) if a != b), -1)
    if at < 0:
        at = min(len(document.text), len(gold))
    found, due = document.text[at : at + 20], gold[at : at + 20]
    message = f"the text is not gold's: at character {at} it has {found!r} where gold has {due!r}"
    return Fault(document.path, 0, message, "annotate the very text of the gold file, white space included")


def _parse_all(folder: Path) -> list[TimeMLDocument]:
    documents: list[TimeMLDocument] = []
    faults = list(repeated(files(folder)))
    for path in files(folder):
        try:
            documents.append(parse(path))
        except DataError as error:
            faults.extend(error.faults)
    if faults:
        raise DataError(faults)
    return documents
