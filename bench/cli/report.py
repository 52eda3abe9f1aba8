"""``bench report``."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from bench.cli import output
from bench.cli.options import existing_folder, gold_of
from bench.dataset.suite import Suite
from bench.errors import UsageError
from bench.files import cannot_write, write_text
from bench.gold.scheme import load
from bench.report import material, page
from bench.report.history import LATEST
from bench.results import history
from bench.results.history import History


@click.command("report")
@click.argument("results", nargs=-1, type=click.Path(path_type=Path), metavar="[RESULTS/SUITE]...")
@click.option(
    "--gold",
    "golds",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Gold that results were scored on; may be repeated. [default: gold/SUITE, where there is one]",
)
@click.option(
    "--speed",
    "speeds",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="File that bench evaluate --speed wrote; may be repeated.",
)
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path),
    default=Path("report.html"),
    show_default=True,
    help="File to write the page to.",
)
def command(results: tuple[Path, ...], golds: tuple[Path, ...], speeds: tuple[Path, ...], target: Path) -> None:
    """Write one HTML page of results: tables, plots, history, failures, articles with their marks.

    RESULTS/SUITE is a folder that bench evaluate --output wrote; without one, results/articles. The page carries
    all that it shows, the articles' texts too, and loads nothing.

    \b
    bench report
    bench report results/articles --speed speed.json -o report.html
    """
    folders = [existing_folder(path, "results' folder") for path in results or (Path("results/articles"),)]
    with _uncollected():
        found = material.read(folders, _suites(folders, golds), material.read_runs(speeds))
        found = replace(found, history=_history(found.results))
        text = page.text(found)
    for each in found.results:
        for record in each.stale:
            output.note(
                f"not in the report: {record.name}, scored on another state of {record.suite}; evaluate it again"
            )
        if each.gold is None:
            output.note(f"{each.name}: without its texts, for its gold isn't at hand; name its folder with --gold")
    for suite, kept in found.history.items():
        for place in kept.unread:
            output.note(f"{suite}: not in its history, for its record can't be read: {place}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_text(target, text)
    except OSError as error:
        raise cannot_write(target, error) from None
    for each in found.results:
        systems = sum(record.role != "annotator" for record in each.records)
        documents = f", {len(each.gold.documents):,} documents" if each.gold else ""
        click.echo(f"{target}: {each.name}, {systems} systems{documents}")


def _history(results: Iterable[material.Results]) -> dict[str, History]:
    """How the results changed over git's commits, of those that a repository keeps."""
    found = {}
    for each in results:
        try:
            found[each.name] = history.read(each.folder, last=LATEST)
        except UsageError:
            continue  # outside a repository, or not committed: a report has no history then
    return found


@contextmanager
def _uncollected() -> Iterator[None]:
    """Don't look for cycles: annotations make none, and looking through them all takes a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _suites(folders: list[Path], golds: tuple[Path, ...]) -> dict[Path, Suite]:
    """The gold that was named, else that of each results folder's own name."""
    named = [existing_folder(path, "gold", "--gold") for path in golds]
    named += [path for each in folders if (path := gold_of(each)) is not None and path not in named]
    return {path: load(path) for path in named}
