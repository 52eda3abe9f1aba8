"""The style of plots: sizes in points, for a paper's column; markers that differ in shape and colour.

The user's settings of matplotlib are ignored, so that the same results give the same bytes.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bench.errors import UsageError
from bench.measures import named
from bench.results.names import flagged
from bench.results.record import Record

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMN, PAGE = 240.0, 455.0
"""The widths of a paper's column and of its page's text, in points."""
SIZE, SMALL, FINE = 7.0, 6.5, 5.0
"""The font sizes in points: of titles and axes, of names and ticks, and of notes."""
LINE = 1.2
"""The height of a line of text, as a multiple of the font size."""
EDGE = 3.0
"""The width of the margins, in points."""
KEY, APART = SIZE * LINE, 10.0
"""The height of a row of the key, and the distance between two entries in it, in points."""
DPI = 300
LONGEST = 28
"""The largest number of characters of a name. Longer names are cut."""
INK, GREY, PALE, BLUE, RED = "#222222", "#b0b0b0", "#d4d4d4", "#0072b2", "#d55e00"
"""Colours. The last two are from Okabe and Ito's palette, which colour-blind readers can distinguish."""
PALETTE = (BLUE, RED, "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#222222")
DASHES: tuple[Any, ...] = ("-", (0, (4, 1.5)), (0, (1, 1)), (0, (5, 1, 1, 1)), (0, (5, 1, 1, 1, 1, 1)))
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<", ">")
RADIUS = 2.4
"""Half the width of a marker with its edge, in points."""
SORTS: dict[str, tuple[str, dict[str, Any]]] = {
    "system": ("system", {"marker": "o", "color": BLUE, "markerfacecolor": BLUE}),
    "given": ("system that was given gold", {"marker": "o", "color": BLUE, "markerfacecolor": "white"}),
    "annotator": ("annotator", {"marker": "D", "color": RED, "markerfacecolor": "white"}),
    "same": ("same F1 (%)", {"color": GREY, "linewidth": 0.6}),
}
"""For each sort of point (`bench.figures.scatter.sort_of`) or line, its name in the key and its properties."""

SETTINGS: dict[Any, Any] = {
    "font.family": ["DejaVu Sans"],  # part of matplotlib
    "font.size": SIZE,
    "text.parse_math": False,  # a "$" in a name begins no formula
    "axes.unicode_minus": True,
    "axes.linewidth": 0.5,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.labelsize": SIZE,
    "axes.labelpad": 2.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.major.width": 0.5,
    "ytick.major.width": 0.5,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "xtick.major.pad": 2.0,
    "ytick.major.pad": 2.0,
    "lines.linewidth": 0.9,
    "lines.markersize": 2 * RADIUS - 0.8,
    "lines.markeredgewidth": 0.8,
    "path.simplify": False,
    "svg.fonttype": "path",  # text looks the same without the font
    "svg.hashsalt": "timeline-bench",
    "pdf.fonttype": 42,
}
UNDATED: dict[str, dict[str, None]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
"""For each form, the metadata to leave out, because they would differ between days or versions."""
FORMS = tuple(UNDATED)


def require() -> None:
    """Raises UsageError if matplotlib isn't installed."""
    try:
        import matplotlib  # noqa: F401 - is it there?
    except ImportError:
        raise UsageError(
            "plots are drawn with matplotlib; run: python -m pip install 'timeline-bench[plots]'"
        ) from None


@contextmanager
def settings() -> Iterator[None]:
    """Within the context, matplotlib has its default settings, changed by `SETTINGS`."""
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(SETTINGS)
        yield


def written(figure: Figure, form: str, title: str) -> bytes:
    """Returns the content of a plot's file, with its title and without a date in the metadata."""
    out = io.BytesIO()
    figure.savefig(out, format=form, dpi=DPI, metadata={**UNDATED[form], "Title": title})
    return out.getvalue()


@functools.cache
def text_width(text: str, size: float) -> float:
    """Returns the width of a line of text in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    font = FontProperties(family=SETTINGS["font.family"], size=size)
    return float(TextToPath().get_text_width_height_descent(text, font, ismath=False)[0])


def widest(texts: Iterable[str], size: float) -> float:
    """Returns the width of the widest line of text in points, or 0 if there is none."""
    return max((text_width(text, size) for text in texts), default=0.0)


def wrapped(text: str, size: float, width: float) -> list[str]:
    """Returns a text in lines that are at most ``width`` points wide. Only a single long word may be wider."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def span(figures: Sequence[float]) -> tuple[float, float]:
    """Returns the bounds of an axis around some percentages: multiples of five, at least two points away."""
    low = max(0.0, 5 * ((min(figures) - 2) // 5))
    high = min(100.0, -5 * (-(max(figures) + 2) // 5))
    return low, high


def ticks(low: float, high: float) -> list[float]:
    """Returns the values at the ticks of a percentage axis: multiples of 2, 5, 10 or 20."""
    step = next(step for step in (2, 5, 10, 20) if (high - low) / step <= 10)
    return [step * number for number in range(int(-(-low // step)), int(high // step) + 1)]


def label_axis(axes: Axes, text: str, width: float, left: float) -> None:
    """Writes the title of the y axis at the left edge of the sheet.

    The axes are ``width`` points wide and begin ``left`` points from that edge.
    """
    axes.set_ylabel(text, va="top", labelpad=0)
    axes.yaxis.set_label_coords((EDGE - left) / width, 0.5)


def title(measure: str) -> str:
    """Returns the title of a panel: the measure in words, with its name in brackets."""
    return named(measure).words


def look(number: int) -> dict[str, Any]:
    """Returns the colour, dashes and marker of the line with this number.

    They differ between neighbouring lines. The combination of dashes and marker differs among 45 lines, and the
    combination of all three among 315.
    """
    return {
        "color": PALETTE[number % len(PALETTE)],
        "linestyle": DASHES[number % len(DASHES)],
        "marker": MARKERS[number % len(MARKERS)],
    }


def label(record: Record) -> str:
    """Returns a record's name with its flags. A name of more than `LONGEST` characters is cut."""
    return flagged(record, longest=LONGEST)
