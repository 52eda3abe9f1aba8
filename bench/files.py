"""Reading regular files and TOML, writing a file whole or not at all, and the digest of files."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import itertools
import os
import re
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from bench.errors import UsageError

LONGEST_NAME = 255
"""The largest number of bytes in the name of a file on the usual file systems."""


def read_bytes(path: Path) -> bytes:
    """Returns the content of a file.

    Raises OSError for a path that isn't a regular file: to read a pipe or a device may take forever.
    """
    _check_regular(path)
    return path.read_bytes()


def _check_regular(path: Path) -> None:
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device, and no file", str(path))


_LONG_KEY = re.compile(
    r"""(?<![\w"'-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){100}""",
    re.ASCII,
)
"""Matches a key of more than a hundred parts, for which tomllib takes quadratic time."""


def parse_toml(text: str) -> dict[str, Any]:
    """Returns the tables of a TOML text.

    Raises ValueError for a text that isn't TOML, for a key of more than a hundred parts, for a number with too
    many digits, and for values that are nested too deeply.
    """
    if found := _LONG_KEY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise ValueError(f"a key of more than a hundred parts (at line {line})")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def write_text(path: Path, text: str) -> None:
    """Writes a file in UTF-8 so that a reader never sees half of it. Raises OSError if it can't be written."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Writes a file so that a reader never sees half of it. Raises OSError if it can't be written."""
    part, file = _opened_beside(path)
    try:
        with file:
            file.write(content)
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _opened_beside(path: Path) -> tuple[Path, BinaryIO]:
    """Returns a new file beside ``path``, opened; a file of the user that has its name stays as it is."""
    part = part_of(path)
    for number in itertools.count(1):
        try:
            return part, part.open("xb")
        except FileExistsError:
            part = part_of(path.with_name(f"{path.name}.{number}"))
    raise AssertionError


def part_of(path: Path) -> Path:
    """Returns the path of the file or folder that is written first and then moved to ``path``.

    Its name is as long as a file system allows, also where that of ``path`` is.
    """
    name = f".{path.name}.part"
    if len(os.fsencode(name)) > LONGEST_NAME:
        name = f".{hashlib.sha256(os.fsencode(path.name)).hexdigest()}.part"
    return path.with_name(name)


def cannot_write(path: Path, error: OSError) -> UsageError:
    """Returns the error for a file that can't be written, with the system's reason and a remedy."""
    reason = error.strerror or str(error)
    return UsageError(f"{path} can't be written: {reason}; make room or rights, or choose another folder")


def digest(files: Mapping[str, Path]) -> str:
    """Returns one SHA-256 for all files, in hexadecimal.

    It is computed from each file's name (its key in ``files``) and the SHA-256 of its content, in their order.
    Raises OSError for a path that isn't a regular file, as `read_bytes` does.
    """
    whole = hashlib.sha256()
    for name, path in files.items():
        _check_regular(path)
        with path.open("rb") as file:
            line = f"{name} {hashlib.file_digest(file, 'sha256').hexdigest()}\n"
            whole.update(line.encode("utf-8", "surrogateescape"))  # names of files needn't be UTF-8
    return whole.hexdigest()
