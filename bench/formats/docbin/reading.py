"""A ``.spacy`` file read as documents."""

from __future__ import annotations

import warnings
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from bench.counts import plural
from bench.dataset import jsonline
from bench.dataset.suite import SuiteDocument
from bench.errors import DataError, Fault
from bench.files import read_bytes
from bench.formats import file_names, rest
from bench.formats.annotated import Annotated, Draft
from bench.formats.docbin.writing import DATA, EVENTS, IGNORE, NO_CLASS, NO_TYPE, TIMEXES
from bench.formats.parsed import named_files
from bench.sdk.model import TIMEX_TYPES, Event, Link, Region, Timex

LARGEST = 2**30
"""The largest number of bytes of a file after it is unpacked."""
Labelled = tuple[int, int, str]
"""The start and the end of a span in characters, and its label."""
REMEDY = "write it again by spaCy's DocBin.to_disk"


def files(path: Path) -> Sequence[Path]:
    """Returns the ``.spacy`` files of a folder, or the one file."""
    return named_files(path, [".spacy"])


def parse(path: Path) -> Iterable[Annotated]:
    """Yields the documents of a file. Raises DataError."""
    name = file_names.id_of(path)
    docs = _docs(path)
    for number, doc in enumerate(docs, start=1):
        # spaCy's documents have no ids
        yield _Reading(path, name if len(docs) == 1 else f"{name}-{number}", doc).document()


class _Found(NamedTuple):
    """The parts of spaCy's document that are read. They are taken at once, because spaCy finds faults late."""

    text: str
    user_data: Any
    spans: Mapping[str, Sequence[Labelled]]
    ents: Sequence[Labelled]
    sentences: Sequence[int]
    """The offsets at which its sentences start; empty if it states none."""


def _found(doc: Any) -> _Found:
    def labelled(spans: Iterable[Any]) -> Sequence[Labelled]:
        return [(each.start_char, each.end_char, each.label_) for each in spans]

    stated = doc.has_annotation("SENT_START") and len(doc)
    return _Found(
        doc.text,
        doc.user_data.get(DATA),
        {name: labelled(group) for name, group in doc.spans.items()},
        labelled(doc.ents),
        [each.start_char for each in doc.sents] if stated else (),
    )


