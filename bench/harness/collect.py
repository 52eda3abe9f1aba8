"""A timeline across documents: the annotations that the system is given for it, and the question to the system."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import replace

from bench.dataset.suite import Layers
from bench.harness.kept import KeptAnswers
from bench.harness.outcome import Outcome
from bench.harness.process import Limits
from bench.harness.schedule import run
from bench.harness.task import Collection, Task
from bench.harness.upstream import Items
from bench.sdk.model import Document
from bench.systems.dependencies import Ready


class Gathering:
    """The documents of a run, kept until all of them are finished and the timeline can be made."""

    def __init__(self, ready: Ready, limits: Limits) -> None:
        self._ready, self._limits = ready, limits
        self._given: dict[str, Document] = {}

    def passing(self, items: Items) -> Items:
        """Yields the same items, and keeps the documents."""
        for item in items:
            if isinstance(item, Task):
                self._given[item.document.id] = item.document
            yield item

    def unasked(self, items: Items) -> Iterator[Outcome]:
        """Yields the outcomes of a system that extracts nothing: the events that its timeline can mention."""
        for item in items:
            yield item if isinstance(item, Outcome) else Outcome(item.name, Layers(events=item.document.events))

    def collect(self, outcomes: Iterable[Outcome], executor: Executor, kept: KeptAnswers | None) -> Outcome:
        """Returns the timeline of the finished documents, with the annotations that the system got and made."""
        system = self._ready.system
        documents = tuple(
            replace(
                self._given[outcome.document],
                **{layer: getattr(outcome.layers, layer) for layer in system.extracts},
            )
            for outcome in outcomes
            if outcome.layers is not None
        )
        if not documents:
            return Outcome("", None, failed="no document is done that a timeline could be made of")
        warm = len(self._ready.all())
        task = Collection(system, self._ready.environment, self._limits, warm=warm, documents=documents)
        return next(run([task], executor, kept))
