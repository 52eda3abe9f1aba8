"""The results of an older commit: its systems run on today's gold, in a worktree and an environment of its own."""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
import tempfile
import venv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from urllib.parse import unquote, urlparse

import bench
from bench.comparison import project, side
from bench.comparison.side import Side
from bench.dataset.suite import Suite
from bench.errors import UsageError
from bench.guard import runs
from bench.harness.kept import UNKNOWN
from bench.results import git
from bench.systems import discovery
from bench.systems.places import OWN
from bench.systems.requirements import Requirements
from bench.systems.system import System

TEMPLATES = Path(__file__).parent / "templates"
REFUSING = "_bench_base"
"""The module that refuses modules of head, in the environment of base."""
LOG = "imported-from-head"
OF_GIT = ("GIT_COMMON_DIR", "GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_WORK_TREE")
"""The variables that git sets for hooks. In a worktree they would lead to head's checkout and its index."""
WITHHELD = ("GITHUB_TOKEN", "PYTHONHOME", "PYTHONPATH", *OF_GIT)
"""The environment variables that no program of base gets: a token to write with, and ways into head."""
SITE = ("site-packages", "dist-packages")
"""The names of the folders in which packages are installed."""
RUN = "from bench.cli.root import main; main()"
LIBRARY = Path(bench.__file__).parents[1]
"""The folder from which bench itself is imported."""
FINE = (0, 3)
"""The exit codes of an evaluation that has results: done, and done with failed documents."""


@dataclass(frozen=True, slots=True)
class Worktree:
    """A commit that is checked out beside the working folder, and an environment in which its systems run."""

    folder: Path
    """The folder that is to the worktree what the working folder is to its repository."""
    top: Path
    """The top folder of head's checkout."""
    environment: Path

    @property
    def variables(self) -> Mapping[str, str]:
        """The environment variables of a program that runs in this environment."""
        kept = {name: value for name, value in os.environ.items() if name not in WITHHELD}
        path = os.pathsep.join([str(self.environment / "bin"), os.environ.get("PATH", os.defpath)])
        return {**kept, "PATH": path, "VIRTUAL_ENV": str(self.environment)}


def results(revision: str, gold: Path, suite: Suite, head: Side | None = None, *, cache: Path) -> Side:
    """Returns the results that the systems of a revision have on the gold of the working folder.

    Nothing of it need be committed but the systems. They are those that the revision's pyproject.toml names, or
    those of its folder ``systems``; of these, a system that head has is left out if ``head`` has no results of it.
    ``cache`` is the folder of finished documents and environments, and of the results of commits that were run
    before: they are read again if all that they came from is the same (`bench.guard.runs`). Raises UsageError for
    an unknown revision, if the revision's own package can't be installed, if its systems can't run, and if one of
    them imports a module of head.
    """
    try:
        commit = git.short_name(revision)
    except UsageError as error:
        raise UsageError(f"{revision}: {error}; {git.remedy()}") from None
    label = revision if revision.startswith(commit) else f"{revision} ({commit})"
    key = runs.key(revision, suite, _present(head), project.read().get("install", []))
    found = runs.kept(cache, key)
    if found is None:
        with checkout(revision) as tree:
            into = tree.environment / "results"
            into.mkdir()
            if _evaluated(tree, revision, gold, head, into, cache):
                runs.keep(cache, key, into)
            return _side(into, suite, label)
    return _side(found, suite, label)


def _side(results: Path, suite: Suite, label: str) -> Side:
    return side.read(results, suite, label) if any(results.iterdir()) else Side(label, {})


def _evaluated(tree: Worktree, revision: str, gold: Path, head: Side | None, into: Path, cache: Path) -> bool:
    """Writes the results of a worktree's systems. Returns whether it is known what all of them came from.

    It isn't if documents failed, if packages are imported from folders that may change, and for systems whose
    answers depend on more than the commit and the packages.
    """
    names = _names(tree, head)
    if not names:
        return True
    _install(tree, revision)
    options = ["--gold", str(gold.resolve()), "--output", str(into), "--cache", str(cache), "--format", "json"]
    done = _run(tree, [str(_python(tree)), "-P", "-c", RUN, "evaluate", *names, *options])
    _check_own(tree)
    if done.returncode not in FINE:
        raise UsageError(
            f"{revision} can't be evaluated: {_last(done.stderr)}; give results instead of --run-base"
        )
    if done.returncode or UNKNOWN in done.stderr or _elsewhere(tree.top):
        return False
    return all(_closed(tree, name) for name in names)


def _closed(tree: Worktree, name: str) -> bool:
    """Returns whether a system is the worktree's own and needs no variables, files, services or loose packages."""
    path = tree.folder / name
    found = discovery.read(path) if path.is_file() else _own(tree)
    systems = [each for each in found if path.is_file() or each.name == name]
    return bool(systems) and not any(
        needs.variables or needs.optional or needs.secrets or needs.files or needs.exchanges or _loose(needs)
        for needs in (each.requirements for each in systems)
    )


def _loose(needs: Requirements) -> bool:
    return any("==" not in each for each in needs.dependencies)


@contextlib.contextmanager
def checkout(revision: str) -> Iterator[Worktree]:
    """Yields a worktree of a revision with an environment, and removes both. Raises UsageError if git can't."""
    top = Path(_git("rev-parse", "--show-toplevel").strip())
    with tempfile.TemporaryDirectory(prefix="bench-base-") as name:
        place = Path(name).resolve()
        tree = place / "tree"
        # no hooks: they are head's, and may do anything
        _git("-c", "core.hooksPath=/dev/null", "worktree", "add", "--quiet", "--detach", str(tree), revision)
        try:
            made = Worktree(
                tree / Path.cwd().resolve().relative_to(top.resolve()), top.resolve(), place / "environment"
            )
            _make(made)
            yield made
        finally:
            with contextlib.suppress(UsageError):
                _git("worktree", "remove", "--force", str(tree))


