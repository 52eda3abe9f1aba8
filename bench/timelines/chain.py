"""The choice of the system that makes a timeline: the best one that this install can run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.errors import UsageError
from bench.systems import discovery
from bench.systems.dependencies import Ready, make_ready
from bench.systems.environment import Environment
from bench.systems.places import places
from bench.systems.system import System

CHAINS = ("story-timeline", "plain-timeline")
"""The systems to try, the best first."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The chosen system, and why better ones weren't chosen."""

    ready: Ready
    better: tuple[tuple[str, str], ...] = ()
    """For each better system that can't run here, its name and the reason with the remedy."""

    @property
    def name(self) -> str:
        """Returns the name of the system that makes the timeline."""
        return self.ready.system.name

    @property
    def wants_gold(self) -> bool:
        """Returns whether a system of the chain wants gold."""
        return any(each.system.wanted_gold for each in self.ready.all())

    @property
    def stages(self) -> str:
        """Returns the names of the systems, from the first stage to the last: "regex, plain-verbs → …"."""
        depths: dict[int, list[str]] = {}
        for each in self.ready.all():
            depths.setdefault(each.depth, []).append(each.system.name)
        return " → ".join(", ".join(depths[depth]) for depth in sorted(depths))


def best(folder: Path | None, prepare: Callable[[System], Environment]) -> Chain:
    """Returns the best chain of `CHAINS` that can run.

    Raises UsageError for a folder that doesn't exist, and, with the reasons, if no chain can run.
    """
    found = places(folder)
    known, _ = discovery.discover(*found)
    better: list[tuple[str, str]] = []
    for name in CHAINS:
        if name not in known:
            better.append(
                (name, f"{' and '.join(map(str, found))} has no such system; name the folder by --systems-folder")
            )
            continue
        ready, refused = make_ready([known[name]], known, prepare)
        if ready:
            return Chain(ready[0], tuple(better))
        better += refused.items()
    reasons = "; ".join(f"{name}: {reason}" for name, reason in better)
    raise UsageError(f"no system that makes a timeline can run: {reasons}")
