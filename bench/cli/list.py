"""The command ``bench list``, which lists the systems, or the corpora that bench knows."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import click

from bench.cli import output
from bench.cli.options import (
    cache_option,
    corpora_option,
    default_cache,
    format_option,
    systems_option,
)
from bench.dataset.known import near
from bench.render.grid import Grid, csv_text
from bench.systems import found
from bench.systems.places import places

HEADERS = ("system", "layers", "learns", "ready", "what it is")
OF_SUITES = ("suite", "here", "format", "licence", "source", "what it is")
WHAT = ("systems", "suites")


@click.command("list")
@click.argument("what", type=click.Choice(WHAT), default=WHAT[0], metavar="[systems|suites]")
@systems_option
@corpora_option
@cache_option("environments")
@format_option
def command(
    what: str, systems_folder: Path | None, corpora: Path | None, cache: Path | None, format_: str
) -> None:
    """List the systems and whether they can run here, or the corpora that bench knows.

    "bench list suites" says of each corpus whether it is in the folder of the corpora, its format, its licence and
    where it comes from.

    \b
    bench list
    bench list suites --corpora corpora
    """
    if what == "suites":
        _suites(corpora, format_)
    else:
        _systems(systems_folder, cache or default_cache(), format_)


def _systems(folder: Path | None, cache: Path, format_: str) -> None:
    """Prints the systems. Notes say what is missing, and which corpus a system may have meant."""
    listed, broken = found(folder, cache, os.environ)
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
    folders = [folder] if folder else places(None)
    _print(f"Systems in {' and '.join(map(str, folders))}", HEADERS, rows, format_)
    for fault in broken:
        output.note(f"not ready: {fault}")
    for each in listed:
        if each.remedy:
            output.note(f"not ready: {each.system.name}: {each.remedy}")
        for name in each.system.developed_on:
            if meant := near(name):
                output.note(
                    f"{each.system.name} was developed on {name!r}, no known corpus; did you mean {meant}?"
                )


def _suites(corpora: Path | None, format_: str) -> None:
    """Prints the known corpora. Notes say what to know about those that are there, and which have changed."""
    from bench.gold.corpora import listed

    suites = listed(corpora)
    rows = [
        (
            each.known.name,
            "changed" if each.changed else "yes" if each.place else "no",
            each.known.format,
            each.known.licence,
            each.known.source,
            each.known.title,
        )
        for each in suites
    ]
    _print(f"Known corpora, in {corpora}" if corpora else "Known corpora", OF_SUITES, rows, format_)
    for each in suites:
        if each.changed:
            output.note(
                f"{each.known.name}: {each.place} isn't as it was; bench fetch {each.known.name} says more"
            )
        if each.place and each.known.note:
            output.note(f"{each.known.name}: {each.known.note}")
    if corpora is None:
        output.note(
            'no folder of corpora is named; give --corpora FOLDER, or write corpora = "FOLDER" into [tool.bench]'
        )


def _print(title: str, headers: Sequence[str], rows: Sequence[tuple[str, ...]], format_: str) -> None:
    if format_ == "json":
        objects = [dict(zip(headers, row, strict=True)) for row in rows]
        output.print_data(json.dumps(objects, indent=1, ensure_ascii=False), "json")
    elif format_ == "csv":
        output.print_data(csv_text(headers, rows), "csv")
    else:
        output.print_tables([Grid(title, headers, rows, labels=len(headers))], format_)
