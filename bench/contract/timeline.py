"""The contract test of a system that makes a timeline: the same documents give the same entries."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import replace

from bench.contract import texts
from bench.contract.conditions import ask_under_each
from bench.contract.finding import FAILED, OK, SKIPPED, WARNING, Finding
from bench.contract.hints import look
from bench.harness.conversation import Conversation
from bench.harness.task import Collection, Outcome, Task, reason
from bench.sdk.model import Document, Entry
from bench.temporal import edtf


class TimelineCheck:
    """One system, its timeline of two small documents, and what is held against it."""

    def __init__(self, task: Task, executor: Executor, conversation: Conversation) -> None:
        self._task, self._executor, self._conversation = task, executor, conversation
        self._system = task.system

    def findings(self) -> Iterator[Finding]:
        """Each check's, in the order in which a person would mend them."""
        second = texts.document("second", texts.SECOND, wants=self._system.wants)
        documents = []
        for document in (self._task.document, second):
            extracted = self._extracted(document)
            if isinstance(extracted, Outcome):
                message = f"{document.id}: {extracted.failed}; so no timeline was asked for"
                yield self._finding("timeline", FAILED, message, "answer")
                return
            documents.append(extracted)
        task = Collection(self._system, self._task.environment, self._task.limits, tuple(documents))
        first = self._conversation.put(task)
        if first.layers is None:
            yield self._finding("timeline", FAILED, first.failed, "answer")
            return
        yield self._answered(first.timeline)
        yield self._same("timeline again", first, self._conversation.put(task), "when asked again", "state")
        self._conversation.close()  # its memory is free for the others
        yield from self._of_other_processes(task, first)
        yield self._values(first.timeline)

    def _extracted(self, document: Document) -> Document | Outcome:
        """The document with what the system extracts itself; its outcome where that fails."""
        if not self._system.extracts:
            return document
        outcome = self._conversation.ask(document)
        if outcome.layers is None:
            return outcome
        return replace(document, **{layer: getattr(outcome.layers, layer) for layer in self._system.extracts})

    def _answered(self, timeline: tuple[Entry, ...]) -> Finding:
        mentions = sum(len(entry.mentions) for entry in timeline)
        found = f"{_number(timeline)} with {mentions} mentions made of two documents"
        if timeline:
            return self._finding("timeline", OK, found)
        return self._finding("timeline", WARNING, f"{found}, so little can be compared", "found")

    def _of_other_processes(self, task: Collection, first: Outcome) -> Iterator[Finding]:
        for each, outcome in ask_under_each(task, self._executor):
            name = f"timeline, {each.name}"
            if isinstance(outcome, str):
                yield self._finding(name, SKIPPED, outcome)
            else:
                yield self._same(name, first, outcome, each.how, each.kind)

    def _same(self, name: str, first: Outcome, other: Outcome, how: str, kind: str) -> Finding:
        if other.layers is None:
            return self._finding(name, FAILED, f"{how}: {other.failed}", "answer")
        if other.timeline != first.timeline:
            pairs = zip(first.timeline, other.timeline, strict=False)
            unlike = next((f"{one}, but {two}" for one, two in pairs if one != two), "")
            counts = f"{_number(first.timeline)}, but {len(other.timeline)}"
            return self._finding(name, FAILED, f"{unlike or counts} {how}", kind)
        return self._finding(name, OK, f"the same {_number(first.timeline)} {how}")

    def _values(self, timeline: tuple[Entry, ...]) -> Finding:
        wrong, read = [], [entry for entry in timeline if entry.when is not None]
        for entry in read:
            try:
                edtf.parse(entry.when or "")
            except ValueError as error:
                wrong.append(f"when {entry.when!r} of the entry {entry.id!r}: {error}")
        if wrong:
            more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
            return self._finding("timeline values", WARNING, f"{wrong[0]}{more}", "values")
        if not read:
            return self._finding("timeline values", SKIPPED, "no entry says when")
        return self._finding("timeline values", OK, f"{len(read)} values, each well formed")

    def _finding(self, name: str, verdict: str, message: str, kind: str = "") -> Finding:
        return Finding(name, verdict, reason(message), look(self._system, kind) if kind else "")


def _number(timeline: tuple[Entry, ...]) -> str:
    return "1 entry" if len(timeline) == 1 else f"{len(timeline)} entries"
