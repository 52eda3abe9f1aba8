"""One document of gold with the predictions for it; documents are scored one by one."""

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
    sentences: Sequence[int] | None
    """The first offset of each sentence; None if gold doesn't state them."""
    gold: Layers
    predicted: Layers | None
    """The predictions; None if the document failed or was not predicted."""
    failed: str = ""
    """The cause of the failure; empty if the document was not predicted."""
    resolved: Sequence[Timex] = ()
    """The timexes that the system returned for given spans."""
    unresolved: str = ""
    """The cause if the document failed with given spans; else empty."""
    notes: Sequence[Note] = ()
    """The notes on the document's files."""
    text: str = ""
    """The text of a document whose sentences gold doesn't state."""
    case: Case | None = None
    """The phenomenon that the document isolates, if its tags name one."""
