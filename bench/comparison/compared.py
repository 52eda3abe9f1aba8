"""The comparison of two states of systems: which are better, worse, new, removed, renamed or failed."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from bench import __version__
from bench.comparison.examples import Example, changed_examples
from bench.comparison.side import Contestant, Side
from bench.dataset.suite import RESOLVED, Predictions, Suite
from bench.errors import UsageError, some, unknown
from bench.measures import HEADLINES, leading, named, of_layer
from bench.results.record import unit_kinds
from bench.results.signature import short
from bench.scoring.result import Scored
from bench.scoring.score import score
from bench.statistics import draws, significance
from bench.statistics.bootstrap import RESAMPLES
from bench.statistics.significance import ALPHA, Difference

State = Literal["changed", "unchanged", "renamed", "new", "removed", "failed"]


@dataclass(frozen=True, slots=True)
class Compared:
    """A system in base and head, with its figures and their differences."""

    name: str
    """The name in head, or in base if head doesn't have the system."""
    state: State
    was: str = ""
    """The name in base, if it is another."""
    figures: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    """Measure → F1 in base and in head; None where it is undefined or the side doesn't have the system."""
    differences: Mapping[str, Difference] = field(default_factory=dict)
    """Measure → difference and verdict, for the measures that both sides have."""
    kinds: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    """Kind of time expression → recall by value in base and in head."""
    examples: Sequence[Example] = ()
    failed: Mapping[str, str] = field(default_factory=dict)
    """Document that failed in head but not in base → cause. All figures here leave these documents out."""
    timeline_failed: str = ""
    """The cause if the timeline failed in head but not in base."""
    unresolved: Mapping[str, str] = field(default_factory=dict)
    """Document on whose given spans head failed but not base → cause. Measures on given spans leave these out."""
    failing: int = 0
    """The number of documents that failed in head; a failed timeline counts as one more."""
    untested: Mapping[str, str] = field(default_factory=dict)
    """Measure that both sides have but that couldn't be tested → reason."""
    dropped: Sequence[str] = ()
    """The measures that base has and head no longer has."""
    mended: Sequence[str] = ()
    """The documents that failed in base and not in head; in base they count as nothing predicted."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison of all systems of two sides over one suite."""

    base: str
    head: str
    suite: str
    """The suite's name, version and first digits of its digest."""
    documents: int
    measures: Sequence[str]
    """The measures that were asked for, in order."""
    alpha: float
    seed: int
    systems: Sequence[Compared]
    remarks: Sequence[str] = ()
    """The reasons for which the comparison would have been refused without ``shared``."""


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
    """Scores both sides' predictions on the suite and tests the differences in F1 of all systems and measures.

    Holm's correction is over all tested measures of all systems (`bench.statistics.significance.compare`), so that
    ``alpha`` is the probability of any false alarm in the whole comparison. Both sides are counted over the same
    documents: those that both have and on which head has no failure that base hasn't.

    The default ``measures`` are `bench.measures.HEADLINES`. Raises UsageError for an unknown measure. Raises it
    also, unless ``shared``, for results that were scored on other gold, by another version of bench or over other
    documents; the message names all such reasons.
    """
    for name in measures:
        named(name)
    pairs = list(_paired(base, head))
    remarks = list(_unlike(base, head, pairs, suite))
    if remarks and not shared:
        remedy = "evaluate both sides alike, or compare what they share with --shared"
        raise UsageError("\n".join(["these can't be compared:", *remarks, remedy]))
    chosen = tuple(measures) or HEADLINES
    scored = {new.name: _both(old, new, suite) for old, new in pairs if old and new}
    differences = _tested(scored, chosen, alpha, seed, resamples)
    return Comparison(
        base=base.label,
        head=head.label,
        suite=_state(suite.name, suite.version, suite.digest) if suite.version else suite.name,
        documents=len(suite.documents),
        measures=chosen,
        alpha=alpha,
        seed=seed,
        systems=[
            _together(old, new, scored[new.name], differences[new.name], suite, chosen)
            if old and new
            else _alone(old, new, suite, chosen)
            for old, new in pairs
        ],
        remarks=remarks,
    )


Pairing = tuple[Contestant | None, Contestant | None]


