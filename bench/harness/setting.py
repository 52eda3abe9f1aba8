"""The setting of a run: limits, number of documents at a time, machine or cluster, and folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.errors import NotReadyError
from bench.harness import dask
from bench.harness.file_digests import FileDigests
from bench.harness.outcome import Heard, unheard
from bench.harness.pool import local
from bench.harness.process import DEFAULT_LIMITS, Limits
from bench.harness.sandbox import Sandbox
from bench.models.recording import FOLDER, REPLAY
from bench.systems.environment import Environment, prepare, survey
from bench.systems.system import System


@dataclass(frozen=True, slots=True)
class Keep:
    """The folder of the journal, which stores finished documents, and whether a run repeats those that failed."""

    folder: Path
    resume: bool = False
    """True if failed documents count as finished; False if they are run again."""
    tell: Callable[[str, str], None] = lambda _, __: None
    """A function that is called with a system's name and the reason why its finished documents are run again, or
    why its answers can't be stored."""
    digests: FileDigests = field(init=False, repr=False, compare=False)
    """The digests of the files that systems use, to notice changes."""

    def __post_init__(self) -> None:
        """Reads the digests that earlier runs stored in the folder."""
        object.__setattr__(self, "digests", FileDigests(self.folder))


@dataclass(frozen=True, slots=True)
class Setting:
    """The settings of a run of systems: its limits, where it runs, and what it stores."""

    limits: Limits = DEFAULT_LIMITS
    jobs: int = 1
    """The number of documents that run at a time on this machine: of several systems, or else of one."""
    cluster: str = ""
    """The address of a Dask cluster; empty to run on this machine."""
    cache: Path | None = None
    """The folder of the systems' own environments. Without it, systems that need their own can't run."""
    keep: Keep | None = None
    """The journal's folder and its use; None to keep no finished documents."""
    resume: bool = False
    """True to continue an interrupted run that writes a predictions folder."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """The environment variables that systems may ask for."""
    sandbox: Sandbox | None = None
    """The sandbox of the systems' processes; None to run them as the user."""
    installing: Callable[[str], None] = lambda _: None
    """A function that is called with a system's name before the system is installed, which may take long."""
    heard: Heard = unheard
    """A function that is called with each outcome, which holds what the system printed."""

    @property
    def ahead(self) -> int:
        """The number of documents that are submitted at a time, so that no job is idle.

        On this machine there are three for each job: one that runs, one that follows, and one that is being
        stored.
        """
        return 3 * self.jobs if not self.cluster else dask.AHEAD

    @contextmanager
    def executor(self) -> Iterator[Executor]:
        """Yields the executor of the run. When the context ends, all system processes end."""
        with dask.connect(self.cluster) if self.cluster else local(self.jobs) as executor:
            yield executor

    def lanes(self, systems: int) -> list[Setting]:
        """Returns a setting for each of the systems that run side by side, which share the jobs.

        On a cluster, systems run one after the other, each on all workers.
        """
        count = 1 if self.cluster else max(1, min(self.jobs, systems))
        shares = [self.jobs // count + (lane < self.jobs % count) for lane in range(count)]
        return [replace(self, jobs=share) for share in shares]

    def prepare(self, system: System) -> Environment:
        """Returns the environment of a system, and makes it if it isn't there.

        Raises NotReadyError if the system can't run.
        """
        environment = self._prepare(system)
        return environment if self.sandbox is None else self.sandbox.around(system, environment)

    def survey(self, system: System) -> tuple[str, str]:
        """Returns whether a system can run here, and the remedy if it can't. Nothing is installed.

        The first value is "yes", "on demand" if `prepare` would have to install the system, or "no".
        """
        return survey(system, self._environments, self.variables)

    @property
    def _environments(self) -> Path:
        # the null device isn't a folder, so nothing can be found or written below it
        return Path(os.devnull) if self.cache is None else self.cache

    def _prepare(self, system: System) -> Environment:
        if self.survey(system)[0] == "on demand":
            if self.cache is None:
                raise NotReadyError(
                    f"{system.name} needs an installation of its own; give cache=, a folder to keep it in"
                )
            self.installing(system.name)
        return prepare(system, self._environments, self.variables)


def exchanging(variables: Mapping[str, str], folder: Path, *, replay: bool) -> Mapping[str, str]:
    """Returns environment variables that make systems record what they exchange with services, or replay it.

    ``variables`` are included. ``folder`` is the folder of the recordings.
    """
    return {**variables, FOLDER: str(folder.absolute()), REPLAY: "yes" if replay else ""}
