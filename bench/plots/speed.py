"""F1 by documents a second: a panel for the headline measure of each layer."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bench.plots.material import LeftOut, Material, flags, label, ranked, title
from bench.plots.scatter import Panel, Point, Scale, grid, panel
from bench.plots.style import COLUMN, EDGE, LINE, PAGE, SIZE, Sheet, label_axis, sort_of, span, ticks
from bench.render.scores import SECTIONS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FEW = 10
"""Points that the column of a paper has room for."""
HEAD, FOOT = SIZE * LINE + 8, 30.0
LEFT, RIGHT = 29.0, 12.0


def draw(material: Material) -> Figure:
    """Systems by how fast they were; annotators weren't timed."""
    if material.speed is None:
        raise LeftOut("no speed was given; name a file that bench evaluate --speed wrote with --speed")
    rates = {name: rate for name, rate in material.speed.rates.items() if rate is not None}
    found = {}
    shown = []
    for section in SECTIONS:
        if section.whole:
            records = [
                each
                for each in ranked(material.records, section.headline)
                if each.name in rates and each.role != "annotator"
            ]
            if records:
                found[section.headline] = [
                    Point(
                        label(each),
                        rates[each.name],
                        100 * (each.measures[section.headline].f1 or 0.0),
                        sort_of(each),
                    )
                    for each in records
                ]
                shown += records
    if not found:
        raise LeftOut("the speed record has no rate of any system here")
    width = COLUMN if max(map(len, found.values())) <= FEW else PAGE
    # one axis for all, so that the same system stands in the same place
    exponents = [math.log10(point.x) for points in found.values() for point in points]
    low, high = math.floor(min(exponents) - 0.05), math.ceil(max(exponents) + 0.05)
    x = Scale(10.0**low, 10.0**high, log=True)
    panels: dict[str, Panel] = {}
    for measure, points in found.items():
        y = Scale(*span([point.y for point in points]))
        height = 0.62 * (width - LEFT - RIGHT) if width == COLUMN else max(120.0, 8.0 * len(points))
        panels[measure] = panel(points, x, y, width - LEFT - RIGHT, height)
    sheet = Sheet(
        width,
        sum(each.height + HEAD + FOOT for each in panels.values()),
        sorts=[point.sort for points in found.values() for point in points],
        notes=[*flags(shown), f"Measured on {material.speed.machine}; a system's own time, without its start."],
        line=material.line,
    )
    top = 0.0
    step = max(1, -(-(high - low) // 8))
    powers = [10.0**power for power in range(low, high + 1, step)]
    for measure, each in panels.items():
        sheet.text(EDGE, top + EDGE + SIZE, title(measure), weight="bold")
        axes = sheet.axes(LEFT, top + HEAD, each.width, each.height)
        each.draw(axes)
        axes.minorticks_off()
        axes.set_xticks(powers, [f"{power:,.10g}" for power in powers])
        axes.set_yticks(ticks(each.y.low, each.y.high))
        axes.set_xlabel("documents per second")
        label_axis(axes, "F1 (%)", each.width, LEFT)
        grid(axes, "both")
        top += HEAD + each.height + FOOT
    return sheet.figure
