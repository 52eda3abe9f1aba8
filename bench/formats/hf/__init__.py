"""Data sets of Hugging Face: a folder with Parquet files, a card and Croissant metadata, and ``hf:NAME``.

::

    card           README.md, the card of a data set: front matter for programs, words for people
    croissant      croissant.json, the same for programs that read Croissant
    writing        annotated documents written as such a folder
    streamed       the tables of any data set that the library ``datasets`` reads, of the hub or in a folder
    reading        both read as gold and as predictions
"""

from bench.formats.carried import EVERYTHING
from bench.formats.format import Format
from bench.formats.hf.reading import files, open_gold, read_gold, read_predictions
from bench.formats.hf.writing import write_gold

FORMAT = Format(
    name="hf",
    title="data sets of Hugging Face",
    sign="data/documents.parquet",
    order=120,
    files=files,
    read_gold=read_gold,
    read_predictions=read_predictions,
    open_gold=open_gold,
    write_gold=write_gold,
    carries=EVERYTHING,
    needs="pyarrow",
    tried_on="this project's gold, in folders and from a local stand-in for the hub",
)
