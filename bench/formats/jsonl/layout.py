"""The files of a suite's folder and of a predictions folder, by their names without ``.jsonl``."""

from __future__ import annotations

import difflib
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.dataset.note import Note
from bench.dataset.suite import RESOLVED
from bench.sdk.declare import LAYERS, referred
from bench.sdk.protocol import UNLOCATED

DOCUMENTS = "documents"
"""The file that a folder is recognised by."""
LAYER_FILES = (DOCUMENTS, "timexes", "events", "links", "timeline", "ignore")
"""The files that a suite's digest covers, in this order."""
GIVEN: Mapping[str, str] = {"timexes": "given-timexes", "events": "given-events"}
"""For each layer the file of annotations that a system was given, because its links or timeline refer to them.
They aren't scored."""


@dataclass(frozen=True, slots=True)
class PredictedDocument:
    """A line of a predictions folder's ``documents.jsonl``."""

    id: str
    status: str = "done"
    """"done" or "failed"."""
    reason: str | None = None
    unresolved: str | None = None
    """The cause if the document failed with given spans."""
    text: str | None = None
    """The text that the annotations are about, if the line states it; it should equal gold's."""


def path_of(folder: Path, name: str) -> Path:
    """Returns the path of a file by its name in this module."""
    return folder / f"{name}.jsonl"


def has(folder: Path, name: str) -> bool:
    """Returns whether a folder has a file, by its name in this module; a broken symbolic link counts as one."""
    return os.path.lexists(path_of(folder, name))


def files(folder: Path) -> Sequence[Path]:
    """Returns the sorted JSON Lines files of a suite's or a predictions folder; none of any other folder."""
    return sorted(path for path in folder.glob("*.jsonl") if path.is_file()) if has(folder, DOCUMENTS) else []


GOLD_FILES = LAYER_FILES
PREDICTION_FILES = (*LAYER_FILES, *GIVEN.values(), RESOLVED, UNLOCATED)
"""The files that bench reads: `GOLD_FILES` of gold, and these of predictions."""
SUFFIXES = (".jsonl", ".ndjson", ".jsonlines", ".json", ".jsonl.gz", ".parquet", ".csv", ".tsv", ".tml", ".xml")
"""The endings of files that may hold annotations."""
OTHERS = ("record.json", "run.json", "decisions.jsonl")
"""Files of a folder of predictions, or of adjudicated gold, that say how it was made."""


def unread(folder: Path, read: Collection[str], ending: str = ".jsonl") -> Iterator[Note]:
    """Yields a note for each file of a folder that may hold annotations and that bench doesn't read.

    ``read`` names the files that it reads, without their ``ending``.
    """
    names = {f"{name}{ending}" for name in read}
    for path in sorted(folder.iterdir()):
        name = path.name
        if name in names or name in OTHERS or name.startswith(".") or not name.lower().endswith(SUFFIXES):
            continue
        near = difflib.get_close_matches(name.lower().split(".")[0], sorted(read), n=1, cutoff=0.7)
        renamed = f"rename it to {near[0]}{ending} if it holds that layer" if near else ""
        remedy = renamed or f"the layers are {_listed(read, ending)}"
        yield Note(f"unread {path}", str(path), 0, f"nothing reads this file; {remedy}")


def _listed(names: Collection[str], ending: str) -> str:
    return ", ".join(f"{name}{ending}" for name in names if name != DOCUMENTS)


def covered(folder: Path) -> tuple[str, ...]:
    """Returns the layers for which a predictions folder has a file: the layers that the system was asked for."""
    return tuple(name for name in LAYERS if has(folder, name))


def has_resolved(folder: Path) -> bool:
    """Returns whether a predictions folder has answers for given spans."""
    return has(folder, RESOLVED)


def written(layers: Sequence[str]) -> dict[str, str]:
    """Returns the file of each predicted layer, and of each layer that the predictions refer to, by layer."""
    return {**{layer: layer for layer in layers}, **{layer: GIVEN[layer] for layer in referred(layers)}}


def remove_others(folder: Path, layers: Sequence[str], *, resolved: bool) -> None:
    """Removes the files of layers (or given spans) that only an earlier version of the system had."""
    keep = {*written(layers).values(), *([RESOLVED] if resolved else ())}
    for name in {*LAYERS, *GIVEN.values(), RESOLVED, UNLOCATED} - keep:
        path_of(folder, name).unlink(missing_ok=True)
