"""The working folder of a system's process, which is removed after it, wherever the process has moved it."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


class WorkingFolder:
    """A temporary folder, ``path``, in which the process starts. It lies in another one, ``outer``.

    Raises OSError if no folder can be made.
    """

    def __init__(self) -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True)
        self.outer = Path(self._temporary.name)
        self.path = self.outer / "home"
        try:
            self.path.mkdir()
            # an open folder is known by its number, whatever its name becomes
            self._open = {path: os.open(path, os.O_RDONLY | os.O_DIRECTORY) for path in (self.outer, self.path)}
        except OSError:
            self._temporary.cleanup()
            raise

    def remove(self) -> None:
        """Removes both folders and their content, and links that stand in their places."""
        for path, number in self._open.items():
            _put_back(path, number)
            os.close(number)
        self._temporary.cleanup()


def _put_back(path: Path, number: int) -> None:
    """Moves an open folder back to its path, if the system has a list of open files (Linux)."""
    with contextlib.suppress(OSError):
        place = Path(f"/proc/self/fd/{number}").readlink()
        if place == path or place.name.endswith(" (deleted)"):
            return
        if path.is_symlink():
            path.unlink()
        place.rename(path)
