"""Evaluation: to run systems over a suite and to score what they predict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.dataset.suite import NOTHING, Layers, Predictions, Suite, SuiteDocument
from bench.harness.collect import Gathering
from bench.harness.journal import Journal, system_key
from bench.harness.outcome import Outcome
from bench.harness.process import DEFAULT_LIMITS, Limits
from bench.harness.record_run import record_run
from bench.harness.resolve import Resolver
from bench.harness.schedule import over_suite, run
from bench.harness.task import Task
from bench.harness.timing import speed_of
from bench.harness.upstream import Items, outcomes
from bench.results.record import Record
from bench.results.speed import Speed
from bench.scoring.result import Contradicted
from bench.scoring.score import score
from bench.systems.dependencies import Ready
from bench.systems.environment import Environment
from bench.systems.system import System

Report = Callable[[Outcome], None]
"""Called with each document's outcome as soon as it is safe on disk."""


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
    """The folder in which finished documents are kept."""

    folder: Path
    resume: bool = False
    """True where documents that failed before count as finished too."""


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

    A timeline is made of the documents that are done. With ``resolve`` a system that can is also asked what gold's
    time expressions mean, with nothing of them but their spans; that is no part of its speed.
    """
    ready = Ready(system, environment, tuple(wanted))
    gathering = Gathering(ready, limits) if system.collects else None

    def gold_of(document: str) -> Layers:
        return suite.layers.get(document, NOTHING)

    asked = resolve and system.resolves and any(gold.spans for gold in suite.layers.values())
    resolver = Resolver(ready, gold_of) if asked else None
    found: list[Outcome] = []
    timeline: Outcome | None = None
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
            timeline = gathering.collect(found, executor, journals.get(system.name))
    predictions = Predictions(
        layers={each.document: each.layers for each in found if each.layers is not None},
        covers=system.layers,
        failures={each.document: each.failed for each in found if each.layers is None},
        timeline=timeline.timeline if timeline is not None else (),
        timeline_failure=timeline.failed if timeline is not None else "",
        resolved=resolver.resolved() if resolver is not None else None,
    )
    return predictions, speed_of(found, timeline, resolver.usage if resolver is not None else None)


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
    made = record_run(Ready(system, environment, tuple(wanted)), predictions, suite, scored, seed)
    return Evaluated(made, predictions, speed, scored.contradictions)
