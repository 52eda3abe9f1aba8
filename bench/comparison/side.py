"""One side of a comparison, base or head: the predictions of one or more systems, and their records."""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from bench import formats
from bench.dataset.note import Note
from bench.dataset.suite import Layers, Predictions, Suite
from bench.errors import DataError, Fault, UsageError
from bench.files import cannot_write, digest
from bench.formats import checks
from bench.results import git
from bench.results.store import RECORD, record_files, repeat_folders


@dataclass(frozen=True, slots=True)
class About:
    """The fields of a record that all versions of its schema have."""

    name: str
    suite: str
    suite_digest: str
    bench: str
    suite_version: str = ""
    predictions_digest: str = ""
    system_digest: str = ""
    environment_digest: str = ""
    wants: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contestant:
    """One system of a side: its predictions and its record."""

    name: str
    predictions: Predictions
    record: About | None
    """The record; None if the predictions have no ``record.json``."""
    digest: str
    """A digest over the predictions, without the system's name, so that a renamed system has the same."""
    repeats: tuple[Predictions, ...] = ()
    """The predictions of the runs after the first, if the system ran several times."""
    folder: Path | None = None
    """The folder that the predictions were read from; None if they were in memory."""

    @property
    def documents(self) -> frozenset[str]:
        """The ids of the documents with predictions, and of those that failed.

        For ordered timelines it has the names of the participants.
        """
        found = self.predictions
        return frozenset({*found.layers, *found.failures, *found.ordered})


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: the older (base) or the newer (head)."""

    label: str
    """The side's name in output: a path or a revision."""
    systems: Mapping[str, Contestant]
    alone: bool = False
    """True if the side is a single system that was named by itself. Two such systems may have different names."""

    @property
    def notes(self) -> Sequence[Note]:
        """Notes on content of the systems' files that was left out, or read in an unexpected way."""
        return [note for each in self.systems.values() for note in each.predictions.notes]


Reader = Callable[[Path, About | None], Predictions]
"""A function that reads the predictions in a folder, which may have a record."""


def read(path: Path, suite: Suite, label: str = "", *, align: bool = False) -> Side:
    """Returns the systems of a results folder (``results`` or ``results/SUITE``), or of one system's folder in it.

    Annotators are left out. Of results on other gold, only documents whose offsets fit this gold are read. Raises
    UsageError if there are no results, or if two subfolders have results of the same system. Raises DataError for
    files that can't be read.
    """
    return read_by(lambda folder, about: _predictions(folder, suite, about, align=align), path, suite.name, label)


def read_by(reader: Reader, path: Path, suite: str, label: str = "") -> Side:
    """Returns the systems of a results folder as `read` does, with predictions that ``reader`` reads.

    ``suite`` is the name of the suite.
    """
    label = label or str(path)
    if path.name == RECORD:
        path = path.parent
    if not path.is_dir():
        raise UsageError(f"{label}: no folder of results; write one with bench evaluate --output")
    if (path / RECORD).is_file() or formats.sniff(path):
        one = _contestant(reader, path, suite, label)
        return Side(label, {one.name: one}, alone=True)
    for place in (path / suite, path):
        if found := _contestants(reader, place, suite, label):
            return Side(label, found)
    raise UsageError(f"{label}: no results of {suite} here; write some with bench evaluate --output")


def named(name: str, results: Path, suite: Suite, *, align: bool = False) -> Side:
    """Returns the side that a name stands for: results at a path, or the folder ``results`` in a git revision.

    Raises UsageError for a name that is neither a path nor a revision, or that is both.
    """
    if (path := folder(name)) is not None:
        return read(path, suite, align=align)
    try:
        commit = git.short_name(name)
    except UsageError as error:
        near = difflib.get_close_matches(name, [*git.names(), *_folders(results)], n=3, cutoff=0.5)
        remedy = f"did you mean {' or '.join(near)}?" if near else "name results to compare"
        raise UsageError(f"{name}: there is no such folder, and {error}; {remedy}") from None
    label = name if name.startswith(commit) else f"{name} ({commit})"
    with _temporary() as into:
        try:
            extracted = git.extract(name, results, into)
        except OSError as error:
            raise cannot_write(into, error) from None
        try:
            return read(extracted, suite, label, align=align)
        except DataError as error:
            faults = [replace(each, path=f"{name}:{Path(each.path).relative_to(into)}") for each in error.faults]
            raise DataError(faults) from None


def folder(name: str) -> Path | None:
    """Returns the path that a name stands for; None if it can only be a git revision.

    Raises UsageError for a name that is both.
    """
    if not Path(name).exists():
        return None
    if git.is_revision(name):
        raise UsageError(
            f"{name}: a folder and a git revision are called so; "
            f"write ./{name} for the folder, refs/heads/{name} for the branch"
        )
    return Path(name)


