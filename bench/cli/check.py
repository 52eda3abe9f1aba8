"""``bench check``."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from bench.cli import output
from bench.cli.exits import BELOW_THRESHOLD, DONE, WRONG_USAGE
from bench.cli.options import default_cache, format_option, systems_option
from bench.cli.setting import Setting
from bench.contract.answers import check
from bench.contract.finding import FAILED, OK, Finding
from bench.harness.process import MEBIBYTE, Limits
from bench.render.grid import Grid, csv_text


@click.command("check")
@click.argument("names", nargs=-1, required=True, metavar="FILE...")
@systems_option
@format_option
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), default=2, show_default=True, help="Processes run at a time."
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True, max=86_400),
    default=60.0,
    show_default=True,
    help="Seconds that a document may take.",
)
@click.option(
    "--memory",
    type=click.IntRange(min=1),
    default=4096,
    show_default=True,
    help="MiB that a system and all that it starts may use.",
)
@click.option(
    "--cache",
    type=click.Path(path_type=Path),
    help="Folder of environments. [default: bench in the user's cache folder]",
)
def command(
    names: tuple[str, ...],
    systems_folder: Path,
    format_: str,
    jobs: int,
    timeout: float,
    memory: int,
    cache: Path | None,
) -> int:
    r"""Test in seconds, on small texts, whether a system keeps its contract.

    FILE is a system file or a folder with a system.toml; the name of a system of --systems-folder will do. Exits
    with 1 when a check has failed.

    \b
    bench check my_extractor.py
    """
    limits = Limits(document=timeout, memory=memory * MEBIBYTE)
    setting = Setting(limits=limits, jobs=jobs, where="", cache=(cache or default_cache()).absolute(), keep=None)
    chosen, unready = setting.choose(names, systems_folder, everything=True)
    for name, why in unready.items():
        output.note(f"not ready: {name}: {why}")
    checked: dict[str, list[Finding]] = {}
    with setting.executor() as executor:
        for ready in chosen:
            checked[ready.system.name] = check(ready.system, ready.environment, executor, limits)
    if checked:
        _print(checked, {ready.system.name: str(ready.system.path) for ready in chosen}, format_)
    if any(finding.verdict == FAILED for findings in checked.values() for finding in findings):
        return BELOW_THRESHOLD
    return WRONG_USAGE if unready else DONE


def _print(checked: Mapping[str, Sequence[Finding]], paths: Mapping[str, str], format_: str) -> None:
    if format_ == "json":
        systems = {
            name: {"path": paths[name], "findings": [dataclasses.asdict(finding) for finding in findings]}
            for name, findings in checked.items()
        }
        click.echo(json.dumps({"systems": systems}, indent=1, ensure_ascii=False))
    elif format_ == "csv":
        rows = [
            (name, each.check, each.verdict, each.message, each.look)
            for name, findings in checked.items()
            for each in findings
        ]
        click.echo(csv_text(("system", "check", "verdict", "message", "look"), rows), nl=False)
    else:
        output.print_tables([_grid(name, paths[name], checked[name]) for name in checked], format_)


def _grid(name: str, path: str, findings: Sequence[Finding]) -> Grid:
    rows = [
        (each.check, each.verdict, f"{each.message}\n→ {each.look}" if each.look else each.message)
        for each in findings
    ]
    counts = Counter(finding.verdict for finding in findings)
    note = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    strong = frozenset((row, 1) for row, finding in enumerate(findings) if finding.verdict != OK)
    return Grid(
        f"{name} ({path})", ("check", "verdict", "what was seen"), rows, labels=3, note=note, strong=strong
    )
