"""``bench score``."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from bench import schemes
from bench.cli import output
from bench.cli.exits import DOCUMENTS_FAILED, DONE
from bench.cli.options import existing_folder, failures_option, format_option, renamed, seed_option
from bench.dataset.suite import RESOLVED, Predictions, Suite, suite_name
from bench.errors import UsageError
from bench.formats import folder, pairs, task4, timeml
from bench.formats.pairs import IrregularError
from bench.gold.scheme import load
from bench.render import schemes as drawn
from bench.render import scores
from bench.results import record
from bench.results.record import Record
from bench.scoring.result import Scored
from bench.scoring.score import ordered, over, score, side_by_side

LARGE = 64 * 2**20
"""Bytes of gold's documents from which on they are read one by one."""


@click.command("score")
@click.argument("predictions", type=click.Path(path_type=Path))
@click.argument("gold", type=click.Path(path_type=Path))
@click.option(
    "--definition",
    "scheme_names",
    multiple=True,
    metavar="NAME",
    help="Give another scorer's figures instead of our measures; may be repeated. One of: "
    + ", ".join(scheme.name for scheme in schemes.SCHEMES),
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Processes that read and score: TimeML files, and JSON Lines from 64 MiB on.",
)
@renamed("--scheme", "--definition")
@format_option
@seed_option
@failures_option
def command(
    predictions: Path,
    gold: Path,
    scheme_names: tuple[str, ...],
    jobs: int,
    format_: str,
    seed: int,
    allow_failures: int,
) -> int:
    """Score predictions against gold.

    Both are folders: of JSON Lines (documents.jsonl, timexes.jsonl, events.jsonl), of TimeML files, matched by
    their names, or of the timelines of SemEval-2015 Task 4 (*.txt).

    \b
    bench score results/articles/regex gold/articles
    bench score --definition nervaluate results/articles/regex gold/articles
    """
    chosen = [schemes.named(name) for name in dict.fromkeys(scheme_names)]
    suite, predicted, scored = _score(
        existing_folder(predictions, "predictions"), existing_folder(gold, "gold"), scheme_names, jobs
    )
    result = record.of_predictions(predictions.resolve().name, "predictions", predicted, suite, scored, seed)
    if chosen:
        _print_schemes(result, {scheme.name: scheme.score(suite, predicted) for scheme in chosen}, format_)
    elif format_ == "json":
        contradictions = [asdict(each) for each in scored.contradictions]
        found = {**scores.record_object(result), "contradictions": contradictions}
        click.echo(json.dumps(found, indent=1, ensure_ascii=False))
    elif format_ == "csv":
        click.echo(scores.as_csv([result]), nl=False)
    else:
        output.print_tables([scores.single(result)], format_)
    for document, reason in scored.failures.items():
        output.note(f"failed: {document}: {reason}")
    if scored.timeline_failure:
        output.note(f"failed: the timeline: {scored.timeline_failure}")
    for document, number in scored.unlocated.items():
        output.note(f"unlocated: {output.unlocated(document, number)}")
    for document, reason in scored.unresolved.items():
        output.note(f"failed: {document}, given spans: {reason}")
    for each in scored.contradictions:
        output.note(f"contradiction: {output.contradiction(each)}")
    for document in scored.unknown:
        output.note(f"not in gold, so not counted: {document}")
    return DOCUMENTS_FAILED if result.failed + len(result.unresolved) > allow_failures else DONE


def _print_schemes(result: Record, scored: drawn.Scored, format_: str) -> None:
    """Other scorers' figures. Raises UsageError for a scheme that scores nothing of what was predicted."""
    for name, tables in scored.items():
        if not tables:
            layers = " or ".join(schemes.named(name).layers)
            raise UsageError(f"the scheme {name!r} scores {layers}, and {result.name} has none; leave it out")
    if format_ == "json":
        click.echo(json.dumps(drawn.as_object(result, scored), indent=1, ensure_ascii=False))
    elif format_ == "csv":
        click.echo(drawn.as_csv(result, scored), nl=False)
    else:
        output.print_tables(drawn.grids(result, scored), format_)


def _score(
    predictions: Path, gold: Path, scheme_names: Sequence[str], jobs: int
) -> tuple[Suite, Predictions, Scored]:
    """Read both, each in the form that its folder has, and score."""
    if task4.files(gold) and not _has_documents(gold):
        return _score_ordered(predictions, gold)
    if not scheme_names and timeml.files(gold) and timeml.files(predictions) and not _is_rows(gold):
        return _score_timeml(predictions, gold, jobs)
    large = gold / "documents.jsonl"
    if not scheme_names and large.is_file() and large.stat().st_size > LARGE and _is_rows(predictions):
        try:
            return _score_stream(predictions, gold, jobs)
        except IrregularError:
            pass  # reading it whole says what is wrong, if anything is
    if not _has_documents(gold):
        raise UsageError(
            f"{gold}: no documents.jsonl, TimeML (*.tml, *.xml) or timelines (*.txt) here; name a folder of gold"
        )
    suite = load(gold, own=True)
    if _is_rows(predictions):
        predicted = folder.read_predictions(predictions, suite)
    elif timeml.files(predictions):
        predicted = timeml.read_predictions(predictions, suite)
    else:
        raise UsageError(
            f"{predictions}: neither a documents.jsonl nor TimeML files (*.tml, *.xml) here; "
            "name a predictions folder"
        )
    return suite, predicted, score(suite, predicted)


def _is_rows(path: Path) -> bool:
    return (path / "documents.jsonl").is_file()


def _has_documents(gold: Path) -> bool:
    """Whether there is gold of documents here."""
    return _is_rows(gold) or bool(timeml.files(gold))


def _score_ordered(predictions: Path, gold: Path) -> tuple[Suite, Predictions, Scored]:
    if not task4.files(predictions):
        raise UsageError(
            f"{predictions}: no timelines (*.txt) here, as {gold} has; name a folder of predicted ones"
        )
    suite = Suite(suite_name(gold), "", task4.digest(gold), (), {})
    scored = ordered(task4.read(gold), task4.read(predictions))
    return suite, Predictions({}, covers=("timeline",)), scored


def _score_timeml(predictions: Path, gold: Path, jobs: int) -> tuple[Suite, Predictions, Scored]:
    documents, unknown = timeml.beside(predictions, gold)
    if jobs > 1:
        scored = side_by_side(timeml.pairs, timeml.parts(documents), timeml.LAYERS, jobs=jobs, unknown=unknown)
    else:
        scored = over(timeml.pairs(documents), timeml.LAYERS, unknown=unknown)
    suite = Suite(suite_name(gold), "", timeml.digest(gold), (), {})
    return suite, Predictions({}, covers=timeml.LAYERS), scored


def _score_stream(predictions: Path, gold: Path, jobs: int) -> tuple[Suite, Predictions, Scored]:
    """Document by document, in bounded memory. Raises IrregularError where only reading all at once would do."""
    covers = folder.covered(predictions)
    if "timeline" in covers:
        raise IrregularError("a timeline goes across documents")
    version, digest = folder.version_and_digest(gold)
    counted = (*covers, RESOLVED) if folder.has_resolved(predictions) else covers
    if jobs > 1:
        read = functools.partial(pairs.read, predictions, gold)
        scored = side_by_side(read, pairs.parts(predictions, gold), counted, jobs=jobs)
    else:
        scored = over(pairs.read(predictions, gold), counted)
    return Suite(suite_name(gold), version, digest, (), {}), Predictions({}, covers), scored
