"""The part of bench that is copied into a system's own environment: bench.sdk, and bench.models for services."""

from __future__ import annotations

import shutil
from pathlib import Path

from bench.systems.digests import LIBRARY, digest_of
from bench.systems.installation import building
from bench.systems.system import System


def worker_digest() -> str:
    """Returns a digest of bench.sdk, the part of bench that runs in each Python system's process."""
    return digest_of([LIBRARY / "sdk"])


def worker_folder(cache: Path, system: System) -> Path:
    """Returns a folder of the cache with a copy of this part of bench, for a system's PYTHONPATH.

    The copy is made if it isn't there.
    """
    parts = ["sdk", *(["models"] if system.requirements.exchanges else [])]
    digest = digest_of(LIBRARY / part for part in parts)
    folder = cache / "worker" / digest[:16]
    with building(folder) as lock:
        if lock:
            (folder / "bench").mkdir(parents=True)
            shutil.copy(LIBRARY / "__init__.py", folder / "bench")
            for part in parts:
                shutil.copytree(
                    LIBRARY / part, folder / "bench" / part, ignore=shutil.ignore_patterns("__pycache__")
                )
    return folder
