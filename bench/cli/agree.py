"""The command ``bench agree``, which compares two annotators."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from bench import formats
from bench.cli import output
from bench.cli.exits import DOCUMENTS_FAILED, DONE
from bench.cli.options import align_option, format_option
from bench.gold import agreement
from bench.gold.agreement import Agreement
from bench.render.grid import Grid, csv_text, percent


@click.command("agree")
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
@align_option
@format_option
def command(first: Path, second: Path, align: bool, format_: str) -> int:
    """Measure how far two annotators agree.

    FIRST and SECOND are folders of JSON Lines or of TimeML files, over the same documents. Spans are compared by
    F1, attributes on the matched spans by the share that agree and, for categories, Cohen's kappa.

    \b
    bench agree gold/articles/passes/a gold/articles/passes/b
    """
    a, b = formats.read_passes(first, second, align=align)
    output.notes((*a.notes, *b.notes))
    for path, failures in ((first, a.failures), (second, b.failures)):
        for document, reason in failures.items():
            output.note(f"failed: {path}: {document}: {reason}")
    for path, only in ((first, a.layers.keys() - b.layers.keys()), (second, b.layers.keys() - a.layers.keys())):
        for document in sorted(only):
            output.note(f"only in {path}: {document}; all of it counts as disagreement")
    lines = agreement.measure(a.layers, b.layers, (a.timeline, b.timeline))
    if format_ == "json":
        output.print_data(json.dumps({line.subject: asdict(line) for line in lines}, indent=1), "json")
    elif format_ == "csv":
        output.print_data(
            csv_text(
                ("subject", "figure", "value", "n", "kappa", "annotated"),
                (list(asdict(line).values()) for line in lines),
            ),
            "csv",
        )
    else:
        output.print_tables([_grid(lines, first, second)], format_)
    return DOCUMENTS_FAILED if a.failures or b.failures else DONE


def _grid(lines: list[Agreement], first: Path, second: Path) -> Grid:
    rows = [
        [
            line.subject,
            line.figure,
            percent(line.value),
            "–" if line.kappa is None else f"{line.kappa:.3f}",
            str(line.n),
        ]
        for line in lines
        if line.annotated
    ]
    note = "F1: over both sides; share: of matched pairs that state it; n: annotations, or such pairs."
    if left_out := [line.subject for line in lines if not line.annotated]:
        note += f"\nNeither side annotated: {'; '.join(left_out)}."
    return Grid(
        f"Agreement of {first} and {second}", ("subject", "score", "%", "kappa", "n"), rows, labels=2, note=note
    )
