"""Programs that systems need: where they are, and which edition."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path


def find_program(name: str, path: str) -> str | None:
    """Returns the place of a program on a PATH, or beside the running Python; None where there is none."""
    return shutil.which(name, path=path) or shutil.which(name, path=str(Path(sys.executable).parent))


def edition(program: str, path: str) -> str:
    """Returns a program's name, with what of its file changes with its version.

    To ask the program itself would take another way for each.
    """
    file = Path(find_program(program, path) or program)
    if not file.is_file():
        return file.name
    status = file.stat()
    return f"{file.name} ({status.st_size} bytes of {status.st_mtime_ns})"
