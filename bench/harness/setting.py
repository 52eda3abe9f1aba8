"""The setting of a run: its limits, the number of documents that run at once, the machine, and the cache."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.errors import NotReadyError
from bench.harness import dask
from bench.harness.file_digests import FileDigests
from bench.harness.pool import local
from bench.harness.process import DEFAULT_LIMITS, Limits
from bench.models.recording import FOLDER, REPLAY
from bench.systems.environment import Environment, prepare, survey
from bench.systems.system import System


@dataclass(frozen=True, slots=True)
class Keep:
    """The folder in which finished documents are kept."""

    folder: Path
    resume: bool = False
    """True if documents that failed before count as finished too."""
    tell: Callable[[str, str], None] = lambda _, __: None
    """Called with the name of a system that is asked anew, or none of whose answers can be kept, and with why."""
    digests: FileDigests = field(init=False, repr=False, compare=False)
    """The digests of the files that systems use."""

    def __post_init__(self) -> None:
        """Reads the digests that earlier runs kept."""
        object.__setattr__(self, "digests", FileDigests(self.folder))


@dataclass(frozen=True, slots=True)
class Setting:
    """The settings of a run of systems."""

    limits: Limits = DEFAULT_LIMITS
    jobs: int = 1
    """The number of documents that run at a time."""
    cluster: str = ""
    """The address of a cluster; empty for this machine."""
    cache: Path | None = None
    """The folder of environments; without one, only systems that need no environment of their own are ready."""
    keep: Keep | None = None
    """The folder in which finished documents are kept; None if they aren't kept."""
    resume: bool = False
    """True to go on with a run that died."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """The environment variables that systems may ask for."""
    installing: Callable[[str], None] = lambda _: None
    """Called with the name of a system before it is installed, which may take long."""

    @property
    def ahead(self) -> int:
        """The number of documents that are waited for at a time, so that no job is ever idle.

        On this machine each job has one document and the next one, while a finished document is being stored.
        """
        return 3 * self.jobs if not self.cluster else dask.AHEAD

    @contextmanager
    def executor(self) -> Iterator[Executor]:
        """Gives the executor of the documents; every process that it started ends with it."""
        with dask.connect(self.cluster) if self.cluster else local(self.jobs) as executor:
            yield executor

    def prepare(self, system: System) -> Environment:
        """Returns the environment of a system. It is made if it doesn't exist. Raises NotReadyError."""
        if self.cache is not None:
            if survey(system, self.cache, self.variables)[0] == "on demand":
                self.installing(system.name)
            return prepare(system, self.cache, self.variables)
        nowhere = Path(os.devnull)  # no folder, so that nothing is found or written below it
        if survey(system, nowhere, self.variables)[0] == "on demand":
            raise NotReadyError(
                f"{system.name} needs an installation of its own; give cache=, a folder to keep it in"
            )
        return prepare(system, nowhere, self.variables)


def exchanging(variables: Mapping[str, str], folder: Path, *, replay: bool) -> Mapping[str, str]:
    """Returns environment variables with the folder of exchanges with services, and whether to replay these."""
    return {**variables, FOLDER: str(folder.absolute()), REPLAY: "yes" if replay else ""}
