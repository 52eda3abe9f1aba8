"""Progress on standard error: on a terminal a bar with the current system and document, otherwise single lines."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
from rich.table import Column
from rich.text import Text

from bench.cli.failures import Failing
from bench.cli.output import speed_line
from bench.cli.streams import note
from bench.counts import plural
from bench.escapes import visible
from bench.harness.evaluate import Evaluated, Report
from bench.harness.outcome import Outcome
from bench.measures import leading, named
from bench.render.grid import percent
from bench.systems.dependencies import Ready

EACH = 10_000
"""The number of documents between two lines of progress if standard error isn't a terminal."""


@dataclass(frozen=True, slots=True)
class Evaluating:
    """The functions by which an evaluation reports its progress."""

    started: Callable[[str], None]
    """A function that is called with the name of each system when its run begins."""
    reports: Sequence[Report]
    """A function for each system, which is called with each of the system's outcomes."""
    finished: Callable[[Evaluated], None]
    """A function that is called with the results of each system when it is finished."""


def drawn() -> bool:
    """Returns whether standard error is a terminal that can redraw a line."""
    return sys.stderr.isatty() and os.environ.get("TERM", "dumb") not in ("dumb", "unknown")


class Since(ProgressColumn):
    """The column of the progress bar that shows what a system does now, and for how many seconds."""

    max_refresh = None

    def render(self, task: Task) -> Text:
        """Returns what is being done, such as the current document, and the seconds since it began."""
        seconds = time.monotonic() - task.fields["since"]
        return Text(f"{task.fields['doing']}, {seconds:,.0f} s", overflow="ellipsis", no_wrap=True)


class Finished(ProgressColumn):
    """The column of the progress bar with the number of finished documents or systems, of all if that is known."""

    def render(self, task: Task) -> Text:
        """Returns the number of what is finished, such as "3/40", or "3" where nobody knows how many there are."""
        done = f"{int(task.completed):,}"
        if task.total is None:
            return Text(done)
        of = f"{int(task.total):,}"
        return Text(f"{done.rjust(len(of))}/{of}")


def _bars() -> Progress:
    name = TextColumn("{task.description}", markup=False, table_column=Column(overflow="ellipsis", no_wrap=True))
    since = Since(table_column=Column(ratio=1, overflow="ellipsis", no_wrap=True))
    bars = (name, BarColumn(10), Finished(), since)
    return Progress(*bars, console=Console(stderr=True), transient=True, expand=True)


@contextmanager
def evaluating(chosen: Sequence[Ready], documents: Sequence[str]) -> Iterator[Evaluating]:
    """Yields the functions by which an evaluation reports its progress.

    A terminal shows the current systems, their current documents, and the number of finished systems. A line with
    its main scores is printed when a system is finished.
    """
    names = [each.system.name for each in chosen]
    if not drawn():
        yield Evaluating(
            _announced if sys.stderr.isatty() else _silent,
            [_uncounted] * len(names),
            lambda found: note(row(found)),
        )
        return
    learning = {each.system.name for each in chosen if any(part.system.learns for part in each.all())}
    with _bars() as bars:
        systems = bars.add_task("systems", total=len(names), doing=f"{len(names)} in all", since=time.monotonic())
        tasks = {name: bars.add_task(visible(name), visible=False, doing="", since=0.0) for name in names}

        def waits(name: str, done: int) -> None:
            if done < len(documents):
                verb = "training for" if name in learning else "on"
                doing = visible(f"{verb} {documents[done]}")
                bars.update(tasks[name], completed=done, doing=doing, since=time.monotonic())
            else:
                bars.update(tasks[name], visible=False)
                bars.advance(systems)

        def started(name: str) -> None:
            bars.update(tasks[name], total=len(documents), visible=True)
            waits(name, 0)

        def report_of(name: str) -> Report:
            done = 0

            def report(_: Outcome) -> None:
                nonlocal done
                done += 1
                waits(name, done)

            return report

        def finished(found: Evaluated) -> None:
            bars.console.print(Text(visible(row(found))), soft_wrap=True)

        yield Evaluating(started, [report_of(name) for name in names], finished)


def row(found: Evaluated) -> str:
    """Returns a line about a finished system: documents, speed, memory, and the score that leads in each layer."""
    record = found.record
    scores = [
        f"{measure.name} {percent(scored.f1)}"
        for measure in map(leading, dict.fromkeys(each.layer for each in map(named, record.measures)))
        if (scored := record.measures.get(measure.name)) is not None
    ]
    return f"{record.name}: {speed_line(found.speed)}" + (f"; {', '.join(scores)}" if scores else "")


def _announced(name: str) -> None:
    note(f"{name} runs")


def _silent(_: str) -> None:
    pass


def _uncounted(_: Outcome) -> None:
    pass


@contextmanager
def running(name: str, kept: int, *, learns: bool = False, failing: Failing | None = None) -> Iterator[Report]:
    """Yields the function to which the run over a corpus reports each outcome.

    A terminal shows the number of finished documents; otherwise a line is printed for every 10,000 documents. A
    first line states the number of documents that earlier runs had finished (``kept``). The first failure with
    each cause is printed at once, and the number of all at the end, by ``failing`` if it is given.
    """
    failing = failing or Failing()
    try:
        with _running(name, kept, failing, learns=learns) as report:
            yield report
    finally:
        failing.tell()


@contextmanager
def _running(name: str, kept: int, failing: Failing, *, learns: bool) -> Iterator[Report]:
    if kept:
        note(f"{name}: {plural(kept, 'document')} had been finished before")
    if drawn():
        with _counting(name, kept, failing, learns=learns) as report:
            yield report
        return
    done = kept

    def report_line(outcome: Outcome) -> None:
        nonlocal done
        done += 1
        failing(outcome)
        if done % EACH == 0:
            note(f"{name}: {done:,} documents")

    yield report_line


@contextmanager
def _counting(name: str, kept: int, failing: Failing, *, learns: bool) -> Iterator[Report]:
    begun = time.monotonic()
    done = 0
    with _bars() as bars:
        doing = "training" if learns else "on the first document"
        task = bars.add_task(visible(name), total=None, completed=kept, doing=doing, since=begun)

        def advance(outcome: Outcome) -> None:
            nonlocal done
            done += 1
            now = time.monotonic()
            doing = f"{done / max(now - begun, 1e-9):,.0f} a second, now after {visible(outcome.document)}"
            bars.update(task, advance=1, doing=doing, since=now)
            failing(outcome)

        yield advance
