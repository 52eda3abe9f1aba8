"""The options that several commands share."""

from __future__ import annotations

import datetime
import functools
import inspect
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from bench.cli.day import day
from bench.errors import UsageError

if TYPE_CHECKING:
    from bench.dataset.corpus import Fields
    from bench.harness.setting import Setting
    from bench.systems.selection import Request

F = TypeVar("F", bound=Callable[..., Any])


class Option(Protocol):
    """A decorator that adds one or more options to a command."""

    def __call__(self, command: F, /) -> F:
        """Returns the command with the options."""


FORMATS = ("table", "markdown", "latex", "csv", "json")


def folder_option(*names: str, default: str | None = None, help: str) -> Option:  # noqa: A002 - click's word
    """Returns an option whose value is the path of a folder (in some commands of a file)."""
    return click.option(
        *names, type=click.Path(path_type=Path), default=default and Path(default), show_default=True, help=help
    )


def measures_option(help: str) -> Option:  # noqa: A002 - click's word
    """Returns the option ``--measure``, which may be repeated. The command gets the names as ``measures``."""
    return click.option("--measure", "measures", multiple=True, metavar="NAME", help=f"{help}; may be repeated.")


def grouped(name: str, make: Callable[..., Any], *options: Option) -> Option:
    """Returns a decorator that adds options to a command and passes their values as one argument called ``name``.

    The argument is what ``make`` returns for the values. The parameters of ``make`` are the names of the options.
    """

    def decorate(command: F) -> F:
        names = inspect.signature(make).parameters

        @functools.wraps(command)
        def with_record(*arguments: Any, **values: Any) -> Any:
            made = make(**{each: values.pop(each) for each in names})
            return command(*arguments, **{name: made}, **values)

        found: Any = with_record
        for option in reversed(options):
            found = option(found)
        return found  # type: ignore[no-any-return]  # wraps() keeps the command's own type

    return decorate


def renamed(old: str, new: str) -> Option:
    """Returns a decorator for a renamed option: the old name gives an error that states the new name."""

    def refuse(_ctx: click.Context, _parameter: click.Parameter, given: object) -> None:
        if given:
            raise UsageError(f"there is no option {old}; it is called {new} now")

    return click.option(old, multiple=True, hidden=True, expose_value=False, is_eager=True, callback=refuse)


format_option: Option = click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="Format of the output.",
)
systems_option: Option = folder_option(
    "--systems-folder",
    help="Folder whose files are the systems. [default: systems; names are also looked up among the systems that "
    "bench carries]",
)
seed_option: Option = click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Seed of the random numbers for intervals and tests.",
)
failures_option: Option = click.option(
    "--allow-failures",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Number of documents that may fail or be missing; up to this number the exit code is 0.",
)


GOLD_HELP = (
    'Folder of the gold, a data set (hf:NAME), or the name of a corpus in the folder of the corpora ("bench list '
    'suites"). '
    "[default: gold in [tool.bench] of pyproject.toml, else gold/articles]"
)
CORPORA = "bench.corpora"
"""The key under which click's context keeps the folder of the corpora."""


def _corpora(ctx: click.Context, _parameter: click.Parameter, given: Path | None) -> Path | None:
    """Returns the value of ``--corpora``, or the folder in ``[tool.bench]``; None without either."""
    from bench.comparison import project

    found = given if given is not None or ctx.resilient_parsing else project.corpora()
    ctx.meta[CORPORA] = found
    return found


def _corpora_option(*, exposed: bool) -> Option:
    return click.option(
        "--corpora",
        type=click.Path(path_type=Path),
        callback=_corpora,
        is_eager=True,
        expose_value=exposed,
        help="Folder of the corpora that bench knows. [default: corpora in [tool.bench] of pyproject.toml]",
    )


corpora_option = _corpora_option(exposed=True)


def gold_option(command: F) -> F:
    """Adds the options ``--gold`` and ``--corpora``.

    The default of ``--gold`` is the folder in ``[tool.bench]``, or else ``gold/articles``.
    """
    option = click.option("--gold", type=click.Path(path_type=Path), callback=_gold, help=GOLD_HELP)
    return renamed("--suite", "--gold")(option(_corpora_option(exposed=False)(command)))


def optional_gold_option(command: F) -> F:
    """Adds the options ``--gold`` and ``--corpora`` to a command that needs gold only at times (`named_gold`)."""
    option = click.option("--gold", type=click.Path(path_type=Path), help=GOLD_HELP)
    return option(_corpora_option(exposed=False)(command))


def named_gold(given: Path | None) -> Path:
    """Returns the value of ``--gold``, or its default. Raises UsageError if the folder doesn't exist."""
    from bench.comparison import project
    from bench.gold.corpora import place_of

    ctx = click.get_current_context()
    path = given or project.gold(ctx.params.get("config", project.PYPROJECT))
    return existing_gold(place_of(path, ctx.meta.get(CORPORA)))


