"""The command ``bench timeline``, which makes one timeline of many articles."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from bench.cli import completion, output, progress
from bench.cli.articles import MOST, Told
from bench.cli.day import day
from bench.cli.exits import DOCUMENTS_FAILED, DONE
from bench.cli.failures import Failing
from bench.cli.options import (
    existing_gold,
    failures_option,
    fields_options,
    folder_option,
    grouped,
    run_options,
    systems_option,
)
from bench.counts import plural
from bench.dataset.corpus import Fields
from bench.errors import UsageError
from bench.files import cannot_write, write_text
from bench.harness.setting import Setting
from bench.timelines import Beside, Made, beside, beside_forms, forms, make, task4
from bench.timelines.chain import FIGURES, Chain
from bench.timelines.story import GRANULARITIES, View

TASK4 = "task4"
ALL_FAILURES = "--format json names all"
"""The place, in words, where the articles that failed are named."""


def _view(
    persons: tuple[str, ...], first: datetime.date | None, last: datetime.date | None, granularity: str
) -> View:
    if first and last and last < first:
        raise UsageError(f"--to {last} is before --from {first}; change one of them")
    return View(persons, first, last, granularity)


@click.command("timeline")
@click.argument("articles", nargs=-1, metavar="ARTICLES...")
@click.option(
    "--system",
    "systems",
    multiple=True,
    metavar="SYSTEM",
    shell_complete=completion.systems,
    help="System that makes the timeline; the timelines of two are shown beside each other. [default: the best "
    "that is installed]",
)
@folder_option(
    "--gold", help="Folder of gold whose timeline is shown beside that of the system. The articles are gold's."
)
@fields_options
@grouped(
    "view",
    _view,
    click.option(
        "--person",
        "persons",
        multiple=True,
        metavar="NAME",
        help="Show only lines in which this person takes part; may be repeated.",
    ),
    click.option(
        "--from", "first", type=day, metavar="YYYY-MM-DD", help="Show nothing that ended before this day."
    ),
    click.option("--to", "last", type=day, metavar="YYYY-MM-DD", help="Show nothing that began after this day."),
    click.option(
        "--granularity",
        type=click.Choice(GRANULARITIES),
        default="day",
        show_default=True,
        help="Finest unit in which dates are shown.",
    ),
)
@click.option(
    "-o", "--output", "target", type=click.Path(path_type=Path), help="File to write (for task4: folder)."
)
@click.option(
    "--format",
    "format_",
    type=click.Choice((*forms.FORMS, TASK4)),
    help="Form of the timeline. [default: by the ending of the file; otherwise table]",
)
@systems_option
@run_options
@failures_option
def command(
    articles: tuple[str, ...],
    systems: tuple[str, ...],
    gold: Path | None,
    fields: Fields,
    view: View,
    target: Path | None,
    format_: str | None,
    systems_folder: Path | None,
    setting: Setting,
    allow_failures: int,
) -> int:
    """Make one timeline of many articles.

    ARTICLES are files or folders of articles, or a suite. Each line says what happened, when, who took part, from
    which articles and words it comes, and how sure it is. Reports that contradict each other are shown with both
    dates. Two systems, or one and --gold, give two timelines beside each other, with one row for each happening.

    \b
    bench timeline gold/articles --person Wang
    bench timeline news.jsonl -o story.html
    bench timeline news.jsonl --system story-timeline --system plain-timeline
    """
    form = _form(format_, target)
    two = len(systems) > 1 or gold is not None
    (beside_forms if two else forms).check(form)
    if not articles and gold is None:
        raise UsageError("no article; name files or folders of articles, or --gold")
    told = Told()
    how: Any = {
        "folder": systems_folder,
        "fields": fields,
        "view": view,
        "setting": setting,
        "progress": lambda name, kept: progress.running(name, kept, failing=Failing(name, ALL_FAILURES)),
        "listener": told,
    }
    found: Made | Beside
    if two:
        found = beside(articles, systems, gold=None if gold is None else existing_gold(gold), **how)
    else:
        found = make(articles, system=systems[0] if systems else "", **how)
    told.tell_rest("the file or its text tells each day")
    _tell(found, form, printed=target is None)
    _write(found, form, view, target)
    return DOCUMENTS_FAILED if found.failed > allow_failures else DONE


def _form(format_: str | None, target: Path | None) -> str:
    """Returns the form that is named, or that of the file's ending. Raises UsageError if neither is known."""
    if format_ == TASK4 and target is None:
        raise UsageError("task4 writes a folder; name it by -o")
    if format_ is not None:
        return format_
    if target is None:
        return "table"
    if target.suffix not in forms.ENDINGS:
        raise UsageError(f"{target}: no form goes with this ending; use {', '.join(forms.ENDINGS)}, or --format")
    return forms.ENDINGS[target.suffix]


def _tell(found: Made | Beside, form: str, *, printed: bool) -> None:
    """Prints notes on chains, on what a fuller install would add, and on all that is left out.

    ``printed`` is True if the timeline isn't written to a file.
    """
    made = [found] if isinstance(found, Made) else found.made
    for each in made:
        if not each.named:
            _tell_chain(each.chain)
    faults = found.articles.faults
    for fault in faults[:MOST]:
        output.note(f"left out: {fault}")
    if len(faults) > MOST:
        output.note(f"left out: {len(faults) - MOST:,} more")
    for old, new in found.articles.renamed:
        output.note(f"two articles have the id {old}; the later one is called {new} here")
    for each in made:
        if each.predictions.timeline_failure:
            output.note(f"failed: the timeline of {each.chain.name}: {each.predictions.timeline_failure}")
    if found.hidden:
        output.note(f"not shown: {plural(found.hidden, 'line')} of other persons or times")
    if isinstance(found, Beside):
        if all(row.kind == "only" for row in found.rows) and not (printed and form == "table"):
            output.note(found.summary)
        return
    if found.undated:
        output.note(f"without a date: {plural(found.undated, 'line')}")
    if form == "ics" and forms.unplaced(found):
        unplaced = plural(forms.unplaced(found), "line")
        output.note(f"not in the calendar, because a first or last day is unknown: {unplaced}")


def _tell_chain(chain: Chain) -> None:
    """Prints notes on the chain that was chosen, and on a better one that isn't installed."""
    output.note(f"chain: {chain.stages}, the best one{' that is installed' if chain.better else ''}")
    if chain.better:
        figures = f"{FIGURES[chain.better.name]} instead of {FIGURES[chain.name]}"
        output.note(
            f"better, but not installed: {chain.better.name} (F1 of entries with the right date: {figures}); "
            f"{chain.better.lacks}"
        )


def _write(found: Made | Beside, form: str, view: View, target: Path | None) -> None:
    if form == TASK4:
        assert target is not None
        assert isinstance(found, Made)  # beside_forms.check refuses two timelines
        files = task4.write(found, view.persons, target)
        output.say(f"{target}: {plural(len(files), 'timeline')}")
        return
    grid, text, size = (
        (beside_forms.grid(found), partial(beside_forms.text, found), plural(len(found.rows), "row"))
        if isinstance(found, Beside)
        else (forms.grid(found), partial(forms.text, found), plural(len(found.lines), "line"))
    )
    if target is None and form == "table":
        output.print_tables([grid], "table")
    elif target is None:
        output.print_data(text(form), form)
    else:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_text(target, text("markdown" if form == "table" else form))
        except OSError as error:
            raise cannot_write(target, error) from None
        output.say(f"{target}: {size}")
