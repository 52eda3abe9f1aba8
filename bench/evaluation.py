"""The main job: run systems over a suite, score them, and score the annotation passes beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import record, scoring
from bench.formats import folder, rows
from bench.process import DEFAULT_LIMITS, Limits
from bench.record import Record
from bench.registry import System
from bench.running import Report, run
from bench.suite import Predictions, Suite


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One system's predictions and their record."""

    record: Record
    predictions: Predictions


def evaluate_system(
    system: System, suite: Suite, *, limits: Limits = DEFAULT_LIMITS, report: Report = lambda _: None
) -> Evaluated:
    """Run one system over a suite and score it."""
    predictions = run(system, suite, limits=limits, report=report)
    return Evaluated(record.of_system(system, suite, scoring.evaluate(suite, predictions)), predictions)


def annotation_passes(suite_folder: Path, suite: Suite) -> list[Record]:
    """A record for each pass in ``passes/`` against the adjudicated gold: how far careful readers differ."""
    found = []
    for path in sorted((suite_folder / "passes").glob("*/documents.jsonl")):
        predictions = folder.read_predictions(path.parent, suite)
        scored = scoring.evaluate(suite, predictions)
        name = f"annotator-{path.parent.name}"
        found.append(record.of_predictions(name, "annotator", predictions, suite, scored))
    return found


def write(results: Path, suite: Suite, evaluated: Iterable[Evaluated], passes: Iterable[Record]) -> None:
    """Write ``RESULTS/SUITE/NAME/``: the record, and the predictions of what was run."""
    for item in evaluated:
        target = results / suite.name / item.record.name
        folder.write_predictions(target, item.predictions, suite.documents)
        rows.write_text(target / "record.json", record.text(item.record))
    for entry in passes:
        target = results / suite.name / entry.name
        target.mkdir(parents=True, exist_ok=True)
        rows.write_text(target / "record.json", record.text(entry))


def read(results: Path, suite: Suite) -> tuple[list[Record], list[Record]]:
    """The records of a suite's results folder: those of this very gold, and those of another state of it."""
    found = [record.read(path) for path in sorted((results / suite.name).glob("*/record.json"))]
    current = [item for item in found if item.suite_digest == suite.digest]
    return current, [item for item in found if item.suite_digest != suite.digest]


def failed_documents(records: Sequence[Record]) -> int:
    """How many documents failed, over all systems."""
    return sum(len(item.failures) for item in records)
