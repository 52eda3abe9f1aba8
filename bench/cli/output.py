"""Printing: tables and data on standard output, in the chosen format, and notes on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import click
from rich.console import Console

from bench.cli import failures
from bench.cli.streams import note as note
from bench.cli.streams import say as say
from bench.counts import plural
from bench.dataset.note import Note
from bench.escapes import in_json, visible
from bench.harness.outcome import unheard
from bench.harness.setting import Setting
from bench.render.grid import Grid, latex, markdown, print_grids
from bench.results.record import Record
from bench.results.speed import Speed
from bench.scoring.result import Contradicted
from bench.sdk.model import Usage
from bench.systems import selection
from bench.systems.dependencies import Ready
from bench.systems.selection import Request

WIDTH_WITHOUT_TERMINAL = 120


def stdout() -> Console:
    """Returns the console for standard output: as wide as COLUMNS or the terminal says, or else 120 characters."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else WIDTH_WITHOUT_TERMINAL
    return Console(width=width, highlight=False)


def print_tables(grids: Iterable[Grid], format_: str) -> None:
    """Prints tables as Markdown, as LaTeX, or else as text for a terminal."""
    if format_ in ("markdown", "latex"):
        print_data("\n".join(map(markdown if format_ == "markdown" else latex, grids)), format_)
    else:
        print_grids(grids, stdout())


def results_table(folder: Path, current: list[Record], stale: list[Record]) -> str:
    """Returns Markdown tables of the records of the current gold and version of bench, and of quoted figures.

    ``folder`` is the suite's results folder. Prints a note for each of the other records, ``stale``.
    """
    # imported here, because it loads numpy, which commands that score nothing don't need
    from bench.render import scores
    from bench.render.quoted import grids as quoted_grids
    from bench.results import quoted

    for record in stale:
        note(f"not in the table: {record.name}, scored on another state of {record.suite}; evaluate it again")
    lines = [markdown(grid) for grid in (*scores.comparison(current), *quoted_grids(quoted.read(folder)))]
    return "\n".join([*lines, f"`{scores.suite_line(current)}`\n"])


def print_data(text: str, format_: str) -> None:
    """Prints a text in a format for programs, with a newline at its end.

    In JSON, control characters and characters that the encoding lacks are escaped, which doesn't change the data.
    In other formats control characters are made visible, except in CSV and GitHub commands that aren't printed on
    a terminal.
    """
    if format_ == "json":
        encoding = sys.stdout.encoding or "utf-8"
        text = in_json(text, encoding)
    elif format_ not in ("csv", "github") or sys.stdout.isatty():
        text = visible(text)
    click.echo(text, nl=bool(text) and not text.endswith("\n"))


def print_raw(text: str) -> None:
    """Prints a text byte for byte, so that it can be read again; on a terminal control characters are visible."""
    if sys.stdout.isatty():
        click.echo(visible(text), nl=not text.endswith("\n"))
        return
    sys.stdout.flush()
    raw = getattr(sys.stdout, "buffer", None)
    if raw is None:
        sys.stdout.write(text)
    else:
        raw.write(text.encode("utf-8", "surrogatepass"))
        raw.flush()


def notes(found: Iterable[Note]) -> None:
    """Prints notes on what was left out of files or read in an unexpected way. Equal notes are printed once."""
    for line in dict.fromkeys(map(str, found)):
        note(f"note: {line}")


def unlocated(document: str, number: int) -> str:
    """Returns a line with the number of predictions of a document whose words aren't in its text."""
    return f"{document}: {number} predicted in words that don't occur in it, so wrong"


def contradiction(found: Contradicted) -> str:
    """Returns a line that names a link and the links that contradict it."""
    link, *against = (f"{link.source} {link.relation} {link.target}" for link in (found.link, *found.against))
    place = f"{found.document}, {found.side} links"
    return f"{place}: {link}, against {', '.join(against)}" if against else f"{place}: {link}, against itself"


def tell_record(record: Record, name: str = "", *, place: str) -> None:
    """Prints notes on the failed documents of a record, and on predictions whose words aren't in the text.

    ``name`` is the system's name in these notes, and ``place`` says in words where all failed documents are named.
    """
    on = f"{name} on " if name else ""
    if len(record.unlocated) > failures.SINGLE:
        total, first = sum(record.unlocated.values()), next(iter(record.unlocated))
        note(f"unlocated: {on}{unlocated(f'{len(record.unlocated):,} documents', total)}; the first is {first}")
    else:
        for document, number in record.unlocated.items():
            note(f"unlocated: {on}{unlocated(document, number)}")
    failures.tell("failed", name, record.failures, place)
    if record.timeline_failure:
        note(f"failed: {on}the timeline: {record.timeline_failure}")
    given = {f"{document}, given spans": reason for document, reason in record.unresolved.items()}
    failures.tell("failed", name, given, place)


def tell_where_failed(setting: Setting) -> None:
    """Prints a note on how to see where systems failed, unless what they print is shown already."""
    if setting.heard is unheard:
        note("where it failed: --show-output shows what a system printed, and its traceback")


def select(request: Request, setting: Setting) -> tuple[list[Ready], Mapping[str, str]]:
    """Returns the systems of a request that are ready, and for each other system why it isn't ready.

    Prints a note for each system that is left out.
    """
    found = selection.select(request, setting.prepare)
    for fault in found.broken:
        note(f"not ready: {fault}")
    if found.needing_more:
        names = ", ".join(found.needing_more)
        note(f"left out, because they need more than is installed (--systems all): {names}")
    if found.by_name:
        note(f"left out, because they run only where they are named: {', '.join(found.by_name)}")
    for name, reason in found.unready.items():
        note(f"not ready: {name}: {reason}")
    return list(found.ready), found.unready


def select_one(name: str, folder: Path | None, setting: Setting) -> Ready:
    """Returns the system with this name or path, ready to run. Prints a note for each file without a system."""
    ready, broken = selection.select_one(name, folder, setting.prepare)
    for fault in broken:
        note(f"not ready: {fault}")
    return ready


def usage(used: Usage) -> str:
    """Returns the requests, tokens and cost of a usage in words. Unknown numbers are left out."""
    parts = [f"{used.requests:,} request{'' if used.requests == 1 else 's'}"]
    if used.input_tokens is not None and used.output_tokens is not None:
        parts.append(f"{used.input_tokens:,} tokens in and {used.output_tokens:,} out")
    if used.cost is not None:
        parts.append(f"costing {used.cost:,.4f}")
    return ", ".join(parts)


def speed_line(speed: Speed) -> str:
    """Returns a line about a run: its number of documents, its speed and its memory."""
    asked = f"{speed.documents} asked, {speed.documents - speed.failed} done, {speed.failed} failed"
    parts = [asked if speed.failed else f"{plural(speed.documents, 'document')} done"]
    if speed.recalled:
        parts.append(f"{speed.recalled} had been before")
    if speed.rate is not None:
        parts.append(f"{speed.rate:,.1f} a second")
    if speed.peak:
        parts.append(f"at most {speed.peak / 2**20:,.0f} MiB")
    if speed.usage is not None:
        parts.append(usage(speed.usage))
    return ", ".join(parts)
