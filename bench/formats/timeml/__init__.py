"""TimeML, as TempEval-3 used it: one file for each document (docs/formats.md).

::

    document    a file: its text, annotations and creation time
    ordinary    the same for files without anything unusual, in less time
    folder      the files of a folder as gold and as predictions
    stream      gold and predictions read side by side, one document at a time
    writing     annotated documents written as files
"""

from bench.formats.format import Format
from bench.formats.timeml.folder import (
    ENDINGS,
    check_gold,
    files,
    open_gold,
    read_documents,
    read_gold,
    read_predictions,
)
from bench.formats.timeml.stream import open_stream
from bench.formats.timeml.writing import CARRIED, write_gold

__all__ = ["FORMAT", "check_gold", "files", "read_documents", "read_gold", "read_predictions"]

FORMAT = Format(
    name="timeml",
    title="TimeML",
    sign=" or ".join(f"*{ending}" for ending in ENDINGS),
    order=500,
    files=files,
    read_gold=read_gold,
    read_predictions=read_predictions,
    check_gold=check_gold,
    documents=read_documents,
    stream=open_stream,
    open_gold=open_gold,
    write_gold=write_gold,
    carries=CARRIED,
    tried_on="TempEval-3 (gold and systems), SemEval-2015 Task 4",
    with_texts=True,
)
