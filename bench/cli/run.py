"""The command ``bench run``, which writes a system's predictions for a corpus."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from bench import formats
from bench.cli import completion, output, progress
from bench.cli.articles import Told
from bench.cli.exits import DOCUMENTS_FAILED, DONE
from bench.cli.options import (
    existing_gold,
    failures_option,
    fields_options,
    folder_option,
    run_options,
    systems_option,
)
from bench.counts import plural
from bench.dataset.corpus import Fields
from bench.gold.load import load
from bench.harness import corpus as runs
from bench.harness.setting import Setting
from bench.results import speed as speeds
from bench.systems.dependencies import Ready


@click.command("run")
@click.argument("system", shell_complete=completion.systems)
@click.argument("corpus", nargs=-1, required=True, metavar="CORPUS...")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder to write the predictions to.",
)
@folder_option("--train", help="Folder of the gold that a system that learns is fitted on.")
@fields_options
@systems_option
@run_options
@failures_option
@folder_option("--speed", help="File to write the speed and memory of the run to.")
def command(
    system: str,
    corpus: tuple[str, ...],
    folder: Path,
    train: Path | None,
    fields: Fields,
    systems_folder: Path | None,
    setting: Setting,
    allow_failures: int,
    speed: Path | None,
) -> int:
    """Write a system's predictions for articles, or for a corpus of any size.

    SYSTEM is a name (see "bench list"), or the path of a system file or folder. CORPUS is an article (.txt, .md,
    .html, .docx, .pdf, or - for standard input), a folder of articles or of gold, a .jsonl, .jsonl.gz, .csv or
    .parquet file, or hf:NAME[@REVISION][:CONFIG[:SPLIT]], a data set of the Hugging Face hub. Several may be
    named. They are read document by document, and each document is written as soon as it is done.

    \b
    bench run spacy-rules article.txt --dct 2023-09-19 -o predictions
    bench run regex news.jsonl -o predictions
    bench run regex hf:user/news:default:train --text-field body --dct 2023-09-19 -o predictions
    """
    training = None if train is None else load(existing_gold(train, "--train"))
    if training is not None:
        output.notes(training.notes)
    ready = output.select_one(system, systems_folder, setting)
    runner = runs.runner(ready, setting, training, Path(corpus[0]) if len(corpus) == 1 else None)
    told = Told()
    done = runs.write(
        runner,
        formats.read_documents(corpus, fields, told),
        folder,
        setting,
        training=training,
        described=told.described,
        progress=partial(progress.running, learns=ready.system.learns),
    )
    told.tell_rest()
    if speed is not None:
        speeds.write(speed, {ready.system.name: done.speed})
    _tell(done, ready, folder, train, setting)
    unread = f", {told.unread:,} left out" if told.unread else ""
    output.say(f"{folder}: {plural(done.documents, 'document')}, {done.failed:,} failed{unread}")
    return DOCUMENTS_FAILED if done.failed + told.unread > allow_failures else DONE


def _tell(done: runs.Written, ready: Ready, folder: Path, train: Path | None, setting: Setting) -> None:
    """Prints notes on the speed of a run, on failures, and on documents that were in the folder before."""
    output.note(f"{ready.system.name}: {output.speed_line(done.speed)}")
    if done.speed.failed:
        output.tell_where_failed(setting)
    if done.learned:
        output.note(
            f"{plural(done.learned, 'document')} of {train}, which it learned from, must be left out of any score"
        )
    if done.lost:
        output.note(f"run again, because their annotations were lost: {plural(done.lost, 'document')}")
    if done.failed_before:
        output.note(
            f"{plural(done.failed_before, 'document')} had failed before; see {folder / 'documents.jsonl'}"
        )
