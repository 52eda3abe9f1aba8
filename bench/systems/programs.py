"""Programs that systems need: where they are, and which edition."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path


def find_program(name: str, path: str) -> str | None:
    """Returns the place of a program on a PATH, or beside the running Python; None where there is none."""
    return shutil.which(name, path=path) or shutil.which(name, path=str(Path(sys.executable).parent))


def edition(program: str, path: str) -> str:
    """Returns a program's name with the size and time of its file, which change with its version.

    Programs differ in how they tell their version, so they aren't asked.
    """
    file = Path(find_program(program, path) or program)
    if not file.is_file():
        return file.name
    status = file.stat()
    return f"{file.name} ({status.st_size} bytes of {status.st_mtime_ns})"
