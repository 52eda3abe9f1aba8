"""The parts that anchor an event: its sentence's times, the clues of its clause, and the day of the story.

It is no system. `rule_anchors`, `sklearn_anchors`, `rule_links` and `parsed_anchors` stand on it.

::

    words       tables of words, stems, ends of sentences
    times       what a time expression says when
    clues       tense and realis by the words around an event
    anchorer    the `when` of each event, without a parser: the words between decide what belongs together
"""

from .anchorer import Anchorer
from .times import Time, Times, edtf, stretch_of
from .words import BOUNDARIES, SENTENCE_END, WORD, Word, bag, stem

__all__ = [
    "BOUNDARIES",
    "SENTENCE_END",
    "WORD",
    "Anchorer",
    "Time",
    "Times",
    "Word",
    "bag",
    "edtf",
    "stem",
    "stretch_of",
]
