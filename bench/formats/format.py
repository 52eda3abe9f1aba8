"""A format: how it is recognised, read, streamed and written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bench.dataset.block import Block
from bench.dataset.pair import Pair
from bench.dataset.suite import Predictions, Suite, SuiteDocument
from bench.formats.annotated import Annotated


class IrregularError(Exception):
    """Raised by a stream for files that have to be read whole: they have a fault, or lines in another order."""


@dataclass(frozen=True, slots=True)
class Stream:
    """Gold and predictions that are read side by side, one document at a time."""

    suite: Suite
    """The name, version and digest of the gold, without documents."""
    predictions: Predictions
    """The layers that were predicted, without documents."""
    whole: Callable[[], Iterator[Pair | Block]]
    """Yields all documents. Raises `IrregularError`, perhaps after some documents, if the files have to be read
    whole."""
    parts: Callable[[], Sequence[Any]]
    """Returns the documents divided into parts, for several processes. It raises `IrregularError` too."""
    read: Callable[[Any], Iterator[Pair | Block]]
    """Yields the documents of a part. The function can be sent to another process."""
    unknown: Sequence[str] = ()
    """The ids of predicted documents that gold doesn't have."""


class WritePredictions(Protocol):
    """The type of a function that writes predictions into a folder."""

    def __call__(
        self, folder: Path, predictions: Predictions, documents: Sequence[SuiteDocument], *, texts: bool = True
    ) -> None:
        """Writes the predictions of ``documents``, in this order; without ``texts``, no words of annotations."""


class WriteGold(Protocol):
    """The type of a function that writes annotated documents."""

    def __call__(
        self, path: Path, suite: Suite, documents: Iterable[Annotated], lose: Callable[[str], None], /
    ) -> None:
        """Writes the documents into the new folder or file ``path``, each as soon as it comes.

        ``suite`` has everything else (name, version, timeline, labelled layers); its documents are empty. ``lose``
        is called with the noun for each annotation that can't be written though its fields are carried, such as
        "annotation that crosses another". Raises DataError for a text that the format can't hold.
        """


@dataclass(frozen=True, slots=True)
class Format:
    """A format of gold and predictions. A module of `bench.formats` defines one as ``FORMAT``."""

    name: str
    """The name in code: "jsonl"."""
    title: str
    """The name for readers: "JSON Lines"."""
    sign: str
    """The files by which the format is recognised, for messages: "*.tml or *.xml"."""
    order: int
    """The rank of the format: a path is in the first one that recognises it, so the clearest signs come first.
    Formats that are recognised by the content of a file come before TimeML (500), which takes all XML."""
    files: Callable[[Path], Sequence[Path]]
    """Returns the files of this format in a folder, or the one file that the path is; empty if there is none."""
    read_gold: Callable[[Path], Suite]
    """Returns the gold. Raises DataError, which lists every fault that would change scores."""
    read_predictions: Callable[[Path, Suite | None], Predictions]
    """Returns the predictions, checked against gold if it is given. Raises DataError, which lists every fault."""
    check_gold: Callable[[Path], Suite] | None = None
    """Returns the gold, but raises DataError also for faults that scoring accepts; None if `read_gold` does so."""
    documents: Callable[[Path], Iterator[SuiteDocument]] | None = None
    """Yields documents without annotations; None if `bench.dataset.corpus` reads them, or there are none."""
    stream: Callable[[Path, Path], Stream | None] | None = None
    """Returns the stream of predictions and gold, or None if both are to be read whole. The field is None if the
    format can't be streamed."""
    write_predictions: WritePredictions | None = None
    """The function that writes predictions; None if the format can't be written."""
    open_gold: Callable[[Path], tuple[Suite, Iterator[Annotated]]] | None = None
    """Returns the gold without documents, and its documents to be read one at a time; None if the gold is to be
    read whole. Raises DataError, perhaps after some documents."""
    write_gold: WriteGold | None = None
    """The function that writes annotated documents; None if the format can't be written. It raises DataError for a
    document that the format can't hold."""
    carries: frozenset[str] = frozenset()
    """The fields that `write_gold` writes and `read_gold` reads again, of those in `bench.formats.carried`."""
    single: bool = False
    """True if `write_gold` writes a file, and no folder."""
    needs: str = ""
    """The module that has to be installed, with the extra ``formats``; empty if the base install is enough."""
    tried_on: str = ""
    """The real files on which the reader was tried; empty if only made-up files were at hand."""
    ordered: bool = False
    """True if the format is for ordered timelines (`Suite.ordered`) instead of annotated documents."""
    with_texts: bool = False
    """True if predictions in this format contain the texts of the documents."""

    def recognises(self, path: Path) -> bool:
        """Returns whether a file or a folder is in this format."""
        return bool(self.files(path))
