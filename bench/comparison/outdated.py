"""Results that were made with other sources than the systems' files have now."""

from __future__ import annotations

from pathlib import Path

from bench.comparison.side import Side
from bench.errors import DataError
from bench.systems.digests import standing_on
from bench.systems.discovery import discover
from bench.systems.needs import lacking, passed
from bench.systems.system import System


def outdated(side: Side, folder: Path) -> list[str]:
    """Returns a note for each system of a side whose record isn't of its file or packages as they are now.

    Systems are found by name in ``folder``. The packages of systems that run in an environment of their own, and
    of systems that aren't ready, aren't looked at; nor are results without a record.
    """
    if not folder.is_dir():
        return []
    try:
        found, _ = discover(folder)
    except DataError:  # the verbs that run systems tell of it
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
    """Returns the digest of the installed environment of a system; empty where another one runs it."""
    if system.command or system.requirements.missing() or lacking(system, {}):
        return ""
    return str(standing_on(system, passed(system, {}))["digest"])
