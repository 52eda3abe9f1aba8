"""The counts of documents, kept in bounded memory: of many documents, sums over neighbours are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from bench.counts import Counts, Group, total

BLOCKS = 4096
"""The greatest number of documents, or blocks of documents, whose counts are kept separately."""


class Kept:
    """The counts of the documents that were added, by document (the first one of a block) and by measure."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[str, Group]] = {}
        self.block = 1
        """The number of documents whose counts are kept as one sum."""
        self._pending: list[dict[str, Group]] = []
        """The counts of the documents in the last block, which isn't full."""
        self._documents = 0
        """The number of documents in the last block."""
        self._first = ""

    def add(self, document: str, counted: dict[str, Group], documents: int = 1) -> None:
        """Adds the counts of a document, by measure, or those of so many documents, of which it is the first."""
        if self.block == 1:
            self._counts[document] = counted
        else:
            if not self._pending:
                self._first = document
            self._pending.append(counted)
            self._documents += documents
            if self._documents < self.block:
                return
            self.close()
        if len(self._counts) == BLOCKS:
            self.block *= 2
            self._counts = _halved(self._counts)

    def parts(self, documents: int) -> list[int]:
        """Returns the sizes of the parts into which so many documents are divided before they are added.

        Each part lies within one block. Parts of one document are added with their units.
        """
        if self.block == 1:
            return [1] * documents
        first = min(self.block - self._documents, documents)
        whole, rest = divmod(documents - first, self.block)
        return [first, *[self.block] * whole, *([rest] if rest else [])]

    def merge(self, other: Kept) -> None:
        """Adds the counts of fewer than `BLOCKS` later documents."""
        for document, counted in other._counts.items():
            self.add(document, counted)

    def close(self) -> None:
        """Stores the sum over the last block, full or not."""
        if self._pending:
            self._counts[self._first] = _summed(self._pending)
        self._pending, self._documents = [], 0

    def by_measure(self) -> Iterable[tuple[str, Mapping[str, Group]]]:
        """Yields the name of each measure, with its counts by document."""
        for name in next(iter(self._counts.values()), ()):
            yield name, {document: counted[name] for document, counted in self._counts.items()}


def _halved(kept: Mapping[str, dict[str, Group]]) -> dict[str, dict[str, Group]]:
    """Returns the sums over each two neighbours."""
    documents = list(kept)
    sums: dict[tuple[int, int], Group] = {}  # most groups are the same objects, which are added once
    found: dict[str, dict[str, Group]] = {}
    for first, second in zip(documents[::2], documents[1::2], strict=True):
        found[first] = into = {}
        for (name, one), other in zip(kept[first].items(), kept[second].values(), strict=True):
            key = id(one), id(other)
            if key not in sums:
                sums[key] = (total(chain(counts_of(one), counts_of(other))),)
            into[name] = sums[key]
    return found


def _summed(documents: Sequence[Mapping[str, Group]]) -> dict[str, Group]:
    """Returns the sum of documents' counts by measure; all have the same measures in the same order."""
    columns = zip(*(counted.values() for counted in documents), strict=True)
    sums = ((total(chain.from_iterable(map(counts_of, groups))),) for groups in columns)
    return dict(zip(documents[0], sums, strict=True))


def counts_of(group: Group) -> Iterable[Counts]:
    """Returns the counts of each unit."""
    # to test for a tuple or a list is much faster than to test for a mapping
    return group if isinstance(group, tuple | list) or not isinstance(group, Mapping) else group.values()
