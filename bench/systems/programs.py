"""Programs that systems need: where they are, and which edition."""

from __future__ import annotations

import functools
import hashlib
import shutil
import sys
from pathlib import Path


def find_program(name: str, path: str) -> str | None:
    """Returns the place of a program on a PATH, or beside the running Python; None if there is none."""
    return shutil.which(name, path=path) or shutil.which(name, path=str(Path(sys.executable).parent))


def edition(program: str, path: str) -> str:
    """Returns a program's name with the SHA-256 of its file, wherever that stands.

    Programs have no common way to state their version.
    """
    file = Path(find_program(program, path) or program)
    if not file.is_file():
        return file.name
    status = file.stat()
    return f"{file.name} {_digest(file, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)}"


@functools.lru_cache
def _digest(file: Path, *_signature: int) -> str:
    """Returns the SHA-256 of a file. Within one run it is read again only when its signature has changed."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
