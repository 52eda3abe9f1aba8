"""TimeML files, as TempEval-3 used them: the text, TIMEX3, EVENT and the document creation time.

Offsets are counted in the characters of ``<TEXT>`` as XML yields them: entities are one character, a line end is
one newline. The creation time is the TIMEX3 of ``<DCT>``; it is no annotation of the text.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from bench.errors import DataError, Fault
from bench.model import Event, Timex
from bench.suite import Layers, Predictions, Suite, SuiteDocument

ENDINGS = (".tml", ".xml")


@dataclass(frozen=True, slots=True)
class TimeMLDocument:
    """One file."""

    path: str
    id: str
    """The file's name without its ending; two sets of files are matched by it."""
    text: str
    dct: datetime.date | None
    layers: Layers


def files(folder: Path) -> list[Path]:
    """The TimeML files of a folder, by name; empty if it holds none."""
    return sorted(path for path in folder.iterdir() if path.suffix in ENDINGS and path.is_file())


def parse(path: Path) -> TimeMLDocument:
    """Read one file. Raises DataError where it is no XML, or has no TEXT."""
    parser = etree.XMLParser(
        resolve_entities="internal",  # type: ignore[arg-type]  # the stubs are older than lxml 5
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.parse(str(path), parser).getroot()
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        raise DataError([Fault(str(path), line, f"not XML: {error.msg}", "mend the markup")]) from None
    text_element = root.find(".//TEXT")
    if text_element is None:
        raise DataError([Fault(str(path), 0, "no TEXT element", "this reads TimeML as TempEval-3 used it")])
    text, layers = _annotations(text_element)
    return TimeMLDocument(str(path), path.stem, text, _creation_day(root), layers)


def _annotations(element: etree._Element) -> tuple[str, Layers]:
    pieces: list[str] = []
    length = 0
    timexes: list[Timex] = []
    events: list[Event] = []
    starts: dict[etree._Element, int] = {}
    for action, node in etree.iterwalk(element, events=("start", "end")):
        if action == "start":
            starts[node] = length
            if node.text:
                pieces.append(node.text)
                length += len(node.text)
            continue
        start = starts.pop(node)
        if start < length and node.tag in ("TIMEX3", "EVENT"):
            covered = _tail(pieces, length - start)
            if node.tag == "TIMEX3":
                timexes.append(
                    Timex(
                        start,
                        length,
                        node.get("type"),
                        node.get("value"),
                        node.get("mod"),
                        text=covered,
                        id=node.get("tid"),
                    )
                )
            else:
                events.append(Event(start, length, node.get("class"), text=covered, id=node.get("eid")))
        if node.tail and node is not element:
            pieces.append(node.tail)
            length += len(node.tail)
    return "".join(pieces), Layers(tuple(timexes), tuple(events))


def _tail(pieces: list[str], size: int) -> str:
    """The last ``size`` characters of the pieces."""
    taken: list[str] = []
    while size > 0:
        piece = pieces[-1 - len(taken)]
        taken.append(piece[-size:])
        size -= len(taken[-1])
    return "".join(reversed(taken))


def _creation_day(root: etree._Element) -> datetime.date | None:
    for timex in root.iterfind(".//DCT/TIMEX3"):
        value = timex.get("value") or ""
        try:
            return datetime.date.fromisoformat(value[:10])
        except ValueError:
            return None
    return None


def read_suite(folder: Path) -> Suite:
    """The folder's files as gold, each document one unit. Raises DataError with every file that can't be read."""
    documents = _parse_all(folder)
    return Suite(
        name=folder.resolve().name,
        version="",
        digest="",
        documents=tuple(SuiteDocument(document.id, document.text, document.dct) for document in documents),
        layers={document.id: document.layers for document in documents},
    )


def read_predictions(folder: Path, suite: Suite) -> Predictions:
    """The folder's files as predictions for a suite.

    Raises DataError with every file that can't be read, and every one whose text isn't gold's.
    """
    documents = _parse_all(folder)
    texts = {document.id: document.text for document in suite.documents}
    faults = [
        _different_text(document, texts[document.id])
        for document in documents
        if document.id in texts and document.text != texts[document.id]
    ]
    if faults:
        raise DataError(faults)
    return Predictions(layers={document.id: document.layers for document in documents})


def _different_text(document: TimeMLDocument, gold: str) -> Fault:
    at = next((i for i, (a, b) in enumerate(zip(document.text, gold, strict=False)) if a != b), -1)
    if at < 0:
        at = min(len(document.text), len(gold))
    found, due = document.text[at : at + 20], gold[at : at + 20]
    message = f"the text is not gold's: at character {at} it has {found!r} where gold has {due!r}"
    return Fault(document.path, 0, message, "annotate the very text of the gold file, white space included")


def _parse_all(folder: Path) -> list[TimeMLDocument]:
    documents: list[TimeMLDocument] = []
    faults: list[Fault] = []
    seen: dict[str, Path] = {}
    for path in files(folder):
        if path.stem in seen:
            message = f"the same document as {seen[path.stem].name}"
            faults.append(Fault(str(path), 0, message, "keep one of the two"))
        seen[path.stem] = path
        try:
            documents.append(parse(path))
        except DataError as error:
            faults.extend(error.faults)
    if faults:
        raise DataError(faults)
    return documents
