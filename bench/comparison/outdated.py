"""Outdated results: those of a system whose file or packages have changed since."""

from __future__ import annotations

from pathlib import Path

from bench.comparison.side import Side
from bench.errors import DataError
from bench.systems.digests import standing_on
from bench.systems.discovery import discover
from bench.systems.needs import lacking, passed
from bench.systems.system import System


def outdated(side: Side, folder: Path) -> list[str]:
    """Returns a note for each system of a side whose file or packages have changed since its record was made.

    Systems are found by name in ``folder``. Packages are compared only for systems that are ready and run in the
    installed environment. Results without a record are left out.
    """
    if not folder.is_dir():
        return []
    try:
        found, _ = discover(folder)
    except DataError:  # commands that run systems report it
        return []
    notes = []
    for name, contestant in side.systems.items():
        system, about = found.get(name), contestant.record
        if system is None or about is None or not about.system_digest:
            continue
        if about.system_digest != system.digest:
            reason = f"{system.path} has changed since"
        elif about.environment_digest and _environment(system) not in ("", about.environment_digest):
            reason = "what it imports, or what is installed for it, has changed since"
        else:
            continue
        notes.append(f"{side.label}, {name}: these results are older: {reason}; run bench evaluate with --output")
    return notes


def _environment(system: System) -> str:
    """Returns the digest of a system's packages, or an empty string if the running environment can't run it."""
    if system.command or system.requirements.missing() or lacking(system, {}):
        return ""
    return str(standing_on(system, passed(system, {}))["digest"])
