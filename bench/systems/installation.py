"""Folders of the cache, such as virtual environments.

Only one process at a time builds a folder, and a half-built folder is removed.
"""

from __future__ import annotations

import contextlib
import fcntl
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bench.errors import NotReadyError

READY = ".ready"
"""The file that marks a folder of the cache as complete. It is written last."""
INSTALL_LIMIT = 1800
"""Seconds that an installer may take."""

_NO_CAUSE = re.compile(r"npm notice|npm error A complete log of this run|\[notice\]")
"""The lines of an installer that don't say why it failed, although they come last."""


@contextlib.contextmanager
def building(folder: Path) -> Iterator[int | None]:
    """Yields the file descriptor of a lock, to build the folder under; None if the folder is complete already.

    Only one process builds the folder at a time. The installer inherits the lock: if it outlives its harness,
    other processes still wait for it. An incomplete folder is removed.
    """
    if (folder / READY).exists():
        yield None
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / READY).exists():
            yield None
            return
        shutil.rmtree(folder, ignore_errors=True)
        try:
            yield lock.fileno()
            (folder / READY).touch()
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise


def install(name: str, command: list[str], folder: Path, lock: int) -> None:
    """Runs an installer for a system. If it fails, raises NotReadyError with the command and its last output."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            pass_fds=(lock,),
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=INSTALL_LIMIT,
        )
    except subprocess.TimeoutExpired:
        shown = " ".join([Path(command[0]).name, *command[1:]])
        raise NotReadyError(f"{name} isn't installed after {INSTALL_LIMIT} s; try: {shown}") from None
    except OSError as error:
        raise NotReadyError(f"{command[0]} can't be run: {error}") from None
    if done.returncode:
        lines = (done.stderr or done.stdout).splitlines()
        words = [line.strip() for line in lines if line.strip() and not _NO_CAUSE.match(line)]
        said = " ".join(words[-3:])[:400]
        shown = " ".join([Path(command[0]).name, *command[1:]])
        raise NotReadyError(f"{name} can't be installed: {said}; see what is wrong with: {shown}")
