"""The cases of a suite of phenomena that a system gets wrong, with what gold has and what it says.

A case is right if each time expression of gold is found with one of its right values, or each event is found. A
trap is right if the system passes it (`bench.measures.trap`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bench.dataset.suite import NOTHING, Predictions, Suite
from bench.matching.matching import Matching, match
from bench.matching.repeats import once
from bench.measures.pair import PairMeasure
from bench.measures.reading import TIMEX_VALUE_ANY
from bench.measures.span import EVENT_RELAXED
from bench.measures.trap import EVENT_TRAP, TIMEX_TRAP, TIMEX_TRAP_VALUE, TrapMeasure
from bench.sdk.model import Timex


@dataclass(frozen=True, slots=True)
class Judged:
    """The measures by which the cases of a layer are right."""

    layer: str
    right: PairMeasure
    """The measure of the cases that are no traps."""
    passed: TrapMeasure
    """The measure of the traps."""
    silent: TrapMeasure
    """The measure of the traps without a false alarm."""


JUDGED = (
    Judged("timexes", TIMEX_VALUE_ANY, TIMEX_TRAP_VALUE, TIMEX_TRAP),
    Judged("events", EVENT_RELAXED, EVENT_TRAP, EVENT_TRAP),
)


@dataclass(frozen=True, slots=True)
class WrongCase:
    """A case that a system gets wrong."""

    phenomenon: str
    trap: bool
    layer: str
    document: str
    text: str
    """The text of the document; empty if the suite's texts may not be copied."""
    gold: str
    """The words and values that gold has where the system is wrong; empty if it has nothing."""
    predicted: str
    """The words and values that the system states there; empty if it states nothing."""


def wrong_cases(suite: Suite, predictions: Predictions) -> Iterator[WrongCase]:
    """Yields the cases that a system gets wrong, in the order of gold; none where gold has no traps."""
    cases = [(document, suite.case(document)) for document in suite.documents]
    if not any(case is not None and case.trap for _, case in cases):
        return
    for document, case in cases:
        for judged in JUDGED:
            layer = judged.layer
            if case is None or case.layer not in (None, layer) or layer not in predictions.covers:
                continue
            gold = suite.layers.get(document.id, NOTHING)
            found = predictions.layers.get(document.id, NOTHING).outside(gold.ignore)
            matching = match(once(getattr(gold, layer), {}), once(getattr(found, layer), {}))
            failed = document.id not in predictions.layers
            wrong = (_fell if case.trap else _missed)(judged, matching)
            if wrong is None and not (failed and case.trap):
                continue
            wanted, said = wrong or ((), ())
            text = "" if suite.lent else document.text
            yield WrongCase(
                case.phenomenon, case.trap, layer, document.id, text, _told(wanted, text), _told(said, text)
            )


Sides = tuple[Sequence[Any], Sequence[Any]]
"""Annotations of gold and of a system."""


def _missed(judged: Judged, matching: Matching[Any]) -> Sides | None:
    """Returns gold's annotations that aren't right, and the predictions matched with them; None for none."""
    pairs = matching.pairs
    right = {id(gold) for gold, found in pairs if judged.right.credit(gold, found)}
    wanted = [gold for gold in matching.gold if id(gold) not in right]
    said = [found for gold, found in pairs if id(gold) not in right]
    return (wanted, said) if wanted else None


def _fell(judged: Judged, matching: Matching[Any]) -> Sides | None:
    """Returns the predictions by which a system falls into a trap, and what of gold they touch; None if none."""
    said, wanted = [], []
    for found in matching.predicted:
        touched = matching.touched(found)
        if judged.passed.falls(found, touched):
            said.append(found)
            wanted += touched
    return (wanted, said) if said else None


def _told(annotations: Sequence[Any], text: str) -> str:
    """Returns annotations in words: “Monday” 2023-09-18. Without a text, offsets stand for the words."""
    return "; ".join(f"{_words(item, text)} {_value(item)}".rstrip() for item in annotations)


def _words(item: Any, text: str) -> str:
    return f"“{text[item.start : item.end]}”" if text else f"{item.start}–{item.end}"


def _value(item: Any) -> str:
    """Returns the value of a timex, or all its right readings; empty for an event."""
    if not isinstance(item, Timex):
        return ""
    return " or ".join(reading.value for reading in item.values or ()) or item.value or ""
