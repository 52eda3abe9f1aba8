from __future__ import annotations

import pytest

from bench.counts import Counts, Score, total


@pytest.mark.parametrize(
    ("counts", "precision", "recall", "f1"),
    [
        # 3 right of 4 predicted, of 6 in gold: P 3/4, R 3/6, F 2·3/(4+6)
        (Counts(3, 4, 3, 6), 0.75, 0.5, 0.6),
        (Counts(0, 4, 0, 6), 0.0, 0.0, 0.0),
        (Counts(0, 0, 0, 6), None, 0.0, 0.0),
        (Counts(0, 4, 0, 0), 0.0, None, 0.0),
        (Counts(0, 0, 0, 0), None, None, None),
        # a slice may be right on more golds than predictions: P 1/2, R 2/2, F 2·(1/2)·1/(3/2)
        (Counts(1, 2, 2, 2), 0.5, 1.0, 2 / 3),
    ],
)
def test_score(counts: Counts, precision: float | None, recall: float | None, f1: float | None) -> None:
    found = Score.of(counts)
    assert (found.precision, found.recall) == (precision, recall)
    assert found.f1 == pytest.approx(f1) if f1 is not None else found.f1 is None


def test_counts_add_up() -> None:
    assert total([Counts(1, 2, 3, 4), Counts(10, 20, 30, 40)]) == Counts(11, 22, 33, 44)
    assert total([]) == Counts(0, 0, 0, 0)
