"""The command ``bench list``, which lists the systems and whether they can run."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import click

from bench.cli import output
from bench.cli.options import cache_option, default_cache, format_option, systems_option
from bench.render.grid import Grid, csv_text
from bench.systems import found
from bench.systems.places import places

HEADERS = ("system", "layers", "learns", "ready", "what it is")


@click.command("list")
@systems_option
@cache_option("environments")
@format_option
def command(systems_folder: Path | None, cache: Path | None, format_: str) -> None:
    """List the systems and whether they can run here.

    \b
    bench list
    """
    listed, broken = found(systems_folder, cache or default_cache(), os.environ)
    rows = [
        (
            each.system.name,
            " ".join(each.system.layers),
            "yes" if each.system.learns else "no",
            each.ready,
            each.system.summary,
        )
        for each in listed
    ]
    _print(rows, [systems_folder] if systems_folder else places(None), format_)
    for fault in broken:
        output.note(f"not ready: {fault}")
    for each in listed:
        if each.remedy:
            output.note(f"not ready: {each.system.name}: {each.remedy}")


def _print(rows: Sequence[tuple[str, ...]], folders: Sequence[Path], format_: str) -> None:
    if format_ == "json":
        objects = [dict(zip(HEADERS, row, strict=True)) for row in rows]
        output.print_data(json.dumps(objects, indent=1, ensure_ascii=False), "json")
    elif format_ == "csv":
        output.print_data(csv_text(HEADERS, rows), "csv")
    else:
        title = f"Systems in {' and '.join(map(str, folders))}"
        output.print_tables([Grid(title, HEADERS, rows, labels=len(HEADERS))], format_)
