"""``bench score``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from bench import record, schemes, scoring
from bench.cli import output
from bench.cli.exits import DOCUMENTS_FAILED, DONE
from bench.cli.options import existing_folder, failures_option, format_option, seed_option
from bench.errors import UsageError
from bench.formats import folder, timeml
from bench.record import Record
from bench.render import schemes as drawn
from bench.render import scores
from bench.suite import Predictions, Suite
from bench.validation import load


@click.command("score")
@click.argument("predictions", type=click.Path(path_type=Path))
@click.argument("gold", type=click.Path(path_type=Path))
@click.option(
    "--scheme",
    "scheme_names",
    multiple=True,
    metavar="NAME",
    help="Give another scorer's figures instead of our measures; may be repeated. One of: "
    + ", ".join(scheme.name for scheme in schemes.SCHEMES),
)
@format_option
@seed_option
@failures_option
def command(
    predictions: Path, gold: Path, scheme_names: tuple[str, ...], format_: str, seed: int, allow_failures: int
) -> int:
    """Score predictions against gold.

    Both are folders: of JSON Lines (documents.jsonl, timexes.jsonl, events.jsonl), or of TimeML files, matched
    by their names.

    \b
    bench score results/articles/regex gold/articles
    bench score --scheme nervaluate results/articles/regex gold/articles
    """
    chosen = [schemes.named(name) for name in dict.fromkeys(scheme_names)]
    suite, predicted = _read(existing_folder(predictions, "predictions"), existing_folder(gold, "gold"))
    scored = scoring.evaluate(suite, predicted)
    result = record.of_predictions(predictions.resolve().name, "predictions", predicted, suite, scored, seed)
    if chosen:
        _print_schemes(result, {scheme.name: scheme.score(suite, predicted) for scheme in chosen}, format_)
    elif format_ == "json":
        click.echo(json.dumps(scores.record_object(result), indent=1, ensure_ascii=False))
    elif format_ == "csv":
        click.echo(scores.as_csv([result]), nl=False)
    else:
        output.print_tables([scores.single(result)], format_)
    for document, reason in scored.failures.items():
        output.note(f"failed: {document}: {reason}")
    for each in scored.contradictions:
        output.note(f"contradiction: {output.contradiction(each)}")
    for document in scored.unknown:
        output.note(f"not in gold, so not counted: {document}")
    return DOCUMENTS_FAILED if len(scored.failures) > allow_failures else DONE


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


def _read(predictions: Path, gold: Path) -> tuple[Suite, Predictions]:
    """Gold and predictions, each in the form that its folder has."""
    if (gold / "documents.jsonl").is_file():
        suite = load(gold)
    elif timeml.files(gold):
        suite = timeml.read_suite(gold)
    else:
        raise UsageError(
            f"{gold}: neither a documents.jsonl nor TimeML files (*.tml, *.xml) here; name a folder of gold"
        )
    if (predictions / "documents.jsonl").is_file():
        return suite, folder.read_predictions(predictions, suite)
    if timeml.files(predictions):
        return suite, timeml.read_predictions(predictions, suite)
    raise UsageError(
        f"{predictions}: neither a documents.jsonl nor TimeML files (*.tml, *.xml) here; name a predictions folder"
    )
