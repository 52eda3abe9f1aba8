"""Scoring of predictions, comparison of two sides, and agreement of annotators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import formats, schemes
from bench.api.annotations import Annotations, predictions_of
from bench.api.reading import gold_of, read_gold
from bench.api.scores import Results, Scores
from bench.comparison import audit as auditing
from bench.comparison import compared, gates, side, streamed
from bench.comparison.audit import Audit
from bench.comparison.compared import Comparison
from bench.comparison.side import Side
from bench.dataset.suite import Predictions, Suite
from bench.errors import DataError, Fault, UsageError
from bench.formats.memory import unknown_document
from bench.gold import agreement
from bench.gold.agreement import Agreement
from bench.measures import named as named_measure
from bench.results import record
from bench.results.scored import score_files
from bench.scoring.score import score as score_suite


def score(
    predictions: Annotations,
    gold: Suite | str | Path,
    *,
    definitions: str | Sequence[str] = (),
    measures: str | Sequence[str] = (),
    name: str = "",
    jobs: int = 1,
    seed: int = 0,
    align: bool = False,
) -> Scores:
    """Scores predictions against gold. Returns the scores.

    Both may be paths of files in any format. ``definitions`` names other scorers, such as "nervaluate", whose
    scores are computed too. ``measures`` names the only measures to be computed, which takes less time; without
    it, all are. ``name`` is the name of the predictions in tables. ``jobs`` is the number of processes
    that read and score large folders. ``seed`` is the random seed of the intervals. With ``align`` the texts of
    predictions and gold may differ in white space. A document of gold that the predictions lack, or for which they
    have another text, counts as a document without predictions, and ``failures`` of the scores names it.

    Raises DataError, which lists every fault of the predictions or the gold, and UsageError for a path that no
    format recognises, for a definition or a measure that doesn't exist, and for a measure of ``measures`` that has
    no score.
    """
    named = [definitions] if isinstance(definitions, str) else definitions
    chosen = [schemes.named(each) for each in named]
    asked = [named_measure(each).name for each in ([measures] if isinstance(measures, str) else measures)]
    if isinstance(predictions, str | Path):
        name = name or Path(predictions).resolve().name
    if isinstance(predictions, str | Path) and isinstance(gold, str | Path) and not (chosen or asked):
        suite, found, scored = score_files(Path(predictions), Path(gold), jobs=jobs, align=align)
        if scored.unknown:
            raise DataError(unknown_document(each, suite) for each in scored.unknown)
    else:
        suite = formats.read_gold(gold) if isinstance(gold, str | Path) else gold
        found = predictions_of(predictions, suite, align=align)
        scored = score_suite(suite, found, asked)
    if missing := [each for each in asked if each not in scored.measures]:
        raise UsageError(f"no score by {', '.join(missing)}: gold or the predictions haven't what it compares")
    made = record.of_predictions(name or "predictions", "predictions", found, suite, scored, seed)
    tables = {each.name: each.score(suite, found) for each in chosen}
    kept = found if suite.documents or suite.ordered else None  # large files were read document by document
    return Scores(made, scored.contradictions, tables, (*scored.notes, *scored.remarks), kept)


def compare(
    base: Annotations | Scores | Results,
    head: Annotations | Scores | Results,
    gold: Suite | str | Path | None = None,
    *,
    measures: Sequence[str] = (),
    seed: int = 0,
    shared: bool = False,
    align: bool = False,
) -> Comparison:
    """Tests for each system and measure whether base or head is better. Returns the comparison.

    A side is the results of several systems, the scores of one system, or predictions. A path is a folder of
    results, or of one system's predictions. ``gold`` may be left out if one side was returned by `evaluate`.
    Without ``measures``, the headline measures are tested. Raises UsageError for results of other gold, of another
    version of bench or on other documents; with ``shared`` the documents and systems that both sides have are
    compared instead. With ``align`` the texts of files may differ from gold's in white space. Raises UsageError
    also for a measure of ``measures`` for which no system has a score.
    """
    if not align and all(isinstance(each, str | Path) and Path(each).is_dir() for each in (base, head, gold)):
        paths = (Path(str(each)) for each in (base, head, gold))
        large = streamed.compare(*paths, measures=lambda _: measures, seed=seed, shared=shared)
        if large is not None:
            gates.check_answered(large.comparison, measures)
            return large.comparison
    suite = gold_of(gold)
    for each in (base, head):
        if suite is None and isinstance(each, Results):
            suite = each.gold
    if suite is None:
        raise UsageError("what is compared is scored on gold; write compare(base, head, gold)")
    sides = _side(base, "base", suite, align=align), _side(head, "head", suite, align=align)
    found = compared.compare(*sides, suite, measures=tuple(measures), seed=seed, shared=shared)
    gates.check_answered(found, measures)
    return found


def audit(
    predictions: str | Path | Sequence[str | Path] | Mapping[str, Annotations] | Results,
    gold: Suite | str | Path,
    *,
    systems: Sequence[str] = (),
    measures: Sequence[str] = (),
    strong: float = auditing.DEFAULT.strong,
    most: float = auditing.DEFAULT.most,
    least: int = auditing.DEFAULT.least,
    align: bool = False,
) -> Audit:
    """Returns the places of gold on which strong systems agree against it, and those that none of them has right.

    ``predictions`` are paths of folders of results or of predictions, results, or a mapping from systems' names to
    their annotations. ``strong`` is the smallest F1 of a strong system; more than the share ``most`` of them must
    give the same answer, and at least ``least`` of them are needed. ``systems`` and ``measures`` are chosen as in
    `bench.comparison.audit.audit`. With ``align`` the texts of files may differ from gold's in white space.

    Raises UsageError if there is nothing to audit, and DataError for files that can't be read.
    """
    suite = read_gold(gold) if isinstance(gold, str | Path) else gold
    thresholds = auditing.Thresholds(strong, most, least)
    if isinstance(predictions, Results):
        sides = [_side(predictions, "results", suite, align=align)]
    elif isinstance(predictions, str | Path):
        sides = [side.read(Path(predictions), suite, align=align)]
    elif isinstance(predictions, Mapping):
        named: Mapping[str, Any] = predictions
        given = {name: predictions_of(each, suite, align=align) for name, each in named.items()}
        sides = [side.in_memory("predictions", given)]
    else:
        sides = [side.read(Path(path), suite, align=align) for path in predictions]
    return auditing.audit(suite, sides, systems=systems, measures=measures, thresholds=thresholds)


def _side(given: Annotations | Scores | Results, label: str, suite: Suite, *, align: bool) -> Side:
    """Returns results, the scores of one system, or predictions as one side of a comparison."""
    if isinstance(given, Scores):
        if given.predictions is None:
            why = "weren't kept (only its record was read, or its files are large)"
            raise UsageError(f"{given.record.name}: its predictions {why}; give the folder of them")
        given = given.predictions
    if isinstance(given, Results) and given.folder is not None:
        return side.read(given.folder, suite, align=align)
    if isinstance(given, Results):
        kept = {name: scores.predictions for name, scores in given.items()}
        return side.in_memory(label, {name: each for name, each in kept.items() if each is not None})
    if isinstance(given, str | Path) and (Path(given).is_dir() or not formats.sniff(Path(given))):
        return side.read(Path(given), suite, align=align)
    return side.in_memory(label, {label: predictions_of(given, suite, align=align)}, alone=True)


def agree(
    first: Annotations, second: Annotations, gold: Suite | str | Path | None = None, *, align: bool = False
) -> list[Agreement]:
    """Returns the agreement of two annotators for each layer and attribute.

    The offsets are checked against the texts of ``gold``. Without ``gold``, if both annotators are given as paths,
    the offsets of each are checked against the texts of the other. With ``align`` the texts may differ in white
    space. Raises UsageError for a path that no format recognises. Raises DataError, which lists every fault, also
    each document that failed for an annotator, for example since its text isn't the other's or gold's.
    """
    suite = gold_of(gold)
    if suite is None and isinstance(first, str | Path) and isinstance(second, str | Path):
        a, b = formats.read_passes(first, second, align=align)
    else:
        a, b = (predictions_of(each, suite, align=align) for each in (first, second))
    if faults := [*_failures(first, "first", a), *_failures(second, "second", b)]:
        raise DataError(faults)
    return agreement.measure(a.layers, b.layers, (a.timeline, b.timeline))


def _failures(given: Annotations, label: str, read: Predictions) -> Iterator[Fault]:
    """Yields a fault for each document of an annotator that failed, so that none is left out in silence."""
    place = str(given) if isinstance(given, str | Path) else label
    for name, reason in read.failures.items():
        what, _, remedy = reason.partition("; ")
        yield Fault(f"{place}: {name}", 0, what, remedy or "annotate it, or leave it out of both")
