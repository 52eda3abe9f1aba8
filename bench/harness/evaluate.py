"""Evaluation: running systems over a suite and scoring their predictions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass, replace

from bench.dataset.note import Note
from bench.dataset.suite import NOTHING, Layers, Predictions, Suite, SuiteDocument
from bench.harness.collect import Gathering
from bench.harness.journal import Journal, system_key
from bench.harness.kept import KeptAnswers
from bench.harness.outcome import Outcome
from bench.harness.process import Limits
from bench.harness.record_run import record_run
from bench.harness.repeats import again, apart
from bench.harness.resolve import Resolver
from bench.harness.schedule import over_suite, run
from bench.harness.setting import Keep, Setting
from bench.harness.sources import Sources
from bench.harness.task import Task
from bench.harness.timing import speed_of
from bench.harness.turns import Turns
from bench.harness.upstream import Items, outcomes
from bench.results.record import Record
from bench.results.speed import Speed
from bench.scoring.result import Contradicted
from bench.scoring.score import score
from bench.systems.dependencies import Ready

Report = Callable[[Outcome], None]
"""A function that is called with the outcome of each document as soon as the outcome is on disk."""
DEFAULT_SETTING = Setting()


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One system's predictions, the record with their scores, and the speed of the run."""

    record: Record
    predictions: Predictions
    speed: Speed
    contradictions: Sequence[Contradicted] = ()
    """Links of gold or of the predictions that other links contradict."""
    remarks: Sequence[Note] = ()
    """Notes on the scoring, such as layers that gold isn't labelled in (`bench.scoring.result.Scored.remarks`)."""
    repeats: Sequence[Evaluated] = ()
    """The runs after the first, if the system ran several times."""


def predict(
    ready: Ready,
    suite: Suite,
    executor: Executor,
    setting: Setting = DEFAULT_SETTING,
    *,
    documents: Sequence[SuiteDocument] | None = None,
    report: Report = lambda _: None,
    seen: Report = lambda _: None,
    resolve: bool = False,
) -> tuple[Predictions, Speed]:
    """Runs one system, and the systems that it wants, over ``documents`` or over all documents of a suite.

    Returns the predictions and the speed of the run. With ``resolve``, a system that implements ``resolve`` is
    also asked for the meaning of gold's time expressions, given their spans. The speed's time doesn't include
    these questions, but its usage of a service does. ``seen`` is called with the outcome of each document at once,
    also where ``report`` waits for the timeline.
    """
    system, limits, ahead, heard = ready.system, setting.limits, setting.ahead, setting.heard
    gathering = Gathering(ready, limits) if system.collects else None

    def gold_of(document: str) -> Layers:
        return suite.layers.get(document, NOTHING)

    asked = resolve and system.resolves and any(gold.spans for gold in suite.layers.values())
    resolver = Resolver(ready, gold_of) if asked else None
    found: list[Outcome] = []
    timeline: Outcome | None = None
    with ExitStack() as stack:
        kept = {
            each.system.name: _kept(each, limits, setting.keep, stack)
            for each in ready.all()
            if setting.keep
            and not each.environment.replays  # a replay reads the recording and no journal of earlier runs
        }

        def tasks_of(each: Ready) -> Iterator[Task]:
            tasks = over_suite(each.system, each.environment, limits, suite, documents)
            return resolver.bare(tasks) if each is ready and resolver is not None else tasks

        def run_of(each: Ready, items: Items) -> Iterator[Outcome]:
            if each is ready and gathering is not None:
                items = gathering.passing(items)
                if not system.extracts:
                    return gathering.unasked(items)
            answers = kept.get(each.system.name)
            if each is ready and resolver is not None:
                return resolver.first(run(resolver.both(items), executor, answers, ahead=ahead, heard=heard))
            return run(items, executor, answers, ahead=ahead, heard=heard)

        for outcome in outcomes(ready, tasks_of, run_of, gold_of):
            found.append(outcome)
            seen(outcome)
            if system.extracts:
                report(outcome)
        if gathering is not None:
            timeline = gathering.collect(found, executor, kept.get(system.name), heard)
            if not system.extracts:  # the timeline is the only question, so its documents are reported with it
                found = [replace(each, recalled=timeline.recalled and each.layers is not None) for each in found]
                for each in found:
                    report(each)
        if setting.keep is not None:
            setting.keep.digests.save()
            for name, answers in kept.items():
                if answers.anew:
                    setting.keep.tell(name, answers.anew)
    predictions = Predictions(
        layers={each.document: each.layers for each in found if each.layers is not None},
        covers=system.layers,
        failures={each.document: each.failed for each in found if each.layers is None},
        timeline=timeline.timeline if timeline is not None else (),
        timeline_failure=timeline.failed if timeline is not None else "",
        resolved=resolver.resolved() if resolver is not None else None,
    )
    return predictions, speed_of(found, timeline, resolver.usage if resolver is not None else None)


def _kept(ready: Ready, limits: Limits, keep: Keep, stack: ExitStack) -> KeptAnswers:
    key = system_key(ready.system, ready.environment, limits)
    journal = stack.enter_context(Journal(keep.folder, ready.system.name, key, resume=keep.resume))
    return KeptAnswers(journal, Sources(ready.system, ready.environment, keep.digests, keep.folder))


