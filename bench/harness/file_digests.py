"""Digests of files on disk, stored from run to run and computed again when a file's signature changes."""

from __future__ import annotations

import contextlib
import fnmatch
import hashlib
import json
import os
import threading
import time
from collections.abc import Collection, Sequence
from pathlib import Path

from bench.files import write_text
from bench.sdk.provenance import Signature, signature

ABSENT = "absent"
"""Stands for the digest of a file or folder that doesn't exist."""
SETTLED = 2_000_000_000
"""The age of a file, in nanoseconds, from which a later change must show in its times.

The clocks of file systems tick slowly, so two changes close together can have the same time.
"""


class FileDigests:
    """The SHA-256 digests of files, by path. A stored digest is used as long as the file's signature is the same.

    The signature is the file's size, modification and status times, inode number and number of names. The digest
    of a file that is younger than `SETTLED` isn't stored, because a later change might not show in its signature.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "digests.json"
        self._known: dict[str, list[object]] = {}
        self._changed = False
        self._saving = threading.Lock()
        # without this file, or if it is damaged, the digests are computed again
        with contextlib.suppress(OSError, ValueError, RecursionError, AttributeError):
            check, _, text = self._path.read_text(encoding="utf-8").partition("\n")
            if check == hashlib.sha256(text.encode()).hexdigest():
                self._known = dict(json.loads(text))

    def of(self, path: str) -> str:
        """Returns the SHA-256 of a file, or `ABSENT` if the file can't be read."""
        before = signature(path)
        if before is None:
            return ABSENT
        known = self._known.get(path)
        if known is not None and known[:-1] == before:
            return str(known[-1])
        try:
            with open(path, "rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return ABSENT
        if signature(path) == before and max(before[1], before[2]) < time.time_ns() - SETTLED:
            self._known[path] = [*before, digest]
            self._changed = True
        return digest

    def used(self, path: str, at_use: Signature | None) -> str | None:
        """Returns the SHA-256 of a file if it is the same as when its signature was ``at_use``, else None.

        ``at_use`` is the signature when the file was used; if it is None, the file didn't exist (`ABSENT`). A file
        that has been given another name meanwhile is the same.
        """
        now = signature(path)
        if now != at_use and not _renamed(at_use, now):
            return None
        digest = self.of(path)
        return digest if signature(path) == now else None

    def save(self) -> None:
        """Writes the digests to disk for later runs. If this fails, later runs compute them again."""
        if not self._changed:
            return
        with self._saving, contextlib.suppress(OSError):
            text = json.dumps(self._known.copy(), separators=(",", ":"))  # other threads go on adding
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_text(self._path, f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}")
            self._changed = False


def _renamed(before: Signature | None, now: Signature | None) -> bool:
    """Returns whether a file has only got or lost a name, as when an installer links it into an environment.

    This changes the number of names and the time of the status, and nothing else.
    """
    if before is None or now is None:
        return False
    (size, content, _, inode, names), (new_size, new_content, _, new_inode, new_names) = before, now
    return (size, content, inode) == (new_size, new_content, new_inode) and names != new_names


def entries_matching(folder: str, pattern: str) -> str:
    """Returns a digest of the file names in a folder that match a pattern, or `ABSENT` if there is no folder."""
    return _digest(folder, [name for name in _entries(folder) or () if fnmatch.fnmatchcase(name, pattern)])


def entries_named(folder: str, modules: Collection[str]) -> str:
    """Returns a digest of the file names in a folder that Python could import as one of the modules.

    Returns `ABSENT` if there is no folder.
    """
    return _digest(folder, [name for name in _entries(folder) or () if name.partition(".")[0] in modules])


def _entries(folder: str) -> list[str] | None:
    try:
        return os.listdir(folder)
    except OSError:
        return None


def _digest(folder: str, names: Sequence[str]) -> str:
    if not os.path.isdir(folder):
        return ABSENT
    listed = sorted(name for name in names if name != "__pycache__")
    return hashlib.sha256("\n".join(listed).encode("utf-8", "surrogateescape")).hexdigest()
