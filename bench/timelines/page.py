"""One timeline, or two beside each other, as one HTML page: a picture and a table.

The page loads nothing. All text of articles and systems is escaped (jinja2, autoescape on).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from bench.counts import plural
from bench.timelines.comparing import Beside
from bench.timelines.making import Made, missing
from bench.timelines.picture import LOOKS, TWO, Picture, draw, middle


def page(made: Made) -> str:
    """Returns the page of one timeline."""
    picture = draw([[(line.sure, line)] for line in made.lines], LOOKS)
    return _rendered(
        "page.html.jinja",
        picture,
        made=made,
        missing=missing([made], made.hidden),
        count=plural(len(made.articles.documents), "article"),
        number=plural(len(made.lines), "line"),
        placed=plural(sum(middle(line) is not None for line in made.lines), "line"),
        legend=[(sure, Markup(look.legend)) for sure, look in LOOKS.items()],
    )


def beside_page(two: Beside, title: str, alike: str) -> str:
    """Returns the page of two timelines. ``alike`` stands in rows that both tell alike."""
    looks = dict(zip(two.names, TWO, strict=True))
    rows = [
        [(name, line) for name, line in zip(two.names, row.lines, strict=True) if line is not None]
        for row in two.rows
    ]
    return _rendered(
        "beside.html.jinja",
        draw(rows, looks),
        two=two,
        missing=missing(two.made, two.hidden),
        alike=alike,
        title=title,
        placed=plural(sum(any(middle(line) is not None for _, line in row) for row in rows), "row"),
        legend=[(name, Markup(look.legend)) for name, look in looks.items()],
    )


def _rendered(template: str, picture: Picture, **values: Any) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(
        script=Markup(picture.script),
        picture=Markup(picture.place),
        resources=Markup(picture.resources),
        **values,
    )
