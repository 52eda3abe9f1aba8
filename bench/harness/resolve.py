"""Given time expressions: a system is asked for the meaning of gold's time expressions, in addition to its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from bench.dataset.suite import Layers, Resolved
from bench.harness.outcome import Outcome
from bench.harness.task import Resolution, Task
from bench.harness.upstream import Items
from bench.results.speed import total
from bench.sdk.model import Usage
from bench.systems.dependencies import Ready


class Resolver:
    """A second question about each document of a run, for a system that implements ``resolve``.

    The second question comes right behind the first, so that a system that learns is fitted once for both where
    one thread runs them. The document has no annotations, even if the system wants some. Of gold's times, the
    system gets only the spans.
    """

    def __init__(self, ready: Ready, gold_of: Callable[[str], Layers]) -> None:
        self._warm = len(ready.all())
        self._gold_of = gold_of
        self._bare: dict[str, Task] = {}
        self._second: deque[bool] = deque()
        """Task under way → True if it is the second question about its document."""
        self._found: list[Outcome] = []

    def bare(self, tasks: Iterator[Task]) -> Iterator[Task]:
        """Yields the same tasks, and keeps each as it is before its document is given anything."""
        for task in tasks:
            self._bare[task.name] = task
            yield task

    def both(self, items: Items) -> Items:
        """Yields the same items, and after each the question about its document's spans, if gold has any."""
        for item in items:
            self._second.append(False)
            yield item
            task = self._bare.pop(item.name if isinstance(item, Task) else item.document)
            if spans := self._gold_of(task.name).spans:
                self._second.append(True)
                yield Resolution(
                    task.system,
                    task.environment,
                    task.limits,
                    task.training,
                    self._warm,
                    document=task.document,
                    spans=spans,
                )

    def first(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Yields the outcomes of the first questions, and keeps those of the second."""
        for outcome in outcomes:
            if self._second.popleft():
                self._found.append(outcome)
            else:
                yield outcome

    @property
    def usage(self) -> Usage | None:
        """The use of a service for the answers about given spans."""
        return total(each.usage for each in self._found)

    def resolved(self) -> Resolved:
        """Returns the answers about given spans."""
        return Resolved(
            {each.document: each.layers.timexes for each in self._found if each.layers is not None},
            {each.document: each.failed for each in self._found if each.layers is None},
        )