@contextlib.contextmanager
def _temporary() -> Iterator[Path]:
    """Yields a temporary folder. Raises UsageError if none can be made."""
    try:
        folder = tempfile.TemporaryDirectory()
    except OSError as error:
        raise UsageError(
            f"no temporary folder can be made: {error.strerror}; make room, or set TMPDIR to another place"
        ) from None
    with folder as name:
        yield Path(name)


def _folders(results: Path) -> Iterator[str]:
    """Yields folders that a mistyped name may have meant: those here, of suites in ``results``, and of systems."""
    for pattern in ("*", f"{results}/*", f"{results}/*/*"):
        with contextlib.suppress(NotImplementedError, OSError):  # the pattern is absolute, or a folder unreadable
            yield from (str(path) for path in Path().glob(pattern) if path.is_dir())


def in_memory(label: str, predictions: Mapping[str, Predictions], *, alone: bool = False) -> Side:
    """Returns a side made of predictions in memory: a mapping from systems' names to their predictions."""
    systems = {name: Contestant(name, each, None, _said(each)) for name, each in predictions.items()}
    return Side(label, systems, alone=alone)


def _said(predictions: Predictions) -> str:
    ordered = sorted(predictions.ordered.items(), key=lambda each: each[0])
    said = repr((sorted(predictions.layers.items()), predictions.timeline, predictions.resolved, ordered))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _contestants(reader: Reader, path: Path, suite: str, label: str) -> dict[str, Contestant]:
    found: dict[str, Contestant] = {}
    places: dict[str, str] = {}
    for place in (each.parent for each in record_files(path)):
        if not formats.sniff(place):
            continue
        one = _contestant(reader, place, suite, label)
        if one.name in found:
            both = f"{places[one.name]} and {place.name}"
            raise UsageError(f"{label}: the folders {both} both have results of {one.name}; remove one of them")
        found[one.name], places[one.name] = one, place.name
    return found


def _contestant(reader: Reader, path: Path, suite: str, label: str) -> Contestant:
    about = _about(path / RECORD) if (path / RECORD).is_file() else None
    name = about.name if about else path.resolve().name
    if about and about.suite != suite:
        raise UsageError(
            f"{label}, {name}: these are results on {about.suite}, not on {suite}; name its gold with --gold"
        )
    predictions = reader(path, about)
    said = {file.name: file for file in formats.recognise(path).files(path)}
    repeats = tuple(reader(each, _about(each / RECORD)) for each in repeat_folders(path))
    return Contestant(name, predictions, about, digest(said), repeats, path)


def _predictions(path: Path, suite: Suite, about: About | None, *, align: bool) -> Predictions:
    if about is None or about.suite_digest == suite.digest:
        return formats.read_predictions(path, suite, align=align)
    return _fitting(formats.read_predictions(path), suite)


def _about(path: Path) -> About:
    remedy = "run bench evaluate again with --output"
    try:
        about = msgspec.json.decode(path.read_bytes(), type=About)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DataError([Fault(str(path), 0, f"not a results record: {error}", remedy)]) from None
    except OSError as error:
        raise DataError([Fault(str(path), 0, f"it can't be read: {error.strerror}", "mend its rights")]) from None
    for each in fields(About):
        value = getattr(about, each.name)
        if not (value if isinstance(value, str) else "".join(value)).isprintable():
            raise DataError(
                [Fault(str(path), 0, f"{each.name} {value!r} holds a character that no name may", remedy)]
            )
    return about


def _fitting(predictions: Predictions, suite: Suite) -> Predictions:
    """Returns those predictions of other gold that fit this suite.

    Documents whose offsets don't fit the suite's texts are left out, and so are resolved timexes whose span the
    suite's gold doesn't have.
    """
    texts = {document.id: document.text for document in suite.documents}

    def fits(name: str, layers: Layers) -> bool:
        placed: Iterator[Any] = chain(layers.timexes, layers.events, layers.ignore)
        return name not in texts or all(
            checks.fits(item.start, item.end, item.text, texts[name]) for item in placed
        )

    layers = {name: found for name, found in predictions.layers.items() if fits(name, found)}
    resolved = predictions.resolved
    if resolved:
        spans = {name: {*found.spans} for name, found in suite.layers.items()}
        answers = {
            name: tuple(each for each in given if (each.start, each.end) in spans.get(name, ()))
            for name, given in resolved.timexes.items()
        }
        resolved = replace(resolved, timexes=answers)
    return replace(predictions, layers=layers, resolved=resolved)