def _paired(base: Side, head: Side) -> Iterator[Pairing]:
    """Yields base and head of each system; a system that one side doesn't have has None there.

    A system that only base has and one that only head has are a pair if their answers are equal: it was renamed.
    """
    if base.alone and head.alone:
        yield next(iter(base.systems.values())), next(iter(head.systems.values()))
        return
    if base.alone or head.alone:
        (name,) = (base if base.alone else head).systems
        other = head if base.alone else base
        if name not in other.systems:
            raise unknown(f"system in {other.label}", name, other.systems)
        yield base.systems[name], head.systems[name]
        return
    gone = {name: one for name, one in base.systems.items() if name not in head.systems}
    for name, new in head.systems.items():
        old = base.systems.get(name)
        if old is None:
            same = next((other for other, one in gone.items() if one.digest == new.digest), "")
            old = gone.pop(same, None)
        yield old, new
    for old in gone.values():
        yield old, None


def _unlike(base: Side, head: Side, pairs: Collection[Pairing], suite: Suite) -> Iterator[str]:
    """Yields the reasons against a comparison, a line each."""
    for side, number in ((base, 0), (head, 1)):
        for pair in pairs:
            one = pair[number]
            about = one.record if one else None
            if about is None:
                continue
            if about.suite_digest != suite.digest:
                there = _state(about.suite, about.suite_version, about.suite_digest)
                here = _state(suite.name, suite.version, suite.digest)
                yield f"{side.label}, {about.name}: other gold: scored on {there}, the gold here is {here}"
            if about.bench != __version__:
                yield f"{side.label}, {about.name}: other definitions: bench {about.bench}, this is {__version__}"
    known = {document.id for document in suite.documents}
    for old, new in pairs:
        if old and new:
            for side, more in ((base, old.documents - new.documents), (head, new.documents - old.documents)):
                if more & known:
                    yield f"{new.name}: other documents: {side.label} alone has {some(sorted(more & known))}"


def _state(name: str, version: str, digest: str) -> str:
    return f"{name}@{version}#{short(digest)}"


@dataclass(frozen=True, slots=True)
class _Both:
    """A system's two sides, scored over the same documents."""

    base: Scored
    head: Scored
    suite: Suite
    failed: Mapping[str, str]
    timeline_failed: str
    unresolved: Mapping[str, str]
    mended: Sequence[str]


def _both(old: Contestant, new: Contestant, suite: Suite) -> _Both:
    before, after = old.predictions, new.predictions
    failed = _anew(before.failures, after.failures)
    timeline_failed = "" if before.timeline_failure else after.timeline_failure
    unresolved = _anew(_unresolved(before), _unresolved(after))
    counted = (old.documents & new.documents) - failed.keys()
    part = _part(suite, counted, keep_timeline=not (failed or timeline_failed))
    base, head = (score(part, _among(side, counted)) for side in (before, after))
    if unresolved:
        asked = counted - unresolved.keys()
        part_asked = _part(suite, asked, keep_timeline=False)
        base, head = (
            _with_given(scored, score(part_asked, _among(side, asked)))
            for scored, side in ((base, before), (head, after))
        )
    mended = sorted((before.failures.keys() - after.failures.keys()) & new.documents)
    return _Both(base, head, part, failed, timeline_failed, unresolved, mended)


