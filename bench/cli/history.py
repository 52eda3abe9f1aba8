"""The command ``bench history``, which shows scores over git commits."""

from __future__ import annotations

from pathlib import Path

import click

from bench.cli import completion, output
from bench.cli.exits import DONE
from bench.cli.options import folder_option, format_option, measures_option
from bench.render import history as drawn
from bench.results import history


@click.command("history")
@click.argument("systems", nargs=-1, metavar="[SYSTEM]...", shell_complete=completion.systems)
@folder_option("--results", default="results/articles", help="Folder of a suite's results.")
@measures_option("Measure to show")
@click.option("--revision", default="HEAD", show_default=True, help="Newest commit to show.")
@click.option(
    "--last", type=click.IntRange(min=1), default=6, show_default=True, help="Number of commits in the table."
)
@format_option
def command(
    systems: tuple[str, ...], results: Path, measures: tuple[str, ...], revision: str, last: int, format_: str
) -> int:
    """Show how the scores of committed results changed from commit to commit.

    \b
    bench history
    bench history spacy-rules --measure event.class --format csv
    """
    found = history.read(results, systems=systems, measures=measures, start=revision)
    if format_ == "json":
        output.print_data(drawn.as_json(found), "json")
    elif format_ == "csv":
        output.print_data(drawn.as_csv(found), "csv")
    else:
        output.print_tables([drawn.grid(found, last)], format_)
    for place in found.unread:
        output.note(f"no record that can be read: {place}")
    return DONE
