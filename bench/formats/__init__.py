"""Formats of gold and of predictions: how each is recognised, read, streamed and written.

Each format is a module of this package with one object ``FORMAT``. `FORMATS` has them all, and docs/formats.md
says how each is recognised. A path is in the first format that recognises it.

A module that reads files one by one defines a function from a file to its documents, and `parsed` makes the format
of it. `convert` writes what one format holds in another (`bench.formats.convert`).

`read_gold` and `read_predictions` read any of them. The gold and the predictions of documents may be in different
formats; ordered timelines are scored only against ordered timelines.
"""

from bench.formats.format import Format, IrregularError, Stream
from bench.formats.registry import (
    FORMATS,
    are_articles,
    named,
    read_documents,
    read_gold,
    read_passes,
    read_predictions,
    recognise,
    sniff,
    stream,
)

__all__ = [
    "FORMATS",
    "Format",
    "IrregularError",
    "Stream",
    "are_articles",
    "named",
    "read_documents",
    "read_gold",
    "read_passes",
    "read_predictions",
    "recognise",
    "sniff",
    "stream",
]
