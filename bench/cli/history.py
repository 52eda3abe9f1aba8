"""The command ``bench history``, which shows scores over git commits."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from bench.cli import completion, output
from bench.cli.exits import DONE
from bench.cli.options import (
    cache_option,
    default_cache,
    folder_option,
    format_option,
    grouped,
    measures_option,
    named_gold,
    optional_gold_option,
)
from bench.comparison import project
from bench.errors import UsageError
from bench.render import history as drawn
from bench.results import history
from bench.results.history import LAST


@dataclass(frozen=True, slots=True)
class Source:
    """The source of the scores: a folder of committed results, or runs of the commits."""

    results: Path | None
    run: bool
    cache: Path | None


def _source(results: Path | None, run: bool, cache: Path | None) -> Source:
    """Returns the source of the scores. Raises UsageError for an option that the other source has."""
    if run and results:
        raise UsageError("--results names committed results, and --run needs none; leave one of them out")
    if cache and not run:
        raise UsageError("--cache is for --run; add --run, or leave it out")
    return Source(results, run, cache)


source_options = grouped(
    "source",
    _source,
    folder_option("--results", help="Folder of a suite's results. [default: results/ and the name of the gold]"),
    click.option(
        "--run", is_flag=True, help="Run the systems of each commit on the gold of now, in git worktrees."
    ),
    cache_option("finished documents, environments, and the results of commits, with --run"),
)


@click.command("history")
@click.argument("systems", nargs=-1, metavar="[SYSTEM]...", shell_complete=completion.systems)
@optional_gold_option
@source_options
@measures_option("Measure to show")
@click.option("--revision", default="HEAD", show_default=True, help="Newest commit to show.")
@click.option(
    "--since", default="", metavar="REVISION", help="Oldest commit to show. [default: all, or with --run the last]"
)
@click.option(
    "--last",
    type=click.IntRange(min=1),
    help="Number of commits in the table. [default: 6, or all with --since]",
)
@format_option
def command(
    systems: tuple[str, ...],
    gold: Path | None,
    source: Source,
    measures: tuple[str, ...],
    revision: str,
    since: str,
    last: int | None,
    format_: str,
) -> int:
    """Show how scores changed from commit to commit.

    The scores are those of committed results. With --run, the systems of each commit run on the gold of the
    working folder, and nothing else need be committed.

    \b
    bench history
    bench history spacy-rules --measure event.class --format csv
    bench history --run --since v1.0
    """
    if source.run:
        from bench import guard  # only here systems run

        found = guard.history(
            named_gold(gold),
            systems=systems,
            measures=measures,
            start=revision,
            since=since,
            last=last or LAST,
            cache=(source.cache or default_cache()).absolute(),
            tell=lambda commit: output.note(f"{commit}: its systems run, unless their results are kept"),
        )
    else:
        results = source.results or Path("results") / (gold or project.gold()).resolve().name
        found = history.read(results, systems=systems, measures=measures, start=revision, since=since)
    if format_ == "json":
        output.print_data(drawn.as_json(found), "json")
    elif format_ == "csv":
        output.print_data(drawn.as_csv(found), "csv")
    else:
        output.print_tables([drawn.grid(found, last or (len(found.commits) if since else LAST))], format_)
    for place in found.unread:
        output.note(f"{'not run' if source.run else 'no record that can be read'}: {place}")
    return DONE
