r"""WebAnno's TSV 3, which INCEpTION exports and imports: a file a document, a line a token.

::

    escapes        the escapes of texts and values
    rows           a file's header, sentences and lines
    reading        a file read as a document
    units          a text divided into sentences, tokens and sub-tokens
    writing        documents written as a folder

After "WebAnno TSV 3.3 File format" of INCEpTION's user guide. Offsets are UTF-16 code units.
"""

from bench.formats.carried import EVERYTHING, FIELDS, PREDICTED, STAMP
from bench.formats.parsed import parsed
from bench.formats.webanno.reading import files, parse, unread
from bench.formats.webanno.writing import write_gold

LOST = {name for _, name in FIELDS["documents"]} - {"documents.dct", "documents.sentences"}
"""The fields of documents for which the format has no place."""

FORMAT = parsed(
    name="webanno",
    title="WebAnno's TSV 3",
    sign="*.tsv",
    order=230,
    files=files,
    parse=parse,
    unread=unread,
    write_gold=write_gold,
    tried_on="eight reference files of INCEpTION's tests of this format",
    carries=(EVERYTHING - PREDICTED - LOST - {"timeline", "timexes.tags", "timexes.values"}) | {STAMP},
)
