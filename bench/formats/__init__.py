"""Formats of gold and of predictions: how each is recognised, read, streamed and written.

Each format is a module of this package with one object ``FORMAT``. A path is in the first format that recognises
it:

============  ===========================================  ===================================================
``jsonl``     a folder that has ``documents.jsonl``        JSON Lines: one annotation a line
``timeml``    a folder that has ``*.tml`` or ``*.xml``,    TimeML, as TempEval-3 used it: a file a document
              or such a file
``task4``     a folder that has ``*.txt``                  ordered timelines of SemEval-2015 Task 4: a file a
                                                           participant
``label-      a ``*.json`` file with tasks                 Label Studio
studio``
``doccano``   a ``*.jsonl`` file with spans                doccano
``prodigy``   a ``*.jsonl`` file with spans                Prodigy
============  ===========================================  ===================================================

A module that reads files one by one defines a function from a file to its documents, and `parsed` makes the format
of it. `convert` writes what one format holds in another (`bench.formats.convert`).

`read_gold` and `read_predictions` read any of them. The gold and the predictions of documents may be in different
formats; ordered timelines are scored only against ordered timelines.
"""

from bench.formats.format import Format, IrregularError, Stream
from bench.formats.registry import (
    FORMATS,
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
    "named",
    "read_documents",
    "read_gold",
    "read_passes",
    "read_predictions",
    "recognise",
    "sniff",
    "stream",
]
