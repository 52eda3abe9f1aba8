"""brat's stand-off format: the text of a document in ``id.txt``, its annotations in ``id.ann``.

::

    names          the names of entities, attributes and relations, and brat's ``annotation.conf``
    lines          the lines of an ``.ann`` file
    reading        an ``.ann`` file and its text, read as a document
    writing        documents written as a folder that brat opens

After the description of the format at brat.nlplab.org/standoff.html (text-bound annotations, attributes,
relations, notes) and of ``annotation.conf`` at brat.nlplab.org/configuration.html.
"""

from bench.formats.brat.reading import files, parse, unread
from bench.formats.brat.writing import write_gold
from bench.formats.carried import EVERYTHING, PREDICTED
from bench.formats.parsed import parsed

FORMAT = parsed(
    name="brat",
    title="brat's stand-off format",
    sign="*.ann",
    order=200,
    files=files,
    parse=parse,
    unread=unread,
    write_gold=write_gold,
    tried_on="a document of BioNLP-ST 2011 from brat's example data",
    carries=EVERYTHING - PREDICTED - {"timeline"},
)
