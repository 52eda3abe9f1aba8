"""The environment of a system: the running one if it meets the system's needs, else its own one in the cache."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import sys
import sysconfig
from collections.abc import Mapping, Sequence
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
"""The file of a command's folder with the exact versions of its npm packages."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The command line and variables that start a system's process, and digests of everything that it uses."""

    argv: tuple[str, ...]
    variables: Mapping[str, str]
    """The environment variables of this system, in addition to those that every system gets."""
    digest: str
    """A digest over the packages and files that a Python system uses, or over the folder of a command."""
    interpreter: str
    """The program that runs the system, and the programs that its file names, each with version or digest."""
    packages: Mapping[str, str] = field(default_factory=dict)
    """The versions of the packages that the system's file or lock file names, by package."""
    path: str = os.defpath
    """The caller's PATH."""
    installed: str = ""
    """A digest over the files installed for the system; it differs from machine to machine."""
    folder: str = ""
    """The folder of a command: its own, or the copy that was set up in the cache; empty for a Python system."""
    sandboxed: bool = False
    """True if ``argv`` starts a sandbox, and the system in it."""
    untraced: str = ""
    """The reason why a command may use files that bench doesn't know; empty if all files are known."""

    @property
    def python(self) -> bool:
        """True if `bench.sdk.worker` runs the system: its file and its name are the last words of ``argv``."""
        return any(word.startswith("bench.sdk.") for word in self.argv)

    @property
    def replays(self) -> bool:
        """True if the system answers from a recording, without a network."""
        return REPLAY in self.variables


def prepare(system: System, cache: Path, variables: Mapping[str, str]) -> Environment:
    """Returns the environment of a system, and makes it if it isn't there.

    ``variables`` are the caller's environment variables; PATH and those that the system names are used. Raises
    NotReadyError if a variable, program or file is missing, or if a package can't be installed.
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
            argv=(
                sys.executable,
                "-P",
                "-m",
                "bench.sdk.worker",
                str(system.path.resolve()),
                system.declared or system.name,
            ),
            variables=passed,
            interpreter=_interpreter(system, platform.python_version(), path),
            path=path,
            **standing_on(system, passed),
        )
    return _own(system, cache, passed, path)


def survey(system: System, cache: Path, variables: Mapping[str, str]) -> tuple[str, str]:
    """Returns whether a system can run here, and the remedy if it can't. Nothing is installed.

    The first value is "yes", "on demand" if bench makes the system's environment on first use, or "no".
    ``variables`` are the caller's environment variables.
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
    """Returns an environment that uv makes for this system, with the worker's copy of bench's code."""
    needs = system.requirements
    folder = _own_folder(system, cache)
    python = folder / "bin" / "python"
    with building(folder) as lock:
        if lock:
            uv = find_program("uv", path) or "uv"
            interpreter = ["--python", needs.python or sys.executable]
            install(system.name, [uv, "venv", "--quiet", *interpreter, str(folder)], folder.parent, lock)
            dated = ["--exclude-newer", needs.exclude_newer] if needs.exclude_newer else []
            replaced = _overrides(folder, needs.overrides)
            command = [uv, "pip", "install", "--quiet", "--python", str(python), *dated, *replaced]
            command += needs.dependencies
            if needs.dependencies:
                install(system.name, command, folder.parent, lock)
    site = next(folder.glob("lib/python*/site-packages"))
    version = (folder / "pyvenv.cfg").read_text().split("version_info = ")[1].split()[0]
    return Environment(
        argv=(
            str(python),
            "-P",
            "-m",
            "bench.sdk.worker",
            str(system.path.resolve()),
            system.declared or system.name,
        ),
        variables={**variables, "PYTHONPATH": str(worker_folder(cache, system))},
        interpreter=_interpreter(system, version, path),
        path=path,
        **standing_on(system, variables, site),
    )


def _overrides(folder: Path, overrides: Sequence[str]) -> list[str]:
    """Returns the words of uv's option for overrides, which are written to a file in the environment's folder."""
    if not overrides:
        return []
    file = folder / "overrides.txt"
    file.write_text("".join(f"{each}\n" for each in overrides))
    return ["--override", str(file)]


def _command(system: System, cache: Path, variables: Mapping[str, str], path: str) -> Environment:
    """Returns the environment of a command, which runs in its folder, or in a copy that is set up in the cache."""
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
    if system.setup or system.requirements.files:  # the folder's copy holds all files, or the manifest names them
        untraced = ""
    return Environment(
        argv, variables, system.digest, interpreter, packages, path, files, str(folder), untraced=untraced
    )


def _interpreter(system: System, python: str, path: str) -> str:
    """Returns the version of Python, and the programs that the system's file names, with their digests."""
    return " ".join([f"Python {python}", *(edition(each, path) for each in system.requirements.programs)])


def _own_folder(system: System, cache: Path) -> Path:
    needs = system.requirements
    wanted = [sorted(needs.dependencies), needs.python, needs.exclude_newer, sysconfig.get_platform(), sys.version]
    if needs.overrides:
        wanted.append(sorted(needs.overrides))
    return cache / "environments" / _short(json.dumps(wanted).encode())


def _command_folder(system: System, cache: Path) -> Path:
    return cache / "commands" / f"{system.path.name}-{system.digest[:16]}"


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
