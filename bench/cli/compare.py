"""The command ``bench compare``, which compares new results with old ones."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import click

from bench import formats
from bench.cli import output
from bench.cli.exits import BELOW_THRESHOLD, DOCUMENTS_FAILED, DONE, UNDECIDED, WRONG_USAGE
from bench.cli.options import (
    align_option,
    default_cache,
    folder_option,
    gold_option,
    grouped,
    measures_option,
    seed_option,
)
from bench.comparison import compared, gates, kept, loosened, places, side, streamed
from bench.comparison.gates import Overrides, Settings
from bench.comparison.outdated import outdated
from bench.comparison.project import PYPROJECT
from bench.dataset.suite import Suite
from bench.guard import comment
from bench.render import comparison as drawn
from bench.render import forms, github

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
    keeps: tuple[str, ...],
    undecided: Literal["fail", "pass"] | None,
    allow_failures: int | None,
) -> Settings:
    """Returns the settings in a file, with the gates and settings of the command line (`Overrides`)."""
    read = gates.read(config, required=config != PYPROJECT)
    return Overrides(losses, floors, keeps, undecided, allow_failures).over(read)


gates_options = grouped(
    "settings",
    _settings,
    click.option(
        "--config",
        is_eager=True,
        type=click.Path(path_type=Path),
        default=PYPROJECT,
        show_default=True,
        help="File that has the gates, in [tool.bench.compare].",
    ),
    click.option(
        "--max-loss",
        "losses",
        multiple=True,
        metavar="[SYSTEM:]MEASURE=POINTS",
        help="Fail if F1 loses more points than this, significantly or not; may be repeated.",
    ),
    click.option(
        "--floor",
        "floors",
        multiple=True,
        metavar="[SYSTEM:]MEASURE=POINTS",
        help="Fail if F1 has fewer points than this; may be repeated.",
    ),
    click.option(
        "--keep",
        "keeps",
        multiple=True,
        type=click.Path(),
        metavar="FILE",
        help="Fail if a case of this file is right in BASE and not in HEAD; may be repeated.",
    ),
    click.option(
        "--undecided",
        type=click.Choice(("fail", "pass")),
        help="Outcome if there is too little data for a verdict. [default: fail]",
    ),
    click.option(
        "--allow-failures",
        type=click.IntRange(min=0),
        help="Number of documents that may fail in HEAD and not in BASE. [default: 0]",
    ),
)


@dataclass(frozen=True, slots=True)
class Files:
    """The files that the command writes."""

    outputs: tuple[Path, ...]
    keep: Path | None
    comment: bool


files_options = grouped(
    "files",
    Files,
    click.option(
        "-o",
        "--output",
        "outputs",
        multiple=True,
        type=click.Path(path_type=Path),
        help="File to write the output to as well, ending in .md, .tex, .json, .csv or .xml; may be repeated.",
    ),
    click.option(
        "--write-keep",
        "keep",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="File to write the cases to that BASE has right, for --keep or a gate in the file of settings.",
    ),
    click.option(
        "--comment",
        is_flag=True,
        help="In a job of GitHub Actions: write the Markdown to the job summary, and to one comment on the pull "
        "request, if GITHUB_TOKEN may.",
    ),
)


@dataclass(frozen=True, slots=True)
class Place:
    """The place of the results: a folder, and whether those of base are made anew."""

    results: Path
    run_base: bool


place_options = grouped(
    "place",
    Place,
    folder_option(
        "--results", default="results", help="Folder of the results, in the working folder and in revisions."
    ),
    click.option(
        "--run-base",
        is_flag=True,
        help="Run the systems of the revision BASE on the gold of now, in a git worktree, instead of reading "
        "committed results.",
    ),
)


@click.command("compare")
@click.argument("base")
@click.argument("head", required=False)
@gold_option
@place_options
@measures_option("Measure to test, instead of the main measures")
@click.option(
    "--shared", is_flag=True, help="Compare only the documents and measures that both sides have, if they differ."
)
@align_option
@gates_options
@click.option(
    "--format",
    "format_",
    type=click.Choice(("table", *forms.FORMS)),
    default="table",
    show_default=True,
    help="Format of the output.",
)
@files_options
@seed_option
def command(
    base: str,
    head: str | None,
    gold: Path,
    place: Place,
    measures: tuple[str, ...],
    shared: bool,
    align: bool,
    settings: Settings,
    format_: str,
    files: Files,
    seed: int,
) -> int:
    """Say for each system whether it is better or worse than before, and fail if a gate is breached.

    BASE and HEAD are each a folder of results, a folder of one system's results, or a git revision, whose
    committed results are read. The default of HEAD is the results in the working folder.

    \b
    bench compare main
    bench compare results/articles/regex results/articles/dateparser
    bench compare main --max-loss event.class=1 --floor spacy-rules:event.class=85 -o summary.md
    """
    _check(files)

    tested = partial(_tested, measures, settings)
    # what is about single annotations of gold needs them all in memory
    by_annotation = files.keep or format_ == "github" or any(gate.keep is not None for gate in settings.gates)
    chosen: dict[str, Any] = {"alpha": settings.alpha, "seed": seed, "shared": shared}
    large = None if by_annotation or align else _large(base, head, gold, place, tested, chosen)
    if large is not None:
        suite, before, after, found = large.suite, large.base, large.head, large.comparison
    else:
        suite = formats.read_gold(gold)
        before, after = _sides(base, head, gold, place, suite, align=align)
        found = compared.compare(before, after, suite, measures=tested(suite), **chosen)
    _note(suite, before, after, working=head is None)
    _keep(files.keep, before, suite, measures)  # first: a gate may be about this very file
    judged = _judged(found, before, after, suite, settings, measures)
    judged += loosened.judge(base, settings)
    _write(files, found, judged)
    shown = places.placed(found, suite, gold, Path(head or place.results)) if format_ == "github" else ()
    _print(format_, found, judged, github.as_line_annotations(shown))
    outcome = drawn.headline(judged)
    for line in (*drawn.notes(found, judged), drawn.WORDS[outcome]):
        output.note(line)
    return EXITS[outcome]


def _tested(measures: Sequence[str], settings: Settings, suite: Suite) -> Sequence[str]:
    """Returns the names of the measures to test."""
    return gates.tested(measures, settings, compared.default_measures(suite))


def _large(
    base: str,
    head: str | None,
    gold: Path,
    place: Place,
    tested: Callable[[Suite], Sequence[str]],
    chosen: Mapping[str, Any],
) -> streamed.Streamed | None:
    """Returns the comparison of two folders of results that are large; None if they have to be read whole."""
    older = None if place.run_base else side.folder(base)
    newer = side.folder(head) if head else place.results
    if older is None or newer is None:
        return None
    return streamed.compare(older, newer, gold, measures=tested, **chosen)


def _print(format_: str, found: compared.Comparison, judged: Sequence[gates.Judgement], more: str) -> None:
    """Prints the comparison on standard output, and ``more`` behind it if the format isn't a table."""
    if format_ == "table":
        output.print_tables(drawn.grids(found), "table")
    else:
        output.print_data(forms.FORMS[format_](found, judged) + more, format_)


