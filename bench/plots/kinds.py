"""The heat map of recall by kind of time: the share of gold times of a kind that have the right value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bench.figures.heat_map import VALUES_BY_KIND, heat_map
from bench.figures.suite_results import SuiteResults
from bench.plots.sheet import LeftOut, Sheet
from bench.plots.style import COLUMN, EDGE, INK, LINE, SIZE, SMALL, label, text_width, widest
from bench.render.grid import percent
from bench.results.names import legend

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW = SMALL * 1.5
GAP = 0.5
"""The distance between systems and annotators, in rows."""
DARK = 0.18
"""The luminance of a cell below which white text is more legible than black text (WCAG 2)."""


def draw(results: SuiteResults) -> Figure:
    """Draws a column for each kind and a row for each system, the system with the best F1 on top."""
    found = heat_map(results.records, VALUES_BY_KIND)
    if found is None:
        raise LeftOut("gold doesn't say of what kind its times are")
    from matplotlib import colormaps

    records, systems = [record for record, _ in found.rows], found.systems
    names = widest(map(label, records), SMALL)
    heads = [(kind, f"{size} in gold") for kind, size in found.columns]
    cell = max(38.0, *(max(text_width(line, SMALL) for line in head) + 6 for head in heads))
    width = max(COLUMN, 2 * EDGE + names + 4 + cell * len(heads))
    area = width - 2 * EDGE - names - 4
    gap = GAP if 0 < systems < len(records) else 0.0
    height = (len(records) + gap) * ROW
    top = SIZE * LINE + 2 * SMALL * LINE + 10
    sheet = Sheet(
        width, top + height + 4, notes=legend(records), line=f"{results.line}|measure:{VALUES_BY_KIND.measure}"
    )
    sheet.text(EDGE, EDGE + SIZE, VALUES_BY_KIND.title, weight="bold")
    left = EDGE + names + 4
    axes = sheet.axes(left, top, area, height)
    colours = colormaps["Blues"]
    rows = []
    for number, (_, figures) in enumerate(found.rows):
        row = number + (gap if number >= systems else 0.0)
        rows.append(row)
        for column, recall in enumerate(figures):
            colour = (1.0, 1.0, 1.0, 1.0) if recall is None else colours(0.9 * recall)
            axes.fill(
                [column, column + 1, column + 1, column],
                [row, row, row + 1, row + 1],
                facecolor=colour,
                edgecolor="white",
                linewidth=0.8,
            )
            axes.text(
                column + 0.5,
                row + 0.53,
                percent(recall),
                size=SMALL,
                ha="center",
                va="center_baseline",
                color="white" if _luminance(colour) < DARK else INK,
            )
    axes.set_xlim(0, len(heads))
    axes.set_ylim(len(records) + gap, 0)
    axes.set_yticks([row + 0.5 for row in rows], [label(each) for each in records])
    axes.set_xticks([column + 0.5 for column in range(len(heads))], ["\n".join(head) for head in heads])
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return sheet.figure


def _luminance(colour: Sequence[float]) -> float:
    """Returns the relative luminance (0 to 1) of an sRGB colour."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3]
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