def _gold(ctx: click.Context, _parameter: click.Parameter, given: Path | None) -> Path:
    if ctx.resilient_parsing:  # a shell asks for completions
        from bench.comparison import project

        return given or project.gold(ctx.params.get("config", project.PYPROJECT))
    return named_gold(given)


def default_gold() -> Path:
    """Returns the gold of the project's settings, or else ``gold/articles``.

    Raises UsageError if it doesn't exist.
    """
    from bench.comparison import project

    return existing_gold(project.gold(project.PYPROJECT))


def existing_gold(path: Path, option: str = "--gold") -> Path:
    """Returns the path if it is a folder, a file of gold, a data set's address, or a carried suite's folder.

    Otherwise raises UsageError.
    """
    from bench import formats
    from bench.comparison import project
    from bench.dataset import carried, hub

    path = carried.suite(path)
    if hub.is_address(path) or (path.is_file() and formats.sniff(path)):
        return path
    if path == project.GOLD and not path.exists() and (offered := carried.offered()):
        raise UsageError(f"{path}: there is no such folder; name the gold with {option}; {offered}")
    return existing_folder(path, "gold", option)


def gold_of(results: Path) -> Path | None:
    """Returns the folder of the gold for a results folder ``RESULTS/SUITE``, or None if there is none.

    It is the project's gold if this is called SUITE, or else ``gold/SUITE``.
    """
    from bench.comparison import project
    from bench.dataset.suite import suite_name

    name = suite_name(results)
    candidates = (project.gold(), Path("gold") / name)
    return next((path for path in candidates if suite_name(path) == name and path.is_dir()), None)


def jobs_option(default: int, help: str) -> Option:  # noqa: A002 - click's word
    """Returns the option ``--jobs``, a number of documents or processes."""
    return click.option("-j", "--jobs", type=click.IntRange(min=1), default=default, show_default=True, help=help)


timeout_option: Option = click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True, max=86_400),
    default=60.0,
    show_default=True,
    help="Time limit of a document, in seconds.",
)
memory_option: Option = click.option(
    "--memory",
    type=click.IntRange(min=1),
    default=4096,
    show_default=True,
    help="Memory limit of a system, with all processes that it starts, in MiB.",
)


sandbox_option: Option = click.option(
    "--sandbox",
    is_flag=True,
    help="Run systems in a sandbox (bubblewrap, Linux): without gold, results, home folder, other processes, and "
    "network unless the system asks a service.",
)


def _hidden() -> tuple[Path, ...]:
    """Returns what systems in a sandbox don't see: gold and results, those of this command and the usual ones."""
    from bench.comparison import project

    given = click.get_current_context().params
    named = [given[name] for name in ("gold", "results", "folder", "train", "corpus") if given.get(name)]
    each = [one for value in named for one in (value if isinstance(value, tuple) else (value,))]
    return tuple(map(Path, [*each, project.gold(), "gold", "results"]))


def cache_option(holds: str) -> Option:
    """Returns the option ``--cache``, a folder. ``holds`` says in words what the folder holds."""
    return folder_option("--cache", help=f"Folder of {holds}. [default: bench in the user's cache folder]")


def _tell_once() -> Callable[[str, str], None]:
    """Returns a function that prints a note with the reason why a system is asked anew, each reason once."""
    from bench.cli import output

    told = set()

    def tell(name: str, why: str) -> None:
        if (name, why) not in told:
            told.add((name, why))
            output.note(f"asked anew: {name}: {why}")

    return tell


