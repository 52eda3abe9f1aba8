"""The results of commits that were run, which are kept by the digest of all that they came from."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench import __version__
from bench.dataset.suite import Suite
from bench.files import cannot_write, digest
from bench.results import git
from bench.systems.digests import LIBRARY, digest_of

FOLDER = "commits"
"""The folder of kept results in the cache."""
RESULTS, SEAL = "results", "digest"
"""The folder of a commit's results, and the file with the digest over it."""


def key(revision: str, suite: Suite, asked: Sequence[str], installs: Sequence[str]) -> str:
    """Returns a digest of all that the results of a revision come from.

    These are its files, the folder in it from which bench is called, the gold, the systems that are ``asked``, the
    commands that install its package, bench itself, and the interpreter and packages of the running environment.
    """
    made_of = {
        "tree": git.tree(revision),
        "folder": git.inside(Path()).as_posix(),
        "suite": [suite.name, suite.version, suite.digest],
        "asked": list(asked),
        "installs": list(installs),
        "bench": [__version__, digest_of([LIBRARY])],
        "python": [sys.version, platform.platform(), sys.prefix],
        "packages": sorted(f"{each.name}=={each.version}" for each in importlib.metadata.distributions()),
    }
    return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:40]


def kept(cache: Path, name: str) -> Path | None:
    """Returns the folder of the results that are kept under a key; None if there is none, or it was changed."""
    place = cache / FOLDER / name
    try:
        stated = (place / SEAL).read_text(encoding="utf-8")
        return place / RESULTS if _digest(place / RESULTS) == stated else None
    except (OSError, UnicodeDecodeError):
        return None


def keep(cache: Path, name: str, results: Path) -> None:
    """Copies a folder of results into the cache, under a key. Raises UsageError if it can't be written."""
    place = cache / FOLDER / name
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent) as part:
            whole = Path(part) / "whole"
            shutil.copytree(results, whole / RESULTS)
            (whole / SEAL).write_text(_digest(results), encoding="utf-8")
            shutil.rmtree(place, ignore_errors=True)
            with contextlib.suppress(FileExistsError):  # another process has kept the same results
                whole.rename(place)
    except OSError as error:
        raise cannot_write(place, error) from None


def _digest(folder: Path) -> str:
    files = {
        os.fsencode(path.relative_to(folder)).hex(): path for path in sorted(folder.rglob("*")) if path.is_file()
    }
    return digest(files)
