"""One document of gold with the predictions for it: the unit of scoring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.dataset.case import Case
from bench.dataset.note import Note
from bench.dataset.suite import Layers
from bench.sdk.model import Timex


@dataclass(frozen=True, slots=True)
class Pair:
    """One document of gold and the predictions for it."""

    id: str
    sentences: Sequence[int]
    """First offset of each sentence."""
    gold: Layers
    predicted: Layers | None
    """The predictions; None if the document failed or was not predicted."""
    failed: str = ""
    """The cause of the failure; empty if the document was not predicted."""
    resolved: Sequence[Timex] = ()
    """The answers for given spans."""
    unresolved: str = ""
    """The cause, where asking for given spans failed."""
    case: Case | None = None
    """The phenomenon that the document isolates, if its tags name one."""
    notes: Sequence[Note] = ()
    """Notes on what was left out of its files, or read in another way than one may expect."""
