"""The command ``bench audit``, which lists gold that strong systems agree against or never have right."""

from __future__ import annotations

from pathlib import Path

import click

from bench.api.scoring import audit
from bench.cli import output
from bench.cli.exits import DONE
from bench.cli.options import (
    align_option,
    folder_option,
    format_option,
    gold_option,
    grouped,
    measures_option,
    seed_option,
)
from bench.comparison import blind
from bench.comparison.audit import DEFAULT, Audit
from bench.counts import plural
from bench.gold.load import load
from bench.render import audit as drawn


def _limits(strong: float, most: float, least: int) -> tuple[float, float, int]:
    return strong, most, least


@click.command("audit")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PREDICTIONS...")
@gold_option
@click.option("--system", "systems", multiple=True, metavar="NAME", help="System to ask; may be repeated.")
@measures_option("Measure that says what is right")
@grouped(
    "limits",
    _limits,
    click.option(
        "--strong",
        type=float,
        default=DEFAULT.strong,
        show_default=True,
        help="Smallest F1, by the measure, of a strong system.",
    ),
    click.option(
        "--most",
        type=float,
        default=DEFAULT.most,
        show_default=True,
        help="Share of the strong systems of which more must give the same answer.",
    ),
    click.option(
        "--least",
        type=int,
        default=DEFAULT.least,
        show_default=True,
        help="Smallest number of strong systems.",
    ),
)
@folder_option("--blind", "target", help="New folder for a labeller's list, without gold and answers.")
@seed_option
@align_option
@format_option
def command(
    paths: tuple[Path, ...],
    gold: Path,
    systems: tuple[str, ...],
    measures: tuple[str, ...],
    limits: tuple[float, float, int],
    target: Path | None,
    seed: int,
    align: bool,
    format_: str,
) -> int:
    """List gold that strong systems agree against, and what none of them has right.

    PREDICTIONS are folders of results (RESULTS/SUITE), or of one system's predictions in any format. The list is a
    reason to look again. It doesn't say that gold is wrong: systems share mistakes. With --blind, nothing is
    listed; a labeller gets the sentences with these places, mixed with as many others.

    \b
    bench audit results/mine --gold gold/mine
    bench audit results/articles --gold gold/articles --blind again --seed 1
    """
    suite = load(gold)
    output.notes(suite.notes)
    strong, most, least = limits
    found = audit(
        list(paths), suite, systems=systems, measures=measures, strong=strong, most=most, least=least, align=align
    )
    if target is not None:
        _write(found, target, seed)
    else:
        _print(found, format_)
    return DONE


def _print(found: Audit, format_: str) -> None:
    if format_ == "json":
        output.print_data(drawn.as_json(found), "json")
    elif format_ == "csv":
        output.print_data(drawn.as_csv(found), "csv")
    elif format_ == "table":
        for line in drawn.lines(found):
            output.say(line)
    else:
        output.print_tables(drawn.grids(found), format_)
    if not found.places:
        output.note(
            "no place: most strong systems agree with gold everywhere, and at least one has each place right"
        )
    for line in drawn.witnesses(found):
        output.note(f"asked: {line}")
    _tell(found)


def _tell(found: Audit) -> None:
    for name, why in found.left_out.items():
        output.note(f"left out: {name}: {why}; --system NAME asks it")
    for name, number in found.absent.items():
        output.note(f"not asked: {name} on {plural(number, 'document')}, where it failed or wasn't run")
    for name, number in found.unknown.items():
        output.note(f"not in gold: {plural(number, 'document')} of {name}")
    for name, why in found.unaudited.items():
        output.note(f"not audited: {name}: {why}")


def _write(found: Audit, target: Path, seed: int) -> None:
    written = blind.write(found, target, seed=seed)
    output.notes(written.notes)
    _tell(found)
    places = f"{plural(written.found, 'sentence')} to look at again, {written.mixed} mixed in"
    output.say(
        f"{places}, of {plural(written.documents, 'document')}: give {target / blind.LABEL} to the labeller"
    )
