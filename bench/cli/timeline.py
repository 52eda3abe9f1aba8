"""The command ``bench timeline``, which makes one timeline of many articles."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bench.cli import completion, output, progress
from bench.cli.articles import Told
from bench.cli.exits import DOCUMENTS_FAILED, DONE
from bench.cli.options import failures_option, grouped, run_options, systems_option
from bench.counts import plural
from bench.dataset.corpus import Fields
from bench.errors import UsageError
from bench.files import cannot_write, write_text
from bench.harness.setting import Setting
from bench.timelines import forms, make, task4
from bench.timelines.story import GRANULARITIES, View

if TYPE_CHECKING:
    from bench.timelines import Made

DAY = click.DateTime(("%Y-%m-%d",))
TASK4 = "task4"


def _view(
    persons: tuple[str, ...], first: datetime.datetime | None, last: datetime.datetime | None, granularity: str
) -> View:
    days = [each and each.date() for each in (first, last)]
    if days[0] and days[1] and days[1] < days[0]:
        raise UsageError(f"--to {days[1]} is before --from {days[0]}; change one of them")
    return View(persons, days[0], days[1], granularity)


@click.command("timeline")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLES...")
@click.option(
    "--system",
    default="",
    metavar="SYSTEM",
    shell_complete=completion.systems,
    help="System that makes the timeline. [default: the best that can run]",
)
@click.option("--dct", type=DAY, metavar="YYYY-MM-DD", help="Day on which articles were written that state none.")
@grouped(
    "view",
    _view,
    click.option("--person", "persons", multiple=True, metavar="NAME", help="Show who this is; may be repeated."),
    click.option(
        "--from", "first", type=DAY, metavar="YYYY-MM-DD", help="Show nothing that ended before this day."
    ),
    click.option("--to", "last", type=DAY, metavar="YYYY-MM-DD", help="Show nothing that began after this day."),
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
    system: str,
    dct: datetime.datetime | None,
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
    dates.

    \b
    bench timeline gold/articles --person Wang
    bench timeline news.jsonl -o story.html
    """
    form = _form(format_, target)
    forms.check(form)
    shown = partial(progress.running, learns=False)
    made = make(
        articles,
        system=system,
        folder=systems_folder,
        fields=Fields(day=dct.date() if dct else None),
        view=view,
        setting=setting,
        progress=shown,
        listener=Told(),
    )
    _tell(made, form)
    _write(made, form, view, target)
    failed = len(made.predictions.failures) + len(made.articles.faults) + bool(made.predictions.timeline_failure)
    return DOCUMENTS_FAILED if failed > allow_failures else DONE


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


def _tell(made: Made, form: str) -> None:
    """Prints notes on the chain, on what a fuller install would add, and on all that is left out."""
    if not made.named:
        output.note(f"chain: {made.chain.stages}")
        for name, reason in made.chain.better:
            output.note(f"better, but not ready: {name}: {reason}")
    for fault in made.articles.faults:
        output.note(f"left out: {fault}")
    for old, new in made.articles.renamed:
        output.note(f"two articles have the id {old}; the later one is called {new} here")
    if made.predictions.timeline_failure:
        output.note(f"failed: the timeline: {made.predictions.timeline_failure}")
    if made.hidden:
        output.note(f"not shown: {plural(made.hidden, 'line')} of other persons or times")
    if made.undated:
        output.note(f"without a date: {plural(made.undated, 'line')}")
    if form == "ics" and forms.unplaced(made):
        output.note(
            f"not in the calendar, because a first or last day is unknown: {plural(forms.unplaced(made), 'line')}"
        )


def _write(made: Made, form: str, view: View, target: Path | None) -> None:
    if form == TASK4:
        assert target is not None
        files = task4.write(made, view.persons, target)
        output.say(f"{target}: {plural(len(files), 'timeline')}")
    elif target is None and form == "table":
        output.print_tables([forms.grid(made)], "table")
    elif target is None:
        output.print_data(forms.text(made, form), form)
    else:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_text(target, forms.text(made, "markdown" if form == "table" else form))
        except OSError as error:
            raise cannot_write(target, error) from None
        output.say(f"{target}: {plural(len(made.lines), 'line')}")
