"""TimeML files, as TempEval-3 used them: the text, TIMEX3, EVENT, TLINK and the document creation time.

Offsets are counted in the characters of ``<TEXT>`` as XML yields them: entities are one character, a line end is
one newline. The creation time is the TIMEX3 of ``<DCT>``; it is no annotation of the text, and "dct" in links.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers import expat

import msgspec

from bench.dataset.pair import Pair
from bench.dataset.suite import Layers, Predictions, Suite, SuiteDocument, suite_name
from bench.errors import DataError, Fault
from bench.formats import jsonl
from bench.sdk.model import DCT, Event, Link, Timex

ENDINGS = (".tml", ".xml")
PART = 50
"""Documents of a part, and how many are read before they are scored: to do both in turn for each takes longer."""
TIMEX, EVENT, LINK = (jsonl.line_type(each) for each in (Timex, Event, Link))
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
    """Its annotations are `bench.formats.jsonl.line_type`s; see `bench.formats.pairs`."""


def files(folder: Path) -> list[Path]:
    """The TimeML files of a folder, by name; empty if it holds none."""
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if entry.name.endswith(ENDINGS) and entry.is_file())
    return [path for path in map(folder.joinpath, names) if path.suffix]


def parse(path: Path) -> TimeMLDocument:
    """Read one file. Raises DataError where it is no XML, or has no TEXT, or a link with an end missing."""
    data = path.read_bytes()
    found = _Elements()
    try:
        found.read(data)
    except expat.ExpatError as error:
        message = f"not XML: {expat.ErrorString(error.code)} at column {error.offset}"
        raise DataError([Fault(str(path), error.lineno, message, "mend the markup")]) from None
    except _EntityError as error:
        message = f"the entity {error.name} is not defined in it"
        raise DataError([Fault(str(path), error.line, message, "mend the markup")]) from None
    except (LookupError, ValueError) as error:
        raise DataError([Fault(str(path), 1, f"its encoding: {error}", "save it as UTF-8")]) from None
    if found.open is None:
        raise DataError([Fault(str(path), 0, "no TEXT element", "this reads TimeML as TempEval-3 used it")])
    creation = found.creation or {}
    links, broken = _links(found, creation.get("tid"))
    if broken:
        remedy = "a TLINK has a relType, an eventInstanceID or timeID, and what that is related to"
        lines = _lines(data, "TLINK")
        message = "a TLINK without both ends and a relType"
        raise DataError([Fault(str(path), lines[index], message, remedy) for index in broken])
    text = "".join(found.pieces)
    layers = Layers(_timexes(found, text), _events(found, text), (), links)
    return TimeMLDocument(str(path), path.stem, text, _creation_day(creation), layers)


Attributes = Mapping[str, str]


class _EntityError(Exception):
    """An entity whose definition isn't in the file."""

    def __init__(self, name: str | None, line: int) -> None:
        super().__init__(name)
        self.name = name
        self.line = line


class _Elements:
    """What a file has of the elements that count."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        """The characters of the text."""
        self.timexes: list[tuple[int, int, Attributes]] = []
        """Start and end in the text; in the order in which they end."""
        self.events: list[tuple[int, int, Attributes]] = []
        self.instances: dict[str | None, Attributes] = {}
        self.links: list[Attributes] = []
        self.creation: Attributes | None = None
        """The TIMEX3 of the document creation time."""
        self.open: list[tuple[int, Attributes]] | None = None
        """The elements around the place reached, the text's first, with their starts; None before the text."""
        self._at = 0
        self._in_creation = False
        self._around = False
        """Whether the text stands within the element of the creation time."""
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._begins
        parser.ExternalEntityRefHandler = self._refuse
        parser.SkippedEntityHandler = self._refuse

    def read(self, data: bytes) -> None:
        """Read a file, once."""
        try:
            self._parser.Parse(data, True)
        finally:
            del self._parser  # which refers to this, and would stay until it is looked for

    def _refuse(self, name: str | None, *_: object) -> int:
        raise _EntityError(name, self._parser.CurrentLineNumber)

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        """Of the elements that count wherever they stand."""
        if name == "TLINK":
            self.links.append(attributes)
        elif name == "MAKEINSTANCE":
            self.instances[attributes.get("eiid")] = attributes
        elif name == "TEXT" and self.open is None:
            self.open = [(0, attributes)]
            self._around, self._in_creation = self._in_creation, False
            self._parser.StartElementHandler = self._begins_in_text
            self._parser.EndElementHandler = self._ends_in_text
            self._parser.CharacterDataHandler = self._characters
        elif name == "DCT":
            self._in_creation = True
            if not self.open:
                self._parser.EndElementHandler = self._ends
        elif name == "TIMEX3" and self._in_creation and self.creation is None:
            self.creation = attributes

    def _ends(self, name: str) -> None:
        if name == "DCT":
            self._in_creation = False
            self._parser.EndElementHandler = None

    def _begins_in_text(self, name: str, attributes: dict[str, str]) -> None:
        assert self.open is not None
        self.open.append((self._at, attributes))
        if name != "EVENT":
            self._begins(name, attributes)

    def _ends_in_text(self, name: str) -> None:
        assert self.open is not None
        start, attributes = self.open.pop()
        if name == "EVENT":
            if start < self._at:
                self.events.append((start, self._at, attributes))
        elif name == "TIMEX3":
            if start < self._at:
                self.timexes.append((start, self._at, attributes))
        elif name == "DCT":
            self._in_creation = False
        elif not self.open:
            self._parser.StartElementHandler = self._begins
            self._in_creation = self._around
            self._parser.EndElementHandler = self._ends if self._around else None
            self._parser.CharacterDataHandler = None

    def _characters(self, words: str) -> None:
        self.pieces.append(words)
        self._at += len(words)


