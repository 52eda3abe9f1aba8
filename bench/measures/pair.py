"""Measures over matched annotations: a matched pair is right, wrong, or right in part.

If nothing is predicted, P is undefined and F1 is 0 (the TempEval-3 toolkit prints 0 for both). If gold has nothing
either, P, R and F1 are undefined.
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
Over = Literal["all", "stating", "matched"]
"""The annotations that a measure counts as gold and as predicted.

With "all", these are gold's annotations that state the measure's attribute, and all predictions except those
matched with a gold annotation that doesn't state it, because gold doesn't say what is right there. With "stating",
they are the annotations of both sides that state the attribute. With "matched", they are those of them that are
matched.
"""


@dataclass(frozen=True, slots=True)
class Matched:
    """The matched annotations of one document and layer, and the document's sentences."""

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
    """The rule that says whether a pair is correct. It only gets pairs in which both annotations state
    ``attribute``."""
    over: Over = "all"
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
        elif self.over == "all":
            untold = {id(other) for one, other in matches if self._open(one)}
            gold = [one for one in gold if not self._open(one)]
            predicted = [other for other in predicted if id(other) not in untold]
        sizes = self._sizes(gold, pair.sentences), self._sizes(predicted, pair.sentences)
        correct_gold: list[Credit] = [0] * n
        correct_predicted: list[Credit] = [0] * n
        for one, other in matches:
            credit = self.credit(one, other)
            correct_gold[_sentence(one, pair.sentences)] += credit
            correct_predicted[_sentence(other, pair.sentences)] += credit
        return list(map(Counts, correct_predicted, sizes[1], correct_gold, sizes[0]))

    def _open(self, annotation: Any) -> bool:
        """Returns whether the annotation has no value for the attribute: None or an empty text."""
        return self.attribute is not None and getattr(annotation, self.attribute) in (None, "")

    def _sizes(self, annotations: Iterable[Any], sentences: Sequence[int]) -> list[int]:
        """Returns for each sentence the number of annotations that the measure counts."""
        sizes = [0] * len(sentences)
        for annotation in annotations:
            sizes[_sentence(annotation, sentences)] += self.over == "all" or not self._open(annotation)
        return sizes


def _sentence(annotation: Any, sentences: Sequence[int]) -> int:
    return bisect_right(sentences, annotation.start) - 1
