"""Two timelines beside each other as a table, Markdown, JSON, CSV or an HTML page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from bench.counts import plural
from bench.errors import UsageError
from bench.render.grid import Grid, csv_text, markdown
from bench.timelines import forms
from bench.timelines.comparing import Beside
from bench.timelines.story import Line

FORMS = ("table", "markdown", "json", "csv", "html")
"""The forms of two timelines. A calendar and Task 4's files hold one timeline."""
ALIKE = "–"
"""The text in the last column of a row that both tell alike."""


def check(form: str) -> None:
    """Raises UsageError for a form that holds one timeline only, and if the form's library isn't installed."""
    if form not in FORMS:
        raise UsageError(f"{form} holds one timeline; name one system without --gold, or use {', '.join(FORMS)}")
    forms.check(form)


def text(two: Beside, form: str) -> str:
    """Returns two timelines in a form of `FORMS` other than a table for the terminal, which is `grid`.

    Raises UsageError if the form's library isn't installed.
    """
    write: Mapping[str, Callable[[Beside], str]] = {
        "markdown": lambda each: markdown(grid(each)),
        "json": as_json,
        "csv": as_csv,
        "html": _page,
    }
    return write[form](two)


def grid(two: Beside) -> Grid:
    """Returns the rows as a table: what happened, its date on each side, and what differs."""
    rows = [
        [row.line.label, *(date(line) for line in row.lines), "; ".join(row.differences) or ALIKE]
        for row in two.rows
    ]
    return Grid(
        title=title(two),
        headers=("what", *two.names, "differs"),
        rows=rows,
        labels=4,
        note=two.summary,
    )


def title(two: Beside) -> str:
    """Returns the title: which timelines, and of how many articles."""
    return (
        f"Timelines of {plural(len(two.articles.documents), 'article')}, by {two.names[0]} and by {two.names[1]}"
    )


def date(line: Line | None) -> str:
    """Returns the date of one side's line; empty where the side has no line."""
    return "" if line is None else line.when or forms.UNDATED


def as_json(two: Beside) -> str:
    """Returns the rows as JSON text, each with both lines (null for none) and what differs."""
    data = {
        "timelines": [*two.names],
        "stages": {each.chain.name: each.chain.stages for each in two.made},
        "articles": [{"id": each.id, "dct": each.dct.isoformat()} for each in two.articles.documents],
        "failures": {each.chain.name: dict(each.predictions.failures) for each in two.made},
        "summary": two.summary,
        "rows": [
            {
                "lines": [None if line is None else forms.line_object(line) for line in row.lines],
                "differences": [*row.differences],
            }
            for row in two.rows
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def as_csv(two: Beside) -> str:
    """Returns the rows as CSV, with the columns of each side behind one another."""
    headers = ["what", *(f"{name} {column}" for name in two.names for column in _COLUMNS), "differs"]
    rows: list[Sequence[object]] = [
        [row.line.label, *(cell for line in row.lines for cell in _cells(line)), "; ".join(row.differences)]
        for row in two.rows
    ]
    return csv_text(headers, rows)


_COLUMNS = ("when", "first", "last", "what", "who", "from")


def _cells(line: Line | None) -> Sequence[object]:
    if line is None:
        return [""] * len(_COLUMNS)
    return [
        line.when or "",
        line.first or "",
        line.last or "",
        line.label,
        "; ".join(line.participants),
        forms.words(line),
    ]


def _page(two: Beside) -> str:
    from bench.timelines.page import beside_page

    return beside_page(two, title(two), ALIKE)
