"""Scoring of files: predictions and gold of any format, a document at a time where they are large."""

from __future__ import annotations

import functools
from pathlib import Path

from bench.dataset.suite import RESOLVED, Predictions, Suite, suite_name
from bench.errors import UsageError
from bench.formats import folder, pairs, task4, timeml
from bench.formats.pairs import IrregularError
from bench.gold.scheme import load
from bench.scoring.result import Scored
from bench.scoring.score import ordered, over, score, side_by_side

LARGE = 64 * 2**20
"""Bytes of gold's documents from which on they are read one by one."""


def score_files(
    predictions: Path, gold: Path, *, jobs: int = 1, whole: bool = False
) -> tuple[Suite, Predictions, Scored]:
    """Read predictions and gold, each in the format that its folder has, and score.

    Large folders are read a document at a time, by ``jobs`` processes, unless ``whole``; the suite and the
    predictions that are returned then have no documents. Raises UsageError for a folder that isn't there or is of
    no format, DataError with every fault.
    """
    for path, noun in ((predictions, "predictions"), (gold, "gold")):
        if not path.is_dir():
            raise UsageError(f"{path}: there is no such folder; name a folder of {noun}")
    if task4.files(gold) and not _has_documents(gold):
        return _score_ordered(predictions, gold)
    if not whole and timeml.files(gold) and timeml.files(predictions) and not _is_rows(gold):
        return _score_timeml(predictions, gold, jobs)
    large = gold / "documents.jsonl"
    if not whole and large.is_file() and large.stat().st_size > LARGE and _is_rows(predictions):
        try:
            return _score_stream(predictions, gold, jobs)
        except IrregularError:
            pass  # reading it whole says what is wrong, if anything is
    if not _has_documents(gold):
        raise UsageError(
            f"{gold}: no documents.jsonl, TimeML (*.tml, *.xml) or timelines (*.txt) here; name a folder of gold"
        )
    suite = load(gold, own=True)
    if _is_rows(predictions):
        predicted = folder.read_predictions(predictions, suite)
    elif timeml.files(predictions):
        predicted = timeml.read_predictions(predictions, suite)
    else:
        raise UsageError(
            f"{predictions}: neither a documents.jsonl nor TimeML files (*.tml, *.xml) here; "
            "name a predictions folder"
        )
    return suite, predicted, score(suite, predicted)


def _is_rows(path: Path) -> bool:
    return (path / "documents.jsonl").is_file()


def _has_documents(gold: Path) -> bool:
    """Whether there is gold of documents here."""
    return _is_rows(gold) or bool(timeml.files(gold))


def _score_ordered(predictions: Path, gold: Path) -> tuple[Suite, Predictions, Scored]:
    if not task4.files(predictions):
        raise UsageError(
            f"{predictions}: no timelines (*.txt) here, as {gold} has; name a folder of predicted ones"
        )
    suite = Suite(suite_name(gold), "", task4.digest(gold), (), {})
    scored = ordered(task4.read(gold), task4.read(predictions))
    return suite, Predictions({}, covers=("timeline",)), scored


def _score_timeml(predictions: Path, gold: Path, jobs: int) -> tuple[Suite, Predictions, Scored]:
    documents, unknown = timeml.beside(predictions, gold)
    if jobs > 1:
        scored = side_by_side(timeml.pairs, timeml.parts(documents), timeml.LAYERS, jobs=jobs, unknown=unknown)
    else:
        scored = over(timeml.pairs(documents), timeml.LAYERS, unknown=unknown)
    suite = Suite(suite_name(gold), "", timeml.digest(gold), (), {})
    return suite, Predictions({}, covers=timeml.LAYERS), scored


def _score_stream(predictions: Path, gold: Path, jobs: int) -> tuple[Suite, Predictions, Scored]:
    """Document by document, in bounded memory. Raises IrregularError where only reading all at once would do."""
    covers = folder.covered(predictions)
    if "timeline" in covers:
        raise IrregularError("a timeline goes across documents")
    version, digest = folder.version_and_digest(gold)
    counted = (*covers, RESOLVED) if folder.has_resolved(predictions) else covers
    if jobs > 1:
        read = functools.partial(pairs.read, predictions, gold)
        scored = side_by_side(read, pairs.parts(predictions, gold), counted, jobs=jobs)
    else:
        scored = over(pairs.read(predictions, gold), counted)
    return Suite(suite_name(gold), version, digest, (), {}), Predictions({}, covers), scored
