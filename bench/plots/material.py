"""What figures are drawn from: the records of one suite, how fast the systems were, and what they were before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.dataset.suite import Suite
from bench.errors import UsageError
from bench.render.scores import given_gold, suite_line
from bench.results import history, store
from bench.results.history import History
from bench.results.record import Record
from bench.results.speed import Measured

TITLES = {
    "timex.relaxed": "Times found",
    "timex.value": "Times with the right value",
    "event.relaxed": "Events found",
    "event.class": "Events with the right class",
    "when": "When events happened",
    "tlink.awareness": "Awareness of temporal links",
    "timeline.dates": "Dates of the timeline",
}
"""Measure → what stands over its panel; those that are asked for first (`bench.measures.HEADLINES`)."""
LONGEST = 28
"""Characters of a name that are shown."""


class LeftOut(Exception):  # noqa: N818 - it is no error
    """Why a figure can't be drawn from what there is."""


@dataclass(frozen=True, slots=True)
class Material:
    """All that figures show."""

    records: Sequence[Record]
    """Of one state of the gold and of bench, at least one."""
    stale: Sequence[Record] = ()
    """Those of another state; they aren't drawn."""
    history: History | None = None
    no_history: str = ""
    """Why there is no history."""
    speed: Measured | None = None

    @property
    def line(self) -> str:
        """The part of the signature that all figures share."""
        return suite_line(self.records)


def read(folder: Path, gold: Suite | None, speed: Measured | None = None) -> Material:
    """What ``RESULTS/SUITE`` holds, and what git says that it held.

    Without the gold all records must be of one state. Raises UsageError where they aren't and where there is none
    to draw, DataError for a file that is none.
    """
    found = store.read_all(folder)
    if not found:
        raise UsageError(f"{folder}: no record ({store.RECORD}) here; bench evaluate --output writes them")
    records, stale = (found, []) if gold is None else store.apart(found, gold)
    if not records:
        raise UsageError(
            f"{folder}: every record is of another state of the gold or of bench; "
            "run bench evaluate --output again, or name their gold with --gold"
        )
    suite_line(records)  # refuses what can't stand side by side
    try:
        return Material(records, stale, history=history.read(folder), speed=speed)
    except UsageError as error:
        return Material(records, stale, no_history=str(error).splitlines()[0], speed=speed)


def title(measure: str) -> str:
    """What stands over a panel: the measure in words and by its name."""
    return f"{TITLES[measure]} ({measure})" if measure in TITLES else measure


def label(record: Record) -> str:
    """A record's name with its flags, as tables have them."""
    given = "*" if given_gold(record) else ""
    return (
        f"{shortened(record.name)}{given} !{record.failed}"
        if record.failed
        else f"{shortened(record.name)}{given}"
    )


def shortened(name: str) -> str:
    """A name that fits."""
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def flags(records: Sequence[Record]) -> list[str]:
    """What the flags of these names mean."""
    notes = []
    if any(map(given_gold, records)):
        notes.append("*: was given gold annotations.")
    if any(record.failed for record in records):
        notes.append("!n: documents that failed and count as nothing predicted.")
    return notes


def ranked(records: Sequence[Record], measure: str) -> list[Record]:
    """Systems from the best F1 down, then annotators, of those that have one."""

    def rank(record: Record) -> tuple[bool, float, str]:
        return (record.role == "annotator", -(record.measures[measure].f1 or 0.0), record.name)

    return sorted(
        (each for each in records if measure in each.measures and each.measures[measure].f1 is not None), key=rank
    )
