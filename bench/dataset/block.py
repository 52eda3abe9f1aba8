"""Consecutive documents of gold with their predictions, whose annotations stand in columns of numbers.

A block has the same documents as its pairs. It is scored in a fraction of the time, as all its annotations are
looked at together and none of them is an object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench.dataset.note import Note
from bench.dataset.pair import Pair

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bench.dataset.words import Words

COLUMNS: Mapping[str, Sequence[str]] = {
    "timexes": ("type", "value", "kind"),
    "events": ("class_", "realis", "when", "tense", "aspect"),
}
"""For each layer the fields that are columns."""
ABSENT = ("values", "newest_value", "confidence", "alternatives")
"""The fields that no annotation of a block states."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The annotations of one layer and side, sorted by start, then by end; no two have the same span.

    Offsets count the code points of the documents' texts, put one after the other without anything between them.
    """

    starts: NDArray[Any]
    """The start of each annotation."""
    ends: NDArray[Any]
    """The end of each annotation."""
    numbers: Mapping[str, NDArray[Any]]
    """For each field of `COLUMNS` the number of each annotation's word."""


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive documents with annotations that aren't linked, ignored, unlocated or answers for given spans.

    None of the documents is a case (`bench.dataset.case`), and no annotation states a field of `ABSENT`.
    """

    ids: Sequence[str]
    """The id of each document."""
    texts: Sequence[str]
    """The text of each document."""
    sentences: Sequence[Sequence[int] | None]
    """For each document the first offset of each sentence; None if gold doesn't state them."""
    layers: Mapping[str, tuple[Marks, Marks]]
    """The annotations of gold and of the predictions, by layer: "timexes" and "events"."""
    words: Mapping[str, Words]
    """The words that the numbers stand for, by field. Blocks that have the same object have the same numbers."""
    failures: Mapping[str, str]
    """The cause for each document without predictions, by its id; empty if the document was not predicted."""
    pairs: Callable[[], Iterable[Pair]]
    """Returns the same documents one by one."""
    notes: Sequence[Note] = ()
    """The notes on the documents' files."""
