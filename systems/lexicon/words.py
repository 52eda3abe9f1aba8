"""Tables of words, and the words that have a function alone."""

from __future__ import annotations


def bag(words: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(words.split())


BE = bag("be am is are was were been being 're 'm")
COPULAS = BE | bag("become became remain remains remained seem seems seemed")
HAVE_DO = bag("have has had having 've 'd do does did doing")
FUTURE = bag("will shall wo 'll")
MODAL = bag("would could should may might must can ca ought sha")
NEGATION = bag("not n't never no neither nor without cannot hardly")
ADVERBS = bag("again all also already both even ever first further just later now once soon still then yet")
GROUP = BE | HAVE_DO | FUTURE | MODAL | NEGATION | ADVERBS
"""What can stand between a verb and its subject."""
CONDITION = bag("if unless whether lest")
PRONOUNS = bag("i you he she it we they who which them him us me that")
DETERMINERS = bag(
    """a an the its his her their our my your no any some another each every such whose several more these those
    this"""
)
PREPOSITIONS = bag(
    """about above across after against along amid among around as at before behind below between beyond by
    despite during for from in inside into like near of off on onto out over since through throughout toward
    towards under until up upon via with within without"""
)
LINKS = bag("and or but than to while when where because so though although")
FUNCTION_WORDS = GROUP | CONDITION | PRONOUNS | DETERMINERS | PREPOSITIONS | LINKS
ADJECTIVE_ENDINGS = ("al", "ic", "ive", "ous", "ful", "ary", "able", "ible", "ish", "ian", "ese")
NOT_ADVERBS = bag(
    "ally assembly daily deadly early family friendly italy likely monthly only reply supply unlikely weekly"
)
EDGES = bag(", ; : ( -- \u2013 \u2014")
"""Where a clause ends, as near as can be told."""
