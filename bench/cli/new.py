"""The command ``bench new``, which writes a new system and its test."""

from __future__ import annotations

import importlib.util
import shlex
from pathlib import Path

import click

from bench.cli.options import folder_option
from bench.cli.streams import say
from bench.errors import UsageError
from bench.systems import scaffold


@click.command("new")
@click.argument("name")
@click.option(
    "--command",
    "as_command",
    is_flag=True,
    help="Write a folder with a program in any language, not a Python file.",
)
@click.option(
    "--language",
    type=click.Choice(tuple(scaffold.LANGUAGES)),
    help="With --command: the language of the program. [default: node]",
)
@folder_option("--systems-folder", default="systems", help="Folder whose files are the systems.")
@folder_option("--tests-folder", default="tests/extractors", help="Folder to write the test to.")
def command(name: str, as_command: bool, language: str | None, systems_folder: Path, tests_folder: Path) -> None:
    """Write a new system that runs, and its test.

    NAME is the system's name: small letters, digits and hyphens. Existing files are not overwritten.

    \b
    bench new my-dates
    bench new my-dates --command --language node
    """
    if language is not None and not as_command:
        raise UsageError("--language is for --command; without it the system is a Python file")
    chosen = (language or "node") if as_command else None
    new = scaffold.new(name, language=chosen, systems=systems_folder, tests=tests_folder)
    for path in new.files:
        say(f"written: {path}")
    *_, test = new.files
    place = shlex.quote(str(new.path))
    say(f"check it: bench check {place}")
    first = "" if importlib.util.find_spec("pytest") else "python -m pip install pytest && "
    say(f"test it: {first}python -m pytest {shlex.quote(str(test))}")
    say(f"run it beside the gold: bench evaluate {place}")
