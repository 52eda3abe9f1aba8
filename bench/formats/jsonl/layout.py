"""The files of a suite's folder and of a predictions folder, by their names without ``.jsonl``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.dataset.suite import RESOLVED
from bench.sdk.declare import LAYERS, referred
from bench.sdk.protocol import UNLOCATED

DOCUMENTS = "documents"
"""The file that a folder is recognised by."""
LAYER_FILES = (DOCUMENTS, "timexes", "events", "links", "timeline", "ignore")
"""The files that a suite's digest covers, in this order."""
GIVEN: Mapping[str, str] = {"timexes": "given-timexes", "events": "given-events"}
"""Layer → the file of the annotations that a system was given, for its links and its timeline to refer to. They
aren't scored."""


@dataclass(frozen=True, slots=True)
class PredictedDocument:
    """A line of a predictions folder's ``documents.jsonl``."""

    id: str
    status: str = "done"
    """"done" or "failed"."""
    reason: str | None = None
    unresolved: str | None = None
    """The cause, where asking for given spans failed."""


def path_of(folder: Path, name: str) -> Path:
    """Returns the path of a file by its name in this module."""
    return folder / f"{name}.jsonl"


def has(folder: Path, name: str) -> bool:
    """Returns whether a folder has a file, by its name in this module."""
    return path_of(folder, name).is_file()


def files(folder: Path) -> Sequence[Path]:
    """Returns the JSON Lines files of a suite's or a predictions folder, by name; none in another folder."""
    return sorted(folder.glob("*.jsonl")) if has(folder, DOCUMENTS) else []


def covered(folder: Path) -> tuple[str, ...]:
    """Returns the layers that a predictions folder has a file of: the layers that were asked for."""
    return tuple(name for name in LAYERS if has(folder, name))


def has_resolved(folder: Path) -> bool:
    """Returns whether a predictions folder has answers for given spans."""
    return has(folder, RESOLVED)


def written(layers: Sequence[str]) -> dict[str, str]:
    """Returns layer → its file, for each layer predicted and each that these refer to."""
    return {**{layer: layer for layer in layers}, **{layer: GIVEN[layer] for layer in referred(layers)}}


def remove_others(folder: Path, layers: Sequence[str], *, resolved: bool) -> None:
    """Removes the files that an earlier state of a system left, when it had other layers, or resolved spans."""
    keep = {*written(layers).values(), *([RESOLVED] if resolved else ())}
    for name in {*LAYERS, *GIVEN.values(), RESOLVED, UNLOCATED} - keep:
        path_of(folder, name).unlink(missing_ok=True)
