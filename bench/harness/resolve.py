"""Asks a system that resolves for the values of gold's time expressions, whose spans it is given."""

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
    """Adds a second question about each document of a run, for a system that implements ``resolve``.

    The second question asks for the meaning of gold's time expressions. It follows directly after the first, so
    that a thread that asks both fits a learning system only once. It contains the text and gold's spans, but no
    annotations, even if the system wants some.
    """

    def __init__(self, ready: Ready, gold_of: Callable[[str], Layers]) -> None:
        self._warm = len(ready.all())
        self._gold_of = gold_of
        self._bare: dict[str, Task] = {}
        self._second: deque[bool] = deque()
        """For each question whose outcome is awaited, in order: True if it is the second about its document."""
        self._found: list[Outcome] = []

    def bare(self, tasks: Iterator[Task]) -> Iterator[Task]:
        """Yields the tasks unchanged, and stores each before its document gets other systems' annotations."""
        for task in tasks:
            self._bare[task.name] = task
            yield task

    def both(self, items: Items) -> Items:
        """Yields each item, followed by the question about gold's spans in its document if there are any."""
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
        """Yields the outcomes of the first questions, and stores those of the second."""
        for outcome in outcomes:
            if self._second.popleft():
                self._found.append(outcome)
            else:
                yield outcome

    @property
    def usage(self) -> Usage | None:
        """The requests and tokens that the answers about given spans used of a service, if any."""
        return total(each.usage for each in self._found)

    def resolved(self) -> Resolved:
        """Returns the timexes at the given spans, and the causes of failures, by document."""
        return Resolved(
            {each.document: each.layers.timexes for each in self._found if each.layers is not None},
            {each.document: each.failed for each in self._found if each.layers is None},
        )
