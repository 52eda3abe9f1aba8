"""Systems that want the annotations of others, made ready together with these others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bench.errors import NotReadyError, unknown
from bench.systems.environment import Environment
from bench.systems.system import System

GIVEN_LAYERS = ("timexes", "events")
"""The layers that one system can be given of another's."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A system made ready, and those whose annotations it wants, in the order in which it names them."""

    system: System
    environment: Environment
    wanted: tuple[Ready, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError unless exactly the wanted systems are there: none may be missing in silence."""
        found = tuple(each.system.name for each in self.wanted)
        if found != self.system.wanted_systems:
            raise ValueError(f"{self.system.name} wants {self.system.wanted_systems}, not {found}")

    @property
    def depth(self) -> int:
        """The number of systems below it that want one another in a row; 0 if it wants none."""
        return 1 + max((each.depth for each in self.wanted), default=-1)

    def all(self) -> list[Ready]:
        """Returns the system itself and all systems that it depends on, each once."""
        found = {self.system.name: self}
        for each in self.wanted:
            found.update({below.system.name: below for below in each.all()})
        return list(found.values())


def make_ready(
    systems: Iterable[System], known: Mapping[str, System], prepare: Callable[[System], Environment]
) -> tuple[list[Ready], dict[str, str]]:
    """Returns the systems that can run, with those that they want; and for the others, by name, why they can't.

    ``known`` has all systems that can be wanted, by name. ``prepare`` makes one ready, or raises NotReadyError.
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
    """Returns why a system can't run, empty if it can.

    ``own`` says it of a single system, without those it wants.
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
    """Returns the system and all known systems that it depends on, each once, even where they form a circle."""
    found, left = {system.name: system}, [system]
    while left:
        for name in left.pop().wanted_systems:
            if name in known and name not in found:
                found[name] = known[name]
                left.append(known[name])
    return list(found.values())


def _circle(system: System, known: Mapping[str, System]) -> tuple[str, ...]:
    """Returns the names on a shortest way from a system back to itself; none if there is no way."""
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
