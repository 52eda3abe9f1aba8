"""How systems are run, as the command line was told: limits, jobs, executor, where documents are kept."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.cli import output
from bench.cli.options import existing_folder
from bench.errors import unknown
from bench.harness import dask
from bench.harness.evaluate import Keep
from bench.harness.pool import local
from bench.harness.process import Limits
from bench.models.recording import FOLDER, REPLAY
from bench.systems import discovery
from bench.systems.dependencies import Ready, make_ready, reached
from bench.systems.environment import Environment, prepare, survey
from bench.systems.system import System

Chosen = list[Ready]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the options of a run come to."""

    limits: Limits
    jobs: int
    where: str
    """"" for this machine, or a cluster's address."""
    cache: Path
    keep: Keep | None
    resume: bool = False
    """Whether to go on with what a run that died has finished."""
    record: Path | None = None
    """Where exchanges with services are recorded; in the cache if nothing is said."""
    replay: Path | None = None
    """Where they are answered from instead."""

    @property
    def ahead(self) -> int:
        """How many documents are waited for at a time: enough that no job is ever idle.

        Here each job has one, and the next to it, while one that is done is being kept.
        """
        return 3 * self.jobs if not self.where else dask.AHEAD

    @property
    def variables(self) -> Mapping[str, str]:
        """What systems may be given of: the caller's variables, and where their exchanges stand."""
        folder = self.replay or self.record or self.cache / "exchanges"
        return {**os.environ, FOLDER: str(folder.absolute()), REPLAY: "yes" if self.replay else ""}

    @contextmanager
    def executor(self) -> Iterator[Executor]:
        """What runs the documents."""
        with dask.connect(self.where) if self.where else local(self.jobs) as executor:
            yield executor

    def choose(
        self, names: Sequence[str], folder: Path, *, everything: bool, without: Sequence[str] = ()
    ) -> tuple[Chosen, dict[str, str]]:
        """The systems to run, made ready, and those that can't be with the reason and remedy.

        Without names: those that need nothing to be installed, or, with ``everything``, all; but for those that
        ``without`` names. Raises UsageError for a name that isn't there.
        """
        systems = discovery.choose(names, folder) if names else []
        known: dict[str, System] = {}
        if not names or any(system.wanted_systems for system in systems):
            if not names:
                existing_folder(folder, "systems' folder", "--systems-folder")
            known, broken = discovery.discover(folder)
            for fault in broken:
                output.note(f"not ready: {fault}")
        if not names:
            systems = [system for system in known.values() if everything or _core(system, known)]
            if left := [name for name, system in known.items() if system not in systems]:
                output.note(f"left out, for they need more than is installed (--systems all): {', '.join(left)}")
        for name in without:
            if name not in known and name not in {system.name for system in systems}:
                raise unknown("system", name, known or (system.name for system in systems))
        systems = [system for system in systems if system.name not in without]
        return make_ready(systems, {**known, **{system.name: system for system in systems}}, self._prepare)

    def _prepare(self, system: System) -> Environment:
        """Make a system ready, saying so where it takes long. Raises NotReadyError."""
        if survey(system, self.cache, self.variables)[0] == "on demand":
            output.note(f"{system.name}: installing what it needs, once")
        return prepare(system, self.cache, self.variables)


def _core(system: System, known: Mapping[str, System]) -> bool:
    """Whether the installed environment has all that it, and what it wants, needs, wherever bench is installed."""
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