def _docs(path: Path) -> list[_Found]:
    """Returns the documents of spaCy in a file. Raises DataError for a file that spaCy can't read."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    content = read_bytes(path)
    unpacked = zlib.decompressobj()
    try:
        size = len(unpacked.decompress(content, LARGEST))
        whole = unpacked.eof
    except zlib.error as error:
        raise _fault(path, f"no file of spaCy: {error}", REMEDY) from None
    if not whole:
        message = f"it is larger than {LARGEST // 2**20:,} MiB" if size >= LARGEST else "it ends too soon"
        raise _fault(path, message, "write fewer documents into a file" if size >= LARGEST else REMEDY)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of other versions of spaCy; what it reads is checked
        try:
            return [_found(doc) for doc in DocBin().from_bytes(content).get_docs(Vocab())]
        except Exception as error:  # it raises errors of any sort for files that aren't as they should be
            message = f"spaCy can't read it: {type(error).__name__}: {error}"
            raise _fault(path, f"{message:.300}", REMEDY) from None


def _fault(path: Path, message: str, remedy: str) -> DataError:
    return DataError([Fault(str(path), 0, message, remedy)])


class _Place(msgspec.Struct):
    start: int
    end: int


class _Data(msgspec.Struct):
    """The form of our fields in ``user_data``, as far as the reader relies on it."""

    document: dict[str, Any]
    timexes: list[_Place]
    events: list[_Place]
    links: list[dict[str, Any]]


class _Reading:
    """The reading of one document of spaCy."""

    def __init__(self, path: Path, name: str, doc: _Found) -> None:
        self.doc = doc
        self.draft = Draft(path, name, doc.text)
        self.data = self._data()
        self.about = SuiteDocument(name, doc.text)

    def _data(self) -> dict[str, Any]:
        """Returns our fields in ``user_data``; empty for a document that others wrote."""
        stated = self.doc.user_data
        if stated is None:
            return {}
        try:
            found = rest.load(stated)
            msgspec.convert(found, _Data)
            return dict(found)
        except (*jsonline.REFUSED, AttributeError) as error:
            self.draft.fault(
                0, f"{self.draft.id}: user_data[{DATA!r}] isn't what bench writes: {error}", "leave it out"
            )
            return {}

    def document(self) -> Annotated:
        draft, doc = self.draft, self.doc
        if self.data:
            self.about = self._filled(self.about, self.data["document"])
            draft.id = self.about.id
        else:
            self._foreign()
        for group, empty in ((TIMEXES, Timex(0, 0)), (EVENTS, Event(0, 0))):
            if group in doc.spans:
                self._group(group, empty)
        for start, end, _ in doc.spans.get(IGNORE, ()):
            draft.add(Region(start, end))
        for each in self.data.get("links", ()):
            draft.add(self._filled(Link("", "", ""), each))
        if TIMEXES not in doc.spans:
            self._entities()
        self._notes()
        more = rest.described(self.about)
        return draft.finish(self.about.written or self.about.dct, **more)

    def _group(self, group: str, empty: Timex | Event) -> None:
        """Adds the annotations of a group of spans, each with the further fields that have its offsets."""
        remaining: dict[tuple[int, int], list[dict[str, Any]]] = {}
        for each in self.data.get(group, ()):
            remaining.setdefault((each["start"], each["end"]), []).append(each)
        for start, end, label in self.doc.spans[group]:
            item: Any = _labelled(empty, start, end, label)
            if remaining.get((start, end)):
                item = self._filled(item, remaining[start, end].pop(0))
            self.draft.add(item)
        if left := sum(map(len, remaining.values())):
            message = (
                f"the fields of {plural(left, 'annotation')} whose spans aren't in {group}; they are left out"
            )
            self.draft.note("fields without a span", 0, f"{self.draft.id}: {message}")

    def _filled(self, item: Any, fields: Any) -> Any:
        try:
            return rest.filled(item, fields)
        except jsonline.REFUSED as error:
            message = f"{self.draft.id}: user_data[{DATA!r}] isn't what bench writes: {error}"
            self.draft.fault(0, message, "leave it out")
            return item

    def _foreign(self) -> None:
        """Takes the sentences of a document that others wrote."""
        if self.doc.sentences:
            starts = (0, *self.doc.sentences[1:])
            self.about = SuiteDocument(self.draft.id, self.doc.text, sentences=starts)

    def _entities(self) -> None:
        """Adds the entities that are time expressions; spaCy's models call them DATE and TIME."""
        left: Counter[str] = Counter()
        for start, end, label in self.doc.ents:
            if label in TIMEX_TYPES:
                self.draft.add(Timex(start, end, label))
            else:
                left[label] += 1
        if left:
            listed = ", ".join(f"{label} ({count:,})" for label, count in sorted(left.items()))
            self.draft.note("entities", 0, f"{self.draft.id}: entities that aren't read: {listed}")

    def _notes(self) -> None:
        others = sorted(set(self.doc.spans) - {TIMEXES, EVENTS, IGNORE})
        if others:
            message = f"groups of spans that aren't read: {', '.join(others)}"
            self.draft.note("groups of spans", 0, f"{self.draft.id}: {message}")
        if TIMEXES in self.doc.spans and self.doc.ents:
            message = f"{plural(len(self.doc.ents), 'entity')}; the spans of {TIMEXES} are read instead"
            self.draft.note("entities", 0, f"{self.draft.id}: {message}")


def _labelled(empty: Timex | Event, start: int, end: int, label: str) -> Timex | Event:
    if isinstance(empty, Timex):
        return Timex(start, end, None if label in ("", NO_TYPE) else label)
    return Event(start, end, None if label in ("", NO_CLASS) else label)