def _check(files: Files) -> None:
    """Raises UsageError, before anything runs, for files and a comment that can't be written."""
    forms.check_endings(files.outputs)
    if files.comment:
        comment.pull_request(os.environ)
        comment.check_client()


def _write(files: Files, found: compared.Comparison, judged: Sequence[gates.Judgement]) -> None:
    forms.write(files.outputs, found, judged)
    if files.comment:
        _comment(forms.FORMS["markdown"](found, judged))


def _comment(text: str) -> None:
    """Writes the comparison to the job summary, and to the comment on the pull request."""
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(f"{text}\n")
    place = comment.pull_request(os.environ)
    why = (
        "the job runs for no pull request, or has no GITHUB_TOKEN" if place is None else comment.post(text, place)
    )
    if why:
        output.note(f"no comment: {why}; the job summary has the comparison")


def _sides(
    base: str, head: str | None, gold: Path, place: Place, suite: Suite, *, align: bool
) -> tuple[side.Side, side.Side]:
    """Returns base and head, which are read, or run if the user asks for it."""
    results = place.results
    before = None if place.run_base else side.named(base, results, suite, align=align)
    after = side.named(head, results, suite, align=align) if head else side.read(results, suite, align=align)
    if before is not None:
        return before, after
    from bench.guard.base import results as run  # only here systems run

    output.note(f"running the systems of {base}")
    return run(base, gold, suite, after, cache=default_cache().absolute()), after


def _judged(
    found: compared.Comparison,
    before: side.Side,
    after: side.Side,
    suite: Suite,
    settings: Settings,
    measures: Sequence[str],
) -> list[gates.Judgement]:
    """Returns the judgements of the gates on the averages, and on the cases that must stay right."""
    averages = gates.judge(found, settings, measures or settings.measures)
    return [*averages, *kept.judge(before, after, suite, settings)]


def _note(suite: Suite, before: side.Side, after: side.Side, *, working: bool) -> None:
    """Prints the notes on gold and on both sides.

    If head is the results in the ``working`` folder, prints also a note for each system that has changed since.
    """
    output.notes([*suite.notes, *before.notes, *after.notes])
    for line in outdated(after, Path("systems")) if working else ():
        output.note(f"note: {line}")


def _keep(path: Path | None, base: side.Side, suite: Suite, measures: Sequence[str]) -> None:
    """Writes the cases that base has right, if there is a path, and prints a note with their number."""
    if path is not None:
        number = kept.write(path, base, suite, measures)
        output.note(f"{path}: {number:,} case{'' if number == 1 else 's'} that {base.label} has right")