def _lines(data: bytes, tag: str) -> list[int]:
    """On which line each element of a kind begins; asked only where something is wrong, as it takes long."""
    found: list[int] = []
    parser = expat.ParserCreate()

    def begins(name: str, _: object) -> None:
        if name == tag:
            found.append(parser.CurrentLineNumber)

    parser.StartElementHandler = begins
    parser.Parse(data, True)
    return found


def _timexes(found: _Elements, text: str) -> tuple[Any, ...]:
    return tuple(
        TIMEX(start, end, get("type"), get("value"), get("mod"), None, text[start:end], get("tid"))
        for start, end, attributes in found.timexes
        for get in [attributes.get]
    )


def _events(found: _Elements, text: str) -> tuple[Any, ...]:
    """An event's tense and aspect are those of its (last) instance."""
    instances = {instance.get("eventID"): instance for instance in found.instances.values()}
    events = []
    for start, end, attributes in found.events:
        name = attributes.get("eid")
        of = instances.get(name, {}).get
        class_ = attributes.get("class")
        events.append(EVENT(start, end, class_, None, None, text[start:end], name, of("tense"), of("aspect")))
    return tuple(events)


def _links(found: _Elements, creation: str | None) -> tuple[tuple[Any, ...], list[int]]:
    """The temporal links in file order, between events (the instances of one are one) and times.

    And which of the file's, counted from 0, lack an end or a relation.
    """
    events = {name: instance.get("eventID") or name for name, instance in found.instances.items()}
    times = {creation: DCT}
    links = []
    broken: list[int] = []
    for index, attributes in enumerate(found.links):
        get = attributes.get
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
            links.append(LINK(source, target, relation))
    return tuple(links), broken


def _creation_day(timex: Attributes) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(timex.get("value", "")[:10])
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
        layers={document.id: _records(document.layers) for document in documents},
        lent=True,
    )


def digest(folder: Path) -> str:
    """The digest of its files."""
    return jsonl.digest({path.name: path for path in files(folder)})


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
    return Predictions(layers={document.id: _records(document.layers) for document in documents}, covers=LAYERS)


def _records(layers: Layers) -> Layers:
    """With the records that everything else speaks of for the lines."""
    said: Callable[[Any], tuple[Any, ...]] = msgspec.structs.astuple
    return Layers(
        tuple(Timex(*said(line)) for line in layers.timexes),
        tuple(Event(*said(line)) for line in layers.events),
        (),
        tuple(Link(*said(line)) for line in layers.links),
    )


Files = tuple[Path, Path | None]
"""A document's file of gold, and that of predictions if there is one."""


def beside(predictions: Path, gold: Path) -> tuple[list[Files], list[str]]:
    """Gold's files in their order with those of the predictions, by name; and what was predicted beyond them.

    Raises DataError where a folder has a document twice.
    """
    ours, theirs = files(gold), files(predictions)
    faults = [*_repeated(ours), *_repeated(theirs)]
    if faults:
        raise DataError(faults)
    predicted = {path.stem: path for path in theirs}
    paired = [(path, predicted.pop(path.stem, None)) for path in ours]
    return paired, sorted(predicted)


def parts(documents: Sequence[Files]) -> list[Sequence[Files]]:
    """The documents of `beside`, some at a time."""
    return [documents[at : at + PART] for at in range(0, len(documents), PART)]


def pairs(documents: Iterable[Files]) -> Iterator[Pair]:
    """The documents of `beside`, read one after the other.

    Raises DataError, once all were read, with every file that can't be, and every one whose text isn't gold's.
    """
    faults: list[Fault] = []
    for part in parts(list(documents)):
        read: list[Pair] = []
        for document in part:
            sides: list[TimeMLDocument] = []
            for path in filter(None, document):
                try:
                    sides.append(parse(path))
                except DataError as error:
                    faults.extend(error.faults)
            if len(sides) == 2 and sides[0].text != sides[1].text:
                faults.append(_different_text(sides[1], sides[0].text))
            if not faults:
                predicted = sides[1].layers if len(sides) == 2 else None
                read.append(Pair(document[0].stem, (0,), sides[0].layers, predicted))
        yield from read
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
