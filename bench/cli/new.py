"""``bench new``."""

from __future__ import annotations

from pathlib import Path

import click

from bench.cli.options import systems_option
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
    help="With --command: what the program is written in. [default: node]",
)
@systems_option
@click.option(
    "--tests-folder",
    type=click.Path(path_type=Path),
    default=Path("tests/extractors"),
    show_default=True,
    help="Folder to write the test to.",
)
def command(name: str, as_command: bool, language: str | None, systems_folder: Path, tests_folder: Path) -> None:
    """Write a new system that runs, and its test.

    NAME is the system's name: small letters, digits and hyphens. Nothing that is there is overwritten.

    \b
    bench new my-dates
    bench new my-dates --command --language node
    """
    if as_command:
        new = scaffold.command_system(name, language or "node", systems_folder, tests_folder)
    elif language is not None:
        raise UsageError("--language is for --command; without it the system is a Python file")
    else:
        new = scaffold.python_system(name, systems_folder, tests_folder)
    scaffold.check_free(new, systems_folder)
    scaffold.write(new)
    for path in new.files:
        click.echo(f"written: {path}")
    *_, test = new.files
    click.echo(f"test it: python -m pytest {test}")
    click.echo(f"run it beside the gold: bench evaluate {new.path}")
