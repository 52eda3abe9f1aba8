"""``bench plot``."""

from __future__ import annotations

from pathlib import Path

import click

from bench import plots
from bench.cli import output
from bench.cli.options import existing_folder
from bench.dataset.suite import suite_name
from bench.plots import style

GOLD = Path("gold")


@click.command("plot")
@click.argument(
    "results", type=click.Path(path_type=Path), default=Path("results/articles"), metavar="[RESULTS/SUITE]"
)
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path),
    default=Path("plots"),
    show_default=True,
    help="Folder to write the figures to.",
)
@click.option(
    "--format",
    "forms",
    multiple=True,
    type=click.Choice(style.FORMS),
    help="Form of the files; may be repeated. [default: svg and png]",
)
@click.option(
    "--speed",
    "speed_file",
    type=click.Path(path_type=Path),
    help="File that bench evaluate --speed wrote, for the figure of speed.",
)
@click.option(
    "--suite",
    type=click.Path(path_type=Path),
    help="Folder of the gold; what was scored on another state of it is left out. [default: gold/SUITE, if there]",
)
def command(
    results: Path, target: Path, forms: tuple[str, ...], speed_file: Path | None, suite: Path | None
) -> None:
    """Draw the standard figures of a suite's results, for a paper or slides.

    RESULTS/SUITE is a folder that bench evaluate --output wrote; without one, results/articles. The same results
    give the same files.

    \b
    bench plot
    bench plot results/articles --speed speed.json --format pdf -o figures
    """
    style.require()
    existing_folder(results, "results' folder")
    if suite is None and (beside := GOLD / suite_name(results)).is_dir():
        suite = beside
    if suite is not None:
        existing_folder(suite, "suite", "--suite")
    found, figures = plots.draw(
        results, target, gold=suite, speed=speed_file, forms=tuple(dict.fromkeys(forms)) or ("svg", "png")
    )
    for record in found.stale:
        output.note(f"not drawn: {record.name}, scored on another state of {record.suite}; evaluate it again")
    for figure in figures:
        for path in figure.files:
            click.echo(path)
        if figure.reason:
            output.note(f"left out: {figure.name}: {figure.reason}")
