"""The comparison of base and head: which systems are better, worse, new, removed, renamed or failed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

from bench.comparison.examples import Example, changed_examples
from bench.comparison.pairs import Pairing, ids, paired, state, unlike
from bench.comparison.side import Contestant, Side
from bench.comparison.tested import Both, tested
from bench.dataset.suite import RESOLVED, Predictions, Suite
from bench.errors import UsageError
from bench.measures import HEADLINES, leading, named, of_layer
from bench.measures.base import TASK4
from bench.scoring.result import Scored
from bench.scoring.score import score
from bench.statistics.bootstrap import RESAMPLES
from bench.statistics.runs import Runs
from bench.statistics.significance import ALPHA, Difference

State = Literal["changed", "unchanged", "renamed", "new", "removed", "failed"]


@dataclass(frozen=True, slots=True)
class Compared:
    """One system in base and head: its scores, their differences, and its failures."""

    name: str
    """The name in head, or in base if head doesn't have the system."""
    state: State
    was: str = ""
    """The name in base if it differs from ``name``, else empty."""
    figures: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    """For each measure, F1 in base and in head, as fractions, over all documents of gold. A failed document counts
    as one without predictions. None if F1 is undefined or the side doesn't have the system."""
    differences: Mapping[str, Difference] = field(default_factory=dict)
    """For each measure that both sides have, difference and verdict over the ``tested_on`` documents."""
    tested_on: int = 0
    """The number of documents that ``differences`` are computed on: those that both sides have, without those that
    failed in head only."""
    kinds: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    """For each kind of time expression, the recall of values in base and in head."""
    examples: Sequence[Example] = ()
    """The examples in the first `bench.comparison.examples.MOST_DOCUMENTS` of the documents that were tested."""
    failed: Mapping[str, str] = field(default_factory=dict)
    """For each document that failed in head but not in base, the cause. ``differences`` leave it out."""
    timeline_failed: str = ""
    """The cause if the timeline failed in head but not in base."""
    unresolved: Mapping[str, str] = field(default_factory=dict)
    """For each document on whose given spans head failed but base didn't, the cause. The ``differences`` of
    measures on given spans leave it out."""
    failing: int = 0
    """The number of documents that failed in head; a failed timeline counts as one more."""
    untested: Mapping[str, str] = field(default_factory=dict)
    """For each measure that both sides have but that couldn't be tested, the reason."""
    dropped: Sequence[str] = ()
    """The measures that base has scores for and head hasn't: it lacks the layer, or never states the attribute."""
    mended: Mapping[str, str] = field(default_factory=dict)
    """The documents that failed in base but not in head, and why. In base they count as without predictions."""
    base_failed: bool = False
    """True if base failed on all documents that were tested and head didn't, so that a loss can't be told."""
    runs: Mapping[str, tuple[Runs, Runs]] = field(default_factory=dict)
    """For each measure, the runs of base and of head over all documents of gold, if a side has several runs."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison of all systems of two sides over one suite."""

    base: str
    head: str
    suite: str
    """The name and version of the suite, and the first digits of its digest."""
    documents: int
    measures: Sequence[str]
    """The names of the measures that were tested, in order."""
    alpha: float
    seed: int
    systems: Sequence[Compared]
    remarks: Sequence[str] = ()
    """The reasons why the comparison would have been refused without ``shared``."""


def default_measures(suite: Suite) -> tuple[str, ...]:
    """Returns the measures that are tested by default: the headline measures, or those of ordered timelines."""
    return tuple(measure.name for measure in of_layer(TASK4)) if suite.ordered else HEADLINES


def compare(
    base: Side,
    head: Side,
    suite: Suite,
    *,
    measures: Sequence[str] = (),
    alpha: float = ALPHA,
    seed: int = 0,
    resamples: int = RESAMPLES,
    shared: bool = False,
) -> Comparison:
    """Scores the predictions of both sides on the suite, and tests each system's difference in F1 by each measure.

    A difference is computed on the documents that both sides have, without those that failed in head but not in
    base. Holm's correction covers all tests (`bench.statistics.significance.compare`), so that ``alpha`` is the
    probability of at least one false alarm in the whole comparison.

    The default ``measures`` are those of `default_measures`. Raises UsageError for an unknown measure. Without
    ``shared``, raises UsageError for results of other gold, of another version of bench, or on other documents;
    the message gives all such reasons.
    """
    pairs, remarks = agreed(base, head, suite, measures, shared=shared)
    both_sides = [(old, new) for old, new in pairs if old and new]
    known = ids(suite)
    if known and both_sides and not any(old.documents & new.documents & known for old, new in both_sides):
        raise UsageError("base and head have no document of gold in common; name results on the same documents")
    return assembled(
        (base, head),
        suite,
        pairs,
        remarks,
        {new.name: _both(old, new, suite) for old, new in both_sides},
        lambda one: score(suite, one.predictions),
        documents=len(known),
        chosen=tuple(measures) or default_measures(suite),
        alpha=alpha,
        seed=seed,
        resamples=resamples,
    )


