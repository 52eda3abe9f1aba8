"""Measures over matched annotations: a matched pair is right, wrong, or right in part.

P is undefined where nothing is predicted, and F1 is 0 then (the TempEval-3 toolkit prints 0 for both). Where
there is nothing on either side, all three are undefined.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bench.counts import Counts, Credit
from bench.matching.matching import Matching
from bench.measures.base import Measure
from bench.measures.rules import Rule

TEMPEVAL_3 = "TempEval-3 (UzZaman et al. 2013)"


@dataclass(frozen=True, slots=True)
class Matched:
    """The matched annotations of one document and layer, and the sentences that they stand in."""

    matching: Matching[Any]
    sentences: Sequence[int] = (0,)
    """The first offset of each sentence; the first one is 0."""
    trap: bool = False
    """True if the document is a trap (`bench.dataset.case`)."""
    failed: bool = False
    """True if the system failed on the document, or wasn't run on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairMeasure(Measure[Matched]):
    """A measure over matched annotations.

    `bench.scoring.counting` counts all measures of a layer at once, in less time and with the same result as
    ``count``.
    """

    correct: Rule
    """The rule by which a pair is right. It is asked only about pairs of which both sides state ``attribute``."""
    attribute: str | None = None
    """The field that is compared; where no annotation of gold states it, the measure isn't computed."""
    needs: str | None = None
    """A further field of gold: where no annotation states it, the measure isn't computed."""
    over: Literal["all", "stating", "matched"] = "all"
    """The annotations that count as gold or as predicted: all, those that state ``attribute``, or those that
    state it and are matched."""
    unit: str = "sentence"

    def credit(self, gold: Any, predicted: Any) -> Credit:
        """Returns the credit of a matched pair: True, False or a share of 1."""
        if self._open(gold) or self._open(predicted):
            return False
        return self.correct(gold, predicted)

    def count(self, pair: Matched, /) -> Sequence[Counts]:
        """Returns the counts of each sentence. An annotation belongs to the sentence in which it starts."""
        matching, n = pair.matching, len(pair.sentences)
        matches = matching.pairs
        gold, predicted = matching.gold, matching.predicted
        if self.over == "matched":
            gold, predicted = [one for one, _ in matches], [other for _, other in matches]
        sizes = self._sizes(gold, pair.sentences), self._sizes(predicted, pair.sentences)
        correct_gold: list[Credit] = [0] * n
        correct_predicted: list[Credit] = [0] * n
        for one, other in matches:
            credit = self.credit(one, other)
            correct_gold[_sentence(one, pair.sentences)] += credit
            correct_predicted[_sentence(other, pair.sentences)] += credit
        return list(map(Counts, correct_predicted, sizes[1], correct_gold, sizes[0]))

    def _open(self, annotation: Any) -> bool:
        """Returns whether the annotation has no value for the attribute."""
        return self.attribute is not None and getattr(annotation, self.attribute) is None

    def _sizes(self, annotations: Iterable[Any], sentences: Sequence[int]) -> list[int]:
        """Returns the number of annotations in each sentence that the measure counts."""
        sizes = [0] * len(sentences)
        for annotation in annotations:
            sizes[_sentence(annotation, sentences)] += self.over == "all" or not self._open(annotation)
        return sizes


def _sentence(annotation: Any, sentences: Sequence[int]) -> int:
    return bisect_right(sentences, annotation.start) - 1
