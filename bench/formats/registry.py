"""The formats, and functions that read a path in the format that recognises it."""

from __future__ import annotations

import os
import pkgutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from bench.dataset import articles, corpus, hub
from bench.dataset.corpus import Fields
from bench.dataset.suite import Predictions, Suite, SuiteDocument
from bench.errors import DataError, Fault, UsageError, unknown
from bench.formats import alignment, foreign
from bench.formats.format import Format, Stream
from bench.sdk.model import Document

PACKAGE = "bench.formats"
STRICT = articles.Listener()
SHOWN = 4
"""The number of names of files in a message about a folder."""


def _collect() -> Sequence[Format]:
    """Returns the ``FORMAT`` of each module of this package, sorted by `Format.order`."""
    names = [each.name for each in pkgutil.iter_modules([str(Path(__file__).parent)])]
    found = [getattr(import_module(f"{PACKAGE}.{name}"), "FORMAT", None) for name in names if name != "registry"]
    return tuple(sorted((each for each in found if isinstance(each, Format)), key=lambda each: each.order))


FORMATS: Sequence[Format] = _collect()
"""All formats. A path is in the first one that recognises it."""


def named(name: str) -> Format:
    """Returns the format with this name. Raises UsageError for an unknown name."""
    for each in FORMATS:
        if each.name == name:
            return each
    raise unknown("format", name, (each.name for each in FORMATS))


def check_installed(found: Format) -> None:
    """Raises UsageError if the library that a format needs isn't installed."""
    if found.needs and find_spec(found.needs) is None:
        raise UsageError(
            f"{found.title} needs {found.needs}, which isn't installed; install the extra: "
            "pip install 'timeline-bench[formats]'"
        )


def exists(path: Path) -> bool:
    """Returns whether a path is a file, a folder, or the address of a data set (which may not be there)."""
    return os.path.exists(path) or hub.is_address(path)  # noqa: PTH110 - Path.exists raises for too long names


def sniff(path: Path) -> Format | None:
    """Returns the format of a file, a folder or ``hf:NAME``; None if no format recognises it."""
    if not exists(path):
        return None
    return next((each for each in FORMATS if each.recognises(path)), None)


def recognise(path: Path, noun: str = "gold or predictions") -> Format:
    """Returns the format of a file or a folder. Raises UsageError if no format recognises it.

    ``noun`` is the word for what the path should hold, for the message. Raises DataError for files in a known
    format that bench doesn't read (`bench.formats.foreign`), and names that format.
    """
    found = sniff(path)
    if found is None:
        if not exists(path):
            raise UsageError(f"{path}: there is no such file or folder; name the {noun}")
        beside = sniff(path.parent) if path.is_file() else None
        if beside is not None and path in beside.files(path.parent):
            raise UsageError(f"{path}: one file of a folder of {beside.title}; name the folder, {path.parent}")
        told = foreign.told(path)
        if told is not None:
            raise DataError([told])
        raise UsageError(
            f"{path}: in none of the {len(FORMATS)} formats that bench knows{_held(path)}; name a folder of "
            f"{noun}, such as one of JSON Lines (with documents.jsonl) or TimeML (*.tml); docs/formats.md lists "
            "all formats"
        )
    check_installed(found)
    return found


def read_gold(path: Path | str) -> Suite:
    """Returns the gold in a file or a folder of any format.

    The gold is checked for all faults that would change scores. It isn't checked against the annotation scheme.
    Raises UsageError for a path that no format recognises. Raises DataError if the files have faults, and lists
    them all.
    """
    path = Path(path)
    return recognise(path, "gold").read_gold(path)


def read_predictions(path: Path | str, suite: Suite | None = None, *, align: bool = False) -> Predictions:
    """Returns the predictions in a file or a folder of any format, checked against the gold if it is given.

    A document whose text differs from gold's counts as failed; with ``align``, differences in white space are
    allowed. Raises UsageError for a path that no format recognises, and if only one of gold and predictions has
    ordered timelines. Raises DataError if the files have faults, and lists them all.
    """
    path = Path(path)
    found = recognise(path, "predictions")
    if suite is not None and found.ordered != bool(suite.ordered):
        fitting = ", ".join(f"{each.sign} ({each.title})" for each in FORMATS if each.ordered)
        needed = f"timelines: {fitting}" if suite.ordered else "annotated documents"
        raise UsageError(f"{path}: {found.title}; {suite.name} needs {needed}; name a folder of such predictions")
    predictions = found.read_predictions(path, suite)
    return predictions if suite is None else alignment.fit(predictions, suite, align=align)


