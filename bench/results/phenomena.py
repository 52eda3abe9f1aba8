"""The scores of systems by phenomenon: the shares of gold's annotations found correctly and of traps passed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.counts import Score
from bench.measures.attribute import TIMEX_VALUE
from bench.measures.base import Measure
from bench.measures.reading import TIMEX_VALUE_ANY
from bench.measures.span import EVENT_RELAXED
from bench.measures.trap import EVENT_TRAP, TIMEX_TRAP, TIMEX_TRAP_VALUE
from bench.results.record import Record

SLICING = "phenomenon"
SOLVED = 0.5
"""The share of right annotations below which the best system doesn't solve a phenomenon."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of phenomena: those of time expressions, or those of events."""

    noun: str
    layer: str
    right: Sequence[Measure[Any]]
    """The measures whose recall is the share that is right; the first that a record has holds."""
    passed: Measure[Any]
    """The measure of the traps that are passed."""
    silent: Measure[Any]
    """The measure of the traps without a false alarm."""


KINDS = (
    Kind("time expressions", "timexes", (TIMEX_VALUE_ANY, TIMEX_VALUE), TIMEX_TRAP_VALUE, TIMEX_TRAP),
    Kind("events", "events", (EVENT_RELAXED,), EVENT_TRAP, EVENT_TRAP),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """The scores of one system for one phenomenon, as fractions; None for a score that isn't defined."""

    right: float | None
    passed: float | None
    alarms: float | None
    """The share of the traps with a false alarm."""
    ranked: bool = True
    """False if the system was made or tuned on these texts."""


NOBODY = Cell(0.0, None, None)
"""The scores that are shown as the best ones if no system has anything right."""


@dataclass(frozen=True, slots=True)
class Row:
    """A phenomenon, its size, and each system's scores for it."""

    phenomenon: str
    annotations: int
    """The number of gold's annotations in the cases that are no traps."""
    traps: int
    cells: Sequence[Cell]
    """A cell for each system."""

    @property
    def best(self) -> int | None:
        """The index of the system with the largest share right, the first of equal ones; None if none is above 0.

        Of systems with equal shares, one that passes more traps comes first.
        """
        ranked = [
            (cell.right or 0, cell.passed or 0, -number) for number, cell in enumerate(self.cells) if cell.ranked
        ]
        best = max(ranked, default=(0, 0, 0))
        return -int(best[2]) if best[0] else None

    @property
    def unsolved(self) -> bool:
        """True if no system has a share of `SOLVED` or more of the annotations right."""
        known = [cell.right for cell in self.cells if cell.right is not None and cell.ranked]
        return bool(known) and max(known) < SOLVED


@dataclass(frozen=True, slots=True)
class Phenomena:
    """The phenomena of one kind in the order of the records, and the systems."""

    kind: Kind
    systems: Sequence[Record]
    """The systems that predict the layer, from the best to the worst by the mean of their shares right."""
    rows: Sequence[Row]


def phenomena(records: Sequence[Record]) -> list[Phenomena]:
    """Returns the scores of each kind of phenomena; a kind for which no system's record has scores is left out."""
    return [found for kind in KINDS if (found := _of(kind, records)).rows]


def _of(kind: Kind, records: Sequence[Record]) -> Phenomena:
    slices = {
        record.name: {
            name: scores
            for name, scores in record.slices.get(SLICING, {}).items()
            if kind.passed.name in scores or any(measure.name in scores for measure in kind.right)
        }
        for record in records
        if record.role != "annotator" and kind.layer in record.layers
    }
    shown = [record for record in records if slices.get(record.name)]
    names = list(dict.fromkeys(name for record in shown for name in slices[record.name]))

    def mean(record: Record) -> float:
        shares = [_right(kind, scores) for scores in slices[record.name].values()]
        known = [share for share in shares if share is not None]
        return sum(known) / len(known) if known else 0.0

    systems = sorted(shown, key=lambda record: (-mean(record), record.name))
    rows = [_row(kind, name, systems, [slices[each.name].get(name, {}) for each in systems]) for name in names]
    return Phenomena(kind, systems, rows)


def _row(kind: Kind, name: str, systems: Sequence[Record], slices: Sequence[Mapping[str, Score]]) -> Row:
    def size(measures: Sequence[Measure[Any]]) -> int:
        return max(
            (scores[each.name].counts.gold for scores in slices for each in measures if each.name in scores),
            default=0,
        )

    cells = []
    for system, scores in zip(systems, slices, strict=True):
        passed, silent = (_recall(scores, each) for each in (kind.passed, kind.silent))
        alarms = None if silent is None else 1 - silent
        cells.append(Cell(_right(kind, scores), passed, alarms, ranked=not system.familiar))
    return Row(name, size(kind.right), size([kind.passed]), cells)


def _right(kind: Kind, scores: Mapping[str, Score]) -> float | None:
    return next((scores[measure.name].recall for measure in kind.right if measure.name in scores), None)


def _recall(scores: Mapping[str, Score], measure: Measure[Any]) -> float | None:
    return scores[measure.name].recall if measure.name in scores else None


def middle(shares: Sequence[float | None]) -> float | None:
    """Returns the median of the shares that are defined; None if none is."""
    known = [share for share in shares if share is not None]
    return median(known) if known else None
