"""The sandbox of a system's process on Linux: bubblewrap, which shows it only the files that it needs.

The process sees the operating system's programs and libraries, Python and the packages, its own folder, and the
files that it declares, all read-only, and its empty working folder. It sees neither gold, results nor other files
of the user, no other processes, and no network, unless it declares that it asks a service.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.errors import UsageError
from bench.models.recording import FOLDER
from bench.systems.digests import LIBRARY
from bench.systems.environment import Environment
from bench.systems.needs import files
from bench.systems.system import System

PROGRAM = "bwrap"
HOME = "{the working folder}"
"""Stands in a command line for the working folder, which each process has of its own."""
MACHINE = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc", "/opt", "/nix", "/run/systemd/resolve")
"""The folders of the operating system."""
NAMESPACES = ("--unshare-user-try", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try")


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A sandbox for the processes of systems.

    Raises UsageError where there is no bubblewrap, or the machine doesn't let it make a sandbox.
    """

    hidden: tuple[Path, ...] = ()
    """The folders and files that no system sees, even if they lie in its own folder: gold and results."""

    def __post_init__(self) -> None:
        """Tries the sandbox once, on a program that does nothing."""
        program = shutil.which(PROGRAM) if sys.platform == "linux" else None
        if program is None:
            raise UsageError(
                "a sandbox needs Linux and bubblewrap; run: apt-get install bubblewrap, or leave --sandbox out"
            )
        command = [program, *NAMESPACES, "--ro-bind", "/", "/", "--proc", "/proc", sys.executable, "-S", "-c", ""]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            why = done.stderr.strip().split("\n")[-1][:200]
            raise UsageError(
                f"this machine lets bubblewrap make no sandbox ({why}); allow user namespaces, "
                "or leave --sandbox out"
            )

    def around(self, system: System, environment: Environment) -> Environment:
        """Returns the environment of a system whose process runs in the sandbox."""
        own = system.path if system.path.is_dir() else system.path.parent
        shown = [*_needed(environment), own.resolve(), *files(system, environment.variables)]
        argv = [shutil.which(PROGRAM) or PROGRAM, "--die-with-parent", *NAMESPACES]
        if not system.requirements.exchanges or environment.replays:
            argv.append("--unshare-net")
        for each in MACHINE:
            argv += ("--ro-bind-try", each, each)
        argv += ("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp")
        # folders come before those that lie in them
        for path in sorted({*shown}):
            argv += ("--ro-bind-try", str(path), str(path))
        for path in sorted({*self._masked(own.resolve(), shown)}):
            argv += ("--tmpfs", str(path)) if path.is_dir() else ("--ro-bind", os.devnull, str(path))
        if exchanges := environment.variables.get(FOLDER):
            Path(exchanges).mkdir(parents=True, exist_ok=True)
            argv += ("--bind", exchanges, exchanges)
        argv += ("--bind", HOME, HOME, "--chdir", HOME, "--", *environment.argv)
        # answers that were given in a sandbox and without one are kept apart
        installed = f"{environment.installed} in a sandbox"
        return replace(environment, argv=tuple(argv), installed=installed, sandboxed=True)

    def _masked(self, own: Path, shown: Sequence[Path]) -> Iterator[Path]:
        """Yields the hidden paths that the sandbox would show, with the history of the system's own folder."""
        for path in (*(each.resolve() for each in self.hidden), own / ".git"):
            if path.exists() and any(path.is_relative_to(each) for each in shown) and path != own:
                yield path


def in_folder(argv: Iterable[str], folder: str) -> list[str]:
    """Returns a command line for a process with this working folder."""
    return [folder if word == HOME else word for word in argv]


def _needed(environment: Environment) -> Iterator[Path]:
    """Yields the folders of Python, of its packages, of bench and of the system's program."""
    yield from (LIBRARY, Path(sys.prefix), Path(sys.base_prefix))
    if environment.folder:
        yield Path(environment.folder)
    for entry in (*sys.path, *environment.variables.get("PYTHONPATH", "").split(os.pathsep)):
        # an editable installation puts the whole project there, and bench's project has gold in it
        if entry and Path(entry).is_dir() and Path(entry).resolve() not in (LIBRARY.parent, Path.cwd()):
            yield Path(entry)
    program = Path(environment.argv[0])
    for path in (program, program.resolve()):
        yield path.parent.parent if path.parent.name == "bin" else path
