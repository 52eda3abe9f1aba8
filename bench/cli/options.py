"""Options that several verbs share, and where a verb finds the project's folders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from bench.errors import UsageError

F = TypeVar("F", bound=Callable[..., Any])

FORMATS = ("table", "markdown", "csv", "json")
ENDINGS = {".md": "markdown", ".csv": "csv", ".json": "json", ".txt": "table"}


def format_option(command: F) -> F:
    """``--format``: how the result is written to standard output."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="Form of the output.",
    )(command)


def suite_option(command: F) -> F:
    """``--suite``: the folder of the gold."""
    return click.option(
        "--suite",
        type=click.Path(path_type=Path),
        default=Path("gold/articles"),
        show_default=True,
        help="Folder of the gold.",
    )(command)


def systems_option(command: F) -> F:
    """``--systems-folder``: where systems are found by name."""
    return click.option(
        "--systems-folder",
        type=click.Path(path_type=Path),
        default=Path("systems"),
        show_default=True,
        help="Folder whose files are the systems.",
    )(command)


def existing_folder(path: Path, noun: str, option: str) -> Path:
    """The path, if it is a folder. Raises UsageError, naming the option that would mend it."""
    if not path.is_dir():
        raise UsageError(
            f"{path}: there is no such folder; run this in a clone of the project, or give the {noun} by {option}"
        )
    return path
