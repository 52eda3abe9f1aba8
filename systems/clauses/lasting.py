"""Events that go on though they are told in the perfect, and statements about no single case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Token

from .tree import tense, verb_of
from .words import ALWAYS, KEEPING, OPPOSING

if TYPE_CHECKING:
    from .anchors import Anchors

BELOW = ("relcl", "acl")
POINTING = ("the", "this", "that", "these", "those", "his", "her", "its", "their", "our", "a", "an")


def goes_on(token: Token) -> bool:
    """Returns whether what is told in the perfect goes on when it is told.

    Such as: has always supported, has been growing.
    """
    verb = verb_of(token)
    if any(child.dep_ == "advmod" and child.lower_ in ALWAYS for child in verb.children):
        return True
    return token.lemma_.lower() in KEEPING or (
        verb.tag_ == "VBG" and any(c.lower_ == "been" for c in verb.children)
    )


def is_general(anchors: Anchors, token: Token) -> bool:
    """Returns whether an event that is neither planned nor done is one of any number.

    Such as: opposes interference, who harms.
    """
    if anchors.realis(token) != "OTHER" or token in anchors.own:
        return False
    how = tense(token)
    if how == "noun":
        if any(child.lower_ in POINTING or child.dep_ == "poss" for child in token.children):
            return False
        if any(child.lower_ == "no" for child in token.children) and token.dep_ == "attr":
            return True  # there is no winner, it is no war
        above = token.head
        while token.dep_ in ("conj", "pobj", "prep") and above.pos_ in ("NOUN", "ADP"):
            token, above = above, above.head
        return (
            token.dep_ in ("dobj", "pobj")
            and above.lemma_.lower() in OPPOSING
            and anchors.realis(above) != "OTHER"
        )
    verb = verb_of(token)
    if how == "modal" and verb.tag_ == "VBN" and any(child.lower_ == "have" for child in verb.children):
        return True  # it could have prevented this
    asked = verb.dep_ == "ccomp" and anchors.class_of(verb.head) == "I_ACTION"
    timed = any(child.lower_ in ("until", "once", "before", "after", "when") for child in verb.children)
    if how == "present" and not asked and not timed and not any(child.dep_ == "neg" for child in verb.children):
        return verb.tag_ != "VB"
    noun = verb.head
    if verb.dep_ in BELOW and how in ("present", "participle") and anchors.is_event(noun):
        return anchors.realis(noun) == "OTHER" and anchors.when(noun) is None
    return False
