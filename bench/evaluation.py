"""The main job: run systems over a suite, score them, and score the annotation passes beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench import __version__, record, scoring
from bench.declared import System
from bench.environment import Environment
from bench.formats import folder, rows
from bench.journal import Journal, cannot_write, system_key
from bench.process import DEFAULT_LIMITS, Limits
from bench.record import Record
from bench.running import over_suite, run
from bench.speed import Speed
from bench.suite import Predictions, Suite, SuiteDocument
from bench.task import Outcome
from bench.validation import PASSES

Report = Callable[[Outcome], None]
"""Called with each document's outcome as soon as it is safe on disk."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One system's predictions, their record, and how fast they came."""

    record: Record
    predictions: Predictions
    speed: Speed


@dataclass(frozen=True, slots=True)
class Keep:
    """Where finished documents are kept."""

    folder: Path
    resume: bool = False
    """Whether documents that failed before count as finished too."""


def predict(
    system: System,
    environment: Environment,
    suite: Suite,
    executor: Executor,
    *,
    documents: Sequence[SuiteDocument] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    keep: Keep | None = None,
    ahead: int = 2,
    report: Report = lambda _: None,
) -> tuple[Predictions, Speed]:
    """Run one system over the documents of a suite, or those named."""
    outcomes: list[Outcome] = []
    with ExitStack() as stack:
        journal = None
        if keep is not None:
            key = system_key(system, environment, limits)
            journal = stack.enter_context(Journal(keep.folder, system.name, key, resume=keep.resume))
        tasks = over_suite(system, environment, limits, suite, documents)
        for outcome in run(tasks, executor, journal, ahead=ahead):
            outcomes.append(outcome)
            report(outcome)
    predictions = Predictions(
        layers={outcome.document: outcome.layers for outcome in outcomes if outcome.layers is not None},
        covers=system.layers,
        failures={outcome.document: outcome.failed for outcome in outcomes if outcome.layers is None},
    )
    return predictions, Speed.of(outcomes)


def evaluate_system(
    system: System,
    environment: Environment,
    suite: Suite,
    executor: Executor,
    *,
    limits: Limits = DEFAULT_LIMITS,
    keep: Keep | None = None,
    ahead: int = 2,
    report: Report = lambda _: None,
) -> Evaluated:
    """Run one system over a suite and score it."""
    predictions, speed = predict(
        system, environment, suite, executor, limits=limits, keep=keep, ahead=ahead, report=report
    )
    scored = scoring.evaluate(suite, predictions)
    return Evaluated(record.of_system(system, environment, suite, scored), predictions, speed)


def annotation_passes(suite_folder: Path, suite: Suite) -> list[Record]:
    """A record for each pass in ``passes/`` against the adjudicated gold: how far careful readers differ."""
    found = []
    for path in sorted((suite_folder / PASSES).glob("*/documents.jsonl")):
        predictions = folder.read_predictions(path.parent, suite)
        scored = scoring.evaluate(suite, predictions)
        name = f"annotator-{path.parent.name}"
        found.append(record.of_predictions(name, "annotator", predictions, suite, scored))
    return found


def check_writable(results: Path, suite: Suite) -> None:
    """Make a suite's results folder. Raises UsageError when nothing can be written there."""
    target = results / suite.name
    try:
        target.mkdir(parents=True, exist_ok=True)
        rows.write_text(target / ".writable", "")
        (target / ".writable").unlink()
    except OSError as error:
        raise cannot_write(target, error) from None


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
    """The records of a suite's results folder: those of this gold and this bench, and those of another state."""
    found = [record.read(path) for path in sorted((results / suite.name).glob("*/record.json"))]

    def is_current(item: Record) -> bool:
        return (item.suite_digest, item.suite_version, item.bench) == (suite.digest, suite.version, __version__)

    return [item for item in found if is_current(item)], [item for item in found if not is_current(item)]


def failed_documents(records: Sequence[Record]) -> int:
    """How many documents failed, over all systems."""
    return sum(len(item.failures) for item in records)