def read_passes(*passes: Path | str, gold: Suite | None = None, align: bool = False) -> tuple[Predictions, ...]:
    """Returns annotators' passes over the same documents, in any formats.

    The offsets and texts of all passes are checked against ``gold``, or else against the first pass whose files
    contain texts, if there is one. A document with two different texts is left out of all passes, and counts as
    failed in one; with ``align``, differences in white space are allowed. Raises UsageError for a path that no
    format recognises or that holds no documents. Raises DataError if the files have faults, and lists them all.
    """
    paths = [Path(each) for each in passes]
    found = [recognise(path, "a pass") for path in paths]
    for path, each in zip(paths, found, strict=True):
        if each.ordered:
            raise UsageError(f"{path}: {each.title} have no annotations to compare; name a folder of documents")
    with_texts = (each.read_gold(path) for path, each in zip(paths, found, strict=True) if each.with_texts)
    suite = gold or next(with_texts, None)
    read = [each.read_predictions(path, suite) for path, each in zip(paths, found, strict=True)]
    for path, each, side in zip(paths, found, read, strict=True):
        if side.timeline and not side.layers:
            raise UsageError(f"{path}: {each.title} have no annotations to compare; name a folder of documents")
    first = next((each for each in read if each.texts), None)
    if suite is None and first is not None:
        documents = tuple(SuiteDocument(name, text) for name, text in first.texts.items())
        suite = Suite(str(paths[read.index(first)]), "", "", documents, {})
    if suite is None:
        return tuple(read)
    fitted = [alignment.fit(each, suite, align=align) for each in read]
    # a document whose texts differ is left out of all passes, so it doesn't count as a disagreement
    failed = {
        name for before, each in zip(read, fitted, strict=True) for name in before.layers.keys() - each.layers
    }
    return tuple(
        replace(each, layers={k: v for k, v in each.layers.items() if k not in failed}) for each in fitted
    )


def read_documents(
    places: str | Sequence[str], fields: Fields, listener: articles.Listener = STRICT
) -> Iterator[Document]:
    """Yields the documents of a corpus, of articles, or of several of these.

    A corpus is in a format with documents or in one that `bench.dataset.corpus` reads. ``fields`` has the names of
    the fields of rows, and the creation day of documents that state none, which is the day of all articles. The
    listener hears of each article. Raises UsageError if there is no corpus, and DataError at a document that can't
    be read, has no day, or repeats an id.
    """
    named = [places] if isinstance(places, str) else list(dict.fromkeys(places))
    if len(named) == 1 and not are_articles(named[0]):
        return _corpus(named[0], fields, listener)
    for each in named:
        are_articles(each)  # raises for timelines, before anything is read
    found = articles.read(named, fields.day, listener, lambda place: _corpus(place, fields, listener))
    return corpus.distinct(((path, 0), each) for path, each in found)


def are_articles(place: str) -> bool:
    """Returns whether a place is an article or a folder of articles.

    Raises UsageError for a folder of timelines, whose files have the endings of articles.
    """
    path = Path(place)
    if hub.is_address(place) or not path.is_dir():
        return articles.is_article(place)
    found = sniff(path)
    if found is not None and found.ordered:
        raise UsageError(
            f"{place}: {found.title}, which have no text; if they are articles, name the files: {place}/*.txt"
        )
    return found is None and articles.holds_articles(path)


def _corpus(place: str, fields: Fields, listener: articles.Listener) -> Iterator[Document]:
    path = Path(place)
    found = sniff(path) if path.exists() else None
    if found is None or found.documents is None:
        return corpus.documents(place, fields, listener)
    return _dated(path, found, fields)


def _dated(path: Path, found: Format, fields: Fields) -> Iterator[Document]:
    assert found.documents is not None
    for document in found.documents(path):
        day = document.dct or fields.day
        if day is None:
            place = f"{path}: {document.id}"
            raise DataError([Fault(place, 0, "it states no day", "state a creation time, or give --dct")])
        yield Document(document.id, document.text, day, written=document.written)


def stream(predictions: Path | str, gold: Path | str) -> Stream | None:
    """Returns the stream of predictions and gold, to be scored one document at a time.

    Returns None if both are to be read whole: they are in different formats, or small, or their format can't
    be streamed. Raises UsageError for a path that no format recognises.
    """
    predictions, gold = Path(predictions), Path(gold)
    found = recognise(gold, "gold")
    if found.stream is None or recognise(predictions, "predictions") is not found:
        return None
    return found.stream(predictions, gold)


def _held(path: Path) -> str:
    """Returns, for a message, what a folder holds; nothing for a file."""
    if not path.is_dir():
        return ""
    names = sorted(each.name for each in path.iterdir())
    if len(names) > SHOWN:
        names = [*names[: SHOWN - 1], f"{len(names) - SHOWN + 1} more"]
    if len(names) > 1:
        return f" (it holds {', '.join(names[:-1])} and {names[-1]})"
    return f" (it holds {names[0]})" if names else " (it is empty)"
