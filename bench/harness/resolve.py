"""Given time expressions: how a system is asked, beside what it finds, what those that gold has mean."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from bench.dataset.suite import Layers, Resolved
from bench.harness.task import Outcome, Resolution, Task
from bench.harness.upstream import Items
from bench.results.speed import total
from bench.sdk.model import Usage
from bench.systems.dependencies import Ready


class Resolver:
    """The documents of a run on their way past, each asked about a second time for the system that resolves.

    That comes right behind the first time, so that where one thread runs both, a system that learns is fitted once
    for them. The document is bare, whatever the system wants: of gold's times it is told but where they stand.
    """

    def __init__(self, ready: Ready, gold_of: Callable[[str], Layers]) -> None:
        self._warm = len(ready.all())
        self._gold_of = gold_of
        self._bare: dict[str, Task] = {}
        self._second: deque[bool] = deque()
        """Of each item that is under way whether it is the second of its document."""
        self._found: list[Outcome] = []

    def bare(self, tasks: Iterator[Task]) -> Iterator[Task]:
        """The same tasks; each is kept as it is before its document is given anything."""
        for task in tasks:
            self._bare[task.name] = task
            yield task

    def both(self, items: Items) -> Items:
        """The same items, behind each the question about its document's spans if gold has any."""
        for item in items:
            self._second.append(False)
            yield item
            task = self._bare.pop(item.name)
            if spans := self._gold_of(task.name).spans:
                self._second.append(True)
                yield Resolution(
                    task.system,
                    task.environment,
                    task.limits,
                    task.document,
                    task.training,
                    warm=self._warm,
                    spans=spans,
                )

    def first(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Of the outcomes of both those of what it extracts; the others are kept."""
        for outcome in outcomes:
            if self._second.popleft():
                self._found.append(outcome)
            else:
                yield outcome

    @property
    def usage(self) -> Usage | None:
        """What the answers about given spans took of a service."""
        return total(each.usage for each in self._found)

    def resolved(self) -> Resolved:
        """What the system said of given spans."""
        return Resolved(
            {each.document: each.layers.timexes for each in self._found if each.layers is not None},
            {each.document: each.failed for each in self._found if each.layers is None},
        )
