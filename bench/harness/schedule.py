"""Running tasks on an executor: in order, in bounded memory, each finished one on disk before it is told of."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from itertools import islice

from bench.dataset.suite import Suite, SuiteDocument
from bench.harness.journal import Journal
from bench.harness.pool import attempt
from bench.harness.process import Limits
from bench.harness.task import Outcome, Question, Task
from bench.sdk import protocol
from bench.systems.environment import Environment
from bench.systems.system import System


def run(
    tasks: Iterable[Question | Outcome],
    executor: Executor,
    journal: Journal | None = None,
    *,
    ahead: int = 3,
) -> Iterator[Outcome]:
    """The outcome of each task, in their order, each in the journal before it is yielded.

    An outcome among the tasks, of what failed before it could be run, comes out as it is. At most ``ahead``
    documents are waited for at a time, so that a stream of any length takes bounded memory. Whoever runs them, and
    in whatever order they finish, the outcomes are the same.
    """
    waiting: deque[Callable[[], Outcome]] = deque()
    stream = iter(tasks)

    def submit(task: Question | Outcome) -> Callable[[], Outcome]:
        if isinstance(task, Outcome):
            return lambda: task
        if journal is None:
            return executor.submit(attempt, task).result
        key = task.key
        line = journal.get(key)
        if (recalled := task.recall(line) if line else None) is not None:
            return lambda: recalled
        future = executor.submit(attempt, task)

        def finished() -> Outcome:
            outcome = future.result()
            journal.put(key, task.line(outcome))
            return outcome

        return finished

    waiting.extend(map(submit, islice(stream, ahead)))
    while waiting:
        outcome = waiting.popleft()()
        waiting.extend(map(submit, islice(stream, 1)))
        yield outcome


def over_suite(
    system: System,
    environment: Environment,
    limits: Limits,
    suite: Suite,
    documents: Sequence[SuiteDocument] | None = None,
) -> Iterator[Task]:
    """A task for each document of a suite, or for those named.

    A system that learns is fitted anew for each, on all the others and in a process of its own, so that no
    document is scored by a model that read it.
    """
    for entry in suite.documents if documents is None else documents:
        training = tuple(training_for(entry.id, suite)) if system.learns else ()
        yield Task(system, environment, limits, suite.bare(entry), training)


def training_for(held_out: str, suite: Suite) -> list[protocol.Message]:
    """The other documents with their gold, as wire objects: leave one document out."""
    return [
        protocol.document_to_json(suite.labelled(entry), labelled=True)
        for entry in suite.documents
        if entry.id != held_out
    ]
