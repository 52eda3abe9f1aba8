"""spaCy's DocBin: several documents in a ``.spacy`` file.

::

    tokens         a text divided into tokens at whose borders all annotations begin and end
    writing        documents written as a folder of files
    reading        a file read as documents

After spaCy's documentation of ``DocBin``, ``Doc.spans`` and ``Doc.user_data``. Not tried on real files.
"""

from bench.formats.carried import EVERYTHING, PREDICTED
from bench.formats.docbin.reading import files, parse
from bench.formats.docbin.writing import write_gold
from bench.formats.parsed import parsed

FORMAT = parsed(
    name="docbin",
    title="spaCy's DocBin",
    sign="*.spacy",
    order=240,
    files=files,
    parse=parse,
    write_gold=write_gold,
    carries=EVERYTHING - PREDICTED - {"timeline"},
    needs="spacy",
)
