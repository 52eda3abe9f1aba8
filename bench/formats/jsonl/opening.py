"""The stream of two large folders of JSON Lines."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench.dataset.block import Block
from bench.dataset.pair import Pair
from bench.dataset.suite import Predictions, Resolved
from bench.formats.format import Stream
from bench.formats.jsonl import gold as suites
from bench.formats.jsonl import layout
from bench.formats.jsonl import stream as documents
from bench.sdk.declare import TIMELINE


def open_stream(predictions: Path, gold: Path) -> Stream | None:
    """Returns the stream of two folders; None if they are small, or have to be read whole."""
    listing = layout.path_of(gold, layout.DOCUMENTS)
    covers = layout.covered(predictions)
    if not listing.is_file():  # a broken symbolic link
        return None
    if listing.stat().st_size <= documents.LARGE or TIMELINE in covers:  # a timeline goes across documents
        return None
    reading = functools.partial(read, predictions, gold)
    return Stream(
        suite=replace(suites.head(gold), notes=()),  # the first document has them
        predictions=Predictions({}, covers, resolved=Resolved() if layout.has_resolved(predictions) else None),
        whole=reading,
        parts=functools.partial(documents.parts, predictions, gold),
        read=reading,
    )


def read(predictions: Path, gold: Path, part: documents.Part | None = None) -> Iterator[Pair | Block]:
    """Yields what `bench.formats.jsonl.blocks.read` does."""
    from bench.formats.jsonl import blocks  # with numpy, which verbs that stream nothing do without

    return blocks.read(predictions, gold, part)
