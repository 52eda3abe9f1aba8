"""The contract test of ``resolve``: the timex for a given span must depend on nothing but the text and the dct."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import replace

from bench.contract import texts
from bench.contract.base import Check
from bench.contract.difference import Mark, difference, marks, placed, read_values
from bench.contract.finding import FAILED, OK, WARNING, Finding
from bench.dataset.suite import NOTHING
from bench.harness.outcome import Heard, Outcome, unheard
from bench.harness.pool import Conversation
from bench.harness.task import Resolution, Task


class GivenCheck(Check):
    """The checks of a system's answers when it is given the spans of the time expressions in the plain text."""

    label = "given, "
    fault = "given"

    def __init__(self, task: Task, executor: Executor, conversation: Conversation, heard: Heard = unheard) -> None:
        super().__init__(task, executor, conversation, heard)
        self._plain: list[Mark] = []

    def findings(self) -> Iterator[Finding]:
        """Yields the finding of each check, in the order in which a person would repair the faults."""
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
        self._conversation.close()  # this process's memory is freed before other processes start
        yield from self._in_other_processes(question)
        yield self._stated("given values", *read_values(self._plain))

    def _question(self, name: str, text: str) -> Resolution:
        task, document = self._task, texts.document(name, text)
        return Resolution(
            task.system, task.environment, task.limits, task.training, document=document, spans=texts.given(text)
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

    def _unlike(self, outcome: Outcome, how: str) -> str:
        return difference(self._plain, marks(outcome.layers or NOTHING), how)

    def _alike(self) -> str:
        return "the same answers"

    def _nothing(self) -> str:
        return "" if self._plain else "no given span was answered"
