"""The command ``bench evaluate``, which runs systems over gold and scores them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from bench.cli import completion, output, progress
from bench.cli.exits import DOCUMENTS_FAILED, DONE, WRONG_USAGE
from bench.cli.options import (
    failures_option,
    folder_option,
    format_option,
    gold_option,
    grouped,
    request_options,
    seed_option,
    side_by_side_options,
)
from bench.comparison.cases import wrong_cases
from bench.dataset.suite import Suite
from bench.errors import UsageError
from bench.gold.load import load
from bench.harness.evaluate import Evaluated, evaluate, with_gold, without_learners
from bench.harness.setting import Setting
from bench.render import phenomena, scores
from bench.results import passes, speed, store
from bench.results.record import Record
from bench.results.speed import Price
from bench.systems.dependencies import Ready
from bench.systems.selection import Request


@dataclass(frozen=True, slots=True)
class Runs:
    """The number of runs of each system, the file for their speed, and prices by system."""

    repeat: int
    speed: Path | None
    prices: dict[str, Price]


@click.command("evaluate")
@click.argument("names", nargs=-1, metavar="[SYSTEM]...", shell_complete=completion.systems)
@request_options
@gold_option
@format_option
@folder_option("-o", "--output", "results", help="Folder to write records, predictions and a table of them to.")
@grouped(
    "runs",
    lambda repeat, speed_file, prices: Runs(repeat, speed_file, dict(map(_price, prices))),
    click.option(
        "--repeat",
        type=click.IntRange(min=1),
        default=1,
        show_default=True,
        help="Number of runs of each system, for systems that may answer differently each time.",
    ),
    folder_option(
        "--speed",
        "speed_file",
        help="File to write times, memory and use of services to; they differ from run to run.",
    ),
    click.option(
        "--price",
        "prices",
        multiple=True,
        metavar="SYSTEM=INPUT,OUTPUT",
        help="Prices of a million input and output tokens, for the cost in the speed file; may be repeated.",
    ),
)
@click.option("--examples", is_flag=True, help="Print also two cases of each phenomenon that a system gets wrong.")
@side_by_side_options
@seed_option
@failures_option
def command(
    request: Request,
    gold: Path,
    format_: str,
    results: Path | None,
    runs: Runs,
    examples: bool,
    setting: Setting,
    seed: int,
    allow_failures: int,
) -> int:
    """Run systems over gold and print how well they do.

    SYSTEM is a name (see "bench list"), or the path of a system file or folder. The default is every system that
    the installed environment can run.

    \b
    bench evaluate
    bench evaluate regex my_extractor.py --format json
    """
    suite = load(gold)
    output.notes(suite.notes)
    annotators = passes.records(gold, suite, seed)
    if results is not None:
        store.check_writable(results, suite)
    chosen, unready = _chosen(request, setting, suite)
    if results is not None:
        store.check_others(results, suite, [each.system.name for each in chosen], annotators)
    kept = _Kept(results, suite, annotators)
    evaluated = _evaluated(chosen, suite, setting, seed, runs.repeat, kept)
    records = [each.record for each in evaluated] + annotators
    try:
        kept.write_table()
        if runs.speed is not None:
            speed.write(runs.speed, {each.record.name: each.speed for each in evaluated}, runs.prices)
    finally:  # where the disk is full, what was run is shown all the same
        _print(records, format_)
    if examples:
        _print_examples(evaluated, suite, format_)
    _tell(evaluated, records, setting, "the record names all" if results is not None else "-o FOLDER stores all")
    again = [run.record for each in evaluated for run in each.repeats]
    if store.failed_documents([*records, *again]) > allow_failures:
        return DOCUMENTS_FAILED
    return WRONG_USAGE if request.names and unready else DONE


class _Kept:
    """The results on disk: each system's are written when it is finished, and the table of all at the end."""

    def __init__(self, results: Path | None, suite: Suite, annotators: Sequence[Record]) -> None:
        self._results, self._suite, self._annotators = results, suite, annotators
        self._refused: UsageError | None = None

    def add(self, found: Evaluated) -> None:
        """Writes the results of a system. If they can't be written, `write_table` raises the reason."""
        if self._results is None:
            return
        try:
            more = {found.record.name: [(run.record, run.predictions) for run in found.repeats]}
            store.write(self._results, self._suite, [(found.record, found.predictions)], (), None, more)
        except UsageError as error:
            self._refused = error

    def write_table(self) -> None:
        """Writes the annotators' records and the table. Raises UsageError if a file couldn't be written."""
        if self._refused is not None:
            raise self._refused
        if self._results is not None:
            table = partial(output.results_table, self._results / self._suite.name)
            store.write(self._results, self._suite, (), self._annotators, table)


