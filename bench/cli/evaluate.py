"""``bench evaluate``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bench.cli import output
from bench.cli.exits import DOCUMENTS_FAILED, DONE, WRONG_USAGE
from bench.cli.options import (
    failures_option,
    format_option,
    gold_option,
    run_options,
    seed_option,
    systems_option,
)
from bench.cli.setting import Setting
from bench.errors import UsageError
from bench.files import cannot_write, write_text
from bench.gold.load import load
from bench.harness import evaluate
from bench.render import scores
from bench.render.grid import markdown
from bench.results import passes, speed, store
from bench.results.record import Record
from bench.results.speed import Price


@click.command("evaluate")
@click.argument("names", nargs=-1, metavar="[SYSTEM]...")
@click.option(
    "--systems",
    "which",
    type=click.Choice(("core", "all")),
    default="core",
    show_default=True,
    help="Without names: those that the installed environment can run, or all that can be made ready.",
)
@click.option("--without", multiple=True, metavar="SYSTEM", help="Leave this one out; may be repeated.")
@gold_option
@systems_option
@format_option
@click.option(
    "-o",
    "--output",
    "results",
    type=click.Path(path_type=Path),
    help="Folder to write records, predictions and table to.",
)
@click.option(
    "--speed",
    "speed_file",
    type=click.Path(path_type=Path),
    help="File to write the speed record to; no two runs have the same.",
)
@click.option(
    "--price",
    "prices",
    multiple=True,
    metavar="SYSTEM=INPUT,OUTPUT",
    help="Price of a million tokens, for the cost in the speed record; may be repeated.",
)
@run_options
@seed_option
@failures_option
def command(
    names: tuple[str, ...],
    which: str,
    without: tuple[str, ...],
    gold: Path,
    systems_folder: Path,
    format_: str,
    results: Path | None,
    speed_file: Path | None,
    prices: tuple[str, ...],
    setting: Setting,
    seed: int,
    allow_failures: int,
) -> int:
    """Run systems over a suite and print how well they do.

    SYSTEM is a name (see bench list), or the path of a system file or folder. Without one, every system that the
    installed environment can run takes part.

    \b
    bench evaluate
    bench evaluate regex my_extractor.py --format json
    """
    priced = dict(map(_price, prices))
    suite = load(gold)
    output.notes(suite.notes)
    annotators = passes.records(gold, suite, seed)
    if results is not None:
        store.check_writable(results, suite)
    chosen, unready = setting.choose(names, systems_folder, everything=which == "all", without=without)
    for name, reason in unready.items():
        output.note(f"not ready: {name}: {reason}")
    if not names:
        for each in list(chosen):
            if not any(map(suite.has, each.system.layers)):
                output.note(
                    f"left out: {each.system.name}: {suite.name} has no {' and no '.join(each.system.layers)}"
                )
                chosen.remove(each)
    if not chosen:
        raise UsageError("no system to run; see bench list")
    done = {}
    with (
        setting.executor() as executor,
        output.progress([each.system.name for each in chosen], len(suite.documents)) as reports,
    ):
        # what others want goes first: it is run, and timed, as its own and only recalled for them
        for ready, report in sorted(zip(chosen, reports, strict=True), key=lambda pair: pair[0].depth):
            done[ready.system.name] = evaluate.evaluate_system(
                ready.system,
                ready.environment,
                suite,
                executor,
                wanted=ready.wanted,
                limits=setting.limits,
                keep=setting.keep,
                ahead=setting.ahead,
                report=report,
                seed=seed,
            )
    evaluated = [done[ready.system.name] for ready in chosen]
    records = [item.record for item in evaluated] + annotators
    _print(records, format_)
    if results is not None:
        store.write(results, suite, [(each.record, each.predictions) for each in evaluated], annotators, _table)
    if speed_file is not None:
        try:
            write_text(speed_file, speed.text({item.record.name: item.speed for item in evaluated}, priced))
        except OSError as error:
            raise cannot_write(speed_file, error) from None
    if sys.stderr.isatty():  # elsewhere each system's line was printed as it was done
        for item in evaluated:
            output.note(f"{item.record.name}: {output.speed_line(item.speed)}")
    for item in evaluated:
        for found in item.contradictions:
            output.note(f"contradiction: {item.record.name}: {output.contradiction(found)}")
    for record in records:
        for document, number in record.unlocated.items():
            output.note(f"unlocated: {record.name} on {output.unlocated(document, number)}")
        for document, reason in record.failures.items():
            output.note(f"failed: {record.name} on {document}: {reason}")
        if record.timeline_failure:
            output.note(f"failed: {record.name} on the timeline: {record.timeline_failure}")
        for document, reason in record.unresolved.items():
            output.note(f"failed: {record.name} on {document}, given spans: {reason}")
    if store.failed_documents(records) > allow_failures:
        return DOCUMENTS_FAILED
    return WRONG_USAGE if names and unready else DONE


def _price(said: str) -> tuple[str, Price]:
    """A system's name and its price. Raises UsageError for what is none."""
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
        click.echo(scores.as_json(records), nl=False)
    elif format_ == "csv":
        click.echo(scores.as_csv(records), nl=False)
    else:
        output.print_tables(scores.comparison(records), format_)
        comment = "% " if format_ == "latex" else ""
        click.echo(f"\n{comment}{scores.suite_line(records)}")


def _table(current: list[Record], stale: list[Record]) -> str:
    """The table over all records of the folder; those of another state of the gold stay out and are told of."""
    for record in stale:
        output.note(
            f"not in the table: {record.name}, scored on another state of {record.suite}; evaluate it again"
        )
    lines = [markdown(grid) for grid in scores.comparison(current)]
    return "\n".join([*lines, f"`{scores.suite_line(current)}`\n"])
