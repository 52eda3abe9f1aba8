"""The choice of the system that makes a timeline: the best one of those that are installed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.errors import UsageError
from bench.harness.setting import Setting
from bench.systems import discovery
from bench.systems.dependencies import Ready, make_ready, reached
from bench.systems.places import places
from bench.systems.system import System

MEASURE = "timeline.when"
"""The measure that ranks the chains: an entry counts if it has an entry of gold's, and that entry's date."""
FIGURES: Mapping[str, float] = {
    "story-timeline": 17.1,
    "parsed-timeline": 16.0,
    "merged-events": 15.3,
    "plain-timeline": 13.8,
    "dated-timeline": 10.9,
    "smollm2-135m-timeline": 0.0,
}
"""The chains that make a timeline from text alone, each with its F1 of `MEASURE` on the four articles, in percent.

The figures are those of ``results/articles``; a test compares them. The chain with the higher figure is better; of
two with the same figure, the one that stands first. A chain without a committed figure, such as one that asks a
model over an endpoint, runs only if it is named.
"""


@dataclass(frozen=True, slots=True)
class Better:
    """A chain with a higher figure than the chosen one that isn't installed, or lacks something else."""

    name: str
    lacks: str
    """The packages or other things that it lacks, and how to get them."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The system that makes the timeline, with the systems whose annotations it wants."""

    ready: Ready
    better: Better | None = None
    """The best chain, if it isn't the chosen one; None if a caller chose the chain."""

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


def best(folder: Path | None, setting: Setting) -> Chain:
    """Returns the chain with the highest of the `FIGURES` among those that can run. Nothing is installed.

    Raises UsageError for a folder that doesn't exist, and, with the reasons, if no chain can run.
    """
    found = places(folder)
    known, _ = discovery.discover(*found)
    better: list[Better] = []
    for name in sorted(FIGURES, key=lambda each: -FIGURES[each]):
        if name not in known:
            folders = " and ".join(map(str, found))
            lacks = f"{folders} has no such system; name the folder by --systems-folder"
        elif not (lacks := _lacks(known[name], known, setting)):
            ready, refused = make_ready([known[name]], known, setting.prepare)
            if ready:
                return Chain(ready[0], better[0] if better else None)
            lacks = refused[name]
        better.append(Better(name, lacks))
    reasons = "; ".join(f"{each.name}: {each.lacks}" for each in better)
    raise UsageError(f"no system that makes a timeline can run: {reasons}")


def _lacks(system: System, known: Mapping[str, System], setting: Setting) -> str:
    """Returns what a chain lacks, and how to get it; empty if nothing must be installed or set."""
    absent: dict[str, None] = {}
    for each in reached(system, known):
        state, remedy = setting.survey(each)
        if state == "no":
            return remedy if each is system else f"{each.name}: {remedy}"
        if state == "on demand":
            absent.update(dict.fromkeys(each.requirements.missing() or [f"the installation of {each.name}"]))
    if not absent:
        return ""
    return f"it needs {', '.join(absent)}; --system {system.name} installs that once, in an environment of its own"
