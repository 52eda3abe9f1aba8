"""A system as its file or manifest declares it. None of its code has run."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bench.sdk.declare import ABILITIES, GOLD, TIMELINE
from bench.systems.requirements import Requirements


@dataclass(frozen=True, slots=True)
class System:
    """A system as its file or manifest declares it."""

    name: str
    layers: tuple[str, ...]
    path: Path
    learns: bool
    """True if the system is trained on labelled documents (a class with ``fit``)."""
    summary: str
    """The first line of the file's docstring, or of the system's docstring if the file declares several."""
    digest: str
    """The SHA-256 over the file and the modules that it imports from its folder, or over a command's folder."""
    requirements: Requirements = field(default_factory=Requirements)
    command: tuple[str, ...] = ()
    """The command line that starts the system; empty for a Python file."""
    setup: tuple[str, ...] = ()
    """The command line that is run once, in a copy of the folder, before ``command``."""
    wants: tuple[str, ...] = ()
    """The systems and gold layers whose annotations the system gets with each document."""
    resolves: bool = False
    """True if the system can resolve given spans (a class with ``resolve``)."""
    developed_on: tuple[str, ...] = ()
    """The suites whose texts the system was made or tuned on."""
    declared: str = ""
    """The name under which the Python file declares the system, if a manifest gives it another; else empty."""

    @property
    def abilities(self) -> dict[str, bool]:
        """For the word of each ability, True if the system has the ability."""
        return {ability.word: getattr(self, ability.word) for ability in ABILITIES}

    @property
    def extracts(self) -> tuple[str, ...]:
        """The layers that the system predicts for a single document; empty if it only makes a timeline."""
        return tuple(layer for layer in self.layers if layer != TIMELINE)

    @property
    def collects(self) -> bool:
        """True if the system makes a timeline across documents."""
        return TIMELINE in self.layers

    @property
    def wanted_systems(self) -> tuple[str, ...]:
        """The names of the systems in ``wants``, in their order."""
        return tuple(want for want in self.wants if not want.startswith(GOLD))

    @property
    def wanted_gold(self) -> tuple[str, ...]:
        """The gold layers in ``wants``, such as ``timexes``."""
        return tuple(want.removeprefix(GOLD) for want in self.wants if want.startswith(GOLD))
