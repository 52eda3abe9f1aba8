"""The measures of messages and of traps over documents in columns, with the counts that they define themselves.

No annotation in columns has a ``newest_value``, and no document is a trap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.counts import Counts
from bench.measures.base import Measure
from bench.measures.now import NOTHING, Newest, Run, Silent, Supported
from bench.measures.trap import NO_TRAP, TrapMeasure
from bench.scoring.table import Array, ColumnTable

KNOWN = (Newest, Run, Supported, Silent, TrapMeasure)
"""The classes of measures that can be counted in columns."""


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of a table."""

    firsts: Array
    """The offset at which each begins."""
    failed: Array
    """True for each document on which the system failed, or wasn't run."""
    parts: Array
    """For each the number of the part that it is counted in."""
    number: int
    """The number of parts."""


def counts(
    measure: Measure[Any], table: ColumnTable, documents: Documents, predicted: Array, units: int
) -> Sequence[tuple[Counts]]:
    """Returns the counts of each unit, or of each part of the documents for a measure that counts documents.

    ``predicted`` are the numbers of the predictions' units, of which there are ``units``.
    """
    if isinstance(measure, TrapMeasure):
        return [NO_TRAP] * documents.number
    if isinstance(measure, Supported):
        states = table.numbers("value")[1] > 0
        every = np.bincount(predicted[states], minlength=units)
        right = np.bincount(predicted[states & _touching(table)], minlength=units)
    elif isinstance(measure, Silent):
        values = table.spans[1].starts[table.numbers("value")[1] > 0]
        without = _absent(table.spans[0].starts, documents.firsts)
        silent = without & _absent(values, documents.firsts) & ~documents.failed
        every = np.bincount(documents.parts[without], minlength=documents.number)
        right = np.bincount(documents.parts[silent], minlength=documents.number)
    else:
        return [(NOTHING,)] * units
    return [(Counts(one, all_, one, all_),) for one, all_ in zip(right.tolist(), every.tolist(), strict=True)]


def _absent(starts: Array, firsts: Array) -> Array:
    """Returns for each document whether none of the offsets lies in it."""
    at = np.searchsorted(starts, np.append(firsts, np.iinfo(np.int64).max))
    absent: Array = at[1:] == at[:-1]
    return absent


def _touching(table: ColumnTable) -> Array:
    """Returns for each prediction whether it shares a character with an annotation of gold."""
    gold, predicted = table.spans
    if not len(gold.starts):
        return np.zeros(len(predicted.starts), bool)
    before = np.searchsorted(gold.starts, predicted.ends)  # how many of gold's begin before it ends
    reached = np.maximum.accumulate(gold.ends)
    touching: Array = (before > 0) & (reached[np.maximum(before, 1) - 1] > predicted.starts)
    return touching
