"""``bench show``."""

from __future__ import annotations

from pathlib import Path

import click
from rich.text import Text

from bench.cli import output
from bench.cli.exits import DOCUMENTS_FAILED, DONE
from bench.cli.options import gold_option, run_options, systems_option
from bench.cli.setting import Setting
from bench.dataset.suite import NOTHING
from bench.errors import UsageError
from bench.gold.load import load
from bench.harness import evaluate
from bench.matching.matching import match
from bench.render import marked
from bench.render.grid import text_table


@click.command("show")
@click.argument("system")
@click.argument("document")
@click.option("--layer", type=click.Choice(("timexes", "events")), help="Only this layer.")
@gold_option
@systems_option
@run_options
def command(
    system: str, document: str, layer: str | None, gold: Path, systems_folder: Path, setting: Setting
) -> int:
    """Show a text with what a system hit, missed and made up.

    SYSTEM is a name or the path of a system file, DOCUMENT the id of a document of the suite. A system that
    learns is trained on the suite's other documents.

    \b
    bench show regex china-russia-views
    """
    suite = load(gold)
    output.notes(suite.notes)
    entry = suite.document(document)
    chosen, unready = setting.choose([system], systems_folder, everything=True)
    if unready:
        raise UsageError(f"{system} is not ready: {next(iter(unready.values()))}")
    if len(chosen) > 1:
        names = ", ".join(item.system.name for item in chosen)
        raise UsageError(f"{system} defines {names}; put it into a folder, and name the one with --systems-folder")
    subject = chosen[0].system
    spans = [name for name in subject.layers if name in ("timexes", "events")]
    if not spans:
        raise UsageError(f"{subject.name} finds neither timexes nor events, and nothing else can be shown")
    if layer is not None and layer not in spans:
        raise UsageError(f"{subject.name} gives no {layer}, only {' and '.join(spans)}")
    with setting.executor() as executor:
        predictions, _ = evaluate.predict(
            subject,
            chosen[0].environment,
            suite,
            executor,
            wanted=chosen[0].wanted,
            documents=[entry],
            limits=setting.limits,
            keep=setting.keep,
        )
    labelled = suite.layers.get(document, NOTHING)
    predicted = predictions.layers.get(document, NOTHING).outside(labelled.ignore)
    console = output.stdout()
    for name in spans:
        if layer in (None, name):
            items = marked.found(match(getattr(labelled, name), getattr(predicted, name)))
            console.print(marked.text(entry.text, items))
            console.print()
            console.print(Text(marked.LEGEND, style="dim"))
            console.print()
            items += marked.unlocated(name, predicted.unlocated)
            console.print(text_table(marked.grid(f"{name}, {document}, dct {entry.dct}", items)))
    for failed, reason in predictions.failures.items():
        output.note(f"failed: {subject.name} on {failed}: {reason}")
    if predictions.timeline_failure:
        output.note(f"failed: {subject.name} on the timeline: {predictions.timeline_failure}")
    return DOCUMENTS_FAILED if predictions.failures or predictions.timeline_failure else DONE
