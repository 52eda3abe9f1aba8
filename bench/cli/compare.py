"""``bench compare``."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import click

from bench.cli import output
from bench.cli.exits import BELOW_THRESHOLD, DOCUMENTS_FAILED, DONE, UNDECIDED
from bench.cli.options import gold_option, seed_option
from bench.comparison import compared, gates, side
from bench.comparison.compared import Comparison
from bench.comparison.gates import Gate, Judgement, Settings
from bench.comparison.project import PYPROJECT
from bench.comparison.side import Side
from bench.dataset.suite import Suite
from bench.errors import DataError, UsageError, unknown
from bench.files import cannot_write, write_text
from bench.gold.load import load
from bench.measures import HEADLINES
from bench.render import comparison as drawn
from bench.results import git

Draw = Callable[[Comparison, Sequence[Judgement]], str]

FORMS: dict[str, Draw] = {
    "markdown": drawn.as_markdown,
    "latex": drawn.as_latex,
    "json": drawn.as_json,
    "csv": drawn.as_csv,
    "junit": drawn.as_junit,
    "github": drawn.as_annotations,
}
ENDINGS = {".md": "markdown", ".tex": "latex", ".json": "json", ".csv": "csv", ".xml": "junit"}
EXITS = {"passed": DONE, "lost": BELOW_THRESHOLD, "undecided": UNDECIDED, "failed": DOCUMENTS_FAILED}


@click.command("compare")
@click.argument("base")
@click.argument("head", required=False)
@gold_option
@click.option(
    "--results",
    type=click.Path(path_type=Path),
    default=Path("results"),
    show_default=True,
    help="Folder of the results, in the working folder and in git revisions.",
)
@click.option("--measure", "measures", multiple=True, metavar="NAME", help="Test this measure; may be repeated.")
@click.option(
    "--max-loss",
    "losses",
    multiple=True,
    metavar="[SYSTEM:]MEASURE=POINTS",
    help="Fail where more points of F1 are lost, significantly or not.",
)
@click.option(
    "--floor",
    "floors",
    multiple=True,
    metavar="[SYSTEM:]MEASURE=POINTS",
    help="Fail where F1 is below so many points.",
)
@click.option(
    "--undecided", type=click.Choice(("fail", "pass")), help="What too little data comes to. [default: fail]"
)
@click.option("--shared", is_flag=True, help="Go on over what both sides share, where they differ in more.")
@click.option("--allow-failures", type=click.IntRange(min=0), help="Documents that may fail anew. [default: 0]")
@click.option(
    "--config",
    is_eager=True,
    type=click.Path(path_type=Path),
    default=PYPROJECT,
    show_default=True,
    help="File with the gates, in [tool.bench.compare].",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(("table", *FORMS)),
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
    losses: tuple[str, ...],
    floors: tuple[str, ...],
    undecided: str | None,
    shared: bool,
    allow_failures: int | None,
    config: Path,
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
    for file in files:
        if file.suffix not in ENDINGS:
            raise unknown("form for a file ending in", file.suffix, ENDINGS)
    suite = load(gold)
    settings = _settings(
        gates.read(config, required=config != PYPROJECT), losses, floors, undecided, allow_failures
    )
    with ExitStack() as stack:
        found = compared.compare(
            _side(base, results, suite, stack),
            _side(head, results, suite, stack) if head else side.read(results, suite),
            suite,
            measures=tuple(
                dict.fromkeys([*(measures or settings.measures or HEADLINES), *gates.named(settings.gates)])
            ),
            alpha=settings.alpha,
            seed=seed,
            shared=shared,
        )
    judged = gates.judge(found, settings)
    for file in files:
        try:
            write_text(file, FORMS[ENDINGS[file.suffix]](found, judged))
        except OSError as error:
            raise cannot_write(file, error) from None
    if format_ == "table":
        output.print_tables(drawn.grids(found), "table")
    else:
        click.echo(FORMS[format_](found, judged), nl=False)
    for line in drawn.notes(found, judged):
        output.note(line)
    outcome = drawn.headline(judged)
    output.note(drawn.WORDS[outcome])
    return EXITS[outcome]


def _settings(
    read: Settings,
    losses: Sequence[str],
    floors: Sequence[str],
    undecided: str | None,
    allow_failures: int | None,
) -> Settings:
    """What the file says, with what the command line says beside it or instead."""
    more: list[Gate] = [gates.parse(text, "max_loss") for text in losses]
    more += [gates.parse(text, "floor") for text in floors]
    settings = replace(read, gates=(*read.gates, *more))
    if undecided is not None:
        settings = replace(settings, undecided="pass" if undecided == "pass" else "fail")
    return settings if allow_failures is None else replace(settings, allow_failures=allow_failures)


def _side(name: str, results: Path, suite: Suite, stack: ExitStack) -> Side:
    """A path, else a git revision."""
    if Path(name).exists():
        if git.is_revision(name):
            raise UsageError(
                f"{name}: a folder and a git revision are called so; "
                f"write ./{name} for the folder, refs/heads/{name} for the branch"
            )
        return side.read(Path(name), suite)
    try:
        commit = git.short_name(name)
    except UsageError as error:
        raise UsageError(f"{name}: there is no such folder, and {error}; name results to compare") from None
    into = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    label = name if name.startswith(commit) else f"{name} ({commit})"
    try:
        return side.read(git.extract(name, results, into), suite, label)
    except DataError as error:
        faults = [replace(each, path=f"{name}:{Path(each.path).relative_to(into)}") for each in error.faults]
        raise DataError(faults) from None
