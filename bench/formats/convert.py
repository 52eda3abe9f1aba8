"""Annotated data rewritten in another format."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.dataset import hub
from bench.dataset.note import Note, fold
from bench.dataset.suite import NOTHING, Predictions, Suite
from bench.errors import DataError, Fault, UsageError
from bench.files import part_of
from bench.formats import registry
from bench.formats.annotated import Annotated
from bench.formats.carried import Lost
from bench.formats.format import Format


@dataclass(frozen=True, slots=True)
class Conversion:
    """The result of a conversion."""

    documents: int
    """The number of documents that were written."""
    lost: Sequence[str]
    """The parts that the new format doesn't carry, with counts: "the kind of 50 timexes"."""
    notes: Sequence[Note] = ()
    """The notes on the files that were read."""


def convert(
    source: str | Path,
    target: str | Path,
    *,
    to: str,
    from_: str | None = None,
    gold: str | Path | Suite | None = None,
    align: bool = False,
) -> Conversion:
    """Writes annotated data in another format, and returns what was written and what the format doesn't carry.

    ``to`` and ``from_`` are names of formats; without ``from_``, the format of ``source`` is recognised. With
    ``gold``, ``source`` is read as predictions for the documents of this gold, so that they can be corrected in an
    annotation tool; ``align`` allows their texts to differ from gold's in white space. ``target`` is written as a
    whole or not at all. Raises UsageError for an unknown format, one that can't be written or whose library isn't
    installed, and for a target that exists. Raises DataError for faults of the source, and for documents that the
    new format can't hold.
    """
    source, target = Path(source), Path(target)
    written = _writable(to)
    if hub.is_address(target):
        raise UsageError(
            f"{target}: bench writes no data set to the hub; write a folder by --to hf, and upload it"
        )
    if target.exists() or target.is_symlink():
        raise UsageError(f"{target} exists already; choose another name, or remove it")
    read = registry.recognise(source) if from_ is None else _forced(source, from_)
    suite, documents = _opened(source, read, gold, align)
    if suite.ordered:
        raise UsageError(f"{source}: {read.title} have no documents, so they can't be converted")
    lost, counted = Lost(written.carries), _Counted()
    lost.add("timeline" for _ in suite.timeline)
    part = part_of(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove(part)
        assert written.write_gold is not None
        written.write_gold(part, suite, counted.watch(lost.watch(documents)), lost.other)
        if not counted.documents:
            raise DataError([Fault(str(source), 0, "it has no documents", "name gold with at least one")])
        part.rename(target)
    except BaseException:
        _remove(part)
        raise
    return Conversion(counted.documents, tuple(lost.sentences), fold((*suite.notes, *counted.notes)))


class _Counted:
    """Counts documents, and keeps their notes, one of each kind."""

    def __init__(self) -> None:
        self.documents = 0
        self.notes: tuple[Note, ...] = ()

    def watch(self, documents: Iterable[Annotated]) -> Iterator[Annotated]:
        for each in documents:
            self.documents += 1
            if each.notes:
                self.notes = fold((*self.notes, *each.notes))
            yield each


def _writable(name: str) -> Format:
    found = registry.named(name)
    if found.write_gold is None:
        able = ", ".join(each.name for each in registry.FORMATS if each.write_gold is not None)
        raise UsageError(f"bench reads {found.title}, but doesn't write it; it writes {able}")
    registry.check_installed(found)
    return found


def _forced(source: Path, name: str) -> Format:
    """Returns the format with this name, if the source has files of it."""
    found = registry.named(name)
    if not registry.exists(source):
        raise UsageError(f"{source}: there is no such file or folder; name the data to convert")
    if not found.files(source):
        raise UsageError(f"{source}: no {found.sign} ({found.title}) here")
    registry.check_installed(found)
    return found


def _opened(
    source: Path, read: Format, gold: str | Path | Suite | None, align: bool
) -> tuple[Suite, Iterator[Annotated]]:
    """Returns the suite without documents, and its documents one at a time where the format allows it."""
    if gold is not None:
        suite = gold if isinstance(gold, Suite) else registry.read_gold(gold)
        predictions = registry.read_predictions(source, suite, align=align)
        known = tuple(each for each in suite.documents if each.id in predictions.layers)
        suite = replace(
            suite,
            documents=known,
            layers=predictions.layers,
            timeline=predictions.timeline,
            labelled_layers=predictions.covers,
            notes=(*predictions.notes, *_left_out(source, suite, predictions)),
            predicted=True,
        )
    elif read.open_gold is not None:
        return read.open_gold(source)
    else:
        suite = read.read_gold(source)
    return replace(suite, documents=(), layers={}), _annotated(suite)


def _left_out(source: Path, suite: Suite, predictions: Predictions) -> Iterator[Note]:
    """Yields a note for each document of gold without predictions; it isn't written."""
    for each in suite.documents:
        if each.id not in predictions.layers:
            reason = predictions.failures.get(each.id, "there are no predictions for it")
            message = f"document {each.id!r} isn't written: {reason}"
            yield Note("document without predictions", str(source), 0, message)


def _annotated(suite: Suite) -> Iterator[Annotated]:
    return (Annotated(each, suite.layers.get(each.id, NOTHING)) for each in suite.documents)


def _remove(path: Path) -> None:
    """Removes a file or a folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
