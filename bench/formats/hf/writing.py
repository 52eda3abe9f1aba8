"""Annotated documents written as a data set's folder: Parquet files, a card, and Croissant metadata."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.dataset import card as cards
from bench.dataset.suite import Suite
from bench.formats.annotated import Annotated
from bench.formats.hf import card, croissant
from bench.formats.hf.card import DATA, Stored
from bench.formats.parquet.writing import write

CROISSANT = "croissant.json"


def write_gold(folder: Path, suite: Suite, documents: Iterable[Annotated], _lose: Callable[[str], None]) -> None:
    """Writes a data set's folder. A layer that is labelled, but empty, has a config without rows."""
    folder.mkdir()
    counts = write(folder / DATA, suite, documents)
    tables = {name: _stored(folder / card.path_of(name), *each) for name, each in counts.items()}
    described = json.dumps(croissant.described(suite, tables), ensure_ascii=False, indent=2)
    (folder / CROISSANT).write_text(described + "\n", encoding="utf-8", newline="")
    (folder / cards.NAME).write_text(card.written(suite, tables), encoding="utf-8", newline="")


def _stored(path: Path, rows: int, loaded: int) -> Stored:
    with path.open("rb") as file:
        return Stored(rows, loaded, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())
