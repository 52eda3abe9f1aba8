"""Folders of the cache that are built once: under a lock, whole or not at all, by installers."""

from __future__ import annotations

import contextlib
import fcntl
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bench.errors import NotReadyError

READY = ".ready"
"""The file that says that a folder of the cache is whole; written last."""
INSTALL_LIMIT = 1800
"""Seconds that an installer may take."""


@contextlib.contextmanager
def building(folder: Path) -> Iterator[int | None]:
    """Yields the lock under which a folder of the cache is to be built; None if the folder is there already.

    One process builds at a time. An installer inherits the lock, so that one which outlives its harness is waited
    for too. A folder that was left half-built is removed.
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
    """Runs an installer for a system. Raises NotReadyError with its last words and the command itself."""
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
        words = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        said = " ".join(words[-3:])[:400]
        shown = " ".join([Path(command[0]).name, *command[1:]])
        raise NotReadyError(f"{name} can't be installed: {said}; see what is wrong with: {shown}")
