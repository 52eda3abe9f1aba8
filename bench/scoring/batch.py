"""Documents in columns (`bench.dataset.block`), collected until they are counted together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np

from bench.counts import Group
from bench.dataset.block import ABSENT, COLUMNS, Block, Marks
from bench.dataset.words import Words
from bench.matching.spans import FARTHEST, Spans
from bench.scoring import shares
from bench.scoring.columns import OneByOne
from bench.scoring.counting import Judged, Panel, by_document, count_by_unit, judge_table
from bench.scoring.table import Array, ColumnTable, Sides


class Batch:
    """The documents of blocks, as far as some layers' panels count them."""

    def __init__(self, panels: Mapping[str, Panel]) -> None:
        self._panels = panels
        self.layers = {layer for layer, panel in panels.items() if layer in COLUMNS and _is_columnar(layer, panel)}
        """The layers that can be counted in columns."""
        self.ids: list[str] = []
        """The id of each document."""
        self.size = 0
        """The number of annotations."""
        self._failed: list[bool] = []
        self._lengths: list[int] = []
        """The length of each document's text."""
        self._reach = 0
        """The length of all texts."""
        self._sentences: list[Sequence[int]] = []
        self._words: Mapping[str, Words] = {}
        self._columns = {layer: _Columns() for layer in self.layers}

    def goes_with(self, block: Block) -> bool:
        """Returns whether a block can be added to the others."""
        reach = self._reach + sum(map(len, block.texts))
        return not self.ids or (self._words is block.words and reach < FARTHEST)

    def add(self, block: Block, sentences: Sequence[Sequence[int]]) -> None:
        """Adds the documents of a block; ``sentences`` are the first offsets of the sentences of each."""
        self._words = block.words
        for layer, columns in self._columns.items():
            gold, predicted = block.layers[layer]
            columns.add(gold, predicted, self._reach)
            self.size += len(gold.starts) + len(predicted.starts)
        self.ids += block.ids
        self._failed += (document in block.failures for document in block.ids)
        self._sentences += sentences
        self._lengths += map(len, block.texts)
        self._reach = sum(self._lengths)

    def judged(self) -> dict[str, Judged]:
        """Returns the table of each layer, with the credits of its pairs."""
        firsts = np.cumsum([0, *self._lengths[:-1]])
        return {
            layer: judge_table(panel, self._columns[layer].table(self._words, firsts))
            for layer, panel in self._panels.items()
        }

    def simplified(self, judged: Mapping[str, Judged]) -> list[tuple[str, str]]:
        """Returns the documents, each with a layer, in which some pairs follow a simpler rule."""
        ends = np.cumsum(self._lengths)
        found = {
            (int(np.searchsorted(ends, offset, "right")), place)
            for place, each in enumerate(judged.values())
            if isinstance(each.table, ColumnTable)
            for offset in each.table.simplified
        }
        layers = list(judged)
        return [(self.ids[document], layers[place]) for document, place in sorted(found)]

    def counts(self, judged: Mapping[str, Judged], parts: Sequence[int]) -> list[tuple[str, dict[str, Group]]]:
        """Returns the counts of each part by measure, with the first document of the part.

        ``parts`` are the numbers of documents that are counted as one; those of one document have counts for each
        sentence.
        """
        firsts = np.cumsum([0, *self._lengths[:-1]])
        begins = np.cumsum([0, *parts[:-1]])
        of_parts = np.repeat(np.arange(len(parts)), parts)
        alone = len(parts) == len(self.ids)
        numbers = list(map(len, self._sentences)) if alone else [1] * len(parts)
        starts = starts_of(self._sentences, firsts) if alone else firsts[begins]
        found: list[dict[str, Group]] = [{} for _ in parts]
        for layer, each in judged.items():
            panel, table = self._panels[layer], each.table
            assert isinstance(table, ColumnTable)
            gold, predicted = (np.searchsorted(starts, side.starts, "right") - 1 for side in table.spans)
            rows = count_by_unit(each, gold, predicted, len(starts))
            for into, counts in zip(found, by_document(rows, numbers), strict=True):
                into.update(zip(panel.names, counts, strict=True))
            documents = shares.Documents(firsts, np.array(self._failed), of_parts, len(parts))
            for measure in panel.others:
                row = shares.counts(measure, table, documents, predicted, len(starts))
                if len(row) == len(parts):
                    for into, one in zip(found, row, strict=True):
                        into[measure.name] = one
                else:
                    for into, counts in zip(found, by_document([row], numbers), strict=True):
                        into[measure.name] = counts[0]
        return list(zip((self.ids[at] for at in begins.tolist()), found, strict=True))


def _is_columnar(layer: str, panel: Panel) -> bool:
    """Returns whether no measure looks at annotations one by one, or at fields that aren't columns."""
    return (
        panel.attributes <= set(COLUMNS[layer])
        and panel.needed | panel.needed_of_predictions <= set(ABSENT)
        and all(type(measure) in shares.KNOWN for measure in panel.others)
        and not any(isinstance(compare, OneByOne) for compare, *_ in panel.comparisons)
    )


class _Columns:
    """The annotations of one layer in columns, block by block."""

    def __init__(self) -> None:
        self._marks: tuple[list[Marks], list[Marks]] = ([], [])

    def add(self, gold: Marks, predicted: Marks, offset: int) -> None:
        """Adds the annotations of a block, whose texts begin at ``offset``."""
        for side, marks in zip(self._marks, (gold, predicted), strict=True):
            side.append(Marks(marks.starts + offset, marks.ends + offset, marks.numbers))

    def table(self, words: Mapping[str, Words], firsts: Array) -> ColumnTable:
        """Returns the table; ``firsts`` are the offsets at which the documents begin."""
        gold, predicted = (
            Spans(np.concatenate([each.starts for each in side]), np.concatenate([each.ends for each in side]))
            for side in self._marks
        )
        columns: dict[str, Sides] = {}
        for field in self._marks[0][0].numbers:
            ours, theirs = (np.concatenate([each.numbers[field] for each in side]) for side in self._marks)
            columns[field] = ours, theirs
        stated = {field: words[field].by_number() for field in columns}
        return ColumnTable((gold, predicted), columns, stated, firsts)


def starts_of(sentences: Sequence[Sequence[int]], firsts: Array) -> Array:
    """Returns the first offsets of all sentences, in documents that begin at ``firsts``."""
    numbers = list(map(len, sentences))
    found: Array = np.fromiter(chain.from_iterable(sentences), np.intp, sum(numbers)) + np.repeat(firsts, numbers)
    return found


def rise(sentences: Sequence[Sequence[int]], lengths: Sequence[int]) -> bool:
    """Returns whether the sentences of each document begin at rising offsets within its text, the first at 0."""
    firsts = np.cumsum([0, *lengths])
    if not all(each and each[0] == 0 for each in sentences):
        return False
    starts = np.append(starts_of(sentences, firsts[:-1]), firsts[-1])
    return bool((np.diff(starts) > 0).all())
