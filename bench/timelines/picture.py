"""The picture of timelines on an HTML page: drawn by bokeh, whose script is written into the page.

Each row of marks tells one happening. It has one mark, or one for each of two timelines.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.timelines.story import SURE, Line

INK = "#7a7a7a"
"""The colour of axes and labels until the page's script has set that of its light or dark colours."""
LANE, TALLEST = 18, 900
"""The height of a lane of the picture, and of the whole picture, in pixels."""
NARROWEST = 620
"""The smallest width of the picture in pixels; a narrower page scrolls it sideways."""
MANY_NARROWEST = 1150
"""The same of a picture of more than `FEW` rows, so that the marks in a lane don't cover each other."""
SHORT, SHORTER = 90, 34
"""The characters of a label that the picture shows when it is pointed at, and beside a mark."""
FEW = 25
"""The most rows of which the picture writes the labels. Each of so few has a lane of its own."""
ACROSS = 120
"""The most marks side by side in a lane. Two of them stand at least the lane's length divided by this apart."""
MANY_LANE, MANY_SIZE = 11, 0.75
"""The height of a lane, and the size of marks compared with the usual one, if there are more than `FEW` rows."""
COLUMNS = ("first", "last", "middle", "lane", "when", "label", "who", "sure")
SHAPES = {
    "circle": '<circle cx="6" cy="6" r="5"/>',
    "square": '<path d="M1.5 1.5h9v9h-9z"/>',
    "diamond": '<path d="M6 .5 10 6 6 11.5 2 6z"/>',
    "triangle": '<path d="M6 1 11.5 11H.5z"/>',
    "ring": '<circle cx="6" cy="6" r="4.5" fill="none" stroke-width="2.5"/>',
    "dot": '<circle cx="6" cy="6" r="3"/>',
}
"""The marks as parts of an SVG picture of 12 × 12, for the legend."""


@dataclass(frozen=True, slots=True)
class Look:
    """The mark of a kind of line: a shape of `SHAPES`, and a colour from Okabe and Ito's palette."""

    shape: str
    colour: str
    size: float = 9

    @property
    def legend(self) -> str:
        """Returns the mark as a small SVG picture."""
        return (
            f'<svg class="mark" viewBox="0 0 12 12" aria-hidden="true" fill="{self.colour}" '
            f'stroke="{self.colour}" stroke-width="0">{SHAPES[self.shape]}</svg>'
        )


LOOKS: Mapping[str, Look] = dict(
    zip(
        SURE,
        (
            Look("circle", "#0072b2"),
            Look("square", "#009e73"),
            Look("diamond", "#8a8a8a"),
            Look("triangle", "#d55e00"),
        ),
        strict=True,
    )
)
"""The marks of one timeline's lines, by how sure a line is."""
TWO = (Look("ring", "#0072b2", 13), Look("dot", "#d55e00", 7))
"""The marks of two timelines: a dot in a ring is a date that both have."""
Marks = Sequence[tuple[str, Line]]
"""The lines of one row, each with the name of its look."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The parts of a page that hold a picture, as HTML."""

    script: str
    place: str
    resources: str
    """Bokeh's own script."""


