"""The contract test: rules that every system must keep, tested on small texts (`bench.contract.texts`) in seconds.

A check fails if a system breaks the protocol: if it raises an exception, gives offsets that don't fit its words,
or gives annotations that depend on anything but the text and the dct. A likely mistake gives a warning. How good
the annotations are isn't judged. docs/checking.md explains each check.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from concurrent.futures import Executor

from bench.contract import texts
from bench.contract.base import Check
from bench.contract.difference import Mark, difference, displaced, marks, placed, read_values, unit
from bench.contract.files import undeclared
from bench.contract.finding import FAILED, OK, SKIPPED, WARNING, Finding
from bench.contract.given_spans import GivenCheck
from bench.contract.timeline import TimelineCheck
from bench.dataset.suite import NOTHING, Layers
from bench.harness.outcome import Heard, Outcome, unheard
from bench.harness.pool import Conversation
from bench.harness.process import DEFAULT_LIMITS, Limits
from bench.harness.task import Task
from bench.sdk import protocol
from bench.systems.environment import Environment
from bench.systems.system import System

SINGULAR = {"timexes": "timex", "events": "event", "links": "link"}


def check(
    system: System,
    environment: Environment,
    executor: Executor,
    limits: Limits = DEFAULT_LIMITS,
    heard: Heard = unheard,
) -> list[Finding]:
    """Returns the findings of all checks of a system on the small texts.

    One process gets most texts, in order. ``executor`` runs the other processes: a new one, and those in other
    time zones and with another clock. A system that learns is first fitted on a few labelled texts. ``heard`` is
    called with each outcome.
    """
    learned = [protocol.document_to_json(each, labelled=True) for each in texts.training()]
    plain = texts.document("plain", texts.PLAIN, wants=system.wants)
    training = tuple(learned) if system.learns else ()
    task = Task(system, environment, limits, training, document=plain)
    conversation = Conversation(task, heard)
    try:
        checks = [
            *([AnswerCheck(task, executor, conversation, heard)] if system.extracts else []),
            *([TimelineCheck(task, executor, conversation, heard)] if system.collects else []),
        ]
        return [finding for each in checks for finding in each.findings()]
    finally:
        conversation.close()


class AnswerCheck(Check):
    """The checks of a system's annotations: those of the plain text, compared with those of other texts."""

    def __init__(self, task: Task, executor: Executor, conversation: Conversation, heard: Heard = unheard) -> None:
        super().__init__(task, executor, conversation, heard)
        self._plain: list[Mark] = []

    def _ask(self, name: str, text: str, dct: datetime.date = texts.DCT) -> Outcome:
        return self._conversation.ask(texts.document(name, text, dct, self._system.wants))

    def _marks(self, layers: Layers) -> list[Mark]:
        """Returns the annotations that the system made, without those that it got with the document."""
        return [mark for mark in marks(layers) if mark.said[0] in self._system.extracts]

    def findings(self) -> Iterator[Finding]:
        """Yields the finding of each check, in the order in which a person would repair the faults."""
        first = self._conversation.ask(self._task.document)
        if first.layers is None:
            yield self._finding("plain text", FAILED, f"{first.failed}; so nothing else was tried", "answer")
            return
        self._plain = self._marks(first.layers)
        yield self._plain_text()
        second = self._conversation.ask(self._task.document)
        for prefix in texts.PREFIXES:
            yield self._behind(prefix, self._ask(prefix.name, prefix.text + texts.PLAIN))
        yield self._line_ends(self._ask("CRLF", texts.PLAIN.replace("\n", "\r\n")))
        yield self._answered("empty text", self._ask("empty", ""))
        blank = self._ask("blank", texts.BLANK)
        yield self._nothing_in("white space only", FAILED, blank)
        undated = self._ask("no dates", texts.EMPTY_OF_BOTH)
        yield self._nothing_in("no dates", WARNING, undated)
        long = self._ask("long line", texts.LONG_LINE)
        yield self._answered("long line", long)
        again = self._same("same process", second, "when asked again", "state")
        if again.verdict != FAILED:
            later = self._conversation.ask(self._task.document)
            again = self._same("same process", later, "when asked after other texts", "state")
        yield again
        other_dct = self._ask("dct", texts.PLAIN, texts.OTHER_DCT)
        self._conversation.close()  # this process's memory is freed before other processes start
        yield from self._in_other_processes(self._task)
        yield self._other_dct(other_dct)
        if found := undeclared(self._task, other_dct.used):
            more = f" and {len(found) - 1} more" if found[1:] else ""
            message = f"it opened {found[0]}{more}, outside of its folder; name under files what it needs"
            yield self._finding("files", WARNING, message, "files")
        # without the texts that only test offsets, whose faults are among the findings already
        answered = (first, blank, undated, long, other_dct)
        said = [mark for outcome in answered if outcome.layers is not None for mark in self._marks(outcome.layers)]
        yield self._outer_white_space(said)
        yield self._stated("values", *read_values(said))
        yield self._speed(first, second, long)
        if self._system.resolves:
            yield from GivenCheck(self._task, self._executor, self._conversation, self._heard).findings()

    def _plain_text(self) -> Finding:
        counts = {layer: sum(mark.said[0] == layer for mark in self._plain) for layer in self._system.extracts}
        found = " and ".join(
            f"{count} {SINGULAR[layer] if count == 1 else layer}" for layer, count in counts.items()
        )
        if all(counts.values()):
            return self._finding("plain text", OK, f"{found} found")
        message = f"{found} found in a text that has many, so little can be compared"
        return self._finding("plain text", WARNING, message, "found")

    # --- offsets ---------------------------------------------------------------------------------------------

    def _behind(self, prefix: texts.Prefix, outcome: Outcome) -> Finding:
        def name_unit(_: int, by: int) -> str:
            return unit(prefix, by)

        return self._shifted(
            prefix.name, f"behind {prefix.text!r}", outcome, lambda at: at + len(prefix.text), name_unit
        )

    def _line_ends(self, outcome: Outcome) -> Finding:
        def place(at: int) -> int:
            return at + texts.PLAIN.count("\n", 0, at)

        def name_unit(at: int, by: int) -> str:
            counted_once = by == at - place(at)
            return "a CRLF is counted as one character" if counted_once else f"{by:+} characters off"

        return self._shifted("CRLF", "with CRLF line ends", outcome, place, name_unit)

    def _shifted(
        self,
        name: str,
        how: str,
        outcome: Outcome,
        place: Callable[[int], int],
        name_unit: Callable[[int, int], str],
    ) -> Finding:
        """Checks that a text which contains the plain text has the same annotations, at shifted offsets.

        ``place`` maps an offset in the plain text to the offset of the same character in the other text.
        """
        if outcome.layers is None:
            return self._finding(name, FAILED, f"{how}: {outcome.failed}", "answer")
        lead = len(texts.LEAD)
        before = [mark for mark in self._plain if mark.start >= lead]
        expected = placed(before, place)
        found = [mark for mark in self._marks(outcome.layers) if mark.end > place(lead)]
        if moved := displaced(expected, found):
            mark, other = moved[-1]
            original = before[expected.index(mark)].start
            message = (
                f"{how}, {mark.text!r:.60} is at {mark.start}–{mark.end}, but was said to be at "
                f"{other.start}–{other.end} ({other.text!r:.60}): {name_unit(original, other.start - mark.start)}"
            )
            return self._finding(name, FAILED, message, "offsets")
        if unlike := difference(expected, found, how):
            return self._finding(name, WARNING, unlike, "context")
        return self._compared(name, f"{_number(expected)}, each in its place {how}")

    # --- difficult texts -------------------------------------------------------------------------------------

    def _answered(self, name: str, outcome: Outcome) -> Finding:
        if outcome.layers is None:
            return self._finding(name, FAILED, outcome.failed, "answer")
        return self._finding(name, OK, f"answered, with {_number(self._marks(outcome.layers))}")

    def _nothing_in(self, name: str, verdict: str, outcome: Outcome) -> Finding:
        """Checks that the system finds nothing in a text without times and events.

        ``verdict`` is the verdict if it finds something.
        """
        if outcome.layers is None:
            return self._finding(name, FAILED, outcome.failed, "answer")
        if not (found := self._marks(outcome.layers)):
            return self._finding(name, OK, "answered, with nothing found")
        message = f"{found[0].text!r:.60} is said to be {found[0]}, where there is neither time nor event"
        if self._system.learns and verdict == WARNING:
            return self._finding(name, SKIPPED, f"{message}; but it was fitted on a few small texts only")
        return self._finding(name, verdict, message, "nothing")

    # --- dependence on text and dct alone --------------------------------------------------------------------

    def _unlike(self, outcome: Outcome, how: str) -> str:
        return difference(self._plain, self._marks(outcome.layers or NOTHING), how)

    def _alike(self) -> str:
        return f"the same {_number(self._plain)}"

    def _nothing(self) -> str:
        return "" if self._plain else "nothing was found in the plain text"

    def _other_dct(self, outcome: Outcome) -> Finding:
        """Returns how many annotations change with the dct. The finding is only information."""
        if outcome.layers is None:
            return self._finding("other dct", FAILED, f"with dct {texts.OTHER_DCT}: {outcome.failed}", "answer")
        after = {*self._marks(outcome.layers)}
        moved = sum(mark not in after for mark in self._plain)
        said = f"{moved} of {len(self._plain)} annotations change" if moved else "no annotation changes"
        return self._compared("other dct", f"{said} with the dct ({texts.DCT} to {texts.OTHER_DCT})")

    # --- span ends and time ----------------------------------------------------------------------------------

    def _outer_white_space(self, found: list[Mark]) -> Finding:
        padded = [mark for mark in found if mark.text != mark.text.strip()]
        if padded:
            message = f"{padded[0].text!r:.60} begins or ends with white space"
            return self._finding("span ends", WARNING, f"{message} ({len(padded)} of {len(found)})", "space")
        return self._compared("span ends", "no span begins or ends with white space")

    def _speed(self, first: Outcome, second: Outcome, long: Outcome) -> Finding:
        """Returns the time of an answer, without the start of the process. The finding is only information."""
        a_text, at_first, a_line = (f"{each.seconds * 1000:,.1f}" for each in (second, first, long))
        message = f"{a_text} ms a text (the first {at_first}), {a_line} ms the long line"
        return self._finding("time", OK, message)


def _number(items: list[Mark]) -> str:
    return "1 annotation" if len(items) == 1 else f"{len(items)} annotations"
