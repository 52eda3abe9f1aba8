"""The command ``bench check``, which tests whether systems keep the rules."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from bench.cli import completion, output
from bench.cli.exits import BELOW_THRESHOLD, DONE, WRONG_USAGE
from bench.cli.options import check_options, format_option, systems_option
from bench.cli.printed import Failures
from bench.contract import Checked, check, texts
from bench.contract.finding import OK, Finding
from bench.errors import UsageError
from bench.harness.outcome import unheard
from bench.harness.setting import Setting
from bench.render.grid import Grid, csv_text


@click.command("check")
@click.argument("names", nargs=-1, metavar="FILE...", shell_complete=completion.systems)
@systems_option
@format_option
@click.option(
    "--show-text",
    is_flag=True,
    help="Print the plain text that most checks use, and its day, before the findings.",
)
@check_options
def command(
    names: tuple[str, ...], systems_folder: Path | None, format_: str, show_text: bool, setting: Setting
) -> int:
    """Test in seconds, on small texts, whether a system keeps the rules for systems.

    FILE is a system file, a folder with a system.toml, or the name of a system in --systems-folder. The exit code
    is 1 if a check has failed.

    \b
    bench check my_extractor.py
    bench check my_extractor.py --show-output
    bench check --show-text
    """
    if show_text:
        _print_text(beside_findings=bool(names))
    if not names:
        if show_text:
            return DONE
        raise UsageError("no system to check; give the path of its file, such as my_extractor.py")
    failures = Failures()
    if setting.heard is unheard:  # --show-output shows what is printed anyway
        setting = dataclasses.replace(setting, heard=failures)
    checked = check(names, folder=systems_folder, setting=setting)
    for fault in checked.broken:
        output.note(f"not ready: {fault}")
    for name, why in checked.unready.items():
        output.note(f"not ready: {name}: {why}")
    if checked.findings:
        _print(checked, format_)
    failures.tell()
    if checked.failed:
        return BELOW_THRESHOLD
    return WRONG_USAGE if checked.unready else DONE


def _print_text(*, beside_findings: bool) -> None:
    """Prints the plain text: on standard output, or on standard error if findings follow on standard output."""
    text = f"{texts.PLAIN.rstrip()}\n\ndct: {texts.DCT}, a {texts.DCT:%A}"
    if beside_findings:
        output.note(text, lines=True)
    else:
        output.print_data(text, "text")


def _print(checked: Checked, format_: str) -> None:
    if format_ == "json":
        systems = {
            name: {"path": checked.paths[name], "findings": [dataclasses.asdict(finding) for finding in findings]}
            for name, findings in checked.findings.items()
        }
        output.print_data(json.dumps({"systems": systems}, indent=1, ensure_ascii=False), "json")
    elif format_ == "csv":
        rows = [
            (name, each.check, each.verdict, each.message, each.look)
            for name, findings in checked.findings.items()
            for each in findings
        ]
        output.print_data(csv_text(("system", "check", "verdict", "message", "look"), rows), "csv")
    else:
        output.print_tables(
            [_grid(name, checked.paths[name], found) for name, found in checked.findings.items()], format_
        )


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
