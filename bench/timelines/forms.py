"""A timeline as a table, Markdown, JSON, CSV, iCalendar, an HTML page, or files of SemEval-2015 Task 4."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bench.counts import plural
from bench.errors import UsageError
from bench.render.grid import Grid, csv_text, markdown
from bench.timelines.making import Made
from bench.timelines.story import Line

FORMS = ("table", "markdown", "json", "csv", "ics", "html")
"""The forms of one text. Task 4's form is a folder (`bench.timelines.task4`)."""
ENDINGS = {".md": "markdown", ".json": "json", ".csv": "csv", ".ics": "ics", ".html": "html", ".txt": "table"}
"""The form that goes with the ending of a file's name."""
NEEDS = {"ics": "icalendar", "html": "bokeh"}
"""The library that a form needs."""
UNDATED = "no date"


def text(made: Made, form: str) -> str:
    """Returns a timeline in a form of `FORMS` other than a table for the terminal, which is `grid`.

    Raises UsageError if the form's library isn't installed.
    """
    write: Mapping[str, Callable[[Made], str]] = {
        "markdown": lambda each: markdown(grid(each)),
        "json": as_json,
        "csv": as_csv,
        "ics": as_calendar,
        "html": _page,
    }
    return write[form](made)


def check(form: str) -> None:
    """Raises UsageError, with what to install, if the library that a form needs isn't installed."""
    from importlib.util import find_spec

    needed = NEEDS.get(form)
    if needed and find_spec(needed) is None:
        raise UsageError(
            f"{form} needs {needed}, which isn't installed; install the extra: "
            "pip install 'timeline-bench[timeline]'"
        )


def grid(made: Made) -> Grid:
    """Returns the timeline as a table: date, what happened, who, from which words, how sure."""
    rows = [
        [line.when or UNDATED, line.label, ", ".join(line.participants[:4]), words(line), sureness(line)]
        for line in made.lines
    ]
    return Grid(
        title=f"Timeline of {plural(len(made.articles.documents), 'article')}, by {made.chain.name}",
        headers=("when", "what", "who", "from", "sure"),
        rows=rows,
        labels=5,
        note="" if rows else "No line.",
    )


def words(line: Line) -> str:
    """Returns the articles of a line, each with the words that it stands on: "a: visited, trip; b: visit"."""
    told: dict[str, list[str]] = {}
    for source in line.sources:
        told.setdefault(source.article, []).append(source.word)
    return "; ".join(f"{article}: {', '.join(dict.fromkeys(found))}" for article, found in told.items())


def sureness(line: Line) -> str:
    """Returns how sure a line is, and the dates that contradict each other."""
    return f"{line.sure}: {' or '.join(line.conflicts)}" if line.conflicts else line.sure


def line_object(line: Line) -> dict[str, Any]:
    """Returns a line as an object for JSON, with its sources."""
    return {
        "when": line.when,
        "first": None if line.first is None else line.first.isoformat(),
        "last": None if line.last is None else line.last.isoformat(),
        "label": line.label,
        "participants": [*line.participants],
        "sure": line.sure,
        "conflicts": [*line.conflicts],
        "sources": [
            {
                "article": source.article,
                "start": source.start,
                "end": source.end,
                "word": source.word,
                "words": source.words,
                "when": source.when,
            }
            for source in line.sources
        ],
    }


def as_json(made: Made) -> str:
    """Returns the timeline as JSON text: the system, its stages, and the lines with their sources."""
    data = {
        "system": made.chain.name,
        "stages": made.chain.stages,
        "articles": [{"id": each.id, "dct": each.dct.isoformat()} for each in made.articles.documents],
        "failures": dict(made.predictions.failures),
        "lines": [line_object(line) for line in made.lines],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def as_csv(made: Made) -> str:
    """Returns the timeline as CSV, a row for each line."""
    headers = ("when", "first", "last", "what", "who", "from", "sure", "conflicts")
    rows: list[Sequence[object]] = [
        (
            line.when or "",
            line.first or "",
            line.last or "",
            line.label,
            "; ".join(line.participants),
            words(line),
            line.sure,
            "; ".join(line.conflicts),
        )
        for line in made.lines
    ]
    return csv_text(headers, rows)


def as_calendar(made: Made) -> str:
    """Returns the timeline as iCalendar (RFC 5545): an all-day event for each line of which both ends are known.

    Lines without one of the ends have no place in a calendar; `unplaced` counts them.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//timeline-bench//bench timeline//EN")
    calendar.add("version", "2.0")
    for number, line in enumerate(made.lines, 1):
        if line.first is None or line.last is None:
            continue
        event = Event()
        event.add("uid", f"{number}-{line.sources[0].article if line.sources else ''}@timeline-bench")
        # RFC 5545 asks for the time at which the entry was made; the day itself keeps equal runs equal
        event.add("dtstamp", datetime.datetime.combine(line.first, datetime.time(), datetime.UTC))
        event.add("dtstart", line.first)
        event.add("dtend", line.last + datetime.timedelta(days=1))
        event.add("summary", line.label)
        event.add("description", f"{words(line)}\nSure: {sureness(line)}")
        calendar.add_component(event)
    return str(calendar.to_ical().decode())


def unplaced(made: Made) -> int:
    """Returns the number of lines that a calendar can't hold: one of their ends is unknown."""
    return sum(line.first is None or line.last is None for line in made.lines)


def _page(made: Made) -> str:
    from bench.timelines.page import page

    return page(made)
