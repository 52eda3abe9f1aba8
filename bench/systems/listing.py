"""The list of all systems, and whether each can run here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.errors import Fault
from bench.systems import discovery
from bench.systems.dependencies import reached, why_not
from bench.systems.environment import survey
from bench.systems.places import places
from bench.systems.system import System


@dataclass(frozen=True, slots=True)
class Listed:
    """A system, and whether it can run here."""

    system: System
    ready: str
    """"yes", "no", or "on demand" if bench installs the system on first use."""
    remedy: str
    """The needs that aren't met and the remedy, in words; empty if the system can run."""


def found(
    folder: str | Path | None, cache: Path, variables: Mapping[str, str]
) -> tuple[Sequence[Listed], Sequence[Fault]]:
    """Returns the systems of a folder and of installed packages, and the faults of files without a system.

    If ``folder`` is None, they are those of the folder ``systems`` and those that bench carries. Nothing is
    installed. ``cache`` is the folder in which bench keeps environments. ``variables`` are the environment
    variables that systems may ask for. Raises DataError when two systems share a name.
    """
    looked = places(None if folder is None else Path(folder))
    known, broken = discovery.discover(*looked)
    others = () if folder is None else looked[1:]

    def missing(system: System) -> str:
        ready, remedy = survey(system, cache, variables)
        return remedy if ready == "no" else ""

    listed = []
    for system in known.values():
        if any(map(system.path.is_relative_to, others)):
            continue
        ready, remedy = survey(system, cache, variables)
        if reason := why_not(system, known, missing):
            ready, remedy = "no", reason
        elif any(survey(each, cache, variables)[0] == "on demand" for each in reached(system, known)):
            ready = "on demand"
        listed.append(Listed(system, ready, remedy))
    return listed, broken
