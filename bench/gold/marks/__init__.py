"""Plain texts with marks in them, such as ``[Monday|DATE 2023-09-18] {began|ASPECTUAL}`` (docs/labelling.md).

::

    attributes    the part of a mark after its bar
    lines         the lines after a text: words with their attributes, and links
    header        the lines before a text: the creation day, the title …
    places        where words stand in a text
    reading       a file with marks, read as a document
    writing       a document, written with marks
"""

from bench.gold.marks.reading import read, read_words
from bench.gold.marks.writing import marked

__all__ = ["marked", "read", "read_words"]
