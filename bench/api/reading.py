"""Reading gold, predictions and results, and writing predictions."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bench import formats
from bench.api.annotations import Annotations, predictions_of
from bench.api.scores import Results, Scores
from bench.dataset import carried
from bench.dataset.suite import Predictions, Suite, SuiteDocument
from bench.errors import UsageError
from bench.results import published, store
from bench.sdk.model import Document


def read_gold(path: str | Path) -> Suite:
    """Returns the gold in a file or a folder of any format, or a suite that bench carries, by its name.

    ``path`` may also be a data set of Hugging Face: ``hf:NAME[@REVISION][:TABLES[:SPLIT]]`` (docs/formats.md). The
    gold is checked for all faults that would change scores. Raises UsageError for a path that no format recognises
    and for a data set that can't be loaded, and DataError, which lists every fault.
    """
    return formats.read_gold(carried.suite(Path(path)))


def read_predictions(
    path: str | Path, gold: Suite | str | Path | None = None, *, align: bool = False
) -> Predictions:
    """Returns the predictions in a file or a folder of any format, checked against ``gold`` if it is given.

    With ``align`` their texts may differ from gold's in white space. Raises UsageError for a path that no format
    recognises, and DataError, which lists all their faults.
    """
    return formats.read_predictions(path, gold_of(gold), align=align)


def write_predictions(folder: str | Path, predictions: Annotations, documents: Suite | Iterable[Document]) -> None:
    """Writes a folder of predictions in JSON Lines, for the given documents or those of a suite, in their order.

    The words of annotations are left out if the suite's texts may not be copied. Raises DataError for annotations
    that don't fit the documents, OSError if the folder can't be written.
    """
    if isinstance(documents, Suite):
        suite = documents
    else:
        entries = tuple(SuiteDocument(each.id, each.text, each.dct, written=each.written) for each in documents)
        suite = Suite("documents", "", "", entries, {})
    write = formats.named("jsonl").write_predictions
    assert write is not None
    write(Path(folder), predictions_of(predictions, suite), suite.documents, texts=not suite.lent)


def read_results(folder: str | Path) -> Results:
    """Returns the scores in the results folder of a suite, such as ``results/articles``, by system and annotator.

    The scores of published outputs (`bench.results.published`) are among them.

    Raises UsageError for a folder without records, and DataError for a record that can't be read.
    """
    folder = Path(folder)
    records = [*store.read_all(folder), *published.records(folder)]
    if not records:
        raise UsageError(
            f"{folder}: no record ({store.RECORD}) of any system here; name a suite's results folder, such as "
            "results/articles"
        )
    return Results({each.name: Scores(each) for each in records}, folder=folder)


def gold_of(given: Suite | str | Path | None) -> Suite | None:
    """Returns gold that is given as a suite or by its path; None for None."""
    return read_gold(given) if isinstance(given, str | Path) else given
