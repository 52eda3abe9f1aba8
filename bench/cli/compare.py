"""``bench compare``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from bench.cli import output
from bench.cli.exits import BELOW_THRESHOLD, DOCUMENTS_FAILED, DONE, UNDECIDED, WRONG_USAGE
from bench.cli.options import align_option, folder_option, gold_option, grouped, measures_option, seed_option
from bench.comparison import compared, gates, side
from bench.comparison.gates import Overrides, Settings
from bench.comparison.project import PYPROJECT
from bench.gold.load import load
from bench.render import comparison as drawn
from bench.render import forms

EXITS = {
    "passed": DONE,
    "lost": BELOW_THRESHOLD,
    "undecided": UNDECIDED,
    "failed": DOCUMENTS_FAILED,
    "unanswered": WRONG_USAGE,
}


def _settings(
    config: Path,
    losses: tuple[str, ...],
    floors: tuple[str, ...],
    undecided: Literal["fail", "pass"] | None,
    allow_failures: int | None,
) -> Settings:
    """Returns the settings of the file, with what the command line says beside it or instead."""
    read = gates.read(config, required=config != PYPROJECT)
    return Overrides(losses, floors, undecided, allow_failures).over(read)


gates_options = grouped(
    "settings",
    _settings,
    click.option(
        "--config",
        is_eager=True,
        type=click.Path(path_type=Path),
        default=PYPROJECT,
        show_default=True,
        help="File with the gates, in [tool.bench.compare].",
    ),
    click.option(
        "--max-loss",
        "losses",
        multiple=True,
        metavar="[SYSTEM:]MEASURE=POINTS",
        help="Fail where more points of F1 are lost, significantly or not; may be repeated.",
    ),
    click.option(
        "--floor",
        "floors",
        multiple=True,
        metavar="[SYSTEM:]MEASURE=POINTS",
        help="Fail where F1 is below so many points; may be repeated.",
    ),
    click.option(
        "--undecided",
        type=click.Choice(("fail", "pass")),
        help="Outcome where there is too little data for a verdict. [default: fail]",
    ),
    click.option(
        "--allow-failures",
        type=click.IntRange(min=0),
        help="Number of documents that may fail in HEAD and not in BASE. [default: 0]",
    ),
)


@click.command("compare")
@click.argument("base")
@click.argument("head", required=False)
@gold_option
@folder_option("--results", default="results", help="Folder of the results, here and in revisions.")
@measures_option("Test this measure")
@click.option("--shared", is_flag=True, help="Compare what both sides share, where they differ in more.")
@align_option
@gates_options
@click.option(
    "--format",
    "format_",
    type=click.Choice(("table", *forms.FORMS)),
    default="table",
    show_default=True,
    help="Form of the output.",
)
@click.option(
    "-o",
    "--output",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Write to this file too, in the form of its ending (.md .tex .json .csv .xml); may be repeated.",
)
@seed_option
def command(
    base: str,
    head: str | None,
    gold: Path,
    results: Path,
    measures: tuple[str, ...],
    shared: bool,
    align: bool,
    settings: Settings,
    format_: str,
    files: tuple[Path, ...],
    seed: int,
) -> int:
    """Say of each system whether it is better or worse than before, and fail where a gate is breached.

    BASE and HEAD are results (a folder of them, or of one system) or git revisions, whose results are those that
    were committed. Without HEAD, the results in the working folder.

    \b
    bench compare main
    bench compare results/articles/regex results/articles/dateparser
    bench compare main --max-loss event.class=1 --floor spacy-rules:event.class=85 -o summary.md
    """
    forms.check_endings(files)
    suite = load(gold)
    before = side.named(base, results, suite, align=align)
    after = side.named(head, results, suite, align=align) if head else side.read(results, suite, align=align)
    output.notes([*suite.notes, *before.notes, *after.notes])
    found = compared.compare(
        before,
        after,
        suite,
        measures=gates.tested(measures, settings),
        alpha=settings.alpha,
        seed=seed,
        shared=shared,
    )
    judged = gates.judge(found, settings, measures or settings.measures)
    forms.write(files, found, judged)
    if format_ == "table":
        output.print_tables(drawn.grids(found), "table")
    else:
        click.echo(forms.FORMS[format_](found, judged), nl=False)
    for line in drawn.notes(found, judged):
        output.note(line)
    outcome = drawn.headline(judged)
    output.note(drawn.WORDS[outcome])
    return EXITS[outcome]
