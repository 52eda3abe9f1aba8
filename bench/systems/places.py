"""The folders in which systems are looked up: the user's own, and the one that bench carries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.dataset import carried
from bench.errors import UsageError

OWN = Path("systems")
"""The user's folder of systems if no option names one."""


def places(folder: Path | None) -> Sequence[Path]:
    """Returns the folders in which the names of systems are looked up.

    They are ``folder``, or if it is None the folder ``systems`` where it exists, and then the folder that bench
    carries. Without names the systems of the first one are meant. Raises UsageError if ``folder`` doesn't exist.
    """
    if folder is not None and not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder; name the systems' folder with --systems-folder")
    own = folder or OWN
    shared = carried.systems()
    found = [own] if own.is_dir() else []
    if shared is not None and not (found and own.samefile(shared)):
        found.append(shared)
    return found