def agreed(
    base: Side, head: Side, suite: Suite, measures: Sequence[str], *, shared: bool
) -> tuple[list[Pairing], list[str]]:
    """Returns the pairs of systems, and the reasons not to compare them, which ``shared`` overrules.

    Raises UsageError for an unknown measure and, without ``shared``, if there is such a reason.
    """
    for name in measures:
        named(name)
    pairs = list(paired(base, head))
    remarks = list(unlike(base, head, pairs, suite))
    if remarks and not shared:
        remedy = "evaluate both sides alike, or compare what they share with --shared"
        raise UsageError("\n".join(["these can't be compared:", *remarks, remedy]))
    return pairs, remarks


def assembled(
    sides: tuple[Side, Side],
    suite: Suite,
    pairs: Sequence[Pairing],
    remarks: Sequence[str],
    scored: Mapping[str, Both],
    score_one: Callable[[Contestant], Scored],
    *,
    documents: int,
    chosen: Sequence[str],
    alpha: float,
    seed: int,
    resamples: int = RESAMPLES,
) -> Comparison:
    """Returns the comparison of systems whose scores are known: ``scored``, by the name in head.

    ``score_one`` scores a system that only one side has. ``documents`` is the number of gold's documents.
    """
    differences = tested(scored, chosen, alpha, seed, resamples)
    return Comparison(
        base=sides[0].label,
        head=sides[1].label,
        suite=state(suite.name, suite.version, suite.digest) if suite.version else suite.name,
        documents=documents,
        measures=chosen,
        alpha=alpha,
        seed=seed,
        systems=[
            replace(
                _together(old, new, scored[new.name], differences[new.name], chosen),
                runs=_runs(old, new, scored[new.name], suite, chosen),
            )
            if old and new
            else _alone(old, new, score_one, chosen)
            for old, new in pairs
        ],
        remarks=remarks,
    )


def _both(old: Contestant, new: Contestant, suite: Suite) -> Both:
    before, after = old.predictions, new.predictions
    failed = _anew(before.failures, after.failures)
    timeline_failed = "" if before.timeline_failure else after.timeline_failure
    unresolved = _anew(_unresolved(before), _unresolved(after))
    counted = (old.documents & new.documents) - failed.keys()
    part = _part(suite, counted, keep_timeline=not (failed or timeline_failed))
    whole = score(suite, before), score(suite, after)
    same = ids(part) == ids(suite) and part.timeline == suite.timeline
    base, head = whole if same else (score(part, _among(side, counted)) for side in (before, after))
    if unresolved:
        asked = counted - unresolved.keys()
        part_asked = _part(suite, asked, keep_timeline=False)
        base, head = (
            _with_given(scored, score(part_asked, _among(side, asked)))
            for scored, side in ((base, before), (head, after))
        )
    anew = _anew(after.failures, before.failures)
    mended = {name: anew[name] for name in sorted(anew.keys() & new.documents)}
    examples = partial(changed_examples, part, before, after)
    return Both(
        base,
        head,
        len(ids(part)),
        examples,
        whole,
        failed,
        timeline_failed,
        unresolved,
        mended,
        base_failing=len(before.failures.keys() & counted),
    )


