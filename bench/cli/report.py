"""The command ``bench report``, which writes results as one HTML page."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from bench.cli import output
from bench.cli.options import existing_folder, existing_gold, folder_option, gold_of
from bench.counts import plural
from bench.errors import UsageError, some
from bench.figures.suite_results import SuiteResults
from bench.report import is_run, write, write_runs
from bench.results import store


@click.command("report")
@click.argument("results", nargs=-1, type=click.Path(path_type=Path), metavar="[RESULTS/SUITE]...")
@click.option(
    "--gold",
    "golds",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Gold that the results were scored on; may be repeated. [default: gold/SUITE, if it exists]",
)
@click.option(
    "--speed",
    "speeds",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help='File that "bench evaluate --speed" or "bench run --speed" wrote; may be repeated.',
)
@folder_option("-o", "--output", "target", default="report.html", help="File to write the page to.")
def command(results: tuple[Path, ...], golds: tuple[Path, ...], speeds: tuple[Path, ...], target: Path) -> None:
    """Write one HTML page of results: tables, plots, history, failures, articles with their marks.

    RESULTS/SUITE is a folder that "bench evaluate --output" wrote. The default is results/articles. The page
    contains everything that it shows, also the texts of the articles, and loads nothing. Folders that "bench run"
    wrote have no gold; their page has articles, timelines, the agreement of systems and their speed, no scores.

    \b
    bench report
    bench report results/articles --speed speed.json -o report.html
    bench report predictions/spacy-rules predictions/dateparser -o report.html
    """
    folders = [existing_folder(path, "results' folder") for path in results or (Path("results/articles"),)]
    if any(map(is_run, folders)):
        _runs(folders, target, golds, speeds)
        return
    named = [existing_gold(path) for path in golds]
    named += [path for each in folders if (path := gold_of(each)) is not None and path not in named]
    with _without_collector():
        found = write(folders, target, golds=named, speeds=speeds)
    _tell(found)
    for each in found:
        systems = sum(record.role != "annotator" for record in each.records)
        documents = f", {plural(len(each.gold.documents), 'document')}" if each.gold else ""
        output.say(f"{target}: {each.name}, {plural(systems, 'system')}{documents}")


def _runs(folders: Sequence[Path], target: Path, golds: Sequence[Path], speeds: Sequence[Path]) -> None:
    """Writes the page of runs without gold, and prints what it has."""
    others = [str(folder) for folder in folders if not is_run(folder)]
    if others:
        raise UsageError(f"{some(others)}: no run, and the others are; make one page of runs and one of results")
    if golds:
        raise UsageError("a page of runs has no gold; leave --gold out, or score each run by bench score RUN GOLD")
    found = write_runs(folders, target, speeds=speeds)
    for name in found.without_text:
        output.note(
            f"{name}: without its texts, because it ran over a corpus, whose texts its folder doesn't hold"
        )
    runs, articles = plural(len(found.runs), "system"), plural(len(found.articles), "article")
    output.say(f"{target}: {runs}, {articles}, without gold")


def _tell(found: Iterable[SuiteResults]) -> None:
    """Prints notes on the parts of the results that the page doesn't show."""
    output.notes(note for each in found if each.gold for note in each.gold.notes)
    for each in found:
        for record in each.stale:
            output.note(
                f"not in the report: {record.name}, scored on another state of {record.suite}; evaluate it again"
            )
        for name in each.torn:
            output.note(store.torn_line(name))
        if each.gold is None:
            output.note(
                f"{each.name}: without its texts, because its gold wasn't found; name its folder with --gold"
            )
        for place in each.history.unread if each.history else ():
            output.note(f"{each.name}: not in its history, because its record can't be read: {place}")


@contextmanager
def _without_collector() -> Iterator[None]:
    """Within the context, Python doesn't search for reference cycles, which would take a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
