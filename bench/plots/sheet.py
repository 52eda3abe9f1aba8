"""A sheet: a matplotlib figure with positions in points, notes at the foot and a key of the markers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bench.plots.style import (
    APART,
    DPI,
    EDGE,
    FINE,
    KEY,
    LINE,
    RADIUS,
    SIZE,
    SMALL,
    SORTS,
    text_width,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class LeftOut(Exception):  # noqa: N818 - it is no error
    """The error for a plot that can't be drawn from the given results. The message is the reason."""


class Sheet:
    """A matplotlib figure with positions in points from the left and the top.

    If there are several ``sorts`` of markers, a key is at the top. Below the plot's ``height`` come the notes, and
    last the signature (``line``).
    """

    def __init__(
        self, width: float, height: float, *, sorts: Iterable[str] = (), notes: Iterable[str] = (), line: str
    ) -> None:
        from matplotlib.figure import Figure

        room = width - 2 * EDGE
        foot = [part for note in (*notes, line) for part in wrapped(note, FINE, room)]
        step = FINE * LINE
        present = set(sorts)
        rows = _keys([SORTS[sort] for sort in SORTS if sort in present], room) if len(present) > 1 else []
        self._top = len(rows) * KEY + 3 if rows else 0.0
        self.width, self.height = width, self._top + height + len(foot) * step + 2 * EDGE
        self.figure = Figure(figsize=(self.width / 72, self.height / 72), dpi=DPI, facecolor="white")
        for number, text in enumerate(reversed(foot)):
            self.text(EDGE, self.height - EDGE - number * step - 0.25 * FINE, text, FINE, top=0.0)
        for number, row in enumerate(rows):
            self._key(row, EDGE + number * KEY)

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Adds axes with this position and size, and returns them."""
        bottom = self.height - self._top - top - height
        place = (left / self.width, bottom / self.height, width / self.width, height / self.height)
        return self.figure.add_axes(place)

    def text(
        self, left: float, baseline: float, text: str, size: float = SIZE, top: float | None = None, **how: Any
    ) -> None:
        """Draws a line of text. ``left`` and ``baseline`` are the position of its start."""
        y = self.height - (self._top if top is None else top) - baseline
        self.figure.text(left / self.width, y / self.height, text, size=size, **how)

    def _key(self, row: Sequence[tuple[str, dict[str, Any]]], top: float) -> None:
        from matplotlib.lines import Line2D

        left = EDGE
        y = 1 - (top + 0.5 * SMALL) / self.height
        for name, how in row:
            across = [left + RADIUS] if "marker" in how else [left, left + _sample(how)]
            mark = Line2D(
                [x / self.width for x in across],
                [y] * len(across),
                linestyle="none" if "marker" in how else "-",
                transform=self.figure.transFigure,
                **how,
            )
            self.figure.add_artist(mark)
            left += _sample(how) + 2.5
            self.text(left, top + 0.86 * SMALL, name, SMALL, top=0.0)
            left += text_width(name, SMALL) + APART


def _sample(how: Mapping[str, Any]) -> float:
    """Returns the width of a marker or line in the key, in points."""
    return 2 * RADIUS if "marker" in how else 4 * RADIUS


def _keys(keys: Sequence[tuple[str, dict[str, Any]]], width: float) -> list[list[tuple[str, dict[str, Any]]]]:
    """Returns the entries of the key in rows, each at most ``width`` points wide."""
    rows: list[list[tuple[str, dict[str, Any]]]] = []
    left = 0.0
    for name, how in keys:
        takes = _sample(how) + 2.5 + text_width(name, SMALL)
        if not rows or left + takes > width:
            rows.append([])
            left = 0.0
        rows[-1].append((name, how))
        left += takes + APART
    return rows
