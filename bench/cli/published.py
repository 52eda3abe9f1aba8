"""The command ``bench published``, which shows published outputs and checks their committed rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from bench.cli import output
from bench.cli.exits import BELOW_THRESHOLD, DONE
from bench.cli.options import existing_folder, format_option, seed_option
from bench.dataset import carried
from bench.errors import UsageError
from bench.gold.load import load
from bench.render import scores
from bench.results import published
from bench.results.published import Row


@click.command("published")
@click.argument("results", type=click.Path(path_type=Path), metavar="RESULTS/SUITE")
@click.option(
    "--gold",
    type=click.Path(path_type=Path),
    help="Gold to score the outputs against. Without it, the committed rows are shown.",
)
@click.option(
    "--write", is_flag=True, help="Write the records of the outputs that are here, and the suite's table."
)
@seed_option
@format_option
def command(results: Path, gold: Path | None, write: bool, seed: int, format_: str) -> int:
    """Show the scores of published outputs, and check that the committed ones come out again.

    RESULTS/SUITE is a suite's folder of results. Its file published/outputs.toml lists the outputs of other
    people's systems. Those that are here are scored against gold. The exit code is 1 if a score differs from the
    committed one. For outputs that aren't here, the committed row is shown and marked "not run here".

    \b
    bench published results/tempeval3-platinum
    bench published results/tempeval3-platinum --gold ../shared/reference/gold
    """
    folder = existing_folder(results, "results' folder")
    suite = None if gold is None else load(carried.suite(gold))
    if write and suite is None:
        raise UsageError("--write needs the gold; name it with --gold")
    found = published.rows(folder, suite, seed=seed)
    if write and suite is not None:
        published.write(folder, found, suite, partial(output.results_table, folder))
    _print(found, format_)
    return _tell(found, written=write)


def _print(found: Sequence[Row], format_: str) -> None:
    records = [row.record for row in found]
    if format_ == "json":
        output.print_data(scores.as_json(records), "json")
    elif format_ == "csv":
        output.print_data(scores.as_csv(records), "csv")
    else:
        absent = {row.output.name for row in found if row.absent}
        output.print_tables(scores.published(records, absent), format_)


def _tell(found: Sequence[Row], *, written: bool) -> int:
    """Prints notes on the rows; returns the exit code."""
    output.notes(note for row in found for note in row.notes)
    for row in found:
        name = row.output.name
        if row.absent:
            output.note(f"not run here: {name}: the row is the committed one, because {row.absent}")
        output.tell_record(row.record, name, place="the record names all")
        for difference in () if written else row.differences:
            output.note(f"differs: {name}: {difference}; --write writes its record")
    return BELOW_THRESHOLD if not written and any(row.differences for row in found) else DONE
