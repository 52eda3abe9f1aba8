"""All standard figures, and how they become files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bench.files import cannot_write, write_bytes
from bench.plots import history, intervals, kinds, precision_recall, speed, style
from bench.plots.material import LeftOut, Material

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES: Mapping[str, Callable[[Material], Figure]] = {
    "precision-recall-times": precision_recall.times,
    "precision-recall-events": precision_recall.events,
    "intervals": intervals.draw,
    "kinds": kinds.draw,
    "history": history.draw,
    "speed": speed.draw,
}
"""Name of the file → what draws it, or raises LeftOut. A new one is a module and a line here."""


def write(material: Material, folder: Path, forms: Sequence[str]) -> Iterator[tuple[str, Sequence[Path], str]]:
    """Write each figure in each form; yield its name, its files, and why it has none.

    Raises UsageError where matplotlib isn't installed or the folder can't be written to.
    """
    style.require()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, draw in FIGURES.items():
            files = []
            try:
                with style.settings():
                    figure = draw(material)
                    for form in forms:
                        path = folder / f"{name}.{form}"
                        write_bytes(path, style.written(figure, form, name))
                        files.append(path)
            except LeftOut as reason:
                yield name, (), str(reason)
            else:
                yield name, files, ""
    except OSError as error:
        raise cannot_write(folder, error) from None