def default_cache() -> Path:
    """Returns the folder ``bench`` in the user's cache folder (XDG base directories)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "bench"


show_output_option: Option = click.option(
    "--show-output",
    is_flag=True,
    help="Show what the systems print, on standard error, each line behind the system's name.",
)


def _limited(
    jobs: int, timeout: float, memory: int, sandbox: bool, cache: Path | None, show_output: bool
) -> Setting:
    """Returns a setting with limits and a cache of environments, but without a journal of finished documents."""
    from bench.cli.output import note
    from bench.cli.printed import Printed
    from bench.harness.outcome import unheard
    from bench.harness.process import MEBIBYTE, Limits
    from bench.harness.sandbox import Sandbox
    from bench.harness.setting import Setting, exchanging

    folder = (cache or default_cache()).absolute()
    return Setting(
        limits=Limits(document=timeout, memory=memory * MEBIBYTE),
        jobs=jobs,
        cache=folder,
        variables=exchanging(os.environ, folder / "exchanges", replay=False),
        sandbox=Sandbox(_hidden()) if sandbox else None,
        installing=lambda name: note(f"{name}: installing what it needs, once"),
        heard=Printed() if show_output else unheard,
    )


def _setting(
    jobs: int,
    timeout: float,
    memory: int,
    sandbox: bool,
    cluster: str,
    cache: Path | None,
    no_cache: bool,
    resume: bool,
    record: Path | None,
    replay: Path | None,
    show_output: bool,
) -> Setting:
    """Returns the setting of a command that runs systems. Raises UsageError for contradictory options."""
    from dataclasses import replace

    from bench.harness.setting import Keep, exchanging

    if record is not None and replay is not None:
        raise UsageError("what is replayed isn't asked, so there is nothing to record: leave --record out")
    if replay is not None and not replay.is_dir():
        raise UsageError(f"{replay}: there is no such folder; name one that --record wrote, with --replay")
    if sandbox and cluster:
        raise UsageError("a sandbox can be made on this machine only; leave --sandbox or --executor out")
    folder = (cache or default_cache()).absolute()
    return replace(
        _limited(jobs, timeout, memory, sandbox, cache, show_output),
        cluster=cluster,
        keep=None if no_cache else Keep(folder, resume=resume, tell=_tell_once()),
        resume=resume,
        variables=exchanging(os.environ, replay or record or folder / "exchanges", replay=bool(replay)),
    )


def _request(names: tuple[str, ...], which: str, without: tuple[str, ...], systems_folder: Path | None) -> Request:
    from bench.comparison import project
    from bench.systems.selection import Request

    if not names and which == "core":
        names = tuple(project.read().get("systems", ()))
    return Request(names, systems_folder, everything=which == "all", without=without)


check_options: Option = grouped(
    "setting",
    _limited,
    jobs_option(2, "Number of processes that run at the same time."),
    timeout_option,
    memory_option,
    sandbox_option,
    cache_option("environments"),
    show_output_option,
)
"""The options of a command that runs systems on a few small texts. The command gets them as one ``setting``."""


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run_options(jobs: Option) -> Option:
    return grouped(
        "setting",
        _setting,
        jobs,
        timeout_option,
        memory_option,
        sandbox_option,
        click.option(
            "--executor",
            "cluster",
            default="",
            metavar="ADDRESS",
            help="Address of a Dask cluster that runs the systems: dask://HOST:PORT.",
        ),
        cache_option("finished documents and environments"),
        click.option("--no-cache", is_flag=True, help="Run every document, and keep no finished document."),
        click.option(
            "--resume",
            is_flag=True,
            help="Continue a run that was interrupted; documents that failed are not tried again.",
        ),
        folder_option(
            "--record",
            help="Folder in which exchanges with services are recorded. [default: exchanges in the cache]",
        ),
        folder_option(
            "--replay", help="Folder of recorded exchanges; requests are answered from it, without a network."
        ),
        show_output_option,
    )


run_options: Option = _run_options(jobs_option(1, "Number of documents that are processed at the same time."))
"""The options of each command that runs one system. The command gets them as one ``setting``."""
side_by_side_options: Option = _run_options(
    click.option(
        "-j",
        "--jobs",
        type=click.IntRange(min=1),
        default=_cores,
        show_default="the number of cores",
        help="Number of systems that run side by side; with fewer systems, of documents.",
    )
)
"""The options of a command that runs several systems side by side. The command gets them as one ``setting``."""
request_options: Option = grouped(
    "request",
    _request,
    click.option(
        "--systems",
        "which",
        type=click.Choice(("core", "all")),
        default="core",
        show_default=True,
        help="Systems to run if none is named, here or by systems in [tool.bench] of pyproject.toml. core: those "
        "that the installed environment can run. all: also those that can be set up first.",
    ),
    click.option("--without", multiple=True, metavar="SYSTEM", help="Leave this system out; may be repeated."),
    systems_option,
)
"""The options that select systems. The command gets them, and its argument ``names``, as one ``request``."""


def _fields(id_field: str, text_field: str, dct_field: str, dct: datetime.date | None) -> Fields:
    from bench.dataset.corpus import Fields

    return Fields(id_field, text_field, dct_field, dct)


fields_options: Option = grouped(
    "fields",
    _fields,
    click.option("--id-field", default="id", show_default=True, help="Field that has the id of a document."),
    click.option("--text-field", default="text", show_default=True, help="Field that has the text of a document."),
    click.option(
        "--dct-field",
        default="dct",
        show_default=True,
        help="Field that has the day on which a document was written.",
    ),
    click.option(
        "--dct",
        type=day,
        metavar="YYYY-MM-DD",
        help="Day on which all articles were written, and rows that state none.",
    ),
)
"""The options that say what the fields of a corpus mean. The command gets them as one ``fields``."""


def existing_folder(path: Path, noun: str, option: str = "") -> Path:
    """Returns the path if it is a folder. Otherwise raises UsageError, which names the option to correct."""
    if path.is_file():
        raise UsageError(f"{path}: this is a file, and a folder is due; name the folder that it stands in")
    if not path.is_dir():
        by = f" with {option}" if option else ""
        raise UsageError(f"{path}: there is no such folder; name the {noun}{by}")
    return path


def align_option(command: F) -> F:
    """Adds the option ``--align``, for texts that differ from gold's in white space."""
    return click.option(
        "--align",
        is_flag=True,
        help="Place annotations by the other characters where texts differ from gold's in white space only.",
    )(command)
