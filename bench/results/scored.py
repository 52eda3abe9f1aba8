"""Scoring of files: predictions against gold, in any format. Large folders are read document by document."""

from __future__ import annotations

from pathlib import Path

from bench import formats
from bench.dataset.suite import Predictions, Suite
from bench.formats import IrregularError, Stream
from bench.gold.corrections import corrected
from bench.scoring.result import Scored
from bench.scoring.score import over, score, side_by_side


def score_files(
    predictions: Path,
    gold: Path,
    *,
    jobs: int = 1,
    whole: bool = False,
    align: bool = False,
    corrections: Path | None = None,
) -> tuple[Suite, Predictions, Scored]:
    """Reads predictions and gold, each in its own format, and scores them. Returns gold, predictions and scores.

    Large folders are read one document at a time, by ``jobs`` processes; the suite and the predictions then
    contain no documents. With ``whole`` they are read at once. With ``align`` the texts of predictions and gold
    may differ in white space. ``corrections`` is a file of corrections of gold (`bench.gold.corrections`). Raises
    UsageError for a path that no format recognises, and DataError, which lists every fault.
    """
    stream = None if whole or align or corrections else formats.stream(predictions, gold)
    if stream is not None:
        try:
            return stream.suite, stream.predictions, _score_stream(stream, jobs)
        except IrregularError:
            pass  # the folder is read at once below, which reports its faults if there are any
    suite = formats.read_gold(gold)
    if corrections is not None:
        suite = corrected(suite, corrections)
    predicted = formats.read_predictions(predictions, suite, align=align)
    return suite, predicted, score(suite, predicted)


def _score_stream(stream: Stream, jobs: int) -> Scored:
    """Scores document by document in bounded memory. Raises IrregularError if the files don't allow it."""
    covers, labelled, unknown = stream.predictions.counted, stream.suite.labelled_layers, stream.unknown
    if jobs > 1:
        return side_by_side(stream.read, stream.parts(), covers, jobs=jobs, labelled=labelled, unknown=unknown)
    return over(stream.whole(), covers, labelled=labelled, unknown=unknown)
