"""Asking a system for a timeline: gathers the documents and annotations from which the system makes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import replace

from bench.dataset.suite import Layers
from bench.harness.kept import KeptAnswers
from bench.harness.outcome import Heard, Outcome
from bench.harness.process import Limits
from bench.harness.schedule import run
from bench.harness.task import Collection, Task
from bench.harness.upstream import Items
from bench.sdk.model import Document
from bench.systems.dependencies import Ready


class Gathering:
    """Gathers the documents of a run until all are finished, then asks the system for their timeline."""

    def __init__(self, ready: Ready, limits: Limits) -> None:
        self._ready, self._limits = ready, limits
        self._given: dict[str, Document] = {}

    def passing(self, items: Items) -> Items:
        """Yields the items unchanged, and stores the document of each task for `collect`."""
        for item in items:
            if isinstance(item, Task):
                self._given[item.document.id] = item.document
            yield item

    def unasked(self, items: Items) -> Iterator[Outcome]:
        """Yields an outcome for each document of a system that extracts nothing, without asking the system.

        Its layers hold the events that the document came with, which the timeline can mention.
        """
        for item in items:
            yield item if isinstance(item, Outcome) else Outcome(item.name, Layers(events=item.document.events))

    def collect(
        self, outcomes: Iterable[Outcome], executor: Executor, kept: KeptAnswers | None, heard: Heard
    ) -> Outcome:
        """Returns the outcome of asking the system for the timeline of the documents that didn't fail.

        Each document has the annotations of the systems that this system wants, and those that it extracted.
        """
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
        return next(run([task], executor, kept, heard=heard))
