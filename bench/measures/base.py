"""What a measure over spans and their attributes is: a name, a layer, and when a matched pair is right."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bench.counts import Counts
from bench.matching import Matching

Keep = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the vocabulary that code, tables, JSON and the command line share.

    Its score is P = correct / predicted, R = correct / gold and F = 2 × correct / (gold + predicted), where a
    matched pair (`bench.matching`) is correct if ``right`` holds. With nothing predicted P is undefined and F
    is 0 (the TempEval-3 toolkit prints 0 for both); with nothing on either side all three are undefined.
    """

    name: str
    layer: str
    definition: str
    """One sentence: when a match is correct."""
    right: Callable[[Any, Any], bool]
    """Of a gold annotation and the one matched with it."""
    attribute: str | None = None
    """The field that ``right`` compares; where gold never has it, the measure is not computed."""
    source: str = "TempEval-3 (UzZaman et al. 2013)"

    def count(self, matching: Matching[Any]) -> Counts:
        """The counts of a whole document."""
        right = self.right
        correct = 0
        for gold, predicted in matching.pairs:
            if right(gold, predicted):
                correct += 1
        return Counts(correct, len(matching.predicted), correct, len(matching.gold))

    def count_units(self, matching: Matching[Any], starts: Sequence[int]) -> list[Counts]:
        """The counts of each sentence; ``starts`` are the sentences' first offsets, the first one 0.

        An annotation belongs to the sentence in which it starts.
        """
        if len(starts) <= 1:
            return [self.count(matching)]
        table = [[0, 0, 0, 0] for _ in starts]
        for item in matching.predicted:
            table[bisect_right(starts, item.start) - 1][1] += 1
        for item in matching.gold:
            table[bisect_right(starts, item.start) - 1][3] += 1
        for gold, predicted in matching.pairs:
            if self.right(gold, predicted):
                table[bisect_right(starts, predicted.start) - 1][0] += 1
                table[bisect_right(starts, gold.start) - 1][2] += 1
        return [Counts(*row) for row in table]

    def count_slice(self, matching: Matching[Any], keep_gold: Keep, keep_predicted: Keep | None) -> Counts:
        """The counts over the annotations that the filters keep.

        ``keep_predicted`` is None for what only gold knows; then nothing counts as predicted, and the score
        has a recall alone.
        """
        right = [pair for pair in matching.pairs if self.right(*pair)]
        if keep_predicted is None:
            correct_predicted = predicted = 0
        else:
            correct_predicted = sum(keep_predicted(pair[1]) for pair in right)
            predicted = sum(map(keep_predicted, matching.predicted))
        correct_gold = sum(keep_gold(pair[0]) for pair in right)
        return Counts(correct_predicted, predicted, correct_gold, sum(map(keep_gold, matching.gold)))
