"""Results as they were in a revision of the git repository around them."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from bench.errors import UsageError


def is_revision(name: str) -> bool:
    """Whether git knows a commit of this name here."""
    return (
        not name.startswith("-") and _git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").returncode == 0
    )


def short_name(name: str) -> str:
    """The first digits of the commit that a revision names."""
    return _git("rev-parse", "--short", f"{name}^{{commit}}").stdout.decode().strip()


def extract(name: str, folder: Path, into: Path) -> Path:
    """Write a folder as it was in a revision below ``into``, and return where it stands there.

    ``folder`` is relative to the working folder, as everywhere. Raises UsageError where the revision has none.
    """
    done = _git("archive", "--format=tar", name, "--", folder.as_posix())
    if done.returncode:
        raise UsageError(f"{name}: no {folder} in this revision; name another, or the folder with --results")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(into, filter="data")
    return into / folder


def _git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", *arguments], capture_output=True, check=False, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        return subprocess.CompletedProcess(arguments, 127, b"", b"git isn't installed")
