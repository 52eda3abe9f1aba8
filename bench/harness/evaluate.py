"""The main job: run systems over a suite, score them, and score the annotation passes beside them."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench import __version__, formats
from bench.dataset.suite import ACROSS, NOTHING, Layers, Predictions, Resolved, Suite, SuiteDocument
from bench.files import cannot_write, write_text
from bench.formats.jsonl import layout
from bench.formats.jsonl.predictions import write_predictions
from bench.gold.load import passes
from bench.harness.collect import Gathering
from bench.harness.journal import Journal, system_key
from bench.harness.process import DEFAULT_LIMITS, Limits
from bench.harness.resolve import Resolver
from bench.harness.schedule import over_suite, run
from bench.harness.task import Outcome, Task
from bench.harness.upstream import Items, outcomes
from bench.results import record
from bench.results.record import Record
from bench.results.speed import Speed
from bench.scoring.result import Contradicted
from bench.scoring.score import score
from bench.systems.dependencies import Ready
from bench.systems.environment import Environment
from bench.systems.system import System

Report = Callable[[Outcome], None]
"""Called with each document's outcome as soon as it is safe on disk."""
Table = Callable[[list[Record], list[Record]], str]
"""Makes the text of the table from the current records and, to be told of, those of another state."""
RECORD, TABLE = "record.json", "README.md"
ANNOTATOR = "annotator-"
"""What stands before a pass's name in that of its record."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One system's predictions, their record, and how fast they came."""

    record: Record
    predictions: Predictions
    speed: Speed
    contradictions: Sequence[Contradicted] = ()
    """Links of gold or of the predictions that others contradict."""


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
    wanted: Sequence[Ready] = (),
    documents: Sequence[SuiteDocument] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    keep: Keep | None = None,
    ahead: int = 3,
    report: Report = lambda _: None,
    resolve: bool = False,
) -> tuple[Predictions, Speed]:
    """Run one system over the documents of a suite, or those named, with the systems that it wants.

    A timeline is made of those that are done; that it failed stands under `ACROSS`. With ``resolve`` a system that
    can is also asked what gold's time expressions mean, with nothing of them but their spans; that is no part of
    its speed.
    """
    ready = Ready(system, environment, tuple(wanted))
    gathering = Gathering(ready, limits) if system.collects else None

    def gold_of(document: str) -> Layers:
        return suite.layers.get(document, NOTHING)

    asked = resolve and system.resolves and any(gold.spans for gold in suite.layers.values())
    resolver = Resolver(ready, gold_of) if asked else None
    found: list[Outcome] = []
    with ExitStack() as stack:
        journals = {
            each.system.name: stack.enter_context(_journal(each, limits, keep))
            for each in ready.all()
            if keep and not each.environment.replays  # what is replayed is what was recorded, whatever ran before
        }

        def tasks_of(each: Ready) -> Iterator[Task]:
            tasks = over_suite(each.system, each.environment, limits, suite, documents)
            return resolver.bare(tasks) if each is ready and resolver is not None else tasks

        def run_of(each: Ready, items: Items) -> Iterator[Outcome]:
            if each is ready and gathering is not None:
                items = gathering.passing(items)
                if not system.extracts:
                    return gathering.unasked(items)
            journal = journals.get(each.system.name)
            if each is ready and resolver is not None:
                return resolver.first(run(resolver.both(items), executor, journal, ahead=ahead))
            return run(items, executor, journal, ahead=ahead)

        for outcome in outcomes(ready, tasks_of, run_of, gold_of):
            found.append(outcome)
            report(outcome)
        if gathering is not None:
            found.append(gathering.collect(found, executor, journals.get(system.name)))
    if resolver is None:
        return _predicted(system, found, None), Speed.of(found)
    return _predicted(system, found, resolver.resolved()), Speed.of(found, resolver.usage)


def _predicted(system: System, found: Sequence[Outcome], resolved: Resolved | None) -> Predictions:
    done = {each.document: each for each in found if each.layers is not None}
    across = done.pop(ACROSS, None)
    return Predictions(
        layers={name: each.layers for name, each in done.items() if each.layers is not None},
        covers=system.layers,
        failures={each.document: each.failed for each in found if each.layers is None},
        timeline=across.timeline if across is not None else (),
        resolved=resolved,
    )


def _journal(ready: Ready, limits: Limits, keep: Keep) -> Journal:
    key = system_key(ready.system, ready.environment, limits)
    return Journal(keep.folder, ready.system.name, key, resume=keep.resume)


