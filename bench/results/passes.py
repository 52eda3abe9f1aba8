"""Records of a suite's annotation passes: the scores of each annotator against the adjudicated gold."""

from __future__ import annotations

from pathlib import Path

from bench import formats
from bench.dataset.suite import Suite
from bench.gold.load import PASSES, passes
from bench.results import record
from bench.results.record import Record
from bench.scoring.score import score
from bench.sdk.declare import ANNOTATOR


def records(suite_folder: Path, suite: Suite, seed: int = 0) -> list[Record]:
    """Returns a record for each pass in the suite's folder ``passes/``, scored against the suite's gold."""
    found = []
    for path in passes(suite_folder):
        predictions = formats.read_predictions(path, suite)
        scored = score(suite, predictions)
        name = f"{ANNOTATOR}{path.name}"
        found.append(record.of_predictions(name, "annotator", predictions, suite, scored, seed))
    return found


def folder_of(suite_folder: Path, item: Record) -> Path:
    """Returns the folder of the pass from which an annotator's record was made."""
    return suite_folder / PASSES / item.name.removeprefix(ANNOTATOR)
