"""The confidence of a system in its values: calibration error, and risk against coverage.

A prediction's ``confidence`` is the probability that the expression is one and that its value is right. It is
right if it is matched and its value is that of one of gold's readings (`TIMEX_VALUE_ANY`), so a spurious
prediction is wrong. Only predictions that state a confidence are measured, and none that is matched with gold that
has no value.

::

    ECE     expected calibration error (Naeini et al. 2015; Guo et al. 2017): predictions are put into `BINS` bins
            of equal width; the sum over bins of their share × |share right − mean confidence|
    AURC    area under the risk-coverage curve (El-Yaniv and Wiener 2010; Geifman et al. 2019): the mean over
            k = 1 … n of the share wrong among the k predictions with the highest confidence

Among predictions with the same confidence each order is as likely as any other; the area is the mean over them.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from bench.matching.matching import Matching
from bench.measures.reading import TIMEX_VALUE_ANY

if TYPE_CHECKING:
    from bench.scoring.table import Table

BINS = 10
"""The number of bins of the calibration error."""
COVERAGES = tuple(share / 20 for share in range(1, 21))
"""The coverages for which the risk is kept, for plots."""
Answer = tuple[float, bool]
"""The confidence of a prediction, and whether the prediction is right."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The predictions with a confidence over ``low`` and up to ``high``; the first bin also has those with 0."""

    low: float
    high: float
    predicted: int
    right: int
    mean: float
    """The mean confidence of the predictions in the bin."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """The measures of how sure a system is of its values."""

    stated: int
    """The number of predicted time expressions that state a confidence."""
    predicted: int
    """The number of all predicted time expressions."""
    right: int
    """The number of those that state a confidence and are right."""
    mean: float
    """The mean confidence."""
    ece: float
    """The expected calibration error, from 0 to 1; 0 is best."""
    aurc: float
    """The area under the risk-coverage curve, from 0 to 1; 0 is best."""
    bins: tuple[Bin, ...] = ()
    """The bins that have predictions."""
    risks: tuple[float, ...] = ()
    """The share wrong at each of `COVERAGES`, among the predictions with the highest confidence."""


class Confidences:
    """The confidences of predictions, collected table by table."""

    def __init__(self) -> None:
        self._answers: list[Answer] = []
        self._predicted = 0

    def add(self, table: Table) -> None:
        """Adds the predicted time expressions of documents."""
        self._predicted += table.sizes[1]
        if table.predictions_state("confidence"):
            for matching in table.matchings:
                self._add(matching)

    def _add(self, matching: Matching[Any]) -> None:
        right = {id(found) for gold, found in matching.pairs if TIMEX_VALUE_ANY.credit(gold, found)}
        untold = {id(found) for gold, found in matching.pairs if gold.value in (None, "")}
        self._answers += [
            (float(item.confidence), id(item) in right)
            for item in matching.predicted
            if item.confidence is not None and id(item) not in untold
        ]

    def merge(self, other: Confidences) -> None:
        """Adds the predictions of later documents."""
        self._answers += other._answers
        self._predicted += other._predicted

    def measured(self) -> Confidence | None:
        """Returns the measures over all predictions; None if none states a confidence."""
        return measured(self._answers, self._predicted) if self._answers else None


def measured(answers: Sequence[Answer], predicted: int) -> Confidence:
    """Returns the measures of at least one answer; ``predicted`` is the number of all predictions."""
    n = len(answers)
    bins = tuple(_bins(answers))
    wrong = list(_wrong(answers))
    return Confidence(
        stated=n,
        predicted=predicted,
        right=sum(right for _, right in answers),
        mean=math.fsum(confidence for confidence, _ in answers) / n,
        ece=math.fsum(abs(each.right - each.predicted * each.mean) for each in bins) / n,
        aurc=math.fsum(errors / k for k, errors in enumerate(wrong, 1)) / n,
        bins=bins,
        risks=tuple(wrong[k - 1] / k for k in (math.ceil(share * n - 1e-9) for share in COVERAGES)),
    )


def _bins(answers: Sequence[Answer]) -> Iterator[Bin]:
    """Yields the bins that have predictions, from the lowest confidence to the highest."""
    edges = [(number + 1) / BINS for number in range(BINS)]
    placed: list[list[Answer]] = [[] for _ in edges]
    for answer in answers:
        placed[min(bisect_left(edges, answer[0]), BINS - 1)].append(answer)
    for number, found in enumerate(placed):
        if found:
            mean = math.fsum(confidence for confidence, _ in found) / len(found)
            yield Bin(number / BINS, edges[number], len(found), sum(right for _, right in found), mean)


def _wrong(answers: Sequence[Answer]) -> Iterator[float]:
    """Yields for k = 1 … n the expected number of wrong answers among the k with the highest confidence."""
    before = 0
    ordered = sorted(answers, key=itemgetter(0), reverse=True)
    for _, tied in groupby(ordered, key=itemgetter(0)):
        group = list(tied)
        errors = sum(not right for _, right in group)
        yield from (before + errors * k / len(group) for k in range(1, len(group) + 1))
        before += errors
