"""Drawing the standard figures of a results folder into files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.errors import UsageError
from bench.gold.load import load
from bench.plots import figures, material, style
from bench.results import speed as speeds
from bench.results.record import Record


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure as files."""

    name: str
    files: Sequence[Path]
    left_out: str
    """Why it has no files; empty where it has."""


def draw(
    results: str | Path,
    folder: str | Path,
    *,
    gold: str | Path | None = None,
    speed: str | Path | None = None,
    forms: Sequence[str] = ("svg", "png"),
) -> tuple[Sequence[Drawn], Sequence[Record]]:
    """Draw the figures of a suite's results into a folder, and return them and the records that were left out.

    Records of another state of ``gold`` are left out; without it, all must be of one state. ``speed`` is a file
    that ``bench evaluate --speed`` wrote. Raises UsageError where matplotlib isn't installed, where there are no
    results and where the folder can't be written to.
    """
    style.require()
    results = Path(results)
    if not results.is_dir():
        raise UsageError(f"{results}: there is no such folder; name a results folder, such as results/articles")
    suite = load(Path(gold)) if gold is not None else None
    found = material.read(results, suite, speeds.read(Path(speed)) if speed is not None else None)
    drawn = [Drawn(name, files, reason) for name, files, reason in figures.write(found, Path(folder), forms)]
    return drawn, found.stale
