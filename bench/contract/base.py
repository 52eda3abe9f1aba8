"""The base class of all checks of a system, which compare its answers and make findings."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from concurrent.futures import Executor

from bench.contract.conditions import ask_under_each
from bench.contract.finding import FAILED, OK, SKIPPED, WARNING, Finding
from bench.contract.hints import look
from bench.harness.outcome import Heard, Outcome, reason, unheard
from bench.harness.pool import Conversation
from bench.harness.task import Question, Task


class Check(ABC):
    """A group of checks that compare a system's first answer to a question with its other answers."""

    label = ""
    """The prefix of the names of findings about conditions, such as "timeline, "."""
    fault = "answer"
    """The kind of fault if the system gives no answer: "answer", or a key of `bench.contract.hints.WORDS`."""

    def __init__(self, task: Task, executor: Executor, conversation: Conversation, heard: Heard = unheard) -> None:
        self._task, self._executor, self._conversation, self._heard = task, executor, conversation, heard
        self._system = task.system

    @abstractmethod
    def findings(self) -> Iterator[Finding]:
        """Yields the finding of each check, in the order in which a person would repair the faults."""

    @abstractmethod
    def _unlike(self, outcome: Outcome, how: str) -> str:
        """Returns how an answer differs from the first answer, in a line; empty if they are equal.

        ``how`` names the conditions of the answer, such as "in a new process".
        """

    @abstractmethod
    def _alike(self) -> str:
        """Returns the message for an answer that equals the first answer."""

    @abstractmethod
    def _nothing(self) -> str:
        """Returns why answers can't be compared, or an empty string if they can."""

    def _finding(self, name: str, verdict: str, message: str, kind: str = "") -> Finding:
        return Finding(name, verdict, reason(message), look(self._system, kind, message) if kind else "")

    def _same(self, name: str, outcome: Outcome, how: str, kind: str) -> Finding:
        """Compares an answer with the first answer. ``kind`` is the likely fault if they differ."""
        if outcome.layers is None:
            return self._finding(name, FAILED, f"{how}: {outcome.failed}", self.fault)
        if unlike := self._unlike(outcome, how):
            return self._finding(name, FAILED, unlike, kind)
        return self._compared(name, f"{self._alike()} {how}")

    def _compared(self, name: str, message: str) -> Finding:
        """Returns a finding "ok" for equal answers, or "skipped" if there was nothing to compare."""
        if nothing := self._nothing():
            return self._finding(name, SKIPPED, f"{nothing}, so nothing can be compared")
        return self._finding(name, OK, message)

    def _in_other_processes(self, question: Question) -> Iterator[Finding]:
        """Yields a finding for the question in a new process, in other time zones, and with another clock."""
        for each, outcome in ask_under_each(question, self._executor, self._heard):
            name = f"{self.label}{each.name}"
            if isinstance(outcome, str):
                yield self._finding(name, SKIPPED, outcome)
            else:
                yield self._same(name, outcome, each.how, each.kind)

    def _stated(self, name: str, stated: int, wrong: str, *, nothing: str = "it gives no values") -> Finding:
        """Returns the finding about values: a warning if some are malformed, "skipped" if there are none.

        ``stated`` is the number of values, and ``wrong`` the line that names the malformed ones. ``nothing`` is
        the message if there are no values.
        """
        if wrong:
            return self._finding(name, WARNING, wrong, "values")
        if not stated:
            return self._finding(name, SKIPPED, nothing)
        return self._finding(name, OK, f"{stated} values, each well formed")