def _names(tree: Worktree, head: Side | None) -> Sequence[str]:
    """Returns the names or paths of the systems of base that are to run."""
    stated = project.read(tree.folder / project.PYPROJECT).get("systems")
    if stated is not None:
        return list(stated)
    own = [each.name for each in _own(tree)]
    left = set() if head is None else _here() - head.systems.keys()
    return [name for name in own if name not in left]


def _own(tree: Worktree) -> list[System]:
    """Returns the systems of a worktree's folder ``systems``."""
    folder = tree.folder / OWN
    found = discovery.discover(folder)[0] if folder.is_dir() else {}
    return [system for system in found.values() if system.path.is_relative_to(folder)]


def _here() -> set[str]:
    """Returns the names of the systems of the working folder."""
    return set(discovery.discover(OWN)[0]) if OWN.is_dir() else set()


def _present(head: Side | None) -> Sequence[str]:
    """Returns the names on which it depends which systems of base run: those that head has, but no results of."""
    return [] if head is None else sorted(_here() - head.systems.keys())


def _make(tree: Worktree) -> None:
    """Makes the environment of base: it has the packages of the running one, but none that is head's own."""
    needed = bool(_installs(tree))
    pip = needed and importlib.util.find_spec("pip") is None  # it takes some seconds
    venv.EnvBuilder(with_pip=pip, symlinks=True).create(tree.environment)
    shared = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    shared += [path for path in sys.path if Path(path).name in SITE]
    site = next(tree.environment.glob("lib/python*/site-packages"))
    (site / "bench.pth").write_text(
        "\n".join([f"import {REFUSING}", *dict.fromkeys([*shared, *_elsewhere(tree.top)]), str(LIBRARY)]) + "\n",
        encoding="utf-8",
    )
    words = {
        "head": str(tree.top),
        "allowed": shared,
        "own": _installed_from(tree.top),
        "log": str(tree.environment / LOG),
    }
    text = (TEMPLATES / f"{REFUSING}.py.txt").read_text(encoding="utf-8")
    (site / f"{REFUSING}.py").write_text(
        Template(text).substitute({name: repr(word) for name, word in words.items()}), encoding="utf-8"
    )
    for name in ("pip", "pip3") if needed and not pip else ():
        program = tree.environment / "bin" / name
        program.write_text(f'#!/bin/sh\nexec "{_python(tree)}" -m pip "$@"\n', encoding="utf-8")
        program.chmod(0o755)


def _elsewhere(top: Path) -> list[str]:
    """Returns the folders outside of head's checkout from which packages are imported, such as editable ones."""
    standard = [Path(sysconfig.get_path(name)).resolve() for name in ("stdlib", "platstdlib")]
    found = []
    for path in sys.path:
        folder = Path(path).resolve()
        known = folder in (LIBRARY.resolve(), Path(sys.prefix, "bin").resolve()) or folder.name in SITE
        if folder.is_dir() and not known and not any(map(folder.is_relative_to, [top, *standard])):
            found.append(str(folder))
    return found


def _installed_from(top: Path) -> list[str]:
    """Returns the files of packages that were installed from head's checkout, by their real paths."""
    found = []
    for package in importlib.metadata.distributions():
        try:
            stated = json.loads(package.read_text("direct_url.json") or "{}").get("url", "")
        except ValueError:
            continue
        place = Path(unquote(urlparse(stated).path)) if stated.startswith("file:") else None
        if place is not None and place.resolve().is_relative_to(top) and package.name != "timeline-bench":
            found += [os.path.realpath(str(package.locate_file(file))) for file in package.files or ()]
    return found


def _python(tree: Worktree) -> Path:
    return tree.environment / "bin" / "python"


def _installs(tree: Worktree) -> Sequence[str]:
    """Returns the commands that install the revision's own package: those of its settings, or else of head's."""
    stated = project.read(tree.folder / project.PYPROJECT).get("install")
    return list(project.read().get("install", []) if stated is None else stated)


def _install(tree: Worktree, revision: str) -> None:
    for command in _installs(tree):
        done = _run(tree, ["sh", "-c", command])
        if done.returncode:
            reason = _last(done.stderr or done.stdout)
            raise UsageError(f"{revision}: {command!r} fails: {reason}; mend install in [tool.bench]")


def _run(tree: Worktree, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=tree.folder, env=tree.variables, capture_output=True, text=True, errors="replace", check=False
    )


def _check_own(tree: Worktree) -> None:
    """Raises UsageError if a system of base imported a module of head."""
    log = tree.environment / LOG
    if log.exists():
        name, _, place = log.read_text(encoding="utf-8").splitlines()[0].partition("\t")
        raise UsageError(
            f"base imports {name} from head ({place}), so base wouldn't be judged; write how its own is installed "
            'into [tool.bench] of pyproject.toml: install = ["python -m pip install -e ."]'
        )


def _last(text: str) -> str:
    """Returns the last lines of what a program printed, as one line."""
    return " | ".join(line.strip() for line in text.strip().splitlines()[-3:]) or "it says nothing"


def _outside_of_hooks() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in OF_GIT}


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments],
            env=_outside_of_hooks(),
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError:
        raise UsageError("git isn't installed; install it, or give results instead of --run-base") from None
    if done.returncode:
        raise UsageError(f"git {arguments[0]}: {_last(done.stderr)}; fetch the whole history (fetch-depth: 0)")
    return done.stdout
