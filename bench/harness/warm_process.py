"""A system's process that is kept from one question to the next, fitted if its system learns."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

from bench.harness.errors import AnswerError, EndedError, NotStartedError
from bench.harness.outcome import Outcome
from bench.harness.process import Limits, Process
from bench.harness.task import Question, Task
from bench.harness.used import Used
from bench.sdk.protocol import Message
from bench.systems.environment import Environment
from bench.systems.system import System


class WarmProcess:
    """A system's process, started with its first question."""

    def __init__(self, question: Question) -> None:
        self._kind = _kind(question)
        self._lock = threading.Lock()
        self._closed = False
        self._process: Process | None = None
        self._broken = ""
        self.answered = 0
        """The number of questions that this process has answered."""
        self.peak = 0
        """The most bytes that were resident."""
        self.used: Used | None = None
        """The files and programs that the process has used; None if it didn't say."""
        self._free = 0.0
        """The time of its last answer."""

    def fits(self, question: Question) -> bool:
        """Returns whether it can answer: its system, environment and training are those of the question."""
        kind = _kind(question)
        if self._kind != kind:
            return False
        self._kind = kind  # equal but come anew over the network: the next of this batch is the very same
        return True

    def ask(self, question: Question, following: Question | None = None) -> Outcome:
        """Returns a question's outcome. Raises AnswerError, and EndedError where the process has ended of it.

        ``following`` is the next question; if it is about a document, it is sent ahead. A system that couldn't be
        loaded is not loaded again: each document has the same cause.
        """
        if self._broken:
            raise AnswerError(self._broken)
        process = self._process
        if process is None:
            self._start()
            process = self._process
        if process is None:
            raise EndedError("the run is over")
        start = self._free if process.prefetch.under_way else time.perf_counter()
        if isinstance(following, Task) and self.fits(following):
            process.expect(following.request)
        try:
            outcome = question.ask(process)
        finally:
            self.answered += 1  # also an answer that is refused may leave something behind
            self.peak = process.peak
            self.used = process.used
            self._free = time.perf_counter()
        return replace(outcome, seconds=self._free - start, peak=self.peak, used=self.used)

    def close(self) -> None:
        """Ends the process, also one that is still starting; none is started any more."""
        with self._lock:
            self._closed = True
        self._end()

    def _end(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.close()

    def _start(self) -> None:
        system, environment, limits, training = self._kind
        try:
            process = Process(environment, limits)
            with self._lock:
                closed = self._closed
                self._process = None if closed else process
            if closed:
                process.close()
                raise EndedError("the run is over")
            try:
                process.hello(**system.abilities)
                if system.learns:
                    process.fit(training)
            finally:
                self.used = process.used
        except NotStartedError as error:
            self._end()
            self._broken = str(error)
            raise
        except AnswerError as error:
            self._end()
            raise EndedError(str(error)) from None
        except BaseException:
            self._end()
            raise


def _kind(question: Question) -> tuple[System, Environment, Limits, tuple[Message, ...]]:
    return question.system, question.environment, question.limits, question.training
