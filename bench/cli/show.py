"""The command ``bench show``, which shows a text with what systems find in it, and their mistakes."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click
from rich.text import Text

from bench import formats
from bench.cli import completion, output
from bench.cli.articles import Told
from bench.cli.day import day
from bench.cli.exits import DOCUMENTS_FAILED, DONE
from bench.cli.options import (
    GOLD_HELP,
    default_gold,
    existing_gold,
    folder_option,
    renamed,
    run_options,
    systems_option,
)
from bench.dataset.articles import STANDARD_INPUT, is_article
from bench.dataset.corpus import Fields
from bench.dataset.suite import Predictions, Suite
from bench.errors import UsageError
from bench.gold.load import load
from bench.harness.corpus import extract_each
from bench.harness.evaluate import Shown, show
from bench.harness.setting import Setting
from bench.matching.matching import match
from bench.render import beside, marked
from bench.render.grid import Grid, text_table
from bench.sdk.model import Document
from bench.systems.dependencies import Ready
from bench.systems.system import System


@click.command("show")
@click.argument(
    "names", nargs=-1, required=True, metavar="SYSTEM... DOCUMENT", shell_complete=completion.systems_and_documents
)
@click.option("--layer", type=click.Choice(("timexes", "events")), help="Layer to show. [default: both]")
@renamed("--suite", "--gold")
@folder_option("--gold", help=GOLD_HELP)
@click.option(
    "--dct",
    type=day,
    metavar="YYYY-MM-DD",
    help="Day on which the article was written. [default: that of its metadata, or the one that its text tells]",
)
@folder_option("--train", help="Folder of the gold that systems that learn are fitted on, for an article.")
@systems_option
@run_options
def command(
    names: tuple[str, ...],
    layer: str | None,
    gold: Path | None,
    dct: datetime.date | None,
    train: Path | None,
    systems_folder: Path | None,
    setting: Setting,
) -> int:
    """Show a text with what systems find in it, and mark their mistakes if it has gold.

    SYSTEM is a name or the path of a system file; several are shown side by side. DOCUMENT, the last argument, is
    the id of a document of the gold, or an article without gold: a .txt, .md, .html, .docx or .pdf file, or - for
    standard input. On a document of gold, a system that learns is trained on the gold's other documents.

    \b
    bench show regex china-russia-views
    bench show spacy-rules dateparser article.txt --dct 2026-11-29
    """
    *systems, place = names
    if not systems:
        raise UsageError(f"{place} is named alone; name a system before it, as in: bench show spacy-rules {place}")
    suite = _suite(place, gold)
    if suite is None:
        ready = [output.select_one(name, systems_folder, setting) for name in dict.fromkeys(systems)]
        return _articles(ready, place, layer, dct, train, setting)
    if dct is not None or train is not None:
        raise UsageError(f"{place} is a document of {suite.name}; --dct and --train are for articles without gold")
    output.notes(suite.notes)
    suite.document(place)  # raises for an unknown one, before a system is made ready
    ready = [output.select_one(name, systems_folder, setting) for name in dict.fromkeys(systems)]
    return _document(ready, suite, place, layer, setting)


def _suite(place: str, gold: Path | None) -> Suite | None:
    """Returns the gold that has the document, or None for an article without gold.

    Raises UsageError for a file that doesn't exist, and if there is no gold.
    """
    is_there = os.path.lexists(place)
    if place == STANDARD_INPUT or (gold is None and is_there and is_article(place)):
        return None
    try:
        suite = load(default_gold() if gold is None else existing_gold(gold))
    except UsageError:
        if gold is None and is_there:
            return None
        if gold is None and is_article(place):
            raise UsageError(f"{place}: there is no such file; name an article, or a document of --gold") from None
        raise
    known = any(document.id == place for document in suite.documents)
    if not known and gold is None and is_there:
        return None
    if not known and is_article(place):
        raise UsageError(f"{place}: there is no such file, and {suite.name} has no document of this name")
    return suite


def _articles(
    ready: Sequence[Ready], place: str, layer: str | None, dct: datetime.date | None, train: Path | None,
    setting: Setting,
) -> int:  # fmt: skip
    """Prints each article of a place with the annotations of the systems; returns the exit code."""
    layers = _layers([each.system for each in ready], layer)
    training = None if train is None else load(existing_gold(train, "--train"))
    told = Told()
    code = DONE
    for document in formats.read_documents(place, Fields(day=dct), told):
        output.stdout().print(Text(told.heading(document), style="bold"), end="\n\n")
        predictions = extract_each(ready, document, setting, training)
        for name in layers:
            able = {each.system.name for each in ready if name in each.system.layers}
            _print_beside(document, name, {k: each for k, each in predictions.items() if k in able})
        code = max(code, _failed(predictions, setting))
    return DOCUMENTS_FAILED if told.unread else code


def _print_beside(document: Document, layer: str, predictions: Mapping[str, Predictions]) -> None:
    sides = {
        name: getattr(each.layers[document.id], layer)
        for name, each in predictions.items()
        if document.id in each.layers
    }
    if not sides:
        return
    rows = beside.rows(document.text, sides)
    legend = beside.LEGEND if len(sides) > 1 else beside.ONE
    title = f"{layer}, {document.id}, dct {document.dct}"
    _print(beside.text(document.text, rows), legend, beside.grid(title, sides, rows))
    output.stdout().print(Text(beside.agreement(layer, sides), style="dim"), end="\n\n")


def _document(ready: Sequence[Ready], suite: Suite, document: str, layer: str | None, setting: Setting) -> int:
    """Prints a document of gold with the annotations of the systems; returns the exit code."""
    layers = _layers([each.system for each in ready], layer)
    shown = {each.system.name: show(each, suite, document, setting) for each in ready}
    for name in layers:
        if not suite.has(name):
            output.note(f"{suite.name} has no {name}, so whatever a system found there is shown as spurious")
        able = {each.system.name: shown[each.system.name] for each in ready if name in each.system.layers}
        if len(ready) == 1:
            _print_one(next(iter(able.values())), name)
        else:
            _print_judged(able, name)
    return _failed({name: each.predictions for name, each in shown.items()}, setting)


def _print_one(shown: Shown, layer: str) -> None:
    """Prints the text with marked annotations, the legend, and the table of the annotations' values."""
    entry = shown.entry
    items = marked.found(match(getattr(shown.gold, layer), getattr(shown.predicted, layer)))
    text = marked.text(entry.text, items)
    items += marked.unlocated(layer, shown.predicted.unlocated)
    _print(text, marked.LEGEND, marked.grid(f"{layer}, {entry.id}, dct {entry.dct}", items))


