"""Writing a file whole or not at all, the error for a file that can't be written, and the digest of files."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from pathlib import Path

from bench.errors import UsageError


def write_text(path: Path, text: str) -> None:
    """Writes a file in UTF-8 so that a reader never sees half of it. Raises OSError."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Writes a file so that a reader never sees half of it. Raises OSError."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def cannot_write(path: Path, error: OSError) -> UsageError:
    """Returns the error for a file that can't be written, with the system's reason and a remedy."""
    reason = error.strerror or str(error)
    return UsageError(f"{path} can't be written: {reason}; make room or rights, or choose another folder")


def digest(files: Mapping[str, Path]) -> str:
    """Returns one SHA-256 for all files, in hexadecimal.

    It is computed from each file's name (its key in ``files``) and the SHA-256 of its content, in their order.
    """
    whole = hashlib.sha256()
    for name, path in files.items():
        with path.open("rb") as file:
            line = f"{name} {hashlib.file_digest(file, 'sha256').hexdigest()}\n"
            whole.update(line.encode("utf-8", "surrogateescape"))  # names of files needn't be UTF-8
    return whole.hexdigest()
