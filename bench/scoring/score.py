"""The scoring of predictions against gold, in memory, as a stream or in several processes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from operator import attrgetter
from typing import TypeVar

from bench.counts import Counts, Score, total
from bench.dataset.block import Block
from bench.dataset.note import Note, fold
from bench.dataset.pair import Pair
from bench.dataset.suite import NOTHING, Predictions, Resolved, Suite
from bench.errors import BenchError, DataError, Fault
from bench.measures import of_layer
from bench.measures.base import TASK4
from bench.measures.task4 import Participants
from bench.scoring.accumulator import LAYERS, Tally
from bench.scoring.result import Scored
from bench.sdk.model import Entry
from bench.temporal.task4 import Ordered


def score(suite: Suite, predictions: Predictions, measures: Collection[str] = ()) -> Scored:
    """Returns the scores of predictions on all documents of a suite.

    A document that failed or is missing counts as a document without predictions, and is named in ``failures``.
    Predictions inside an ignored region are dropped first. Scores are pooled over all documents (micro). A measure
    whose attribute or layer gold never has isn't computed. A document that failed with given spans is named in
    ``unresolved``. With ``measures``, only the measures of these names are computed, and the slices that show
    them; this takes less time.
    """
    said = (*fold(suite.notes, "gold"), *fold(predictions.notes, "predicted"))
    notes = sorted(said, key=attrgetter("kind"))
    if suite.ordered:
        return replace(ordered(suite.ordered, predictions.ordered), notes=notes)
    known = {document.id for document in suite.documents}
    resolved = predictions.resolved or Resolved()

    def pairs() -> Iterator[Pair]:
        for document in suite.documents:
            gold = suite.layers.get(document.id, NOTHING)
            found = predictions.layers.get(document.id)
            failed = predictions.failures.get(document.id, "")
            answers = resolved.timexes.get(document.id, ())
            unresolved = resolved.failures.get(document.id, "")
            text = document.text if document.sentences is None else ""
            case = suite.case(document)
            yield Pair(
                document.id, document.sentences, gold, found, failed, answers, unresolved, text=text, case=case
            )

    scored = over(
        pairs(),
        predictions.counted,
        timelines=(suite.timeline, predictions.timeline),
        labelled=suite.labelled_layers,
        unknown=sorted(predictions.layers.keys() - known),
        measures=measures,
    )
    return replace(scored, timeline_failure=predictions.timeline_failure, notes=notes)


def reach(suite: Suite) -> Sequence[Note]:
    """Returns a note if gold doesn't reach 100 % as its own prediction, with what is in the way."""
    covers = ("timexes", "events", "links", "timeline")
    if suite.ordered:
        return ()
    return score(suite, Predictions(suite.layers, covers, timeline=suite.timeline)).remarks


def over(
    documents: Iterable[Pair | Block],
    covers: Collection[str],
    *,
    timelines: tuple[Sequence[Entry], Sequence[Entry]] = ((), ()),
    labelled: Collection[str] = LAYERS,
    unknown: Sequence[str] = (),
    measures: Collection[str] = (),
) -> Scored:
    """Returns the scores of a stream of documents of any length, in bounded memory.

    ``covers`` are the predicted layers, and `RESOLVED` if the system was given spans. ``timelines`` are gold's and
    the predicted one. ``labelled`` is `Suite.labelled_layers` of gold. ``measures`` are the names of the only
    measures to be computed; all are if it is empty.
    """
    tally = Tally(covers, labelled, measures)
    for each in documents:
        tally.add(each)
    return tally.scored(*timelines, unknown)


P = TypeVar("P")
R = TypeVar("R")


def side_by_side(
    read: Callable[[P], Iterable[Pair | Block]],
    parts: Iterable[P],
    covers: Collection[str],
    *,
    jobs: int,
    labelled: Collection[str] = LAYERS,
    unknown: Sequence[str] = (),
) -> Scored:
    """Reads and scores documents in ``jobs`` processes; the scores are those of `over`, to the last bit.

    ``read`` yields the documents of a part, fewer than 4,096, and can be sent to another process. Raises
    DataError with the faults of all parts.
    """
    tally = Tally(covers, labelled)
    faults: list[Fault] = []
    try:
        with ProcessPoolExecutor(jobs) as pool:
            for part, found in _ahead(pool, partial(_part, read, covers), parts, 2 * jobs):
                tally.merge(part)
                faults += found
    except BrokenProcessPool:
        raise BenchError(
            "a process that read and scored was ended from outside, perhaps for want of memory; give fewer --jobs"
        ) from None
    if faults:
        raise DataError(faults)
    return tally.scored((), (), unknown)


def _ahead(pool: Executor, run: Callable[[P], R], parts: Iterable[P], most: int) -> Iterator[R]:
    """Yields the result of ``run`` for each part, in order; at most ``most`` calls are under way at a time."""
    under_way: deque[Future[R]] = deque()
    for part in parts:
        if len(under_way) == most:
            yield under_way.popleft().result()
        under_way.append(pool.submit(run, part))
    for each in under_way:
        yield each.result()


def _part(
    read: Callable[[P], Iterable[Pair | Block]], covers: Collection[str], part: P
) -> tuple[Tally, Sequence[Fault]]:
    tally = Tally(covers)
    try:
        for each in read(part):
            tally.add(each)
    except DataError as error:
        return Tally(covers), error.faults
    return tally, ()


def ordered(gold: Mapping[str, Ordered], predicted: Mapping[str, Ordered]) -> Scored:
    """Returns the scores of ordered timelines by participant, as in SemEval-2015 Task 4.

    If a participant has no prediction, its predicted timeline counts as empty, and it is named in ``failures``. A
    participant that gold doesn't have isn't counted.
    """
    both = Participants(gold, predicted)
    counted: dict[str, Mapping[str, Counts]] = {}
    for measure in of_layer(TASK4):
        found = measure.count(both)
        assert isinstance(found, Mapping)  # as all measures of the layer count
        counted[measure.name] = found
    return Scored(
        measures={name: Score.of(total(counts.values())) for name, counts in counted.items()},
        slices={
            "participant": {
                participant: {name: Score.of(counts[participant]) for name, counts in counted.items()}
                for participant in gold
            }
        },
        units={
            name: {participant: [one] for participant, one in counts.items()} for name, counts in counted.items()
        },
        failures=dict.fromkeys(sorted(gold.keys() - predicted.keys()), "no timeline for this participant"),
        unknown=sorted(predicted.keys() - gold.keys()),
    )