def _print_judged(shown: Mapping[str, Shown], layer: str) -> None:
    first = next(iter(shown.values()))
    entry = first.entry
    sides = {name: getattr(each.predicted, layer) for name, each in shown.items()}
    output.stdout().print(Text(f"{entry.id}, dct {entry.dct}", style="bold"), end="\n\n")
    rows = beside.gold_rows(entry.text, getattr(first.gold, layer), sides)
    grid = beside.gold_grid(f"{layer}, {entry.id}, dct {entry.dct}", sides, rows)
    _print(beside.text(entry.text, rows), beside.GOLD_LEGEND, grid)


def _print(text: Text, legend: str, grid: Grid) -> None:
    console = output.stdout()
    console.print(text)
    console.print()
    console.print(Text(legend, style="dim"))
    console.print()
    console.print(text_table(grid))


def _layers(systems: Iterable[System], layer: str | None) -> list[str]:
    """Returns the layers to show: ``layer``, or all. Raises UsageError for a system that predicts none of them."""
    found: list[str] = []
    for system in systems:
        spans = [name for name in system.layers if name in ("timexes", "events")]
        if not spans:
            raise UsageError(f"{system.name} finds neither timexes nor events, and nothing else can be shown")
        if layer is not None and layer not in spans:
            raise UsageError(f"{system.name} gives no {layer}, only {' and '.join(spans)}")
        found += [name for name in spans if name not in found]
    return found if layer is None else [layer]


def _failed(predictions: Mapping[str, Predictions], setting: Setting) -> int:
    """Prints a note for each failure; returns the exit code."""
    failed = False
    for name, each in predictions.items():
        for document, reason in each.failures.items():
            failed = True
            output.note(f"failed: {name} on {document}: {reason}")
        if each.timeline_failure:
            failed = True
            output.note(f"failed: {name} on the timeline: {each.timeline_failure}")
    if failed:
        output.tell_where_failed(setting)
    return DOCUMENTS_FAILED if failed else DONE
