"""``bench list``."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from bench.cli import output
from bench.cli.options import default_cache, existing_folder, format_option, systems_option
from bench.render.grid import Grid, csv_text
from bench.systems import discovery
from bench.systems.dependencies import why_not
from bench.systems.environment import survey
from bench.systems.system import System


@click.command("list")
@systems_option
@click.option(
    "--cache",
    type=click.Path(path_type=Path),
    help="Folder of environments. [default: bench in the user's cache folder]",
)
@format_option
def command(systems_folder: Path, cache: Path | None, format_: str) -> None:
    """List the systems and whether they can run here.

    \b
    bench list
    """
    found, broken = discovery.discover(existing_folder(systems_folder, "systems' folder", "--systems-folder"))
    headers = ("system", "layers", "learns", "ready", "what it is")
    rows = []
    notes = list(map(str, broken))
    for system in found.values():
        ready, remedy = survey(system, cache or default_cache(), os.environ)
        if reason := why_not(system, found, lambda each: _missing(each, cache or default_cache())):
            ready, remedy = "no", reason
        rows.append(
            (system.name, " ".join(system.layers), "yes" if system.learns else "no", ready, system.summary)
        )
        if remedy:
            notes.append(f"{system.name}: {remedy}")
    if format_ == "json":
        click.echo(
            json.dumps([dict(zip(headers, row, strict=True)) for row in rows], indent=1, ensure_ascii=False)
        )
    elif format_ == "csv":
        click.echo(csv_text(headers, rows), nl=False)
    else:
        output.print_tables([Grid(f"Systems in {systems_folder}", headers, rows, labels=len(headers))], format_)
    for line in notes:
        output.note(f"not ready: {line}")


def _missing(system: System, cache: Path) -> str:
    """Why a system can't run by itself; empty if it can."""
    ready, remedy = survey(system, cache, os.environ)
    return remedy if ready == "no" else ""