def _anew(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    return {name: reason for name, reason in after.items() if name not in before}


def _unresolved(predictions: Predictions) -> Mapping[str, str]:
    return predictions.resolved.failures if predictions.resolved else {}


def _with_given(scored: Scored, asked: Scored) -> Scored:
    """Returns ``scored`` with the measures on given spans taken from ``asked``."""
    names = {measure.name for measure in of_layer(RESOLVED)}
    kept = {name: units for name, units in scored.units.items() if name not in names}
    measured = {name: score for name, score in scored.measures.items() if name not in names}
    return replace(
        scored,
        units={**kept, **{name: units for name, units in asked.units.items() if name in names}},
        measures={**measured, **{name: score for name, score in asked.measures.items() if name in names}},
    )


def _part(suite: Suite, names: Collection[str], *, keep_timeline: bool) -> Suite:
    """Returns a suite with some of its documents. It has a timeline only if it has all documents."""
    documents = tuple(document for document in suite.documents if document.id in names)
    whole = keep_timeline and len(documents) == len(suite.documents)
    return replace(suite, documents=documents, timeline=suite.timeline if whole else ())


def _among(predictions: Predictions, names: Collection[str]) -> Predictions:
    layers = {name: layers for name, layers in predictions.layers.items() if name in names}
    return replace(predictions, layers=layers)


def _tested(
    scored: Mapping[str, _Both], measures: Sequence[str], alpha: float, seed: int, resamples: int
) -> dict[str, dict[str, Difference]]:
    """Returns system → measure → difference, corrected over all of them."""
    keys = {
        (name, measure): f"{name} {measure}"
        for name, both in scored.items()
        for measure in measures
        if both.suite.documents and measure in both.base.units and measure in both.head.units
    }
    kinds = unit_kinds()
    # enough resamples for the smallest p to be significant after the correction
    resamples = max(resamples, math.ceil(2 * len(keys) / alpha))
    found = significance.compare(
        {key: scored[name].base.units[measure] for (name, measure), key in keys.items()},
        {key: scored[name].head.units[measure] for (name, measure), key in keys.items()},
        draws.generator(seed),
        resamples=resamples,
        alpha=alpha,
        kinds={key: kinds[measure] for (_, measure), key in keys.items()},
    )
    tested: dict[str, dict[str, Difference]] = {name: {} for name in scored}
    for (name, measure), key in keys.items():
        tested[name][measure] = found[key]
    return tested


def _together(
    old: Contestant,
    new: Contestant,
    both: _Both,
    differences: Mapping[str, Difference],
    suite: Suite,
    measures: Sequence[str],
) -> Compared:
    same = old.digest == new.digest
    renamed = old.name != new.name
    broken = bool(both.failed or both.timeline_failed or both.unresolved)
    dropped: list[str] = []
    untested: dict[str, str] = {}
    if not same:
        before, after = both.base.measures, both.head.measures
        if broken or len(both.suite.documents) < len(suite.documents):
            # the documents that are left out may be the only ones that had a measure
            before, after = (score(suite, side.predictions).measures for side in (old, new))
        dropped = [name for name in measures if name in before and name not in after]
        untested = {
            name: "no document is left on which both sides were done" if not both.suite.documents else "it failed"
            for name in measures
            if name in before and name in after and name not in differences
        }
    return Compared(
        name=new.name,
        state="failed" if broken else "renamed" if renamed and same else "unchanged" if same else "changed",
        was=old.name if renamed else "",
        figures={
            name: (_f1(both.base, name), _f1(both.head, name))
            for name in measures
            if name in both.base.measures or name in both.head.measures
        },
        differences=differences,
        kinds=_kinds(both.base, both.head),
        examples=() if same else changed_examples(both.suite, old.predictions, new.predictions),
        failed=both.failed,
        timeline_failed=both.timeline_failed,
        unresolved=both.unresolved,
        failing=_failing(new.predictions),
        untested=untested,
        dropped=dropped,
        mended=both.mended,
    )


def _failing(predictions: Predictions) -> int:
    """Returns the number of failed documents; a failed timeline counts as one more."""
    return len(predictions.failures) + bool(predictions.timeline_failure)


def _f1(scored: Scored, measure: str) -> float | None:
    score = scored.measures.get(measure)
    return score.f1 if score else None


def _alone(old: Contestant | None, new: Contestant | None, suite: Suite, measures: Sequence[str]) -> Compared:
    """Returns a system that only one side has. Its figures leave out the documents on which it failed."""
    one = new or old
    assert one is not None
    failing = _failing(one.predictions)
    counted = one.documents - one.predictions.failures.keys()
    part = _part(suite, counted, keep_timeline=not failing)
    scores = score(part, _among(one.predictions, counted)).measures
    figures = {name: scores[name].f1 for name in measures if name in scores}
    return Compared(
        name=one.name,
        state="new" if new else "removed",
        figures={name: (None, figure) if new else (figure, None) for name, figure in figures.items()},
        failed=one.predictions.failures if new else {},
        timeline_failed=one.predictions.timeline_failure if new else "",
        unresolved=_unresolved(one.predictions) if new else {},
        failing=failing if new else 0,
    )


def _kinds(base: Scored, head: Scored) -> dict[str, tuple[float | None, float | None]]:
    before, after = (scored.slices.get("kind", {}) for scored in (base, head))
    value = leading("timexes").name
    return {
        kind: (before[kind][value].recall, after[kind][value].recall)
        for kind in after
        if kind in before and value in after[kind]
    }