def evaluate_system(
    ready: Ready,
    suite: Suite,
    executor: Executor,
    setting: Setting = DEFAULT_SETTING,
    *,
    report: Report = lambda _: None,
    seed: int = 0,
) -> Evaluated:
    """Runs one system, and the systems that it wants, over a suite, and scores its predictions."""
    predictions, speed = predict(ready, suite, executor, setting, report=report, resolve=True)
    scored = score(suite, predictions)
    made = record_run(ready, predictions, suite, scored, seed)
    return Evaluated(made, predictions, speed, scored.contradictions, scored.remarks)


def evaluate(
    chosen: Sequence[Ready],
    suite: Suite,
    setting: Setting = DEFAULT_SETTING,
    *,
    reports: Sequence[Report] | None = None,
    started: Callable[[str], None] = lambda _: None,
    finished: Callable[[Evaluated], None] = lambda _: None,
    seed: int = 0,
    repeat: int = 1,
) -> list[Evaluated]:
    """Runs systems over a suite and scores their predictions. Returns the results in the order of the systems.

    As many systems run side by side as the setting has jobs. A system that others want runs, and is timed, before
    them. If the journal keeps its answers, the other systems get these. ``reports`` holds a function for each
    system, which is called with each outcome of that system. ``started`` is called with the name of each system
    when its run begins, and ``finished`` with its results. These functions are called on several threads.
    Each system runs ``repeat`` times (`bench.harness.repeats`).
    """
    suite.check_days()
    of = dict(zip((each.system.name for each in chosen), reports or [lambda _: None] * len(chosen), strict=True))
    done: dict[str, Evaluated] = {}
    turns = Turns(chosen)

    def take_turns(executor: Executor) -> None:
        while (ready := turns.take()) is not None:
            name = ready.system.name
            started(name)
            found = evaluate_system(ready, suite, executor, setting, report=of[name], seed=seed)
            more = [
                evaluate_system(
                    again(ready, number), suite, executor, apart(setting, number), report=of[name], seed=seed
                )
                for number in range(2, repeat + 1)
            ]
            done[name] = _together(found, more)
            finished(done[name])
            turns.finished(ready)

    lanes = setting.lanes(len(chosen))
    # the executors end before the threads are joined: what still runs is then over, and stays out of the journal
    with ThreadPoolExecutor(len(lanes)) as threads, ExitStack() as executors:
        try:
            running = [threads.submit(take_turns, executors.enter_context(lane.executor())) for lane in lanes]
            for each in as_completed(running):
                each.result()
        except BaseException:
            turns.stop()
            raise
    return [done[ready.system.name] for ready in chosen]


def _together(first: Evaluated, more: Sequence[Evaluated]) -> Evaluated:
    """Returns the first run with the others, and with the figures of all runs in its record."""
    if not more:
        return first
    records = [each.record for each in (first, *more)]
    names = dict.fromkeys(name for each in records for name in each.measures)
    figures = {
        name: tuple(each.measures[name].f1 if name in each.measures else None for each in records)
        for name in names
    }
    return replace(first, record=replace(first.record, repeats=figures), repeats=more)


def with_gold(chosen: Sequence[Ready], suite: Suite) -> tuple[list[Ready], list[Ready]]:
    """Returns the systems that predict a layer of which the suite has gold, and the other systems."""
    found: tuple[list[Ready], list[Ready]] = ([], [])
    for each in chosen:
        found[not any(map(suite.has, each.system.layers))].append(each)
    return found


MOST_TRAININGS = 100
"""The most documents of a suite over which a system that learns is run without being named."""


def without_learners(chosen: Sequence[Ready], suite: Suite) -> tuple[list[Ready], list[Ready]]:
    """Returns the systems to run over a suite, and those that would be trained too often.

    A system that learns is trained on all other documents of the suite, once for each document. In a suite with
    more than `MOST_TRAININGS` documents, systems are left out that learn or that want the annotations of one.
    """
    found: tuple[list[Ready], list[Ready]] = ([], [])
    for each in chosen:
        learns = any(part.system.learns for part in each.all())
        found[learns and len(suite.documents) > MOST_TRAININGS].append(each)
    return found


@dataclass(frozen=True, slots=True)
class Shown:
    """One document with the annotations of a system and those of gold."""

    entry: SuiteDocument
    gold: Layers
    predicted: Layers
    """The predicted annotations, without those in the ignored regions of gold."""
    predictions: Predictions
    """All predictions for the document, or the cause of the failure."""


def show(ready: Ready, suite: Suite, document: str, setting: Setting = DEFAULT_SETTING) -> Shown:
    """Runs a system over one document of a suite. A system that learns is trained on the other documents."""
    entry = suite.document(document)
    with setting.executor() as executor:
        predictions, _ = predict(ready, suite, executor, setting, documents=[entry])
    gold = suite.layers.get(document, NOTHING)
    predicted = predictions.layers.get(document, NOTHING).outside(gold.ignore)
    return Shown(entry, gold, predicted, predictions)