def draw(rows: Sequence[Marks], looks: Mapping[str, Look]) -> Picture:
    """Returns the picture of rows of lines. Lines without a known day have no mark."""
    from bokeh.embed import components
    from bokeh.models import ColumnDataSource, HoverTool, Range1d
    from bokeh.plotting import figure
    from bokeh.resources import Resources

    placed = [found for row in rows if (found := [(name, line) for name, line in row if middle(line) is not None])]
    lanes = _lanes(placed)
    count = max(lanes, default=0) + 1
    few = len(placed) <= FEW
    plot = figure(
        x_axis_type="datetime",
        y_range=Range1d(start=count, end=-1),  # the first row stands on top
        height=min(max(count * (LANE if few else MANY_LANE) + 90, 220), TALLEST),
        min_width=NARROWEST if few else MANY_NARROWEST,
        sizing_mode="stretch_width",
        tools="xpan,xwheel_zoom,xbox_zoom,reset",
        active_drag=None,  # so that a finger scrolls the page
        background_fill_alpha=0,
        border_fill_alpha=0,
        outline_line_color=None,
        toolbar_location="above",
    )
    joined = [_ends(row) for row in placed if len(row) > 1]
    at = [lane for row, lane in zip(placed, lanes, strict=True) if len(row) > 1]
    plot.segment(
        [a for a, _ in joined], at, [b for _, b in joined], at, color=INK, line_dash="dotted", line_width=2
    )
    for name, look in looks.items():
        source = ColumnDataSource(_columns(placed, lanes, name))
        ring = look.shape == "ring"
        plot.segment("first", "lane", "last", "lane", source=source, color=look.colour, line_width=3, alpha=0.5)
        plot.scatter(
            "middle",
            "lane",
            source=source,
            marker="circle" if look.shape in ("ring", "dot") else look.shape,
            size=look.size * (1 if few else MANY_SIZE),
            line_color=look.colour,
            line_width=2.5 if ring else 1,
            fill_color=look.colour,
            fill_alpha=0 if ring else 1,
        )
    plot.add_tools(HoverTool(tooltips=[("when", "@when"), ("what", "@label"), ("who", "@who"), ("sure", "@sure")]))
    if few:
        _write_labels(plot, placed, lanes)
    plot.toolbar.logo = None
    plot.yaxis.visible = False
    plot.ygrid.visible = False
    plot.xgrid.grid_line_color, plot.xgrid.grid_line_alpha = INK, 0.25
    plot.xaxis.major_label_text_color = INK
    plot.xaxis.axis_line_color = plot.xaxis.major_tick_line_color = plot.xaxis.minor_tick_line_color = INK
    script, place = components(plot)
    return Picture(script, place, Resources(mode="inline", components=["bokeh"]).render_js())


def _lanes(rows: Sequence[Marks]) -> list[int]:
    """Returns the lane of each row: one for each of a few. Of many, the first in which it touches no other."""
    if len(rows) <= FEW:
        return [*range(len(rows))]
    spans = [_span(row) for row in rows]
    apart = (max(last for _, last in spans) - min(first for first, _ in spans)) / ACROSS
    ends: list[datetime.date] = []
    lanes = []
    for first, last in spans:
        middle = first + (last - first) / 2
        # a mark is as wide as `apart`, also where a day is narrower
        begins, stops = min(first, middle - apart / 2), max(last, middle + apart / 2)
        lane = next((number for number, end in enumerate(ends) if end < begins), len(ends))
        ends[lane : lane + 1] = [stops]
        lanes.append(lane)
    return lanes


def _span(row: Marks) -> tuple[datetime.date, datetime.date]:
    days = [day for _, line in row for day in (line.first, line.last) if day is not None]
    return min(days), max(days)


def _ends(row: Marks) -> tuple[datetime.datetime, datetime.datetime]:
    days = sorted(day for _, line in row if (day := middle(line)) is not None)
    return _stamp(days[0]), _stamp(days[-1])


def _columns(rows: Sequence[Marks], lanes: Sequence[int], look: str) -> dict[str, list[Any]]:
    """Returns the columns of the data of the lines with one look."""
    found = [*_records(rows, lanes, look)]
    return {name: [record[name] for record in found] for name in COLUMNS}


def _records(rows: Sequence[Marks], lanes: Sequence[int], look: str) -> Iterator[dict[str, Any]]:
    for row, lane in zip(rows, lanes, strict=True):
        for name, line in row:
            day = middle(line)
            if name == look and day is not None:
                yield {
                    "first": _stamp(line.first or day),
                    "last": _stamp(line.last or day),
                    "middle": _stamp(day),
                    "lane": lane,
                    "when": line.when,
                    "label": line.label[:SHORT],
                    "who": ", ".join(line.participants[:4]),
                    "sure": line.sure,
                }


def _write_labels(plot: Any, rows: Sequence[Marks], lanes: Sequence[int]) -> None:
    """Writes each row's label beside its marks: on the left of those in the right half of the picture."""
    spans = [_span(row) for row in rows]
    if not spans:
        return
    start, end = min(first for first, _ in spans), max(last for _, last in spans)
    for (first, last), row, lane in zip(spans, rows, lanes, strict=True):
        left = first + (last - first) / 2 > start + (end - start) / 2
        label = row[0][1].label
        plot.text(
            [_stamp(first if left else last)],
            [lane],
            [label if len(label) <= SHORTER else f"{label[: SHORTER - 1]}…"],
            x_offset=-12 if left else 12,
            text_align="right" if left else "left",
            text_baseline="middle",
            text_font_size="12px",
            text_color=INK,
        )


def middle(line: Line) -> datetime.date | None:
    """Returns the day in the middle of a line's date, or its known end; None if no day is known."""
    if line.first is None or line.last is None:
        return line.first or line.last
    return line.first + (line.last - line.first) / 2


def _stamp(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time())
