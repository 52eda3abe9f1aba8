"""The standard figures by name, and their files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.errors import UsageError
from bench.figures import suite_results
from bench.figures.suite_results import SuiteResults
from bench.files import cannot_write, write_bytes
from bench.gold.load import load
from bench.plots import history, intervals, kinds, precision_recall, speed, style
from bench.plots.sheet import LeftOut

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES: Mapping[str, Callable[[SuiteResults], Figure]] = {
    "precision-recall-times": precision_recall.times,
    "precision-recall-events": precision_recall.events,
    "intervals": intervals.draw,
    "kinds": kinds.draw,
    "history": history.draw,
    "speed": speed.draw,
}
"""Name of the file → the function that draws it, or raises LeftOut. A new figure is a module and a line here."""


@dataclass(frozen=True, slots=True)
class DrawnFigure:
    """The files of a standard figure, or why it has none."""

    name: str
    files: Sequence[Path]
    reason: str = ""


def draw(
    results: str | Path,
    folder: str | Path,
    *,
    gold: str | Path | None = None,
    speed: str | Path | None = None,
    forms: Sequence[str] = ("svg", "png"),
) -> tuple[SuiteResults, list[DrawnFigure]]:
    """Draws the standard figures of ``RESULTS/SUITE`` into a folder. Returns what they show, and their files.

    With ``gold``, the folder of a suite, records of another state of it are left out; without it all records must
    be of one state. ``speed`` is a file that ``bench evaluate --speed`` wrote. Forms are "svg", "png" and "pdf".
    Raises UsageError if matplotlib isn't installed, for results without a record to draw, and for a folder that
    can't be written to; DataError for a file that is broken.
    """
    style.require()
    golds = {} if gold is None else {Path(gold): load(Path(gold))}
    found = suite_results.read(Path(results), golds, [] if speed is None else [Path(speed)])
    if golds and found.gold is None:
        raise UsageError(
            f"{results}: every record is of another state of the gold or of bench; "
            "run bench evaluate --output again, or name their gold with --gold"
        )
    return found, write(found, Path(folder), forms)


def write(results: SuiteResults, folder: Path, forms: Sequence[str]) -> list[DrawnFigure]:
    """Writes each figure in each form. Returns its files, or why it has none.

    Raises UsageError if matplotlib isn't installed or the folder can't be written to.
    """
    style.require()
    found = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, figure in FIGURES.items():
            try:
                with style.settings():
                    drawn = figure(results)
                    files = [folder / f"{name}.{form}" for form in forms]
                    for path, form in zip(files, forms, strict=True):
                        write_bytes(path, style.written(drawn, form, name))
            except LeftOut as reason:
                found.append(DrawnFigure(name, (), str(reason)))
            else:
                found.append(DrawnFigure(name, files))
    except OSError as error:
        raise cannot_write(folder, error) from None
    return found
