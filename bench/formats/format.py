"""A format: how it is recognised, read, streamed and written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bench.dataset.pair import Pair
from bench.dataset.suite import Predictions, Suite, SuiteDocument


class IrregularError(Exception):
    """Raised by a stream for files that can only be read whole: a fault in them, or lines in another order."""


@dataclass(frozen=True, slots=True)
class Stream:
    """Gold and predictions that are read side by side, one document at a time."""

    suite: Suite
    """The name, version and digest of the gold, without documents."""
    predictions: Predictions
    """The layers that were predicted, without documents."""
    whole: Callable[[], Iterator[Pair]]
    """Reads all documents. It raises `IrregularError`, perhaps after some of them, where only reading all at once
    would do."""
    parts: Callable[[], Sequence[Any]]
    """Divides the documents into parts, for several processes. It raises `IrregularError` too."""
    read: Callable[[Any], Iterator[Pair]]
    """Reads the documents of a part. It can be sent to another process."""
    unknown: Sequence[str] = ()
    """The documents that were predicted and that gold doesn't have."""


class WritePredictions(Protocol):
    """Writes a predictions folder for some documents, in their order."""

    def __call__(
        self, folder: Path, predictions: Predictions, documents: Sequence[SuiteDocument], *, texts: bool = True
    ) -> None:
        """Writes it; without ``texts`` the words that annotations cover are left out."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format. A module of `bench.formats` that has one as ``FORMAT`` adds it."""

    name: str
    """The name in code: "jsonl"."""
    title: str
    """The name for readers: "JSON Lines"."""
    sign: str
    """The files that it is recognised by, for messages: "*.tml or *.xml"."""
    order: int
    """The place among the formats that are asked whether they recognise a path: the surest sign comes first."""
    files: Callable[[Path], Sequence[Path]]
    """Returns the files of a folder, or the one file, that hold this format; none where it isn't this format."""
    read_gold: Callable[[Path], Suite]
    """Raises DataError with every fault that scores depend on."""
    read_predictions: Callable[[Path, Suite | None], Predictions]
    """Checks against the gold, if it is given. Raises DataError with every fault."""
    check_gold: Callable[[Path], Suite] | None = None
    """Reads gold, and reports also what scoring passes over; None if `read_gold` reports all."""
    documents: Callable[[Path], Iterator[SuiteDocument]] | None = None
    """Reads the bare documents, one at a time; None if `bench.dataset.corpus` reads them, or there are none."""
    stream: Callable[[Path, Path], Stream | None] | None = None
    """Takes predictions and gold. Returns None if both are better read whole; None if it never streams."""
    write_predictions: WritePredictions | None = None
    """The function that writes predictions; None if the format can't be written."""
    ordered: bool = False
    """True if it holds ordered timelines by participant (`Suite.ordered`) instead of annotated documents."""
    with_texts: bool = False
    """True if its predictions carry the texts that they are about."""

    def recognises(self, path: Path) -> bool:
        """Returns whether a file or a folder is in this format."""
        return bool(self.files(path))
