"""``bench score``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from bench import formats, schemes
from bench.cli import output
from bench.cli.exits import DOCUMENTS_FAILED, DONE
from bench.cli.options import failures_option, format_option, renamed, seed_option
from bench.dataset.suite import Predictions, Suite
from bench.errors import UsageError
from bench.formats import IrregularError, Stream
from bench.render import schemes as drawn
from bench.render import scores
from bench.results import record
from bench.results.record import Record
from bench.scoring.result import Scored
from bench.scoring.score import over, score, side_by_side


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

    Both are folders of JSON Lines (documents.jsonl, timexes.jsonl, events.jsonl), of TimeML files, matched by
    their names, or of the timelines of SemEval-2015 Task 4 (*.txt). Those of documents may be in two formats.

    \b
    bench score results/articles/regex gold/articles
    bench score --definition nervaluate results/articles/regex gold/articles
    """
    chosen = [schemes.named(name) for name in dict.fromkeys(scheme_names)]
    suite, predicted, scored = _score(predictions, gold, scheme_names, jobs)
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
    output.notes(scored.notes)
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
    """Read both, each in its format, and score; a document at a time where the format can."""
    stream = None if scheme_names else formats.stream(predictions, gold)
    if stream is not None:
        try:
            return stream.suite, stream.predictions, _score_stream(stream, jobs)
        except IrregularError:
            pass  # reading it whole says what is wrong, if anything is
    suite = formats.read_gold(gold)
    predicted = formats.read_predictions(predictions, suite)
    return suite, predicted, score(suite, predicted)


def _score_stream(stream: Stream, jobs: int) -> Scored:
    """Score in bounded memory. Raises IrregularError where only reading all at once would do."""
    covers = stream.predictions.counted
    if jobs > 1:
        return side_by_side(stream.read, stream.parts(), covers, jobs=jobs, unknown=stream.unknown)
    return over(stream.whole(), covers, unknown=stream.unknown)