def _chosen(request: Request, setting: Setting, suite: Suite) -> tuple[list[Ready], bool]:
    """Returns the systems to run, and whether other selected systems aren't ready.

    Prints a note for each system that is left out. Raises UsageError if there is no system to run.
    """
    chosen, unready = output.select(request, setting)
    if not request.names:
        chosen, left = with_gold(chosen, suite)
        for each in left:
            layers = " and no ".join(each.system.layers)
            output.note(f"left out: {each.system.name}: {suite.name} has no {layers}")
        chosen, left = without_learners(chosen, suite)
        for each in left:
            output.note(
                f"left out: {each.system.name}: it is trained anew for each of {len(suite.documents):,} documents"
                "; name it to run it"
            )
    if not chosen:
        raise UsageError("no system to run; see bench list")
    return chosen, bool(unready)


def _evaluated(
    chosen: Sequence[Ready], suite: Suite, setting: Setting, seed: int, repeat: int, kept: _Kept
) -> Sequence[Evaluated]:
    """Runs and scores the systems, shows their progress, and keeps the results of each at once."""
    with progress.evaluating(chosen, [entry.id for entry in suite.documents] * repeat) as shown:

        def finished(found: Evaluated) -> None:
            kept.add(found)
            shown.finished(found)

        try:
            return evaluate(
                chosen,
                suite,
                setting,
                reports=shown.reports,
                started=shown.started,
                finished=finished,
                seed=seed,
                repeat=repeat,
            )
        except BaseException:  # what is finished is kept, with a table of it
            with suppress(UsageError):
                kept.write_table()
            raise


def _tell(evaluated: Sequence[Evaluated], records: Sequence[Record], setting: Setting, place: str) -> None:
    """Prints notes on contradictory links and on failures.

    ``place`` says in words where all failed documents are named.
    """
    output.notes(note for each in evaluated for note in each.remarks)
    for each in evaluated:
        if not each.record.measures and not each.record.failures:
            gold, name = each.record.suite, each.record.name
            output.note(f"nothing is scored: {gold} isn't labelled in any layer that {name} predicts")
    for each in evaluated:
        for found in each.contradictions:
            output.note(f"contradiction: {each.record.name}: {output.contradiction(found)}")
    for record in records:
        output.tell_record(record, record.name, place=place)
    for each in evaluated:
        for number, run in enumerate(each.repeats, 2):
            output.tell_record(run.record, f"{run.record.name}, run {number}", place=place)
    if any(each.speed.failed for each in evaluated):
        output.tell_where_failed(setting)


def _price(said: str) -> tuple[str, Price]:
    """Returns the system and the price in ``SYSTEM=INPUT,OUTPUT``. Raises UsageError for any other text."""
    name, _, amounts = said.partition("=")
    try:
        into, out = map(float, amounts.split(","))
        if not (name and 0 <= into < float("inf") and 0 <= out < float("inf")):
            raise ValueError
    except ValueError:
        raise UsageError(f"--price {said}: write SYSTEM=INPUT,OUTPUT, such as anthropic=3,15") from None
    return name, Price(into, out)


def _print(records: list[Record], format_: str) -> None:
    if format_ == "json":
        output.print_data(scores.as_json(records), "json")
    elif format_ == "csv":
        output.print_data(scores.as_csv(records), "csv")
    else:
        output.print_tables(scores.comparison(records), format_)
        comment = "% " if format_ == "latex" else ""
        output.print_data(f"\n{comment}{scores.suite_line(records)}\n", format_)


def _print_examples(evaluated: Sequence[Evaluated], suite: Suite, format_: str) -> None:
    """Prints a table of cases that are wrong for each system. It notes why there is none."""
    if format_ in ("json", "csv"):
        output.note(f"--examples: {format_} has no place for them; print a table")
        return
    tables = [phenomena.wrong(each.record.name, wrong_cases(suite, each.predictions)) for each in evaluated]
    found = [table for table in tables if table.rows]
    if not found:
        output.note(
            "--examples: no case is wrong, or gold has no phenomena (docs/measures.md#phenomena-and-traps)"
        )
    output.print_tables(found, format_)
