"""``bench run``."""

from __future__ import annotations

import datetime
import hashlib
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bench import formats
from bench.cli import output
from bench.cli.exits import DOCUMENTS_FAILED, DONE
from bench.cli.options import existing_folder, failures_option, run_options, systems_option
from bench.cli.setting import Setting
from bench.dataset.corpus import Fields
from bench.dataset.suite import Suite
from bench.errors import UsageError
from bench.gold.load import load
from bench.harness import stream
from bench.harness.evaluate import Report
from bench.harness.outcome import Outcome
from bench.harness.run import Runner
from bench.harness.stream import Output
from bench.harness.timing import speed_of
from bench.sdk.declare import GOLD
from bench.sdk.model import Document
from bench.systems.dependencies import Ready

EACH = 10_000
"""Documents between two lines of progress where there is no terminal."""


@click.command("run")
@click.argument("system")
@click.argument("corpus")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder to write the predictions to.",
)
@click.option(
    "--train",
    type=click.Path(path_type=Path),
    help="Folder of the gold that a system that learns is fitted on.",
)
@click.option("--id-field", default="id", show_default=True, help="Field of a document's id.")
@click.option("--text-field", default="text", show_default=True, help="Field of its text.")
@click.option("--dct-field", default="dct", show_default=True, help="Field of the day it was written.")
@click.option(
    "--dct",
    type=click.DateTime(("%Y-%m-%d",)),
    metavar="YYYY-MM-DD",
    help="Day that documents without one were written.",
)
@systems_option
@run_options
@failures_option
def command(
    system: str,
    corpus: str,
    folder: Path,
    train: Path | None,
    id_field: str,
    text_field: str,
    dct_field: str,
    dct: datetime.datetime | None,
    systems_folder: Path,
    setting: Setting,
    allow_failures: int,
) -> int:
    """Write a system's predictions for a corpus of any size.

    SYSTEM is a name (see bench list), or the path of a system file or folder. CORPUS is a folder of
    gold, a .jsonl, .jsonl.gz or .parquet file, or hf:NAME[:CONFIG[:SPLIT]], a data set of the Hugging Face hub. It
    is read as it is needed, and each document is written as soon as it is done.

    \b
    bench run regex news.jsonl -o predictions
    bench run regex hf:user/news:default:train --text-field body --dct 2023-09-19 -o predictions
    """
    gold = None if train is None else load(existing_folder(train, "suite", "--train"))
    runner = _runner(system, systems_folder, setting, gold, corpus)
    fields = Fields(id_field, text_field, dct_field, dct.date() if dct else None)
    learned = [0]
    texts = _count_learned(formats.read_documents(corpus, fields), gold, learned)
    with (
        Output(folder, runner.system.layers, runner.made_by(), resume=setting.resume) as written,
        setting.executor() as executor,
        _progress(runner.system.name, written.kept) as report,
    ):
        if written.kept:
            output.note(f"{runner.system.name}: {written.kept:,} documents had been done before")
        outcomes = stream.predict(runner, texts, written, executor, ahead=setting.ahead)
        speed = speed_of(_reporting(outcomes, report))
        failed = written.failed + speed.failed
    output.note(f"{runner.system.name}: {output.speed_line(speed)}")
    if learned[0]:
        output.note(f"{learned[0]:,} documents are of {train}, which it learned from: leave them out of any score")
    if written.failed:
        output.note(f"{written.failed:,} documents had failed before; see {folder / 'documents.jsonl'}")
    click.echo(f"{folder}: {written.kept + speed.documents:,} documents, {failed:,} failed")
    return DOCUMENTS_FAILED if failed > allow_failures else DONE


def _runner(name: str, folder: Path, setting: Setting, gold: Suite | None, corpus: str) -> Runner:
    """The one system, made ready with those that it wants, what they learn from, and the gold that they want."""
    chosen, unready = setting.choose((name,), folder, everything=False)
    for unready_name, reason in unready.items():
        raise UsageError(f"not ready: {unready_name}: {reason}")
    if len(chosen) > 1:
        names = " and ".join(each.system.name for each in chosen)
        raise UsageError(f"{name} declares {names}; give one by its name, with --systems-folder")
    (ready,) = chosen
    if ready.system.collects:
        raise UsageError(
            f"{ready.system.name} makes a timeline of all documents at once, and a corpus may have any number; "
            "run it over a suite by bench evaluate"
        )
    learners = [each.system.name for each in ready.all() if each.system.learns]
    if learners and gold is None:
        raise UsageError(f"{learners[0]} learns; give the gold to fit it on by --train, such as gold/articles")
    if gold is not None and not learners:
        raise UsageError(f"{ready.system.name} doesn't learn; leave --train out")
    training = stream.training_of(gold) if gold is not None else ()
    labels = _labels(ready, corpus)
    return Runner(ready.system, ready.environment, setting.limits, training, ready.wanted, labels)


def _labels(ready: Ready, corpus: str) -> Suite | None:
    """The corpus with its gold, where some of the systems want that. Raises UsageError where it has none."""
    wanted = [(each.system, layer) for each in ready.all() for layer in each.system.wanted_gold]
    gold = load(corpus) if wanted and formats.sniff(Path(corpus)) else None
    for system, layer in wanted:
        if gold is None or not gold.has(layer):
            raise UsageError(
                f"{system.name} wants {GOLD}{layer}, and {corpus} has no gold; give a suite's folder, such as "
                "gold/articles"
            )
    return gold


def _count_learned(stream: Iterable[Document], gold: Suite | None, learned: list[int]) -> Iterator[Document]:
    """The same documents, counting those whose text was learned from."""
    texts = {_digest(entry.text) for entry in gold.documents} if gold else set()
    for document in stream:
        if texts and _digest(document.text) in texts:
            learned[0] += 1
        yield document


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.strip().encode("utf-8", "surrogatepass")).digest()


def _reporting(outcomes: Iterable[Outcome], report: Report) -> Iterator[Outcome]:
    for outcome in outcomes:
        report(outcome)
        yield outcome


@contextmanager
def _progress(name: str, kept: int) -> Iterator[Report]:
    """A count that runs on a terminal, else a plain line each 10,000 documents; failures are named either way."""
    done = kept
    if not sys.stderr.isatty():

        def plain(outcome: Outcome) -> None:
            nonlocal done
            done += 1
            _name_failure(outcome)
            if done % EACH == 0:
                output.note(f"{name}: {done:,} documents")

        yield plain
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description} {task.completed:,} documents"),
        TextColumn("{task.speed:,.0f} a second"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(name, total=None, completed=kept)

        def advance(outcome: Outcome) -> None:
            bars.advance(task)
            if outcome.layers is None:
                bars.console.print(f"failed: {outcome.document}: {outcome.failed}", markup=False, highlight=False)

        yield advance


def _name_failure(outcome: Outcome) -> None:
    if outcome.layers is None:
        output.note(f"failed: {outcome.document}: {outcome.failed}")
