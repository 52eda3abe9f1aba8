"""``bench evaluate``."""

from __future__ import annotations

from pathlib import Path

import click

from bench import evaluation, registry
from bench.cli import output
from bench.cli.exits import DOCUMENTS_FAILED, DONE
from bench.cli.options import existing_folder, format_option, suite_option, systems_option
from bench.errors import UsageError
from bench.formats import rows
from bench.process import DEFAULT_LIMITS, Limits
from bench.record import Record
from bench.registry import System
from bench.render import scores
from bench.render.grid import markdown
from bench.validation import load


@click.command("evaluate")
@click.argument("systems", nargs=-1, metavar="[SYSTEM]...")
@suite_option
@systems_option
@format_option
@click.option(
    "-o",
    "--output",
    "results",
    type=click.Path(path_type=Path),
    help="Folder to write records, predictions and table to.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=DEFAULT_LIMITS.document,
    show_default=True,
    help="Seconds that a document may take.",
)
@click.option(
    "--allow-failures",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Failed documents that still exit with 0.",
)
def command(
    systems: tuple[str, ...],
    suite: Path,
    systems_folder: Path,
    format_: str,
    results: Path | None,
    timeout: float,
    allow_failures: int,
) -> int:
    r"""Run systems over a suite and print how well they do.

    SYSTEM is a name (see bench list) or the path of a system file. Without one, every system that the
    installed environment can run takes part.

    \b
    bench evaluate
    bench evaluate regex my_extractor.py --format json
    """
    gold = load(existing_folder(suite, "suite", "--suite"))
    chosen = _choose(systems, systems_folder)
    limits = Limits(document=timeout)
    evaluated = []
    with output.progress([system.name for system in chosen], len(gold.documents)) as reports:
        for system, report in zip(chosen, reports, strict=True):
            evaluated.append(evaluation.evaluate_system(system, gold, limits=limits, report=report))
    passes = evaluation.annotation_passes(suite, gold)
    records = [item.record for item in evaluated] + passes
    if results is not None:
        evaluation.write(results, gold, evaluated, passes)
        _write_table(results, *evaluation.read(results, gold))
    _print(records, format_)
    for record in records:
        for document, reason in record.failures.items():
            output.note(f"failed: {record.name} on {document}: {reason}")
    return DOCUMENTS_FAILED if evaluation.failed_documents(records) > allow_failures else DONE


def _choose(names: tuple[str, ...], folder: Path) -> list[System]:
    """The systems to run. One that was named must be ready; of the rest, those that aren't are told of."""
    if not names:
        systems = list(registry.discover(existing_folder(folder, "systems' folder", "--systems-folder")).values())
    else:
        systems = registry.choose(names, folder)
    ready = []
    for system in systems:
        missing = system.requirements.missing()
        if not missing:
            ready.append(system)
            continue
        message = f"{system.name} needs {', '.join(missing)}; run: {registry.install_command(system)}"
        if names:
            raise UsageError(message)
        output.note(f"not ready: {message}")
    if not ready:
        raise UsageError("no system to run; see bench list")
    return ready


def _print(records: list[Record], format_: str) -> None:
    if format_ == "json":
        click.echo(scores.as_json(records), nl=False)
    elif format_ == "csv":
        click.echo(scores.as_csv(records), nl=False)
    else:
        output.print_tables(scores.comparison(records), format_)
        click.echo(f"\n{scores.suite_line(records)}")


def _write_table(results: Path, current: list[Record], stale: list[Record]) -> None:
    """The table over all records of the folder; those of another state of the gold stay out and are told of."""
    for record in stale:
        output.note(
            f"not in the table: {record.name}, scored on another state of {record.suite}; evaluate it again"
        )
    lines = [markdown(grid) for grid in scores.comparison(current)]
    text = "\n".join([*lines, f"`{scores.suite_line(current)}`\n"])
    rows.write_text(results / current[0].suite / "README.md", text)
