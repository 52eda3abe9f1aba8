"""Words that can name an event but name none in their place: rows of values, set phrases, parts of names."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from .happenings import (
    ABSTRACT,
    JOINED,
    OF_NOUN,
    OWN_CONCERNS,
    PEACEFUL,
    POSSESSIONS,
    PREPOSITIONS,
    SET_PHRASES,
    SHARES,
    TITLES,
    VISITORS,
)

ROW = 3
"""Values in a row, from which on they name no event."""


def of_class(token: Token) -> str | None:
    """The class of a noun that names an event only before "of": the settlement of the dispute."""
    class_ = OF_NOUN.get(token.lemma_.lower())
    if class_ is None:
        return None
    below = [child for child in token.children if child.dep_ == "prep"]
    if class_ == "ASPECTUAL":
        things = [each for prep in below if prep.lower_ in ("of", "to") for each in prep.children]
        return class_ if any(each.dep_ == "pobj" and not _is_calendar(each) for each in things) else None
    if token.lemma_.lower() == "settlement" and any(child.lower_ in PEACEFUL for child in token.children):
        return class_
    if token.tag_ == "NNS":
        return class_ if token.lower_ == "developments" else None
    owned = any(each.dep_ == "poss" and each.pos_ == "PROPN" for each in token.children)
    if token.lower_ == "development" and owned:
        return class_
    of = any(prep.lower_ == "of" for prep in below)
    return class_ if of or (token.i + 1 < len(token.doc) and token.nbor(1).lower_ == "of") else None


def _is_calendar(token: Token) -> bool:
    return token.ent_type_ == "DATE" or token.lemma_.lower() in (
        "year", "month", "week", "day", "decade", "century", "line", "road", "tunnel",
    )  # fmt: skip


def row(token: Token) -> list[Token]:
    """The nouns that "and" or commas join to a noun, with it."""
    first = token
    while first.dep_ == "conj" and first.head.pos_ in ("NOUN", "PROPN"):
        first = first.head
    return [first, *_joined(first)]


def _joined(token: Token) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ in ("conj", "appos") and child.pos_ in ("NOUN", "PROPN"):
            yield child
            yield from _joined(child)


def is_bare(token: Token) -> bool:
    """Returns whether a noun has no article, number, owner or complement."""
    return not any(child.dep_ in ("det", "poss", "nummod", "prep", "acl", "relcl") for child in token.children)


def in_row(token: Token) -> bool:
    """Returns whether a noun is one of several values or fields: peace, cooperation and development."""
    if token.lemma_.lower() not in ABSTRACT or not is_bare(token):
        return False
    beside = row(token)
    values = [each for each in beside if each.lemma_.lower() in ABSTRACT]
    return len(beside) >= ROW and 2 * len(values) > len(beside)


def names_none(token: Token) -> bool:
    """Returns whether an event noun names no event where it stands."""
    before = token.nbor(-1).lower_ if token.i > 0 else ""
    if (before, token.lower_) in SET_PHRASES or token.lower_ == "flights" or is_preposition(token):
        return True
    if token.lower_ == "situation" and not any(child.lower_ == "in" for child in token.children):
        return True
    above = token.head
    share = above.lower_ == "of" and above.head.lemma_.lower() in SHARES
    if token.lemma_.lower() == "vote" and token.dep_ == "pobj" and share:
        return True
    if token.lower_ == "polls" and above.lower_ == "to":
        return True
    if token.lower_ == "concerns":
        own = any(child.lower_ in OWN_CONCERNS for child in token.children)
        return own or any(each.lemma_.lower() == "interest" for each in row(token))
    return in_row(token)


def is_attention(token: Token) -> bool:
    """Returns whether "attention" is paid."""
    paid = token.head.lemma_.lower() == "pay" and token.dep_ in ("dobj", "nsubjpass")
    return token.lower_ == "attention" and paid


def is_glued(token: Token) -> bool:
    """Returns whether a word is the second part of one with a hyphen, of which the first part isn't re- or co-."""
    if token.i < 2 or token.nbor(-1).text != "-" or token.nbor(-1).whitespace_:
        return False
    return token.nbor(-2).lower_ not in JOINED


def is_possession(verb: Token) -> bool:
    """Returns whether "have" only tells a quality: has a right, has sovereignty."""
    return verb.lemma_.lower() == "have" and any(
        child.dep_ == "dobj" and child.lemma_.lower() in POSSESSIONS for child in verb.children
    )


def is_auxiliary(verb: Token) -> bool:
    """Returns whether a verb only helps another: going to meet, can (with nothing after it)."""
    going = verb.lower_ == "going" and any(
        child.dep_ == "xcomp" and child.tag_ == "VB" and any(each.lower_ == "to" for each in child.children)
        for child in verb.children
    )
    return going or verb.tag_ == "MD"


def is_before_noun(verb: Token) -> bool:
    """Returns whether a participle stands before its noun.

    Such as: a strong and growing friendship, the visiting minister.
    """
    if verb.tag_ not in ("VBG", "VBN"):
        return False
    if verb.dep_ == "conj" and verb.head.dep_ == "amod":
        return verb.i < verb.head.head.i
    helpers = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    if verb.tag_ == "VBG" and helpers & {"have", "has", "had"} and "been" not in helpers:
        return True  # have overlapping claims
    first = verb.i == verb.sent.start or verb.nbor(-1).lower_ in ("the", "a")
    return verb.lower_ in VISITORS and first and _titled(verb)


def _titled(verb: Token) -> bool:
    """Returns whether a title follows within four words, before anything but adjectives and nouns."""
    for each in verb.doc[verb.i + 1 : verb.i + 5]:
        if each.pos_ not in ("ADJ", "NOUN", "PROPN"):
            return False
        if each.lower_ in TITLES:
            return True
    return False


def is_preposition(token: Token) -> bool:
    """Returns whether a participle or noun is a preposition with the next word: depending on, thanks to."""
    after = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    return (token.lower_, after) in PREPOSITIONS and token.dep_ not in ("dobj", "ROOT", "pobj", "nsubjpass")
