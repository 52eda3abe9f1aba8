"""The command ``bench validate``, which checks gold for faults."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from bench.cli import output
from bench.cli.exits import DONE, INVALID_DATA
from bench.counts import plural
from bench.dataset import carried
from bench.dataset.case import TRAP
from bench.dataset.suite import Suite
from bench.errors import DataError, UsageError
from bench.gold.cases import check_cases
from bench.gold.fixing import fix
from bench.gold.scheme import validate
from bench.render.phenomena import counted
from bench.scoring.score import reach


@click.command("validate")
@click.argument("gold", type=click.Path(path_type=Path))
@click.option(
    "--scheme", is_flag=True, help="Check also that gold in JSON Lines follows this project's annotation scheme."
)
@click.option(
    "--phenomena",
    is_flag=True,
    help="Check also that gold whose tags name phenomena has enough of each, well spread.",
)
@click.option(
    "--fix",
    "fixing",
    is_flag=True,
    help="Mend gold in JSON Lines where the files tell how: offsets, ids, sentences, digests.",
)
def command(gold: Path, scheme: bool, phenomena: bool, fixing: bool) -> int:
    """List every error in gold at once.

    GOLD is a folder of JSON Lines or of TimeML files, or gold in any other format that "bench score" reads. Errors
    that would change scores are found. Each error has a line of its own, with its file, its line and a remedy. If
    there are errors, the exit code is 4.

    \b
    bench validate gold/articles
    bench validate --scheme gold/articles
    bench validate --phenomena gold/phenomena
    bench validate --fix gold/mine
    """
    if fixing:
        _fix(gold)
    try:
        suite = validate(carried.suite(gold), scheme=scheme)
    except DataError as error:
        output.note(error.told(), lines=True)
        return INVALID_DATA
    output.notes((*suite.notes, *reach(suite)))
    _check_cases(suite, phenomena, scheme)
    named = f"{suite.name} {suite.version}".rstrip()
    output.say(f"{named} is sound: {', '.join(_counted(suite))}")
    return DONE


def _fix(gold: Path) -> None:
    """Mends the gold, and prints each change."""
    changes = fix(gold)
    for each in changes:
        output.say(f"mended {each}")
    if not changes:
        output.say("nothing to mend")


def _check_cases(suite: Suite, phenomena: bool, scheme: bool) -> None:
    """Prints the counts of each phenomenon, if they are asked for, and warnings; these change no exit code.

    Raises UsageError for gold without cases that are asked for.
    """
    if not (phenomena or scheme):
        return
    checked = check_cases(suite)
    if checked is None and phenomena:
        raise UsageError(
            f"{suite.name} has no phenomena: no document has the tag {TRAP!r}; "
            "see docs/measures.md#phenomena-and-traps"
        )
    if checked is not None:
        if phenomena:
            output.print_tables([counted(checked)], "table")
        for warning in checked.warnings:
            output.note(f"warning: {warning}")


def _counted(suite: Suite) -> Iterator[str]:
    """Yields the numbers of documents and of annotations of each layer, in words."""
    if suite.ordered:
        yield plural(len(suite.ordered), "ordered timeline")
        return
    yield plural(len(suite.documents), "document")
    yield plural(sum(len(layers.timexes) for layers in suite.layers.values()), "timex")
    yield plural(sum(len(layers.events) for layers in suite.layers.values()), "event")
    if links := sum(len(layers.links) for layers in suite.layers.values()):
        yield plural(links, "link")
    yield plural(len(suite.timeline), "timeline entry")
