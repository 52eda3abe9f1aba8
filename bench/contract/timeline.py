"""The contract test of a system that makes a timeline: the same documents must give the same timeline."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import replace

from bench.contract import texts
from bench.contract.base import Check
from bench.contract.finding import FAILED, OK, WARNING, Finding
from bench.harness.outcome import Heard, Outcome, unheard
from bench.harness.pool import Conversation
from bench.harness.task import Collection, Task
from bench.sdk.model import Document, Entry
from bench.temporal import edtf


class TimelineCheck(Check):
    """The checks of a system's timeline of two small documents, compared with timelines of the same documents."""

    label = "timeline, "

    def __init__(self, task: Task, executor: Executor, conversation: Conversation, heard: Heard = unheard) -> None:
        super().__init__(task, executor, conversation, heard)
        self._first: tuple[Entry, ...] = ()

    def findings(self) -> Iterator[Finding]:
        """Yields the finding of each check, in the order in which a person would repair the faults."""
        second = texts.document("second", texts.SECOND, wants=self._system.wants)
        documents = []
        for document in (self._task.document, second):
            extracted = self._extracted(document)
            if isinstance(extracted, Outcome):
                message = f"{document.id}: {extracted.failed}; so no timeline was asked for"
                yield self._finding("timeline", FAILED, message, "answer")
                return
            documents.append(extracted)
        task = Collection(self._system, self._task.environment, self._task.limits, documents=tuple(documents))
        first = self._conversation.put(task)
        if first.layers is None:
            yield self._finding("timeline", FAILED, first.failed, "answer")
            return
        self._first = first.timeline
        yield self._answered(first.timeline)
        yield self._same("timeline again", self._conversation.put(task), "when asked again", "state")
        self._conversation.close()  # this process's memory is freed before other processes start
        yield from self._in_other_processes(task)
        stated, wrong = _values(first.timeline)
        yield self._stated("timeline values", stated, wrong, nothing="no entry says when")

    def _extracted(self, document: Document) -> Document | Outcome:
        """Returns the document with the annotations that the system extracts, or the outcome if it fails."""
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

    def _unlike(self, outcome: Outcome, how: str) -> str:
        if outcome.timeline == self._first:
            return ""
        pairs = zip(self._first, outcome.timeline, strict=False)
        unlike = next((f"{one}, but {two}" for one, two in pairs if one != two), "")
        return f"{unlike or f'{_number(self._first)}, but {len(outcome.timeline)}'} {how}"

    def _alike(self) -> str:
        return f"the same {_number(self._first)}"

    def _nothing(self) -> str:
        return ""  # even empty timelines are compared


def _values(timeline: tuple[Entry, ...]) -> tuple[int, str]:
    """Returns the number of entries with a date, and a line about the dates that aren't EDTF (or an empty one)."""
    wrong, read = [], [entry for entry in timeline if entry.when is not None]
    for entry in read:
        try:
            edtf.parse(entry.when or "")
        except ValueError as error:
            wrong.append(f"when {entry.when!r} of the entry {entry.id!r}: {error}")
    more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
    return len(read), f"{wrong[0]}{more}" if wrong else ""


def _number(timeline: tuple[Entry, ...]) -> str:
    return "1 entry" if len(timeline) == 1 else f"{len(timeline)} entries"
