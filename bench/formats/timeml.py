"""TimeML files, as TempEval-3 used them: the text, TIMEX3, EVENT, TLINK and the document creation time.

Offsets are counted in the characters of ``<TEXT>`` as XML yields them: entities are one character, a line end is
one newline. The creation time is the TIMEX3 of ``<DCT>``; it is no annotation of the text, and "dct" in links.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from bench.errors import DataError, Fault
from bench.formats import rows
from bench.formats.pairs import Pair
from bench.model import DCT, Event, Link, Timex
from bench.suite import Layers, Predictions, Suite, SuiteDocument, suite_name

ENDINGS = (".tml", ".xml")
PART = 50
"""Documents of a part."""
LAYERS = ("timexes", "events", "links")
"""What a file can have; one that has nothing of a layer says that there is nothing."""


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
    """Read one file. Raises DataError where it is no XML, or has no TEXT, or a link with an end missing."""
    data = path.read_bytes()
    try:
        # not lxml: it parses faster, but its elements are so much slower to ask that the whole takes longer
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        line, _ = error.position
        raise DataError([Fault(str(path), line, f"not XML: {error}", "mend the markup")]) from None
    text_element = root.find(".//TEXT")
    if text_element is None:
        raise DataError([Fault(str(path), 0, "no TEXT element", "this reads TimeML as TempEval-3 used it")])
    creation = root.find(".//DCT/TIMEX3")
    instances = {node.get("eiid"): node for node in root.iter("MAKEINSTANCE")}
    try:
        text, timexes, events = _annotations(
            text_element, {node.get("eventID"): node for node in instances.values()}
        )
    except RecursionError:
        raise DataError(
            [Fault(str(path), 0, "elements nested too deeply", "TimeML nests a few at most")]
        ) from None
    links, broken = _links(root, instances, None if creation is None else creation.get("tid"))
    if broken:
        remedy = "a TLINK has a relType, an eventInstanceID or timeID, and what that is related to"
        lines = _lines(data, "TLINK")
        message = "a TLINK without both ends and a relType"
        raise DataError([Fault(str(path), lines[index], message, remedy) for index in broken])
    return TimeMLDocument(str(path), path.stem, text, _creation_day(creation), Layers(timexes, events, (), links))


def _lines(data: bytes, tag: str) -> list[int]:
    """On which line each element of a kind begins; the tree doesn't say."""
    found: list[int] = []
    parser = expat.ParserCreate()

    def begins(name: str, _: object) -> None:
        if name == tag:
            found.append(parser.CurrentLineNumber)

    parser.StartElementHandler = begins
    parser.Parse(data, True)
    return found


def _annotations(
    element: Element, instances: Mapping[str | None, Element]
) -> tuple[str, tuple[Timex, ...], tuple[Event, ...]]:
    """The text and what is marked in it; an event's tense and aspect are those of its (last) instance."""
    pieces: list[str] = []
    marked: list[tuple[int, int, Element]] = []

    def walk(node: Element, at: int) -> int:
        """Add a node's characters, from offset ``at``; the offset after them."""
        if words := node.text:
            pieces.append(words)
            at += len(words)
        for child in node:
            start = at
            if len(child):
                at = walk(child, at)
            elif words := child.text:
                pieces.append(words)
                at += len(words)
            if start < at:
                marked.append((start, at, child))
            if words := child.tail:
                pieces.append(words)
                at += len(words)
        return at

    walk(element, 0)
    text = "".join(pieces)
    timexes: list[Timex] = []
    events: list[Event] = []
    for start, end, node in marked:
        get = node.get
        if node.tag == "EVENT":
            name = get("eid")
            instance = instances.get(name)
            tense, aspect = (None, None) if instance is None else (instance.get("tense"), instance.get("aspect"))
            events.append(Event(start, end, get("class"), None, None, text[start:end], name, tense, aspect))
        elif node.tag == "TIMEX3":
            covered, value = text[start:end], get("value")
            timexes.append(Timex(start, end, get("type"), value, get("mod"), None, covered, get("tid")))
    return text, tuple(timexes), tuple(events)


