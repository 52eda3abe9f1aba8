"""The command ``bench agree``, which compares annotators."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from bench.cli import output
from bench.cli.exits import DOCUMENTS_FAILED, DONE
from bench.cli.options import align_option, format_option
from bench.gold import agreement, passes, several
from bench.gold.agreement import Agreement
from bench.gold.differences import differences
from bench.gold.passes import Passes
from bench.render import agreement as tables
from bench.render.grid import Grid, csv_text


@click.command("agree")
@click.argument("folders", metavar="A B [C]...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--gold", type=click.Path(path_type=Path), help="Gold with the texts and tags of the documents.")
@click.option("--differences", "listed", is_flag=True, help="List the annotations that differ, in context.")
@click.option("--all", "everything", is_flag=True, help="Two annotators: also links and Krippendorff's alpha.")
@click.option(
    "--by",
    type=click.Choice(("category", "phenomenon")),
    help="Two annotators: by type, kind, class and realis; or by the first tag of gold's documents.",
)
@align_option
@format_option
def command(
    folders: tuple[Path, ...],
    gold: Path | None,
    listed: bool,
    everything: bool,
    by: str | None,
    align: bool,
    format_: str,
) -> int:
    """Measure how far annotators agree.

    A, B … are folders or files in any format, over the same documents. Spans are compared by F1, attributes on the
    matched spans by the share that agree and, for categories, Cohen's kappa. With three or more annotators, each
    two are compared, and labels by Krippendorff's alpha.

    \b
    bench agree gold/articles/passes/a gold/articles/passes/b
    bench agree --differences --gold gold/articles gold/articles/passes/a gold/articles/passes/b
    """
    found = passes.read(folders, gold, align=align)
    failed = _tell(found, folders)
    if listed:
        _print_differences(found, format_)
    elif by is not None:
        _print_by(found, by, format_)
    elif everything or len(folders) > 2:
        _print_several(found, format_)
    else:
        a, b = found.sides
        lines = agreement.measure(a.layers, b.layers, (a.timeline, b.timeline))
        _print(lines, tables.two(lines, f"Agreement of {folders[0]} and {folders[1]}"), format_)
    return DOCUMENTS_FAILED if failed else DONE


def _tell(found: Passes, folders: tuple[Path, ...]) -> bool:
    """Prints notes on the passes; returns whether a document failed."""
    output.notes(note for side in found.sides for note in side.notes)
    for path, side in zip(folders, found.sides, strict=True):
        for document, reason in side.failures.items():
            output.note(f"failed: {path}: {document}: {reason}")
    for path, side in zip(folders, found.sides, strict=True):
        others = set().union(*(other.layers.keys() for other in found.sides if other is not side))
        for document in sorted(side.layers.keys() - others):
            output.note(f"only in {path}: {document}; all of it counts as disagreement")
        if len(folders) > 2:
            for document in sorted(others - side.layers.keys() - side.failures.keys()):
                output.note(f"not in {path}: {document}; what the others say there counts as disagreement")
    return any(side.failures for side in found.sides)


def _print(lines: list[Agreement], grid: Grid, format_: str) -> None:
    if format_ == "json":
        output.print_data(json.dumps({line.subject: asdict(line) for line in lines}, indent=1), "json")
    elif format_ == "csv":
        headers = ("subject", "figure", "value", "n", "kappa", "annotated")
        output.print_data(csv_text(headers, (list(asdict(line).values()) for line in lines)), "csv")
    else:
        output.print_tables([grid], format_)


def _print_several(found: Passes, format_: str) -> None:
    lines = several.measure(found)
    alpha = several.can_alpha()
    if not alpha:
        output.note("alpha is left out: krippendorff isn't installed; pip install 'timeline-bench[full]'")
    grid = tables.several(lines, found.names, alpha=alpha)
    if format_ == "json":
        rows = {
            line.subject: {
                **asdict(line),
                "values": {f"{found.names[a]}–{found.names[b]}": value for (a, b), value in line.values.items()},
            }
            for line in lines
        }
        output.print_data(json.dumps(rows, indent=1, ensure_ascii=False), "json")
    elif format_ == "csv":
        fields = [
            [
                line.subject,
                line.figure,
                *line.values.values(),
                line.mean,
                *([line.alpha, line.units] if alpha else []),
            ]
            for line in lines
        ]
        output.print_data(csv_text(tuple(grid.headers), fields), "csv")
    else:
        output.print_tables([grid], format_)


def _print_by(found: Passes, by: str, format_: str) -> None:
    grid = tables.by(found, by)
    if format_ == "json":
        rows = [dict(zip(grid.headers, row, strict=True)) for row in grid.rows]
        output.print_data(json.dumps(rows, indent=1, ensure_ascii=False), "json")
    elif format_ == "csv":
        output.print_data(csv_text(tuple(grid.headers), grid.rows), "csv")
    else:
        output.print_tables([grid], format_)


def _print_differences(found: Passes, format_: str) -> None:
    listed = list(differences(found))
    headers = (*tables.DIFFERENCE_HEADERS, *found.names)
    if format_ == "json":
        rows = [{**asdict(each), "says": dict(zip(found.names, each.says, strict=True))} for each in listed]
        output.print_data(json.dumps(rows, indent=1, ensure_ascii=False), "json")
    elif format_ == "csv":
        output.print_data(csv_text(headers, tables.difference_rows(listed)), "csv")
    elif format_ == "table":
        for line in tables.difference_lines(listed, found.names):
            output.say(line)
        if not listed:
            output.say("no differences")
    else:
        cells = [["–" if cell is None else str(cell) for cell in row] for row in tables.difference_rows(listed)]
        output.print_tables([Grid("Differences", headers, cells, labels=len(headers))], format_)
