"""Options that several verbs share, and where a verb finds the project's folders."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from bench.errors import UsageError

F = TypeVar("F", bound=Callable[..., Any])

FORMATS = ("table", "markdown", "latex", "csv", "json")


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


def gold_option(command: F) -> F:
    """``--gold``: the folder of the gold, else the one that ``[tool.bench]`` names, else ``gold/articles``."""
    option = click.option(
        "--gold",
        type=click.Path(path_type=Path),
        callback=_gold,
        help="Folder of the gold. [default: gold in [tool.bench] of pyproject.toml, else gold/articles]",
    )
    return renamed("--suite", "--gold")(option(command))


def _gold(ctx: click.Context, _parameter: click.Parameter, given: Path | None) -> Path:
    """Return the folder that was given, else the project's. Raises UsageError where there is no such folder."""
    from bench.comparison import project

    path = given or project.gold(ctx.params.get("config", project.PYPROJECT))
    return existing_folder(path, "gold", "--gold")


def renamed(old: str, new: str) -> Callable[[F], F]:
    """Return a decorator for an option that has another name now: it is an error that says the new one."""

    def refuse(_ctx: click.Context, _parameter: click.Parameter, given: object) -> None:
        if given:
            raise UsageError(f"there is no option {old}; it is called {new} now")

    return click.option(old, multiple=True, hidden=True, expose_value=False, is_eager=True, callback=refuse)


def systems_option(command: F) -> F:
    """``--systems-folder``: where systems are found by name."""
    return click.option(
        "--systems-folder",
        type=click.Path(path_type=Path),
        default=Path("systems"),
        show_default=True,
        help="Folder whose files are the systems.",
    )(command)


def seed_option(command: F) -> F:
    """``--seed``: what the resamples of intervals are drawn with."""
    return click.option(
        "--seed",
        type=click.IntRange(min=0),
        default=0,
        show_default=True,
        help="Of the draws that intervals come from.",
    )(command)


def failures_option(command: F) -> F:
    """``--allow-failures``: how many failed or missing documents leave the exit code alone."""
    return click.option(
        "--allow-failures",
        type=click.IntRange(min=0),
        default=0,
        show_default=True,
        help="Failed or missing documents that still exit with 0.",
    )(command)


def run_options(command: F) -> F:
    """The options of every verb that runs systems; they come to the command as one ``setting``."""

    @functools.wraps(command)
    def with_setting(
        *args: Any,
        jobs: int,
        timeout: float,
        memory: int,
        executor_: str,
        cache: Path | None,
        no_cache: bool,
        resume: bool,
        record: Path | None,
        replay: Path | None,
        **others: Any,
    ) -> Any:
        from bench.cli.setting import Setting
        from bench.harness.evaluate import Keep
        from bench.harness.process import MEBIBYTE, Limits

        if record is not None and replay is not None:
            raise UsageError("what is replayed isn't asked, so there is nothing to record: leave --record out")
        if replay is not None and not replay.is_dir():
            raise UsageError(f"{replay}: there is no such folder; name one that --record wrote, with --replay")
        folder = (cache or default_cache()).absolute()
        setting = Setting(
            limits=Limits(document=timeout, memory=memory * MEBIBYTE),
            jobs=jobs,
            where=executor_,
            cache=folder,
            keep=None if no_cache else Keep(folder, resume=resume),
            resume=resume,
            record=record,
            replay=replay,
        )
        return command(*args, setting=setting, **others)

    options = (
        click.option(
            "-j",
            "--jobs",
            type=click.IntRange(min=1),
            default=1,
            show_default=True,
            help="Documents run at a time.",
        ),
        click.option(
            "--timeout",
            type=click.FloatRange(min=0, min_open=True, max=86_400),
            default=60.0,
            show_default=True,
            help="Seconds that a document may take.",
        ),
        click.option(
            "--memory",
            type=click.IntRange(min=1),
            default=4096,
            show_default=True,
            help="MiB that a system and all that it starts may use.",
        ),
        click.option(
            "--executor",
            "executor_",
            default="",
            metavar="ADDRESS",
            help="Run on a Dask cluster: dask://HOST:PORT.",
        ),
        click.option(
            "--cache",
            type=click.Path(path_type=Path),
            help="Folder of finished documents and environments. [default: bench in the user's cache folder]",
        ),
        click.option("--no-cache", is_flag=True, help="Run every document, and keep none."),
        click.option(
            "--resume", is_flag=True, help="Go on with a run that died: documents that failed stay failed."
        ),
        click.option(
            "--record",
            type=click.Path(path_type=Path),
            help="Folder to record exchanges with services to. [default: exchanges in the cache]",
        ),
        click.option(
            "--replay",
            type=click.Path(path_type=Path),
            help="Folder of recorded exchanges to answer from, without a network.",
        ),
    )
    for option in reversed(options):
        with_setting = option(with_setting)
    return with_setting  # type: ignore[return-value]  # wraps() keeps the command's own type


def default_cache() -> Path:
    """Where the user's cache is (XDG base directories)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "bench"


def existing_folder(path: Path, noun: str, option: str = "") -> Path:
    """The path, if it is a folder. Raises UsageError, naming the option that would mend it."""
    if not path.is_dir():
        by = f" with {option}" if option else ""
        raise UsageError(
            f"{path}: there is no such folder; run this in a clone of the project, or name the {noun}{by}"
        )
    return path


def gold_of(results: Path) -> Path | None:
    """Return the gold of a results folder: the project's, if it has that name, else ``gold/SUITE``, if there."""
    from bench.comparison import project
    from bench.dataset.suite import suite_name

    name = suite_name(results)
    candidates = (project.gold(), Path("gold") / name)
    return next((path for path in candidates if suite_name(path) == name and path.is_dir()), None)
