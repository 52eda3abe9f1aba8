"""A data set read as gold and as predictions: a folder as bench writes it, or whatever ``hf:NAME`` names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bench.dataset import hub
from bench.dataset.suite import NOTHING, Predictions, Suite
from bench.formats.annotated import Annotated
from bench.formats.hf.card import DATA
from bench.formats.hf.streamed import tables
from bench.formats.jsonl import gold, predictions
from bench.formats.jsonl.tables import covered
from bench.formats.parquet import reading
from bench.formats.parquet import tables as parquet


def files(path: Path) -> Sequence[Path]:
    """Returns the Parquet files in ``data`` of a data set's folder, or the address itself for ``hf:NAME``."""
    return [path] if hub.is_address(path) else parquet.files(path / DATA)


def read_gold(path: Path) -> Suite:
    """Returns the gold. Raises DataError, which lists every fault that would change scores."""
    if hub.is_address(path):
        return _streamed(path)
    return reading.read_whole(path / DATA, path)


def _streamed(path: Path) -> Suite:
    """Returns the gold of a data set that is streamed. Its texts belong to others, as far as bench knows."""
    found = tables(path)
    rows = gold.sound(found)
    head = gold.headed(
        Path(found.address.name).name,
        hub.read_card(found.address),
        found.digest,
        documents=(),
        layers={},
        labelled_layers=covered(found),
        lent=True,
    )
    return rows.suite(head)


def read_predictions(path: Path, suite: Suite | None = None) -> Predictions:
    """Returns the predictions, checked against gold if it is given. Raises DataError, which lists every fault."""
    if hub.is_address(path):
        return predictions.read(tables(path), suite)
    return reading.read_predictions(path / DATA, suite)


def open_gold(path: Path) -> tuple[Suite, Iterator[Annotated]]:
    """Returns the suite without documents, and the documents; those of a large folder one at a time.

    Raises DataError.
    """
    if not hub.is_address(path):
        return reading.open_large(path / DATA, path)
    suite = _streamed(path)
    documents = (Annotated(each, suite.layers.get(each.id, NOTHING)) for each in suite.documents)
    return replace(suite, documents=(), layers={}), documents
