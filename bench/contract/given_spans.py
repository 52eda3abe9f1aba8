"""The contract test of a system that resolves: each given span is answered alike however it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import replace

from bench.contract import texts
from bench.contract.conditions import ask_under_each
from bench.contract.difference import Mark, difference, marks, placed, read_values
from bench.contract.finding import FAILED, OK, SKIPPED, WARNING, Finding
from bench.contract.hints import look
from bench.harness.conversation import Conversation
from bench.harness.task import Outcome, Resolution, Task, reason


class GivenCheck:
    """One system, what it says of the plain text's time expressions, and what is held against it."""

    def __init__(self, task: Task, executor: Executor, conversation: Conversation) -> None:
        self._task, self._executor, self._conversation = task, executor, conversation
        self._system = task.system
        self._plain: list[Mark] = []

    def findings(self) -> Iterator[Finding]:
        """Each check's, in the order in which a person would mend them."""
        question = self._question("plain", texts.PLAIN)
        first = self._conversation.put(question)
        if first.layers is None:
            yield self._finding("given spans", FAILED, first.failed, "given")
            return
        self._plain = marks(first.layers)
        yield self._answered(len(question.spans))
        again = self._conversation.put(question)
        yield self._same("given again", again, "when asked again", "state")
        backwards = self._conversation.put(replace(question, spans=question.spans[::-1]))
        yield self._same("given backwards", backwards, "when asked in the opposite order", "asked")
        prefix = texts.PREFIXES[0]
        behind = self._conversation.put(self._question(prefix.name, prefix.text + texts.PLAIN))
        yield self._behind(prefix, behind)
        self._conversation.close()  # its memory is free for the others
        for each, outcome in ask_under_each(question, self._executor):
            name = f"given, {each.name}"
            if isinstance(outcome, str):
                yield self._finding(name, SKIPPED, outcome)
            else:
                yield self._same(name, outcome, each.how, each.kind)
        yield self._values()

    def _question(self, name: str, text: str) -> Resolution:
        task, document = self._task, texts.document(name, text)
        return Resolution(
            task.system, task.environment, task.limits, document, task.training, spans=texts.given(text)
        )

    def _answered(self, asked: int) -> Finding:
        said = f"{len(self._plain)} of {asked} given time expressions answered"
        if self._plain:
            return self._finding("given spans", OK, said)
        return self._finding("given spans", WARNING, f"{said}, so nothing can be compared", "found")

    def _behind(self, prefix: texts.Prefix, outcome: Outcome) -> Finding:
        name, how = f"given, {prefix.name}", f"behind {prefix.text!r}"
        if outcome.layers is None:
            return self._finding(name, FAILED, f"{how}: {outcome.failed}", "given")
        expected = placed(self._plain, lambda at: at + len(prefix.text))
        if unlike := difference(expected, marks(outcome.layers), how):
            return self._finding(name, WARNING, unlike, "context")
        return self._compared(name, f"the same answers {how}")

    def _same(self, name: str, outcome: Outcome, how: str, kind: str) -> Finding:
        if outcome.layers is None:
            return self._finding(name, FAILED, f"{how}: {outcome.failed}", "given")
        if unlike := difference(self._plain, marks(outcome.layers), how):
            return self._finding(name, FAILED, unlike, kind)
        return self._compared(name, f"the same answers {how}")

    def _compared(self, name: str, message: str) -> Finding:
        if not self._plain:
            return self._finding(name, SKIPPED, "no given span was answered, so nothing can be compared")
        return self._finding(name, OK, message)

    def _values(self) -> Finding:
        stated, wrong = read_values(self._plain)
        if wrong:
            return self._finding("given values", WARNING, wrong, "values")
        if not stated:
            return self._finding("given values", SKIPPED, "it gives no values")
        return self._finding("given values", OK, f"{stated} values, each well formed")

    def _finding(self, name: str, verdict: str, message: str, kind: str = "") -> Finding:
        return Finding(name, verdict, reason(message), look(self._system, kind) if kind else "")