def _links(
    root: Element, instances: Mapping[str | None, Element], creation: str | None
) -> tuple[tuple[Link, ...], list[int]]:
    """The temporal links in file order, between events (the instances of one are one) and times.

    And which of the file's, counted from 0, lack an end or a relation.
    """
    events = {name: instance.get("eventID") or name for name, instance in instances.items()}
    times = {creation: DCT}
    links: list[Link] = []
    broken: list[int] = []
    for index, node in enumerate(root.iter("TLINK")):
        get = node.attrib.get
        source, target = get("eventInstanceID"), get("relatedToEventInstance")
        if source is None:
            source = get("timeID")
            source = times.get(source, source)
        else:
            source = events.get(source, source)
        if target is None:
            target = get("relatedToTime")
            target = times.get(target, target)
        else:
            target = events.get(target, target)
        relation = get("relType")
        if source is None or target is None or relation is None:
            broken.append(index)
        else:
            links.append(Link(source, target, relation))
    return tuple(links), broken


def _creation_day(timex: Element | None) -> datetime.date | None:
    value = "" if timex is None else timex.get("value") or ""
    try:
        return datetime.date.fromisoformat(value[:10])
    except ValueError:
        return None


def read_suite(folder: Path) -> Suite:
    """The folder's files as gold, each document one unit. Raises DataError with every file that can't be read."""
    documents = _parse_all(folder)
    return Suite(
        name=suite_name(folder),
        version="",
        digest=digest(folder),
        documents=tuple(SuiteDocument(document.id, document.text, document.dct) for document in documents),
        layers={document.id: document.layers for document in documents},
        lent=True,
    )


def digest(folder: Path) -> str:
    """The digest of its files."""
    return rows.digest({path.name: path for path in files(folder)})


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
    return Predictions(layers={document.id: document.layers for document in documents}, covers=LAYERS)


Files = tuple[Path, Path | None]
"""A document's file of gold, and that of predictions if there is one."""


def beside(predictions: Path, gold: Path) -> tuple[list[Files], list[str]]:
    """Gold's files in their order with those of the predictions, by name; and what was predicted beyond them.

    Raises DataError where a folder has a document twice.
    """
    faults = [*_repeated(files(gold)), *_repeated(files(predictions))]
    if faults:
        raise DataError(faults)
    predicted = {path.stem: path for path in files(predictions)}
    paired = [(path, predicted.pop(path.stem, None)) for path in files(gold)]
    return paired, sorted(predicted)


def parts(documents: Sequence[Files]) -> list[Sequence[Files]]:
    """The documents of `beside`, some at a time."""
    return [documents[at : at + PART] for at in range(0, len(documents), PART)]


def pairs(documents: Iterable[Files]) -> Iterator[Pair]:
    """The documents of `beside`, read one after the other.

    Raises DataError, once all were read, with every file that can't be, and every one whose text isn't gold's.
    """
    faults: list[Fault] = []
    for document in documents:
        sides: list[TimeMLDocument] = []
        for path in filter(None, document):
            try:
                sides.append(parse(path))
            except DataError as error:
                faults.extend(error.faults)
        if len(sides) == 2 and sides[0].text != sides[1].text:
            faults.append(_different_text(sides[1], sides[0].text))
        if not faults:
            yield Pair(document[0].stem, (0,), sides[0].layers, sides[1].layers if len(sides) == 2 else None)
    if faults:
        raise DataError(faults)


def _repeated(paths: Sequence[Path]) -> Iterator[Fault]:
    seen: dict[str, Path] = {}
    for path in paths:
        if path.stem in seen:
            yield Fault(str(path), 0, f"the same document as {seen[path.stem].name}", "keep one of the two")
        seen[path.stem] = path


def _different_text(document: TimeMLDocument, gold: str) -> Fault:
    at = next((i for i, (a, b) in enumerate(zip(document.text, gold, strict=False)) if a != b), -1)
    if at < 0:
        at = min(len(document.text), len(gold))
    found, due = document.text[at : at + 20], gold[at : at + 20]
    message = f"the text is not gold's: at character {at} it has {found!r} where gold has {due!r}"
    return Fault(document.path, 0, message, "annotate the very text of the gold file, white space included")


def _parse_all(folder: Path) -> list[TimeMLDocument]:
    documents: list[TimeMLDocument] = []
    faults = list(_repeated(files(folder)))
    for path in files(folder):
        try:
            documents.append(parse(path))
        except DataError as error:
            faults.extend(error.faults)
    if faults:
        raise DataError(faults)
    return documents
