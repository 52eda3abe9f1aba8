"""Gold from files that people mark: texts with marks, words, and files that the labelling page saved."""

from __future__ import annotations

import datetime
import hashlib
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench import formats
from bench.dataset import row
from bench.dataset.note import Note, fold
from bench.dataset.sentences import sentences
from bench.dataset.suite import NOTHING, Suite, SuiteDocument, suite_name
from bench.errors import DataError, Fault, UsageError
from bench.files import read_bytes
from bench.formats import foreign
from bench.formats.annotated import Annotated
from bench.formats.jsonl import layout
from bench.formats.jsonl.writing import write_gold
from bench.gold import saved
from bench.gold.folder import checked, merge, rewritten
from bench.gold.load import load
from bench.gold.marks import marked, read, read_words
from bench.gold.marks.reading import named
from bench.sdk.model import Event, Region, Timex

_NEW = ".new"
"""The folder of new documents within the folder in which they replace old ones."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Gold that was written from files that people marked."""

    documents: int
    """The number of documents that were read."""
    counts: Counter[str]
    """The number of annotations of each layer in these documents; layers without annotations are left out."""
    notes: Sequence[Note] = ()
    """The notes on the files, and on documents without a creation day."""


def annotate(
    sources: Sequence[str | Path],
    target: str | Path,
    *,
    dct: str | None = None,
    text: str | Path | None = None,
    plain: bool = False,
    replacing: bool = False,
) -> Labelled:
    """Writes gold, a suite's folder, from files that people marked. Returns what was written.

    Each source is a text with marks (`bench.gold.marks`), a folder of such texts (``*.txt``), a file ``*.jsonl``
    that the labelling page saved, or gold in any format. With ``plain``, texts have no marks, and their brackets
    are theirs. With ``text``, a plain text, the one source is a file of words. ``dct`` is the creation day of
    documents that state none. The documents get ids, sentences and digests.

    ``target`` is written as a whole or not at all. If it exists, it must be gold in JSON Lines and ``replacing``
    true: documents with the same ids are replaced, and all others stay.

    Raises UsageError for a target that exists, and DataError with all faults of the sources.
    """
    target = Path(target)
    exists = target.exists() or target.is_symlink()
    if exists and not replacing:
        raise UsageError(f"{target} exists already; choose another name, or replace its documents with --replace")
    found, suite = read_sources(sources, dct=dct, text=text, plain=plain)
    if exists:
        load(target)  # gold with faults is mended before documents in it are replaced
        if not layout.has(target, layout.DOCUMENTS):
            raise UsageError(f"{target} isn't in JSON Lines, so no document in it can be replaced")
    counts = Counter({layer: count for layer, count in _counts(found).items() if count})
    notes = [*suite.notes, *_undated(found)]
    layers = {*suite.labelled_layers, *counts} - {"timeline"}
    new = replace(suite, labelled_layers=tuple(sorted(layers)))
    with rewritten(target) as part:
        if exists:
            write_gold(part / _NEW, new, found, lambda _: None)
            merge(part, part / _NEW)
            shutil.rmtree(part / _NEW)
        else:
            write_gold(part, new, found, lambda _: None)
        checked(part, target)
    return Labelled(len(found), counts, fold(notes))


def with_marks(path: Path | str, document: str | None = None) -> tuple[str, Sequence[Note]]:
    """Returns a document with its marks, which `annotate` reads again, and notes on what marks don't hold.

    ``path`` is gold in any format, or one plain text, whose brackets are then escaped. ``document`` may be left
    out if there is only one. Raises UsageError for an unknown document.
    """
    path = Path(path)
    if path.exists() and not _is_gold(path):
        return marked(_plain(path)), ()
    suite = load(path)
    if document is None and len(suite.documents) != 1:
        ids = ", ".join(each.id for each in suite.documents[:5])
        raise UsageError(f"{path} has {len(suite.documents)} documents; name one, such as {ids}")
    chosen = suite.documents[0] if document is None else suite.document(document)
    notes = list(suite.notes)
    if suite.timeline:
        notes.append(Note("timeline", str(path), 0, "the timeline isn't part of a document; marks leave it out"))
    return marked(Annotated(chosen, suite.layers.get(chosen.id, NOTHING))), notes


