"""The environment of a system: the installed one if it meets the needs, else one of its own, made and kept."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench.errors import NotReadyError
from bench.models.recording import REPLAY
from bench.systems import needs
from bench.systems.command_sources import command_sources
from bench.systems.digests import locked, standing_on
from bench.systems.installation import READY, building, install
from bench.systems.manifest import IGNORED
from bench.systems.programs import edition, find_program
from bench.systems.system import System
from bench.systems.worker_copy import worker_folder

NPM_LOCK = "package-lock.json"
"""The file of a command's folder that says which versions it stands on."""


@dataclass(frozen=True, slots=True)
class Environment:
    """All that a system's process is launched with."""

    argv: tuple[str, ...]
    variables: Mapping[str, str]
    """The environment variables beyond those that every system gets."""
    digest: str
    """A digest over the resolved versions of all that the system stands on, or over its folder for a command."""
    interpreter: str
    """The name and version of the program that runs it, and the programs that it names."""
    packages: Mapping[str, str] = field(default_factory=dict)
    """The versions of the packages that its file names, or its folder's lock file."""
    path: str = os.defpath
    """The PATH of whoever runs it."""
    installed: str = ""
    """A digest of what is installed for it, file by file; it differs from machine to machine."""
    untraced: str = ""
    """The reason why it can't be known what a command's answers stand on; empty if it can."""

    @property
    def replays(self) -> bool:
        """True if the system answers from recorded exchanges."""
        return REPLAY in self.variables


def prepare(system: System, cache: Path, variables: Mapping[str, str]) -> Environment:
    """Makes a system ready to run. ``variables`` are those of whoever runs it: PATH, and the ones that it names.

    Raises NotReadyError if a variable or program is missing, or if a package can't be installed.
    """
    ready, remedy = survey(system, cache, variables)
    if ready == "no":
        raise NotReadyError(remedy)
    try:
        return _made(system, cache, needs.passed(system, variables), _path(variables))
    except OSError as error:
        reason = error.strerror or str(error)
        raise NotReadyError(
            f"{error.filename or cache} can't be written: {reason}; make room or rights, or give another --cache"
        ) from None


def _path(variables: Mapping[str, str]) -> str:
    return variables.get("PATH", os.defpath)


def _made(system: System, cache: Path, passed: Mapping[str, str], path: str) -> Environment:
    if system.command:
        return _command(system, cache, passed, path)
    if not system.requirements.missing():
        return Environment(
            argv=(sys.executable, "-P", "-m", "bench.sdk.worker", str(system.path.resolve()), system.name),
            variables=passed,
            interpreter=_interpreter(system, platform.python_version(), path),
            path=path,
            **standing_on(system, passed),
        )
    return _own(system, cache, passed, path)


def survey(system: System, cache: Path, variables: Mapping[str, str]) -> tuple[str, str]:
    """Returns whether a system can run here, without installing anything, and what it would need if not.

    The answer is "yes", or "on demand" if bench makes its environment on first use, or "no" with the remedy.
    ``variables`` are those of whoever runs it.
    """
    path = _path(variables)
    if reason := needs.lacking(system, variables):
        return "no", reason
    programs = [name for name in (*system.requirements.programs, *system.command[:1]) if "{" not in name]
    if absent := sorted({name for name in programs if find_program(name, path) is None}):
        return "no", f"it needs {' and '.join(absent)}; install {absent[0]} and put it on the PATH"
    if system.command:
        return (
            "on demand" if system.setup and not (_command_folder(system, cache) / READY).exists() else "yes"
        ), ""
    missing = system.requirements.missing()
    if not missing or (_own_folder(system, cache) / READY).exists():
        return "yes", ""
    if find_program("uv", path) is None:
        return "no", f"it needs {', '.join(missing)}, and uv to install it; run: python -m pip install uv"
    return "on demand", ""


def _own(system: System, cache: Path, variables: Mapping[str, str], path: str) -> Environment:
    """Returns an environment of the system's own, made by uv, with nothing of ours but the worker's files."""
    needs = system.requirements
    folder = _own_folder(system, cache)
    python = folder / "bin" / "python"
    with building(folder) as lock:
        if lock:
            uv = find_program("uv", path) or "uv"
            interpreter = ["--python", needs.python or sys.executable]
            install(system.name, [uv, "venv", "--quiet", *interpreter, str(folder)], folder.parent, lock)
            dated = ["--exclude-newer", needs.exclude_newer] if needs.exclude_newer else []
            command = [uv, "pip", "install", "--quiet", "--python", str(python), *dated, *needs.dependencies]
            if needs.dependencies:
                install(system.name, command, folder.parent, lock)
    site = next(folder.glob("lib/python*/site-packages"))
    version = (folder / "pyvenv.cfg").read_text().split("version_info = ")[1].split()[0]
    return Environment(
        argv=(str(python), "-P", "-m", "bench.sdk.worker", str(system.path.resolve()), system.name),
        variables={**variables, "PYTHONPATH": str(worker_folder(cache, system))},
        interpreter=_interpreter(system, version, path),
        path=path,
        **standing_on(system, variables, site),
    )


def _command(system: System, cache: Path, variables: Mapping[str, str], path: str) -> Environment:
    """Returns the environment of a command: its folder, or a copy in the cache, set up there once."""
    if system.setup:
        folder = _command_folder(system, cache)
        with building(folder) as lock:
            if lock:
                ignored = shutil.ignore_patterns(*IGNORED, ".*")
                shutil.copytree(system.path, folder, dirs_exist_ok=True, ignore=ignored)
                install(system.name, list(system.setup), folder, lock)
    else:
        folder = system.path.resolve()
    argv = tuple(part.replace("{folder}", str(folder)).replace("{name}", system.name) for part in system.command)
    program = find_program(argv[0], path) or argv[0]
    interpreter = " ".join(edition(each, path) for each in (program, *system.requirements.programs))
    packages = locked(folder / NPM_LOCK)
    argv = (program, *argv[1:])
    files, untraced = command_sources(argv, path)
    files += needs.files_digest(system, variables)
    if system.setup or system.requirements.files:  # set up in a folder of its own; or its author names all
        untraced = ""
    return Environment(argv, variables, system.digest, interpreter, packages, path, files, untraced)


def _interpreter(system: System, python: str, path: str) -> str:
    """Returns Python's version, and the programs that the file names."""
    return " ".join([f"Python {python}", *(edition(each, path) for each in system.requirements.programs)])


def _own_folder(system: System, cache: Path) -> Path:
    needs = system.requirements
    wanted = [sorted(needs.dependencies), needs.python, needs.exclude_newer, sysconfig.get_platform(), sys.version]
    return cache / "environments" / _short(json.dumps(wanted).encode())


def _command_folder(system: System, cache: Path) -> Path:
    return cache / "commands" / f"{system.path.name}-{system.digest[:16]}"


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
