"""Programs that systems need: their paths, and the digests of their files."""

from __future__ import annotations

import functools
import hashlib
import shutil
import sys
from pathlib import Path


def find_program(name: str, path: str) -> str | None:
    """Returns the path of a program, found on a PATH or else beside the running Python; None if it isn't found."""
    return shutil.which(name, path=path) or shutil.which(name, path=str(Path(sys.executable).parent))


def edition(program: str, path: str) -> str:
    """Returns a program's file name and the SHA-256 of the file; the name alone if there is no such file.

    The digest stands in for the version, because programs have no common way to state one.
    """
    file = Path(find_program(program, path) or program)
    if not file.is_file():
        return file.name
    status = file.stat()
    return f"{file.name} {_digest(file, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)}"


@functools.lru_cache
def _digest(file: Path, *_signature: int) -> str:
    """Returns the SHA-256 of a file. The file is read again only when its signature (size, times) has changed."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