def _anew(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    return {name: reason for name, reason in after.items() if name not in before}


def _unresolved(predictions: Predictions) -> Mapping[str, str]:
    return predictions.resolved.failures if predictions.resolved else {}


def _with_given(scored: Scored, asked: Scored) -> Scored:
    """Returns ``scored``, with its scores for given spans replaced by those of ``asked``."""
    names = {measure.name for measure in of_layer(RESOLVED)}
    kept = {name: units for name, units in scored.units.items() if name not in names}
    measured = {name: score for name, score in scored.measures.items() if name not in names}
    return replace(
        scored,
        units={**kept, **{name: units for name, units in asked.units.items() if name in names}},
        measures={**measured, **{name: score for name, score in asked.measures.items() if name in names}},
    )


def _part(suite: Suite, names: Collection[str], *, keep_timeline: bool) -> Suite:
    """Returns a suite with the named documents (or participants of ordered timelines) only.

    The timeline across documents is kept only if all documents are named.
    """
    if suite.ordered:
        return replace(suite, ordered={name: each for name, each in suite.ordered.items() if name in names})
    documents = tuple(document for document in suite.documents if document.id in names)
    whole = keep_timeline and len(documents) == len(suite.documents)
    return replace(suite, documents=documents, timeline=suite.timeline if whole else ())


def _among(predictions: Predictions, names: Collection[str]) -> Predictions:
    layers = {name: layers for name, layers in predictions.layers.items() if name in names}
    return replace(predictions, layers=layers)


def _together(
    old: Contestant,
    new: Contestant,
    both: Both,
    differences: Mapping[str, Difference],
    measures: Sequence[str],
) -> Compared:
    same = old.digest == new.digest
    renamed = old.name != new.name
    broken = bool(both.failed or both.timeline_failed or both.unresolved)
    dropped: list[str] = []
    untested: dict[str, str] = {}
    if not same:
        # not from the tested documents: a measure may have scores only on documents that the test leaves out
        before, after = both.whole
        dropped = [
            name
            for name in measures
            if name in before.measures and before.measures[name].f1 is not None and not _states(after, name)
        ]
        untested = {
            name: "it failed" if both.tested_on else "no document is left on which both sides were done"
            for name in measures
            if _states(before, name) and _states(after, name) and name not in differences
        }
    return Compared(
        name=new.name,
        state="failed" if broken else "renamed" if renamed and same else "unchanged" if same else "changed",
        was=old.name if renamed else "",
        figures={
            name: (_f1(both.whole[0], name), _f1(both.whole[1], name))
            for name in measures
            if any(name in side.measures for side in both.whole)
        },
        differences=differences,
        tested_on=both.tested_on,
        kinds=_kinds(*both.whole),
        examples=() if same else both.examples(),
        failed=both.failed,
        timeline_failed=both.timeline_failed,
        unresolved=both.unresolved,
        failing=_failing(new.predictions),
        untested=untested,
        dropped=dropped,
        mended=both.mended,
        base_failed=bool(both.mended) and both.tested_on <= both.base_failing,
    )


def _runs(
    old: Contestant, new: Contestant, both: Both, suite: Suite, measures: Sequence[str]
) -> dict[str, tuple[Runs, Runs]]:
    """Returns the figures of all runs by measure; a measure that is undefined in a run is left out."""
    if not old.repeats and not new.repeats:
        return {}
    sides = [
        [first, *(score(suite, each) for each in one.repeats)]
        for one, first in zip((old, new), both.whole, strict=True)
    ]
    found = {}
    for name in measures:
        base, head = (tuple(_f1(each, name) for each in side) for side in sides)
        if None not in (*base, *head):
            found[name] = Runs(_defined(base)), Runs(_defined(head))
    return found


def _defined(figures: Sequence[float | None]) -> tuple[float, ...]:
    return tuple(figure for figure in figures if figure is not None)


def _states(scored: Scored, measure: str) -> bool:
    """Returns whether a side answers a measure: it has the measure, and doesn't leave its attribute unstated."""
    return measure in scored.measures and not scored.unstated(measure)


def _failing(predictions: Predictions) -> int:
    """Returns the number of failed documents; a failed timeline counts as one more."""
    return len(predictions.failures) + bool(predictions.timeline_failure)


def _f1(scored: Scored, measure: str) -> float | None:
    score = scored.measures.get(measure)
    return score.f1 if score else None


def _alone(
    old: Contestant | None,
    new: Contestant | None,
    score_one: Callable[[Contestant], Scored],
    measures: Sequence[str],
) -> Compared:
    """Returns the scores and failures of a system that only one side has."""
    one = new or old
    assert one is not None
    scores = score_one(one).measures
    figures = {name: scores[name].f1 for name in measures if name in scores}
    return Compared(
        name=one.name,
        state="new" if new else "removed",
        figures={name: (None, figure) if new else (figure, None) for name, figure in figures.items()},
        failed=one.predictions.failures if new else {},
        timeline_failed=one.predictions.timeline_failure if new else "",
        unresolved=_unresolved(one.predictions) if new else {},
        failing=_failing(new.predictions) if new else 0,
    )


def _kinds(base: Scored, head: Scored) -> dict[str, tuple[float | None, float | None]]:
    before, after = (scored.slices.get("kind", {}) for scored in (base, head))
    value = leading("timexes").name
    return {
        kind: (before[kind][value].recall, after[kind][value].recall)
        for kind in after
        if kind in before and value in after[kind]
    }
