"""A warm process: a system's process that stays loaded, and fitted if the system learns, between questions."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

from bench.harness.errors import AnswerError, EndedError, NotStartedError
from bench.harness.outcome import Outcome
from bench.harness.process import Limits, Process
from bench.harness.task import Question, Task
from bench.harness.used import Used
from bench.systems.environment import Environment
from bench.systems.system import System


class WarmProcess:
    """A system's process that answers several questions. It is started when `ask` is called first."""

    def __init__(self, question: Question) -> None:
        self._kind = _kind(question)
        self._training = question.training
        self._lock = threading.Lock()
        self._closed = False
        self._process: Process | None = None
        self._broken = ""
        self.answered = 0
        """The number of questions that this process has answered."""
        self.peak = 0
        """The largest resident memory of the process and its descendants, in bytes."""
        self.used: Used | None = None
        """The files and programs that the process has used so far; None if the process doesn't say."""
        self.output = ""
        """The text that the system printed for the last question."""
        self._free = 0.0
        """The time when the last question was finished, in seconds of ``time.perf_counter``."""

    def fits(self, question: Question) -> bool:
        """Returns whether the process was started for the question's system, environment and limits.

        It must also be fitted on the question's training documents, or be one that can be fitted anew.
        """
        return self._is_fitted_for(question) or self._may_be_fitted_for(question)

    def ask(self, question: Question, following: Question | None = None) -> Outcome:
        """Returns a question's outcome. Raises AnswerError if the system fails, EndedError if its process ended.

        ``following`` is the next question; if it is about a single document, it is sent in advance. If the system
        couldn't be loaded, further questions fail with the same cause without another attempt.
        """
        self.output = ""
        if self._broken:
            raise AnswerError(self._broken)
        process = self._process
        if process is None:
            self._start()
            process = self._process
        if process is None:
            raise EndedError("the run is over")
        if not self._is_fitted_for(question):
            self._fit_anew(process, question)
        start = self._free if process.prefetch.under_way else time.perf_counter()
        if isinstance(following, Task) and self._is_fitted_for(following):
            process.expect(following.request)
        try:
            outcome = question.ask(process)
        finally:
            self.answered += 1  # a failed question counts too, because it may have changed the process's state
            self.peak = process.peak
            self.used = process.used
            self._free = time.perf_counter()
            self.output += process.output()
        seconds = self._free - start
        return replace(outcome, seconds=seconds, peak=self.peak, used=self.used, output=self.output)

    def _is_fitted_for(self, question: Question) -> bool:
        kind, training = _kind(question), question.training
        if (self._kind, self._training) != (kind, training):
            return False
        # these copies come again with the batch's next question, and compare fast as identical
        self._kind, self._training = kind, training
        return True

    def _may_be_fitted_for(self, question: Question) -> bool:
        return self._process is not None and self._process.refits and self._kind == _kind(question)

    def _fit_anew(self, process: Process, question: Question) -> None:
        """Fits a process that was fitted before, and then counts as new. Raises EndedError if it fails."""
        self.answered = 0
        try:
            process.fit(question.training)
        except AnswerError as error:
            raise EndedError(str(error)) from None
        finally:
            self.used = process.used
            self.output += process.output()
        self._training = question.training

    def close(self) -> None:
        """Ends the process, even while it starts. No new process starts after this."""
        with self._lock:
            self._closed = True
        self._end()

    def _end(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.close()

    def _start(self) -> None:
        system, environment, limits = self._kind
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
                    process.fit(self._training)
            finally:
                self.used = process.used
                self.output = process.output()
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


def _kind(question: Question) -> tuple[System, Environment, Limits]:
    return question.system, question.environment, question.limits
