"""A timeline as one HTML page: a picture by bokeh, whose script is written into the page, and a table.

The page loads nothing. All text of articles and systems is escaped (jinja2, autoescape on).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from bench.counts import plural
from bench.timelines.making import Made
from bench.timelines.story import SURE, Line

COLOURS = {"high": "#0072b2", "medium": "#009e73", "low": "#8a8a8a", "disputed": "#d55e00"}
"""The colours, from Okabe and Ito's palette; `MARKERS` tells lines apart without colour."""
MARKERS = {"high": "circle", "medium": "square", "low": "diamond", "disputed": "triangle"}
INK = "#7a7a7a"
"""The colour of axes, which can be read on a light and on a dark page."""
LANE, TALLEST = 18, 640
"""The height of a lane of the picture, and of the whole picture, in pixels."""
SHORT, SHORTER = 90, 34
"""The characters of a label that the picture shows when it is pointed at, and beside a marker."""
FEW = 25
"""The most lines of which the picture writes the labels."""
COLUMNS = ("first", "last", "middle", "lane", "when", "label", "who", "sure")


def page(made: Made) -> str:
    """Returns the page."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    script, picture, style = _picture(made)
    return environment.get_template("page.html.jinja").render(
        made=made,
        system=made.chain.ready.system.name,
        stages=made.chain.stages,
        count=plural(len(made.articles.documents), "article"),
        number=plural(len(made.lines), "line"),
        placed=plural(sum(_middle(line) is not None for line in made.lines), "line"),
        script=Markup(script),
        picture=Markup(picture),
        resources=Markup(style),
        legend=[(sure, COLOURS[sure]) for sure in SURE],
    )


def _picture(made: Made) -> tuple[str, str, str]:
    """Returns the script of the picture, its place on the page, and bokeh's own script."""
    from bokeh.embed import components
    from bokeh.models import ColumnDataSource, HoverTool, Range1d
    from bokeh.plotting import figure
    from bokeh.resources import Resources

    columns, lanes = _columns(made)
    height = min(max(lanes * LANE + 90, 220), TALLEST)
    plot = figure(
        x_axis_type="datetime",
        y_range=Range1d(start=max(lanes, 1), end=-1),  # the first line stands on top
        height=height,
        sizing_mode="stretch_width",
        tools="xpan,xwheel_zoom,xbox_zoom,reset",
        background_fill_alpha=0,
        border_fill_alpha=0,
        outline_line_color=None,
        toolbar_location="above",
    )
    for sure in SURE:
        data = {name: [value for value, each in zip(values, columns["sure"], strict=True) if each == sure]
                for name, values in columns.items()}  # fmt: skip
        source = ColumnDataSource(data)
        plot.segment("first", "lane", "last", "lane", source=source, color=COLOURS[sure], line_width=3, alpha=0.5)
        plot.scatter("middle", "lane", source=source, marker=MARKERS[sure], size=9, color=COLOURS[sure])
    plot.add_tools(HoverTool(tooltips=[("when", "@when"), ("what", "@label"), ("who", "@who"), ("sure", "@sure")]))
    if len(columns["label"]) <= FEW:
        _write_labels(plot, columns)
    plot.toolbar.logo = None
    plot.yaxis.visible = False
    plot.ygrid.visible = False
    plot.xgrid.grid_line_alpha = 0.3
    plot.xaxis.axis_label_text_color = plot.xaxis.major_label_text_color = INK
    plot.xaxis.axis_line_color = plot.xaxis.major_tick_line_color = plot.xaxis.minor_tick_line_color = INK
    script, place = components(plot)
    return script, place, Resources(mode="inline", components=["bokeh"]).render_js()


def _columns(made: Made) -> tuple[dict[str, list[Any]], int]:
    """Returns the columns of the picture's data, and the number of lanes.

    Each of a few lines has a lane of its own. Of many, a line stands in the first lane in which it meets no other.
    """
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    few = len(made.lines) <= FEW
    ends: list[datetime.date] = []
    for line in made.lines:
        middle = _middle(line)
        if middle is None:
            continue
        first, last = line.first or middle, line.last or middle
        free = (number for number, end in enumerate(ends) if end < first and not few)
        lane = next(free, len(ends))
        ends[lane : lane + 1] = [last]
        for name, value in {
            "first": _stamp(first),
            "last": _stamp(last),
            "middle": _stamp(middle),
            "lane": lane,
            "when": line.when,
            "label": line.label[:SHORT],
            "who": ", ".join(line.participants[:4]),
            "sure": line.sure,
        }.items():
            columns[name].append(value)
    return columns, len(ends)


def _write_labels(plot: Any, columns: Mapping[str, Sequence[Any]]) -> None:
    """Writes each label beside its marker: on the left of those in the right half of the picture."""
    half = sorted(columns["middle"])
    turn = half[0] + (half[-1] - half[0]) / 2 if half else None
    for place, label, lane in zip(columns["middle"], columns["label"], columns["lane"], strict=True):
        left = turn is not None and place > turn
        cut = label if len(label) <= SHORTER else f"{label[: SHORTER - 1]}…"
        plot.text(
            [place],
            [lane],
            [cut],
            x_offset=-10 if left else 10,
            text_align="right" if left else "left",
            text_baseline="middle",
            text_font_size="12px",
            text_color=INK,
        )


def _middle(line: Line) -> datetime.date | None:
    if line.first is None or line.last is None:
        return line.first or line.last
    return line.first + (line.last - line.first) / 2


def _stamp(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time())
