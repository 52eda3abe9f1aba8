"""The command ``bench plot``, which draws the standard plots of results."""

from __future__ import annotations

from pathlib import Path

import click

from bench.cli import output
from bench.cli.options import existing_folder, existing_gold, folder_option, gold_of, renamed
from bench.plots import draw, style
from bench.results import store


@click.command("plot")
@click.argument(
    "results", type=click.Path(path_type=Path), default=Path("results/articles"), metavar="[RESULTS/SUITE]"
)
@folder_option("-o", "--output", "target", default="plots", help="Folder to write the plots to.")
@click.option(
    "--format",
    "forms",
    multiple=True,
    type=click.Choice(style.FORMS),
    help="Format of the files; may be repeated. [default: svg and png]",
)
@folder_option("--speed", "speed_file", help='File that "bench evaluate --speed" wrote, for the plot of speed.')
@folder_option(
    "--gold",
    help="Folder of the gold; records of another state of it are left out. [default: gold/SUITE, if it exists]",
)
@renamed("--suite", "--gold")
def command(
    results: Path, target: Path, forms: tuple[str, ...], speed_file: Path | None, gold: Path | None
) -> None:
    """Draw the standard plots of a suite's results, for a paper or slides.

    RESULTS/SUITE is a folder that "bench evaluate --output" wrote. The default is results/articles. The same
    results always give the same files.

    \b
    bench plot
    bench plot results/articles --speed speed.json --format pdf -o figures
    """
    found, drawn = draw(
        existing_folder(results, "results' folder"),
        target,
        gold=existing_gold(gold) if gold else gold_of(results),
        speed=speed_file,
        forms=tuple(dict.fromkeys(forms)) or ("svg", "png"),
    )
    output.notes(found.gold.notes if found.gold else ())
    for record in found.stale:
        output.note(f"not drawn: {record.name}, scored on another state of {record.suite}; evaluate it again")
    for name in found.torn:
        output.note(store.torn_line(name))
    for each in drawn:
        for path in each.files:
            output.say(str(path))
        if each.reason:
            output.note(f"left out: {each.name}: {each.reason}")
