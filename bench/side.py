"""One side of a comparison: the predictions of one or more systems, and what their records say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench import record
from bench.errors import UsageError
from bench.evaluation import RECORD
from bench.formats import folder
from bench.record import Record
from bench.suite import ACROSS, Predictions, Suite


@dataclass(frozen=True, slots=True)
class Contestant:
    """A system's predictions."""

    name: str
    predictions: Predictions
    record: Record | None
    """None where the predictions stand alone."""
    digest: str
    """Over what was predicted, whatever it is called."""

    @property
    def documents(self) -> frozenset[str]:
        """Those it was asked for, failed ones too."""
        return frozenset({*self.predictions.layers, *self.predictions.failures} - {ACROSS})


@dataclass(frozen=True, slots=True)
class Side:
    """Base or head."""

    label: str
    """What a reader calls it: a path or a revision."""
    systems: Mapping[str, Contestant]
    alone: bool = False
    """Whether one system was named, and is to be compared whatever it is called."""


def read(path: Path, suite: Suite, label: str = "") -> Side:
    """The systems of a results folder (``results``, ``results/SUITE``), or one system's folder or record.

    Annotators have no predictions and are left out. Raises UsageError where there is nothing, DataError for files
    that can't be read.
    """
    label = label or str(path)
    if path.name == RECORD:
        path = path.parent
    if not path.is_dir():
        raise UsageError(f"{path}: there is no such folder, and no such git revision; name results to compare")
    if (path / RECORD).is_file() or (path / "documents.jsonl").is_file():
        one = _contestant(path, suite)
        return Side(label, {one.name: one}, alone=True)
    for place in (path / suite.name, path):
        found = {one.name: one for one in _contestants(place, suite)}
        if found:
            return Side(label, found)
    raise UsageError(f"{label}: no results of {suite.name} here; write some with bench evaluate --output")


def _contestants(path: Path, suite: Suite) -> Iterator[Contestant]:
    for place in sorted(path.glob(f"*/{RECORD}")):
        if (place.parent / "documents.jsonl").is_file():
            yield _contestant(place.parent, suite)


def _contestant(path: Path, suite: Suite) -> Contestant:
    about = record.read(path / RECORD) if (path / RECORD).is_file() else None
    name = about.name if about else path.resolve().name
    if about and about.suite != suite.name:
        raise UsageError(
            f"{path}: these are results on {about.suite}, not on {suite.name}; name its gold with --suite"
        )
    return Contestant(name, folder.read_predictions(path, suite), about, _digest(path))


def _digest(path: Path) -> str:
    whole = hashlib.sha256()
    for file in sorted(path.glob("*.jsonl")):
        whole.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()
