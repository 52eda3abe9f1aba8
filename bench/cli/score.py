"""The command ``bench score``, which scores predictions that exist as files."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from bench import schemes
from bench.cli import output
from bench.cli.exits import DOCUMENTS_FAILED, DONE
from bench.cli.options import (
    align_option,
    failures_option,
    folder_option,
    format_option,
    jobs_option,
    renamed,
    seed_option,
)
from bench.dataset import carried
from bench.errors import UsageError
from bench.render import schemes as drawn
from bench.render import scores
from bench.results import record
from bench.results.record import Record
from bench.results.scored import score_files
from bench.scoring.result import Scored


@click.command("score")
@click.argument("predictions", type=click.Path(path_type=Path))
@click.argument("gold", type=click.Path(path_type=Path))
@click.option(
    "--definition",
    "definitions",
    multiple=True,
    metavar="NAME",
    help="Scorer whose scores are given instead of bench's measures; may be repeated. One of: "
    + ", ".join(scheme.name for scheme in schemes.SCHEMES),
)
@renamed("--scheme", "--definition")
@jobs_option(1, "Processes that read and score: TimeML files, and JSON Lines from 8 MiB on.")
@format_option
@seed_option
@failures_option
@align_option
@folder_option("--corrections", help="File of corrections of gold to score with; gold itself stays as it is.")
def command(
    predictions: Path,
    gold: Path,
    definitions: tuple[str, ...],
    jobs: int,
    format_: str,
    seed: int,
    allow_failures: int,
    align: bool,
    corrections: Path | None,
) -> int:
    """Score predictions against gold.

    Both are folders: of JSON Lines (documents.jsonl, timexes.jsonl, events.jsonl), of TimeML files, which are
    matched by their names, or of timelines of SemEval-2015 Task 4 (*.txt). JSON Lines can be scored against
    TimeML.

    \b
    bench score results/articles/regex gold/articles
    bench score --definition nervaluate results/articles/regex gold/articles
    """
    chosen = [schemes.named(name) for name in dict.fromkeys(definitions)]
    suite, predicted, scored = score_files(
        predictions, carried.suite(gold), jobs=jobs, whole=bool(chosen), align=align, corrections=corrections
    )
    result = record.of_predictions(predictions.resolve().name, "predictions", predicted, suite, scored, seed)
    if chosen:
        _print_schemes(result, {scheme.name: scheme.score(suite, predicted) for scheme in chosen}, format_)
    else:
        _print(result, scored, format_)
    output.notes((*scored.notes, *scored.remarks))
    if not scored.measures:
        output.note(f"nothing is scored: {gold} isn't labelled in any layer that {predictions} predicts")
    output.tell_record(result, place="documents.jsonl of the predictions names all")
    for each in scored.contradictions:
        output.note(f"contradiction: {output.contradiction(each)}")
    for document in scored.unknown:
        output.note(f"not in gold, so not counted: {document}")
    return DOCUMENTS_FAILED if result.failed + len(result.unresolved) > allow_failures else DONE


def _print(result: Record, scored: Scored, format_: str) -> None:
    if format_ == "json":
        contradictions = [asdict(each) for each in scored.contradictions]
        found = {**scores.record_object(result), "contradictions": contradictions}
        output.print_data(json.dumps(found, indent=1, ensure_ascii=False), "json")
    elif format_ == "csv":
        output.print_data(scores.as_csv([result]), "csv")
    else:
        output.print_tables([scores.single(result)], format_)


def _print_schemes(result: Record, scored: drawn.Scored, format_: str) -> None:
    """Prints the scores by other scorers' definitions.

    Raises UsageError for a definition that scores no layer of the predictions.
    """
    for name, tables in scored.items():
        if not tables:
            layers = " or ".join(schemes.named(name).layers)
            raise UsageError(f"the scheme {name!r} scores {layers}, and {result.name} has none; leave it out")
    if format_ == "json":
        output.print_data(json.dumps(drawn.as_object(result, scored), indent=1, ensure_ascii=False), "json")
    elif format_ == "csv":
        output.print_data(drawn.as_csv(result, scored), "csv")
    else:
        output.print_tables(drawn.grids(result, scored), format_)
