"""Printing: tables on standard output in the form asked for, progress and diagnostics on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from bench.dataset.note import Note
from bench.harness.evaluate import Report
from bench.harness.outcome import Outcome
from bench.harness.timing import speed_of
from bench.render.grid import Grid, latex, markdown, print_grids
from bench.results.speed import Speed
from bench.scoring.result import Contradicted
from bench.sdk.model import Usage

WIDTH_WITHOUT_TERMINAL = 120


def stdout() -> Console:
    """The console for data: as wide as the terminal, or COLUMNS, else 120."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else WIDTH_WITHOUT_TERMINAL
    return Console(width=width, highlight=False)


def print_tables(grids: Iterable[Grid], format_: str) -> None:
    """Print grids as text for a terminal, as Markdown or as LaTeX."""
    if format_ in ("markdown", "latex"):
        click.echo("\n".join(map(markdown if format_ == "markdown" else latex, grids)), nl=False)
    else:
        print_grids(grids, stdout())


def note(message: str) -> None:
    """A line for the person at the terminal."""
    click.echo(message, err=True)


def notes(found: Iterable[Note]) -> None:
    """Print what readers left out of files, or read otherwise than one may expect, a line a kind."""
    for line in dict.fromkeys(map(str, found)):
        note(f"note: {line}")


def unlocated(document: str, number: int) -> str:
    """That predictions of a document have no place in it, in a line."""
    return f"{document}: {number} predicted in words that don't occur in it, so wrong"


def contradiction(found: Contradicted) -> str:
    """A contradicted link in a line, with the links that contradict it."""
    link, *against = (f"{link.source} {link.relation} {link.target}" for link in (found.link, *found.against))
    place = f"{found.document}, {found.side} links"
    return f"{place}: {link}, against {', '.join(against)}" if against else f"{place}: {link}, against itself"


@contextmanager
def progress(names: Iterable[str], documents: int) -> Iterator[list[Report]]:
    """A report function for each system: a bar each on a terminal, else a plain line when one is done."""
    listed = list(names)
    if sys.stderr.isatty():
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
            tasks = [bars.add_task(name, total=documents, start=False) for name in listed]
            yield [_advance(bars, task) for task in tasks]
        return
    yield [_plain(name, documents) for name in listed]


def _advance(bars: Progress, task: TaskID) -> Report:
    def report(_: Outcome) -> None:
        bars.start_task(task)
        bars.advance(task)

    return report


def _plain(name: str, documents: int) -> Report:
    outcomes: list[Outcome] = []

    def report(outcome: Outcome) -> None:
        outcomes.append(outcome)
        if len(outcomes) == documents:
            note(f"{name}: {speed_line(speed_of(outcomes))}")

    return report


def usage(used: Usage) -> str:
    """What a service took in a few words; what isn't known is left out."""
    parts = [f"{used.requests:,} request{'' if used.requests == 1 else 's'}"]
    if used.input_tokens is not None and used.output_tokens is not None:
        parts.append(f"{used.input_tokens:,} tokens in and {used.output_tokens:,} out")
    if used.cost is not None:
        parts.append(f"costing {used.cost:,.4f}")
    return ", ".join(parts)


def speed_line(speed: Speed) -> str:
    """A run in a line: how many documents, how fast, how much memory."""
    parts = [f"{speed.documents} documents done"]
    if speed.recalled:
        parts.append(f"{speed.recalled} had been before")
    if speed.rate is not None:
        parts.append(f"{speed.rate:,.1f} a second")
    if speed.peak:
        parts.append(f"at most {speed.peak / 2**20:,.0f} MiB")
    if speed.usage is not None:
        parts.append(usage(speed.usage))
    if speed.failed:
        parts.append(f"{speed.failed} failed")
    return ", ".join(parts)
