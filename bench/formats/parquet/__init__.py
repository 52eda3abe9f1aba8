"""Parquet: a suite's folder with a table for each layer, whose columns are the fields of JSON Lines.

::

    schema         the columns of each layer, made from the dataclasses, and those of a file compared with them
    tables         the files of a folder, read in batches of rows
    reading        a folder as gold and as predictions, whole or one document at a time
    writing        annotated documents written in groups of rows

The rows become objects of the same classes as lines of JSON Lines, and are checked by the same rules.
"""

from bench.formats.carried import EVERYTHING
from bench.formats.format import Format
from bench.formats.parquet.reading import open_gold, read_gold, read_predictions
from bench.formats.parquet.tables import files
from bench.formats.parquet.writing import write_gold

FORMAT = Format(
    name="parquet",
    title="Parquet",
    sign="documents.parquet",
    order=110,
    files=files,
    read_gold=read_gold,
    read_predictions=read_predictions,
    open_gold=open_gold,
    write_gold=write_gold,
    carries=EVERYTHING,
    needs="pyarrow",
    tried_on="this project's gold",
)
