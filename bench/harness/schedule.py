"""The schedule of a run: the tasks run on an executor in bounded memory, and their outcomes come in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from itertools import islice

from bench.dataset.suite import Suite, SuiteDocument
from bench.harness.journal_line import decode, encode
from bench.harness.kept import KeptAnswers
from bench.harness.outcome import Heard, Outcome, unheard
from bench.harness.pool import attempt
from bench.harness.process import Limits
from bench.harness.task import Question, Task
from bench.sdk import protocol
from bench.systems.environment import Environment
from bench.systems.system import System


def run(
    tasks: Iterable[Question | Outcome],
    executor: Executor,
    kept: KeptAnswers | None = None,
    *,
    ahead: int = 3,
    heard: Heard = unheard,
) -> Iterator[Outcome]:
    """Yields the outcome of each task, in the order of the tasks. Each is in the journal before it is yielded.

    An outcome among ``tasks`` is a document that failed before it could be run; it is yielded unchanged. At most
    ``ahead`` tasks are submitted at a time, so that a stream of any length takes bounded memory. The outcomes
    don't depend on the executor, or on the order in which the tasks finish. ``heard`` is called with each outcome
    before it is yielded without its output.
    """
    waiting: deque[tuple[str, Callable[[], Outcome]]] = deque()
    stream = iter(tasks)

    def submit(task: Question | Outcome) -> tuple[str, Callable[[], Outcome]]:
        return ("", lambda: task) if isinstance(task, Outcome) else (task.system.name, submitted(task))

    def submitted(task: Question) -> Callable[[], Outcome]:
        if kept is None:
            return executor.submit(attempt, task).result
        key = task.key
        line = kept.get(key)
        if (recalled := decode(task, line) if line else None) is not None:
            return lambda: recalled
        future = executor.submit(attempt, task)

        def finished() -> Outcome:
            outcome = future.result()
            kept.put(key, encode(task, outcome), outcome.used)
            return outcome

        return finished

    waiting.extend(map(submit, islice(stream, ahead)))
    while waiting:
        name, result = waiting.popleft()
        outcome = result()
        waiting.extend(map(submit, islice(stream, 1)))
        if name:  # else the document had failed before it could be run
            heard(name, outcome)
        yield replace(outcome, output="") if outcome.output else outcome


def over_suite(
    system: System,
    environment: Environment,
    limits: Limits,
    suite: Suite,
    documents: Sequence[SuiteDocument] | None = None,
) -> Iterator[Task]:
    """Yields a task for each of ``documents``, or for each document of the suite if there are none given.

    A system that learns is fitted anew for each document, on all other documents of the suite, so that it has
    never read the document that it is scored on.
    """
    for entry in suite.documents if documents is None else documents:
        training = tuple(training_for(entry.id, suite)) if system.learns else ()
        yield Task(system, environment, limits, training, document=suite.bare(entry))


def training_for(held_out: str, suite: Suite) -> list[protocol.Message]:
    """Returns all documents of a suite except ``held_out``, with their gold, as wire objects."""
    return [
        protocol.document_to_json(suite.labelled(entry), labelled=True)
        for entry in suite.documents
        if entry.id != held_out
    ]
