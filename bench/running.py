"""Running tasks on an executor: in order, in bounded memory, each finished one on disk before it is told of."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from itertools import islice
from typing import Any

from bench import protocol
from bench.answer import read_result
from bench.crew import attempt
from bench.declared import System
from bench.environment import Environment
from bench.journal import Journal
from bench.process import AnswerError, Limits
from bench.suite import Suite, SuiteDocument
from bench.task import Outcome, Task


def run(
    tasks: Iterable[Task], executor: Executor, journal: Journal | None = None, *, ahead: int = 2
) -> Iterator[Outcome]:
    """The outcome of each task, in their order, each in the journal before it is yielded.

    At most ``ahead`` documents are waited for at a time, so that a stream of any length takes bounded memory.
    Whoever runs them, and in whatever order they finish, the outcomes are the same.
    """
    waiting: deque[tuple[Task, str, Outcome | Future[Outcome]]] = deque()
    stream = iter(tasks)

    def submit(task: Task) -> None:
        key = task.key if journal else ""
        line = journal.get(key) if journal else None
        waiting.append((task, key, (recall(line, task) if line else None) or executor.submit(attempt, task)))

    for task in islice(stream, ahead):
        submit(task)
    while waiting:
        task, key, item = waiting.popleft()
        if isinstance(item, Future):
            outcome = item.result()
            if journal:
                journal.put(key, journal_line(outcome, task.system.extracts))
        else:
            outcome = item
        for following in islice(stream, 1):
            submit(following)
        yield outcome


WRITERS: Mapping[str, Callable[[Any], protocol.Message]] = {
    "timexes": protocol.timex_to_json,
    "events": protocol.event_to_json,
    "links": protocol.link_to_json,
}


def journal_line(outcome: Outcome, layers: Sequence[str]) -> Mapping[str, Any]:
    """An outcome as the journal keeps it: what the system said, not what it was given."""
    if outcome.layers is None:
        return {"failed": outcome.failed}
    return {layer: list(map(WRITERS[layer], getattr(outcome.layers, layer))) for layer in layers}


def recall(line: Mapping[str, Any], task: Task) -> Outcome | None:
    """The outcome that the journal kept; None for a line that someone damaged."""
    if "failed" in line:
        return Outcome(task.document.id, None, failed=str(line["failed"]), recalled=True)
    if not all(layer in line for layer in task.system.extracts):
        return None
    try:
        return Outcome(task.document.id, read_result(line, task.document, task.system.layers), recalled=True)
    except AnswerError:
        return None


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
