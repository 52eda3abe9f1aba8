"""A headline's events, dated by the sentences that tell the same, and dates reckoned from an anniversary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.tokens import Token

from .mentions import NOUN_OF, VISITING, name

if TYPE_CHECKING:
    from .anchors import Anchors

BODY = 6
"""Sentences after the headline that may tell what it tells."""
ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")


def told_below(anchors: Anchors, token: Token) -> str | None:
    """The `when` of the first event under a headline that is the same as one in it, by its word and realis."""
    sentences = anchors.sentences
    if not sentences or token.sent != sentences[0] or token in anchors.own or len(sentences) < 2:
        return None
    if sentences[0][-1].text in (".", "?", "!"):
        return None
    said, real = word(token), anchors.realis(token) == "ACTUAL"
    for sentence in sentences[1 : BODY + 1]:
        for each in sentence:
            same = (
                anchors.is_event(each) and word(each) == said and anchors.class_of(each) == anchors.class_of(token)
            )
            if same and (anchors.realis(each) == "ACTUAL") == real:
                return anchors.when(each)
    return None


def word(token: Token) -> str:
    """The word by which an event is known again: that of its noun, a visit for a trip or for travelling."""
    lemma = token.lemma_.lower()
    if token.pos_ == "NOUN":
        return name(token)
    return "visit" if lemma in VISITING and lemma != "tour" else NOUN_OF.get(lemma, lemma)


def founded(anchors: Anchors, token: Token) -> str | None:
    """The year of what has an anniversary: the 55th anniversary of the opening, 80 years since the defeat."""
    above = token.head
    year = anchors.main.year
    if token.dep_ == "pobj" and above.lower_ == "of" and above.head.lemma_.lower() == "anniversary":
        for child in above.head.children:
            if match := ORDINAL.fullmatch(child.lower_):
                return f"{year - int(match[1]):04}"
    return None
