"""A system that is ready to run over a corpus, with everything except documents that its predictions depend on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import bench
from bench.dataset.suite import NOTHING, Layers, Suite
from bench.harness.journal import system_key, training_digest
from bench.harness.process import Limits
from bench.harness.task import Task
from bench.sdk import protocol
from bench.sdk.model import Document
from bench.systems.dependencies import Ready
from bench.systems.environment import Environment
from bench.systems.system import System


@dataclass(frozen=True, slots=True)
class Runner:
    """A system that is ready to run over a corpus, with its limits and its training documents."""

    system: System
    environment: Environment
    limits: Limits
    training: tuple[protocol.Message, ...] = ()
    """The labelled documents (wire objects) that the learning systems of the run are fitted on."""
    wanted: tuple[Ready, ...] = ()
    """The systems whose annotations the system wants."""
    gold: Suite | None = None
    """The corpus with its gold; None if no system of the run wants gold."""

    def made_by(self) -> dict[str, str]:
        """Returns the content of ``run.json``: the versions or digests of what made the predictions, by name.

        No secret is in it.
        """
        made_by = {
            "bench": bench.__version__,
            "key": self._key(self.ready),
            "source": self.system.digest,
            "system": self.system.name,
            "training": training_digest(list(self.training)) if self.training else "",
        }
        if self.system.wants:
            below = {each.system.name: self._key(each) for each in self.ready.all()[1:]}
            gold = self.gold.digest if self.gold is not None else ""
            made_by["wants"] = hashlib.sha256(json.dumps([below, gold]).encode()).hexdigest()
        return made_by

    @property
    def ready(self) -> Ready:
        """The system with its environment and the systems that it wants."""
        return Ready(self.system, self.environment, self.wanted)

    def _key(self, ready: Ready) -> str:
        # the values of a system's variables may be keys, and a predictions folder may be published
        nameless = dict.fromkeys(ready.system.requirements.variables, "")
        return system_key(ready.system, replace(ready.environment, variables=nameless), self.limits)

    def tasks(self, ready: Ready, documents: Iterable[Document]) -> Iterator[Task]:
        """Yields a task for each document. ``ready`` is the system itself or a system that it wants."""
        training = self.training if ready.system.learns else ()
        return (Task(ready.system, ready.environment, self.limits, training, document=each) for each in documents)

    def labels(self, document: str) -> Layers:
        """Returns the gold of the document with this id, without annotations if the run has no gold."""
        return NOTHING if self.gold is None else self.gold.layers.get(document, NOTHING)
