"""The command ``bench show``, which shows a text with a system's mistakes marked."""

from __future__ import annotations

from pathlib import Path

import click
from rich.text import Text

from bench.cli import completion, output
from bench.cli.exits import DOCUMENTS_FAILED, DONE
from bench.cli.options import gold_option, run_options, systems_option
from bench.errors import UsageError
from bench.gold.load import load
from bench.harness.evaluate import Shown, show
from bench.harness.setting import Setting
from bench.matching.matching import match
from bench.render import marked
from bench.render.grid import text_table
from bench.systems.system import System


@click.command("show")
@click.argument("system", shell_complete=completion.systems)
@click.argument("document", shell_complete=completion.documents)
@click.option("--layer", type=click.Choice(("timexes", "events")), help="Layer to show. [default: both]")
@gold_option
@systems_option
@run_options
def command(
    system: str, document: str, layer: str | None, gold: Path, systems_folder: Path | None, setting: Setting
) -> int:
    """Show a text, and mark what a system found, missed and invented.

    SYSTEM is a name or the path of a system file, DOCUMENT the id of a document of the gold. A system that
    learns is trained on the gold's other documents.

    \b
    bench show regex china-russia-views
    """
    suite = load(gold)
    output.notes(suite.notes)
    suite.document(document)  # raises for an unknown one, before a system is made ready
    ready = output.select_one(system, systems_folder, setting)
    layers = _layers(ready.system, layer)
    shown = show(ready, suite, document, setting)
    for name in layers:
        if not suite.has(name):
            output.note(f"{suite.name} has no {name}, so whatever the system found there is shown as spurious")
        _print(shown, name)
    failures, timeline = shown.predictions.failures, shown.predictions.timeline_failure
    for failed, reason in failures.items():
        output.note(f"failed: {ready.system.name} on {failed}: {reason}")
    if timeline:
        output.note(f"failed: {ready.system.name} on the timeline: {timeline}")
    if failures or timeline:
        output.tell_where_failed(setting)
        return DOCUMENTS_FAILED
    return DONE


def _layers(system: System, layer: str | None) -> list[str]:
    """Returns the layers to show: ``layer``, or all. Raises UsageError if the system doesn't predict them."""
    spans = [name for name in system.layers if name in ("timexes", "events")]
    if not spans:
        raise UsageError(f"{system.name} finds neither timexes nor events, and nothing else can be shown")
    if layer is not None and layer not in spans:
        raise UsageError(f"{system.name} gives no {layer}, only {' and '.join(spans)}")
    return spans if layer is None else [layer]


def _print(shown: Shown, layer: str) -> None:
    """Prints the text with marked annotations, the legend, and the table of the annotations' values."""
    console, entry = output.stdout(), shown.entry
    items = marked.found(match(getattr(shown.gold, layer), getattr(shown.predicted, layer)))
    console.print(marked.text(entry.text, items))
    console.print()
    console.print(Text(marked.LEGEND, style="dim"))
    console.print()
    items += marked.unlocated(layer, shown.predicted.unlocated)
    console.print(text_table(marked.grid(f"{layer}, {entry.id}, dct {entry.dct}", items)))
