"""Dependencies between systems: a system is made ready together with the systems whose annotations it wants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bench.errors import NotReadyError, unknown
from bench.systems.environment import Environment
from bench.systems.system import System

GIVEN_LAYERS = ("timexes", "events")
"""The layers that one system can get from another."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A system that can run, its environment, and the systems whose annotations it wants, in its own order."""

    system: System
    environment: Environment
    wanted: tuple[Ready, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError unless ``wanted`` has exactly the systems that the system declares in ``wants``."""
        found = tuple(each.system.name for each in self.wanted)
        if found != self.system.wanted_systems:
            raise ValueError(f"{self.system.name} wants {self.system.wanted_systems}, not {found}")

    @property
    def depth(self) -> int:
        """0 if the system wants no system; otherwise one more than the greatest depth of those that it wants."""
        return 1 + max((each.depth for each in self.wanted), default=-1)

    def all(self) -> list[Ready]:
        """Returns this system and all systems that it wants, directly or through others, each once."""
        found = {self.system.name: self}
        for each in self.wanted:
            found.update({below.system.name: below for below in each.all()})
        return list(found.values())


def make_ready(
    systems: Iterable[System], known: Mapping[str, System], prepare: Callable[[System], Environment]
) -> tuple[list[Ready], dict[str, str]]:
    """Returns the systems that can run, and a mapping from the name of each other system to why it can't run.

    ``known`` maps names to the systems that others can want. ``prepare`` returns the environment of one system, or
    raises NotReadyError.
    """
    environments: dict[str, Environment] = {}
    refused: dict[str, str] = {}

    def own(system: System) -> str:
        if system.name not in environments and system.name not in refused:
            try:
                environments[system.name] = prepare(system)
            except NotReadyError as error:
                refused[system.name] = str(error)
        return refused.get(system.name, "")

    def joined(system: System) -> Ready:
        wanted = tuple(joined(known[name]) for name in system.wanted_systems)
        return Ready(system, environments[system.name], wanted)

    reasons = {system.name: (system, why_not(system, known, own)) for system in systems}
    chosen = [joined(system) for system, reason in reasons.values() if not reason]
    return chosen, {name: reason for name, (_, reason) in reasons.items() if reason}


def why_not(system: System, known: Mapping[str, System], own: Callable[[System], str]) -> str:
    """Returns why a system can't run, or an empty string if it can.

    ``own`` returns the same for one system without regard to the systems that it wants.
    """
    if path := _circle(system, known):
        return f"it wants itself in a circle: {' → '.join(path)}"
    for name in system.wanted_systems:
        if name not in known:
            return f"it wants {name}: {unknown('system', name, known)}"
        if not set(known[name].layers) & {*GIVEN_LAYERS}:
            return f"it wants {name}, which finds neither timexes nor events"
        if reason := why_not(known[name], known, own):
            return f"it wants {name}, which isn't ready: {reason}"
    return own(system)


def reached(system: System, known: Mapping[str, System]) -> list[System]:
    """Returns a system and all known systems that it wants, directly or through others, each once.

    Systems that want each other in a circle are allowed.
    """
    found, left = {system.name: system}, [system]
    while left:
        for name in left.pop().wanted_systems:
            if name in known and name not in found:
                found[name] = known[name]
                left.append(known[name])
    return list(found.values())


def _circle(system: System, known: Mapping[str, System]) -> tuple[str, ...]:
    """Returns the names on a shortest circle of wants from a system back to itself; empty if there is none."""
    ways: list[tuple[str, ...]] = [(system.name,)]
    seen: set[str] = set()
    for way in ways:
        here = system if len(way) == 1 else known.get(way[-1])
        for name in here.wanted_systems if here else ():
            if name == system.name:
                return (*way, name)
            if name not in seen:
                seen.add(name)
                ways.append((*way, name))
    return ()
