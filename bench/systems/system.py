"""A system as its file declares it, before anything of it has run."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bench.sdk.declare import ABILITIES, GOLD, TIMELINE
from bench.systems.requirements import Requirements


@dataclass(frozen=True, slots=True)
class System:
    """A declared system, before anything of it has run."""

    name: str
    layers: tuple[str, ...]
    path: Path
    learns: bool
    """True for a class with ``fit``."""
    summary: str
    """The first line of a docstring: the file's, or the system's own where the file declares several."""
    digest: str
    """The SHA-256 of the file (and of the modules beside it that it imports), or over a command's folder."""
    requirements: Requirements = field(default_factory=Requirements)
    command: tuple[str, ...] = ()
    """The command that runs a program in any language; empty for a Python file."""
    setup: tuple[str, ...] = ()
    """The command that is run once, in a copy of the folder, before the other."""
    wants: tuple[str, ...] = ()
    """The systems, and gold layers, whose annotations it is given with each document."""
    resolves: bool = False
    """True for a class with ``resolve``, which can read time expressions that others found."""

    @property
    def abilities(self) -> dict[str, bool]:
        """The word for each ability, with True if the system has it."""
        return {ability.word: getattr(self, ability.word) for ability in ABILITIES}

    @property
    def extracts(self) -> tuple[str, ...]:
        """The layers that it predicts for one document; none if it only makes a timeline."""
        return tuple(layer for layer in self.layers if layer != TIMELINE)

    @property
    def collects(self) -> bool:
        """True if it makes a timeline across documents."""
        return TIMELINE in self.layers

    @property
    def wanted_systems(self) -> tuple[str, ...]:
        """The names of the systems that it wants, in the order in which it names them."""
        return tuple(want for want in self.wants if not want.startswith(GOLD))

    @property
    def wanted_gold(self) -> tuple[str, ...]:
        """The gold layers that it wants."""
        return tuple(want.removeprefix(GOLD) for want in self.wants if want.startswith(GOLD))
