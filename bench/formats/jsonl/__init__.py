"""JSON Lines: a suite's folder and a predictions folder, one annotation a line (docs/formats.md).

::

    layout         the files of the folders
    lines          a file: its lines read as objects of a dataclass, and written
    tables         the files of a folder as tables, which Parquet and data sets of the hub have too
    records        annotations as JSON objects
    gold           a suite's folder, read and checked
    predictions    a predictions folder, read, checked and written
    groups         the lines of a file, one document at a time
    stream         gold and predictions read side by side, one document at a time
    blocks         the same in blocks of documents, in columns of numbers
    opening        the stream of two large folders
    documents      gold read one document at a time
    writing        annotated documents written as a suite's folder
"""

from bench.formats.carried import EVERYTHING
from bench.formats.format import Format
from bench.formats.jsonl.documents import open_gold
from bench.formats.jsonl.gold import read_gold
from bench.formats.jsonl.layout import files
from bench.formats.jsonl.opening import open_stream
from bench.formats.jsonl.predictions import read_predictions, write_predictions
from bench.formats.jsonl.writing import write_gold

FORMAT = Format(
    name="jsonl",
    title="JSON Lines",
    sign="documents.jsonl",
    order=100,
    files=files,
    read_gold=read_gold,
    read_predictions=read_predictions,
    stream=open_stream,
    write_predictions=write_predictions,
    open_gold=open_gold,
    write_gold=write_gold,
    carries=EVERYTHING,
    tried_on="this project's gold",
)
