"""The command ``bench invariance``, which checks systems without labels."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import click

from bench import formats, invariance
from bench.cli import output
from bench.cli.articles import Told
from bench.cli.day import day
from bench.cli.exits import DOCUMENTS_FAILED, DONE, WRONG_USAGE
from bench.cli.options import GOLD_HELP, check_options, default_gold, folder_option, format_option, systems_option
from bench.dataset.corpus import Fields
from bench.dataset.suite import Suite
from bench.errors import UsageError
from bench.harness.setting import Setting
from bench.invariance.result import Checked
from bench.render import invariance as drawn
from bench.sdk.model import Document


@click.command("invariance")
@click.argument("names", nargs=-1, required=True, metavar="SYSTEM...")
@folder_option("--gold", help=GOLD_HELP)
@click.option(
    "--corpus", metavar="PLACE", help="Texts without labels to use instead of gold: a corpus as for bench run."
)
@click.option(
    "--dct",
    type=day,
    metavar="YYYY-MM-DD",
    help="Day on which documents of the corpus were written that state none.",
)
@systems_option
@format_option
@check_options
def command(
    names: tuple[str, ...],
    gold: Path | None,
    corpus: str | None,
    dct: datetime.date | None,
    systems_folder: Path | None,
    format_: str,
    setting: Setting,
) -> int:
    """Check without labels that answers don't depend on what can't matter.

    Texts are written in another way, and their dct is moved: annotations must stay, or move with the dct.
    SYSTEM is a name (see "bench list"), or the path of a system file or folder.

    \b
    bench invariance regex dateparser
    bench invariance my_extractor.py --corpus news.jsonl
    bench invariance my_extractor.py --corpus article.txt --dct 2023-09-19
    """
    if dct is not None and corpus is None:
        raise UsageError("--dct is for documents of a corpus; name one with --corpus, or leave --dct out")
    if gold is not None and corpus is not None:
        raise UsageError("--gold and --corpus are both named; leave one out")
    told = Told()
    texts = _texts(gold, corpus, dct, told)
    checked = invariance.check(names, texts, folder=systems_folder, setting=setting)
    _note(checked)
    if checked.systems:
        _print(checked, format_)
    if told.unread or any(system.failures for system in checked.systems.values()):
        return DOCUMENTS_FAILED
    return WRONG_USAGE if checked.unready or not checked.systems else DONE


def _texts(
    gold: Path | None, corpus: str | None, dct: datetime.date | None, told: Told
) -> Suite | Sequence[Document]:
    """Returns the suite, or the documents of the corpus if one is named. Prints the notes on gold."""
    if corpus is not None:
        return list(formats.read_documents(corpus, Fields(day=dct), told))
    suite = formats.read_gold(gold or default_gold())
    output.notes(suite.notes)
    return suite


def _note(checked: Checked) -> None:
    """Prints a note for each system, check and document that was left out."""
    for fault in checked.broken:
        output.note(f"not ready: {fault}")
    for name, why in checked.unready.items():
        output.note(f"not checked: {name}: {why}")
    for name, system in checked.systems.items():
        for check, why in system.skipped.items():
            output.note(f"{name}: {check} not checked: {why}")
        for document, why in system.failures.items():
            output.note(f"failed: {name} on {document}, which was left out: {why}")
        if not any(judged.asserted for judged in system.checks.values()):
            output.note(f"{name}: nothing could be checked, because it finds nothing in these documents")


def _print(checked: Checked, format_: str) -> None:
    if format_ == "json":
        output.print_data(drawn.as_json(checked), "json")
    elif format_ == "csv":
        output.print_data(drawn.as_csv(checked), "csv")
    else:
        output.print_tables(drawn.grids(checked), format_)
