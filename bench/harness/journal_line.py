"""The conversion of an outcome into a line of the journal, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bench.harness.errors import AnswerError
from bench.harness.outcome import Outcome
from bench.harness.task import Question
from bench.sdk.declare import TIMELINE
from bench.sdk.protocol import UNLOCATED, WRITERS


def encode(question: Question, outcome: Outcome) -> Mapping[str, Any]:
    """Returns an outcome as a line of the journal: the annotations that the system made, or the cause of failure.

    Annotations that the system only got, from gold or other systems, are left out.
    """
    layers = outcome.layers
    if layers is None:
        return {"failed": outcome.failed}
    line: dict[str, Any] = {}
    for name, kept_as in question.stored.items():
        items = outcome.timeline if name == TIMELINE else getattr(layers, name)
        line[kept_as] = list(map(WRITERS[name], items))
    if layers.unlocated:
        line[UNLOCATED] = list(map(WRITERS[UNLOCATED], layers.unlocated))
    return line


def decode(question: Question, line: Mapping[str, Any]) -> Outcome | None:
    """Returns the outcome in a line of the journal, or None for a line that is no answer to the question."""
    if "failed" in line:
        return Outcome(question.name, None, failed=str(line["failed"]), recalled=True)
    try:
        reply = {**line, **{name: line[kept_as] for name, kept_as in question.stored.items()}}
        return replace(question.read(reply), recalled=True)
    except (KeyError, AnswerError):
        return None
