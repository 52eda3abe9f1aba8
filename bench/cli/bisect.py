"""The command ``bench bisect``, which finds the commit since which a case is wrong."""

from __future__ import annotations

from pathlib import Path

import click

from bench import guard
from bench.cli import output
from bench.cli.options import cache_option, default_cache, gold_option
from bench.measures.attribute import TIMEX_VALUE


@click.command("bisect")
@click.argument("case")
@click.option("--good", required=True, metavar="REVISION", help="Revision in which the case is right.")
@click.option(
    "--bad", default="HEAD", show_default=True, metavar="REVISION", help="Later revision in which it is wrong."
)
@click.option("--system", default="", metavar="NAME", help="System to ask; needed if a revision has several.")
@click.option(
    "--measure",
    default=TIMEX_VALUE.name,
    show_default=True,
    metavar="NAME",
    help="Measure that says what is right.",
)
@gold_option
@cache_option("finished documents and environments")
def command(case: str, good: str, bad: str, system: str, measure: str, gold: Path, cache: Path | None) -> None:
    """Find the commit since which a system has a case of gold wrong.

    CASE is an annotation of gold: DOCUMENT:WORDS or DOCUMENT:START-END. The systems of commits between --good and
    --bad run in git worktrees, on the gold of the working folder.

    \b
    bench bisect first:Monday --good v1.0
    """
    found = guard.bisect(
        case,
        good,
        bad,
        gold=gold,
        system=system,
        measure=measure,
        cache=(cache or default_cache()).absolute(),
        tell=lambda commit, right: output.note(f"{commit}  {'right' if right else 'wrong'}"),
    )
    start, end = found.span
    place = f"{found.document} {start}–{end}"
    output.say(f"{found.system} has {place} wrong since {found.commit}: {found.subject}")
