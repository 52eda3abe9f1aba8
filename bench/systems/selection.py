"""The selection of systems by name, by path, or by folder, and their preparation for a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.errors import Fault, UsageError, unknown
from bench.systems import discovery
from bench.systems.dependencies import Ready, make_ready, reached
from bench.systems.environment import Environment
from bench.systems.places import OWN, places
from bench.systems.system import System


@dataclass(frozen=True, slots=True)
class Request:
    """The systems that the caller selects."""

    names: Sequence[str] = ()
    """Names of systems, or paths; if there are none, all systems of the first folder are selected."""
    folder: Path | None = None
    """The folder of the systems; None for the folder ``systems``. Names are also looked up in the folder that
    bench carries (`bench.systems.places`)."""
    everything: bool = False
    """True to select all systems of the folder, False to select its core systems. Used only without ``names``.
    Systems that run only where they are named are never among them."""
    without: Sequence[str] = ()
    """The names of systems to leave out."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The selected systems that can run, and the reasons why the others can't."""

    ready: Sequence[Ready]
    unready: Mapping[str, str]
    """For each system that can't run, the reason and the remedy."""
    broken: Sequence[Fault] = ()
    """The faults of files in the folder that declare no system."""
    needing_more: Sequence[str] = ()
    """The names of the folder's systems that were left out because they aren't core systems."""
    by_name: Sequence[str] = ()
    """The names of the folder's systems that were left out because they run only where they are named."""


def select(request: Request, prepare: Callable[[System], Environment]) -> Selection:
    """Returns the systems of a request, with their environments.

    ``prepare`` returns the environment of one system, or raises NotReadyError. Raises UsageError for an unknown
    name, and for a missing folder.
    """
    looked = places(request.folder)
    systems = discovery.choose(request.names, *looked) if request.names else []
    known: dict[str, System] = {}
    broken: list[Fault] = []
    needing_more: list[str] = []
    by_name: list[str] = []
    if not request.names or any(system.wanted_systems for system in systems):
        known, broken = discovery.discover(*looked)
    if not request.names:
        if not looked:
            raise UsageError(f"{OWN}: there is no such folder; name the systems' folder with --systems-folder")
        first = [each for each in known.values() if not any(map(each.path.is_relative_to, looked[1:]))]
        by_name = [each.name for each in first if any(on.requirements.by_name for on in reached(each, known))]
        asked = [each for each in first if each.name not in by_name]
        systems = [each for each in asked if request.everything or is_core(each, known)]
        needing_more = [each.name for each in asked if each not in systems]
    for name in request.without:
        if name not in known and name not in {system.name for system in systems}:
            raise unknown("system", name, known or (system.name for system in systems))
    systems = [system for system in systems if system.name not in request.without]
    ready, unready = make_ready(systems, {**known, **{system.name: system for system in systems}}, prepare)
    return Selection(ready, unready, broken, needing_more, by_name)


def select_one(
    name: str, folder: Path | None, prepare: Callable[[System], Environment]
) -> tuple[Ready, Sequence[Fault]]:
    """Returns the system with this name or path, ready to run, and the faults of files without a system.

    Raises UsageError if the system can't run, and for a file that declares several systems.
    """
    found = select(Request((name,), folder), prepare)
    for unready, reason in found.unready.items():
        raise UsageError(f"not ready: {unready}: {reason}")
    if len(found.ready) > 1:
        names = " and ".join(each.system.name for each in found.ready)
        raise UsageError(f"{name} declares {names}; give one by its name, from a folder of systems")
    return found.ready[0], found.broken


def is_core(system: System, known: Mapping[str, System]) -> bool:
    """Returns whether a system and all systems that it wants need nothing beyond the running environment.

    Commands, programs, variables and files count as further needs, even if they are there.
    """
    return not any(
        each.command
        or each.requirements.programs
        or each.requirements.variables
        or each.requirements.secrets
        or each.requirements.files
        or each.requirements.installed
        or each.requirements.missing()
        for each in reached(system, known)
    )