def completed(annotated: Annotated) -> Annotated:
    """Returns a document with a digest, its sentences, and an id for each timex and event."""
    document, layers = annotated.document, annotated.layers
    digest = hashlib.sha256(document.text.encode()).hexdigest()
    starts = sentences(document.text) if document.sentences is None else document.sentences
    with_ids: list[Timex | Event | Region] = named([*layers.timexes, *layers.events])
    return replace(
        annotated,
        document=replace(document, sha256=digest, sentences=starts),
        layers=replace(
            layers,
            timexes=tuple(each for each in with_ids if isinstance(each, Timex)),
            events=tuple(each for each in with_ids if isinstance(each, Event)),
        ),
    )


def read_sources(
    sources: Sequence[str | Path], *, dct: str | None = None, text: str | Path | None = None, plain: bool = False
) -> tuple[list[Annotated], Suite]:
    """Returns the documents of all sources of `annotate`, and a suite with what else they state.

    Raises UsageError for a source that isn't there, and DataError with the faults of all.
    """
    paths = [Path(each) for each in sources]
    if text is not None and (len(paths) != 1 or paths[0].is_dir()):
        raise UsageError("with --text, name one file of words")
    found: list[Annotated] = []
    faults: list[Fault] = []
    first: dict[str, Path] = {}
    whole = Suite(suite_name(paths[0]), "", "", (), {}, labelled_layers=())
    for path in _files(paths):
        try:
            if text is not None:
                read_now = [read_words(path, text, dct)]
            elif _is_gold(path):
                whole, read_now = _gold(path, whole, dct)
            else:
                read_now = [_plain(path, dct) if plain else read(path, dct)]
        except DataError as error:
            faults.extend(error.faults)
            continue
        for each in read_now:
            name = each.document.id
            if name in first:
                message = f"the document {name!r} stands in {first[name]} too"
                faults.append(Fault(str(path), 0, message, "rename one, or state another id: in it"))
            first[name] = path
            found.append(each)
    if faults:
        raise DataError(faults)
    return found, whole


def _gold(path: Path, whole: Suite, dct: str | None) -> tuple[Suite, list[Annotated]]:
    """Returns the documents of gold or of a file of the page, and the suite with its layers and timeline added."""
    suite = saved.read(path) if path.is_file() and saved.is_saved(path) else load(path)
    day = None if dct is None else _day(dct)
    documents = [replace(each, dct=day) if each.dct is None else each for each in suite.documents]
    found = [completed(Annotated(each, suite.layers.get(each.id, NOTHING))) for each in documents]
    labelled = {
        layer for layer in suite.labelled_layers if not layout.has(path, "documents") or layout.has(path, layer)
    }
    added = replace(
        whole,
        timeline=(*whole.timeline, *suite.timeline),
        notes=(*whole.notes, *suite.notes),
        labelled_layers=tuple({*whole.labelled_layers, *labelled}),
    )
    return added, found


def _plain(path: Path, dct: str | None = None) -> Annotated:
    """Returns the document of a text without marks."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise DataError([Fault(str(path), line, "not UTF-8", "save it as UTF-8")]) from None
    document = SuiteDocument(path.stem, text, None if dct is None else _day(dct), place=(str(path), 0))
    return completed(Annotated(document, NOTHING))


def _files(sources: Sequence[Path]) -> Iterator[Path]:
    """Yields the sources; a folder of texts, which is no gold, stands for its texts."""
    for each in sources:
        if not each.exists():
            raise UsageError(f"{each}: there is no such file; name a text with marks")
        texts = sorted(path for path in each.glob("*.txt") if path.name[0] != ".") if each.is_dir() else []
        if texts and not ((found := formats.sniff(each)) and not found.ordered):
            yield from texts
        else:
            yield each


def _is_gold(path: Path) -> bool:
    """Returns whether a path is gold or a file of the page, and no text; a file ``*.txt`` always is a text."""
    if path.is_dir() or saved.is_saved(path):
        return True
    if path.suffix == ".txt":
        return False
    return formats.sniff(path) is not None or foreign.told(path) is not None


def _day(dct: str) -> datetime.date | None:
    try:
        return row.creation_of(dct)
    except ValueError as error:
        raise UsageError(f"--dct: {error}") from None


def _counts(found: Iterable[Annotated]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for each in found:
        for layer in ("timexes", "events", "links", "ignore"):
            counts[layer] += len(getattr(each.layers, layer))
    return counts


def _undated(found: Iterable[Annotated]) -> Iterator[Note]:
    for each in found:
        if each.document.dct is None:
            path, line = each.document.place or (each.document.id, 0)
            message = "it states no creation day, so no system can be run on it; write dct: 2023-09-18, or --dct"
            yield Note("no dct", path, line, message)
