"""Questions asked of one process in turn: each once, also where the process ends of it."""

from __future__ import annotations

import time
from dataclasses import replace

from bench.harness.pool import Worker
from bench.harness.process import AnswerError, EndedError
from bench.harness.task import Outcome, Question, Task, reason
from bench.sdk.model import Document


class Conversation:
    """One process of a task's system, started anew where it ends."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._worker: Worker | None = None

    def ask(self, document: Document) -> Outcome:
        """What the process says of a document."""
        return self.put(replace(self._task, document=document))

    def put(self, task: Question) -> Outcome:
        """What becomes of a task."""
        self._worker = self._worker or Worker(self._task)
        start = time.perf_counter()
        try:
            return self._worker.ask(task)
        except AnswerError as error:
            if isinstance(error, EndedError):
                self.close()
            seconds = time.perf_counter() - start
            return Outcome(task.name, None, failed=reason(str(error)), seconds=seconds, usage=error.usage)

    def close(self) -> None:
        """End the process."""
        if self._worker is not None:
            self._worker.close()
        self._worker = None
