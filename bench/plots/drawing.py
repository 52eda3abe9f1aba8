"""The standard plots by name, and the writing of their files."""

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
from bench.plots import history, intervals, kinds, precision_recall, risk_coverage, speed, style
from bench.plots.sheet import LeftOut

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES: Mapping[str, Callable[[SuiteResults], Figure]] = {
    "precision-recall-times": precision_recall.times,
    "precision-recall-events": precision_recall.events,
    "intervals": intervals.draw,
    "kinds": kinds.draw,
    "risk-coverage": risk_coverage.draw,
    "history": history.draw,
    "speed": speed.draw,
}
"""For the name of each plot's file, the function that draws the plot, or raises LeftOut. A new plot needs a module
and a line here."""


@dataclass(frozen=True, slots=True)
class DrawnFigure:
    """The files of a standard plot, or the reason why it wasn't drawn."""

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
    """Draws the standard plots of ``RESULTS/SUITE`` into ``folder``. Returns the results and the plots' files.

    ``gold`` is the folder of the suite; records that were made with other gold or another version of bench are
    then left out. Without it, all records must have the same gold and version. ``speed`` is a file that ``bench
    evaluate --speed`` wrote. ``forms`` are "svg", "png" and "pdf". Raises UsageError if matplotlib isn't
    installed, for results without a record to draw, and for a folder that can't be written; DataError for a file
    that can't be read.
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
    """Writes each standard plot in each form. Returns the files of each plot, or the reason why it wasn't drawn.

    Raises UsageError if matplotlib isn't installed or the folder can't be written.
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