def evaluate_system(
    system: System,
    environment: Environment,
    suite: Suite,
    executor: Executor,
    *,
    wanted: Sequence[Ready] = (),
    limits: Limits = DEFAULT_LIMITS,
    keep: Keep | None = None,
    ahead: int = 3,
    report: Report = lambda _: None,
    seed: int = 0,
) -> Evaluated:
    """Run one system over a suite, with those that it wants, and score it."""
    predictions, speed = predict(
        system,
        environment,
        suite,
        executor,
        wanted=wanted,
        limits=limits,
        keep=keep,
        ahead=ahead,
        report=report,
        resolve=True,
    )
    scored = score(suite, predictions)
    made = record.of_system(Ready(system, environment, tuple(wanted)), suite, scored, seed)
    return Evaluated(made, predictions, speed, scored.contradictions)


def annotation_passes(suite_folder: Path, suite: Suite, seed: int = 0) -> list[Record]:
    """A record for each pass in ``passes/`` against the adjudicated gold: how far careful readers differ."""
    found = []
    for path in passes(suite_folder):
        predictions = formats.read_predictions(path, suite)
        scored = score(suite, predictions)
        name = f"{ANNOTATOR}{path.name}"
        found.append(record.of_predictions(name, "annotator", predictions, suite, scored, seed))
    return found


def check_writable(results: Path, suite: Suite) -> None:
    """Make a suite's results folder. Raises UsageError when nothing can be written there."""
    target = results / suite.name
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=target):
            pass
    except OSError as error:
        raise cannot_write(target, error) from None


def write(
    results: Path, suite: Suite, evaluated: Sequence[Evaluated], passes: Sequence[Record], table: Table
) -> None:
    """Write ``RESULTS/SUITE/NAME/``, the record and the predictions of what was run, and the table over all there.

    All is written beside the folder first and then moved into it, so that a full disk leaves what was there
    before. Raises UsageError when it can't be written.
    """
    whole, part = results / suite.name, results / f".{suite.name}.part"
    new = [item.record for item in evaluated] + list(passes)
    try:
        whole.mkdir(parents=True, exist_ok=True)
        with _held(whole):
            text = _merged(results, suite, new, table)
            shutil.rmtree(part, ignore_errors=True)
            try:
                for item in evaluated:
                    write_predictions(
                        part / item.record.name, item.predictions, suite.documents, texts=not suite.lent
                    )
                for entry in new:
                    (part / entry.name).mkdir(parents=True, exist_ok=True)
                    write_text(part / entry.name / RECORD, record.text(entry))
                write_text(part / TABLE, text)
                for entry in new:
                    _move(part / entry.name, whole / entry.name, entry)
                (part / TABLE).replace(whole / TABLE)
            finally:
                shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise cannot_write(Path(error.filename or whole), error) from None


@contextlib.contextmanager
def _held(whole: Path) -> Iterator[None]:
    """Have a folder to oneself: of two runs that end at once, the later's table has the other's records too."""
    descriptor = os.open(whole, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _merged(results: Path, suite: Suite, new: Sequence[Record], table: Table) -> str:
    """The table over the new records and those that are there and stay."""
    names = {item.name for item in new}
    current, stale = read(results, suite, besides=names)
    return table(sorted([*current, *new], key=lambda item: item.name), stale)


def _move(source: Path, target: Path, entry: Record) -> None:
    """Replace a record and its predictions, the record last."""
    target.mkdir(parents=True, exist_ok=True)
    if entry.role == "system":
        layout.remove_others(target, entry.layers, resolved=layout.has_resolved(source))
    for path in sorted(source.iterdir(), key=lambda path: path.name == RECORD):
        path.replace(target / path.name)


def read(results: Path, suite: Suite, *, besides: Collection[str] = ()) -> tuple[list[Record], list[Record]]:
    """The records of a suite's results folder: those of this gold and this bench, and those of another state.

    Those named by ``besides`` are passed over, whatever they hold. Raises DataError for a file that is none.
    """
    return apart(read_all(results / suite.name, besides=besides), suite)


def read_all(folder: Path, *, besides: Collection[str] = ()) -> list[Record]:
    """All records of the results folder of one suite, by name. Raises DataError for a file that is none."""
    paths = sorted(folder.glob(f"*/{RECORD}"))
    return [record.read(path) for path in paths if path.parent.name not in besides]


def apart(records: Iterable[Record], suite: Suite) -> tuple[list[Record], list[Record]]:
    """Those of some records that were made with this gold and this bench, and those of another state."""
    found: tuple[list[Record], list[Record]] = ([], [])
    for item in records:
        same = (item.suite_digest, item.suite_version, item.bench) == (suite.digest, suite.version, __version__)
        found[not same].append(item)
    return found


def failed_documents(records: Sequence[Record]) -> int:
    """How many documents failed, over all systems; one that failed with given spans too counts twice."""
    return sum(len(item.failures) + len(item.unresolved) for item in records)
