"""A heat map: of the times of each kind, how many each system gives the right value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bench.measures import leading
from bench.plots.material import LeftOut, Material, flags, label, ranked
from bench.plots.style import COLUMN, EDGE, INK, LINE, SIZE, SMALL, Sheet, text_width, widest
from bench.render.grid import percent
from bench.sdk.model import KINDS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MEASURE = leading("timexes").name
TITLE = leading("timexes").title
ROW = SMALL * 1.5
GAP = 0.5
"""Rows between systems and annotators."""
DARK = 0.18
"""Luminance below which white is seen better than black (WCAG 2)."""


def draw(material: Material) -> Figure:
    """Kinds beside each other, the best system by F1 on top."""
    records = [each for each in ranked(material.records, MEASURE) if each.slices.get("kind")]
    sizes = {
        kind: max(
            each.slices["kind"][kind][MEASURE].counts.gold for each in records if kind in each.slices["kind"]
        )
        for kind in KINDS
        if any(kind in each.slices["kind"] for each in records)
    }
    kinds = [kind for kind, size in sizes.items() if size]
    if not kinds:
        raise LeftOut("gold doesn't say of what kind its times are")
    from matplotlib import colormaps

    names = widest(map(label, records), SMALL)
    heads = [(kind, f"{sizes[kind]} in gold") for kind in kinds]
    cell = max(38.0, *(max(text_width(line, SMALL) for line in head) + 6 for head in heads))
    width = max(COLUMN, 2 * EDGE + names + 4 + cell * len(kinds))
    area = width - 2 * EDGE - names - 4
    systems = sum(each.role != "annotator" for each in records)
    gap = GAP if 0 < systems < len(records) else 0.0
    height = (len(records) + gap) * ROW
    top = SIZE * LINE + 2 * SMALL * LINE + 10
    sheet = Sheet(width, top + height + 4, notes=flags(records), line=f"{material.line}|measure:{MEASURE}")
    sheet.text(EDGE, EDGE + SIZE, f"{TITLE}: recall by kind (%)", weight="bold")
    left = EDGE + names + 4
    axes = sheet.axes(left, top, area, height)
    colours = colormaps["Blues"]
    rows = []
    for number, each in enumerate(records):
        row = number + (gap if number >= systems else 0.0)
        rows.append(row)
        for column, kind in enumerate(kinds):
            score = each.slices["kind"].get(kind, {}).get(MEASURE)
            recall = None if score is None or score.recall is None else 100 * score.recall
            colour = (1.0, 1.0, 1.0, 1.0) if recall is None else colours(0.9 * recall / 100)
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
                percent(None if recall is None else recall / 100),
                size=SMALL,
                ha="center",
                va="center_baseline",
                color="white" if _luminance(colour) < DARK else INK,
            )
    axes.set_xlim(0, len(kinds))
    axes.set_ylim(len(records) + gap, 0)
    axes.set_yticks([row + 0.5 for row in rows], [label(each) for each in records])
    axes.set_xticks([column + 0.5 for column in range(len(kinds))], ["\n".join(head) for head in heads])
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return sheet.figure


def _luminance(colour: Sequence[float]) -> float:
    """Relative luminance of an sRGB colour."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3]
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
