"""``bench validate``."""

from __future__ import annotations

from pathlib import Path

import click

from bench.cli.exits import DONE, INVALID_DATA
from bench.cli.options import existing_folder
from bench.errors import DataError
from bench.gold.scheme import load


@click.command("validate")
@click.argument("suite", type=click.Path(path_type=Path))
def command(suite: Path) -> int:
    """Report every fault of a suite at once.

    Each fault stands on a line with its file, line and remedy; the exit code is then 4.

    \b
    bench validate gold/articles
    """
    try:
        gold = load(existing_folder(suite, "suite"))
    except DataError as error:
        click.echo(error.told(), err=True)
        return INVALID_DATA
    timexes = sum(len(layers.timexes) for layers in gold.layers.values())
    events = sum(len(layers.events) for layers in gold.layers.values())
    click.echo(
        f"{gold.name} {gold.version} is sound: {len(gold.documents)} documents, {timexes} timexes, "
        f"{events} events, {len(gold.timeline)} timeline entries"
    )
    return DONE
