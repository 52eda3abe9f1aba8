"""Returns whether an event happened or holds, is planned, or neither, by its own words and what governs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from spacy.tokens import Token

from .tree import (
    class_of_adjective,
    class_of_noun,
    class_of_verb,
    helpers,
    in_condition,
    is_event_noun,
    is_light,
    is_negated,
    is_predicate,
    tense,
    twin,
    verb_of,
)
from .words import AIMED, ANSWERING, ARRANGING, COUNTERING, GENERIC, IMPOSED, LIFTING, PARTS, STOPPING, UNTIL

if TYPE_CHECKING:
    from systems.lexicon.governors import COMPLEMENT, IMPLICATIVE, UNREAL
    from systems.lexicon.nouns import STANDING
else:  # a package beside this one is imported by its name alone
    from lexicon.governors import COMPLEMENT, IMPLICATIVE, UNREAL
    from lexicon.nouns import STANDING

GOING = ("travel", "visit", "leave", "arrive", "go", "come", "fly", "head", "depart", "return", "gather")
"""Verbs with whose realis what one goes for is told: will travel to Sill to attend a summit."""
RUMOURS = ("report", "claim", "allegation", "accusation", "rumor", "rumour", "suggestion", "assertion", "notion")
HOLDING_OFF = ("refrain", "abstain", "desist", "prevent", "deter", "discourage")
"""Verbs before "from" and what is not to happen."""
CLAIMS = ("criticism", "allegation", "report", "call", "claim", "charge")
IsEvent = Callable[[Token], bool]
CLAUSES = ("ccomp", "xcomp", "acl", "advcl", "pcomp", "csubj")


def realis(token: Token) -> str:
    """ACTUAL, PLANNED or OTHER."""
    return _of_noun(token) if token.pos_ in ("NOUN", "PROPN") else _of_verb(token)


def governs(token: Token) -> str | None:
    """The realis of what a word has as its complement, None if it says nothing of it."""
    lemma = token.lemma_.lower()
    return COMPLEMENT.get(lemma) or COMPLEMENT.get(token.lower_) or COMPLEMENT.get(lemma.removesuffix("s"))


def _of_verb(token: Token) -> str:
    verb, how = verb_of(token), tense(token)
    if (beside := twin(verb)) is not None:
        return realis(beside)
    if is_negated(token) or (
        in_condition(token) and not (is_predicate(token) and class_of_adjective(token) == "I_STATE")
    ):
        return "OTHER"
    if _is_denied(verb):
        return "OTHER"
    if how == "future":
        wished = verb.dep_ in ("ccomp", "acl") and governs(verb.head) == "OTHER"
        return "OTHER" if wished and class_of_verb(verb.head) != "REPORTING" else "PLANNED"
    if how == "modal":
        said = {each.lower_ for each in helpers(token)}
        reported = any(each.dep_ == "ccomp" and tense(each.head) in ("past", "perfect") for each in _up(verb))
        return "PLANNED" if "would" in said and reported else "OTHER"
    if how == "infinitive":
        return _of_infinitive(verb)
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX", "ADJ") and how == "participle":
        other = verb.head
        while verb.tag_ == "VBG" and other.tag_ == "VB" and other.head.tag_ in ("VB", "VBG"):
            other = other.head  # a statement pledging to build and condemning
        return realis(other)
    if verb.dep_ == "ccomp" and how in ("present", "past", "perfect", "participle"):
        said_by = governs(verb.head)
        if said_by and class_of_verb(verb.head) != "REPORTING":
            return said_by
    if how == "participle":
        if verb.dep_ == "prep" or any(child.lower_ == "without" for child in verb.children):
            return "OTHER"
        if verb.dep_ == "pcomp":
            above = verb.head.head
            answered = verb.head.lower_ == "after" and class_of_verb(verb) == "I_ACTION"
            if answered and realis(above) == "PLANNED":
                return "ACTUAL"  # will visit it after accepting an invitation
            aimed = any(child.lower_ in ("forward", "importance") for child in above.children)
            if verb.head.lower_ == "without" or above.lemma_.lower() in AIMED or aimed:
                return "OTHER"
            return governs(above) or realis(above)
        if verb.dep_ == "advcl" and verb.tag_ == "VBG" and class_of_verb(verb) == "REPORTING":
            return "ACTUAL"
        if verb.dep_ in ("xcomp", "advcl"):
            said_by = governs(verb.head) if verb.dep_ == "xcomp" else None
            if verb.dep_ == "xcomp" and verb.tag_ == "VBG" and verb.head.lemma_.lower() in STOPPING:
                return "ACTUAL"
            return said_by or realis(verb.head)
    if verb.dep_ == "relcl" and how == "present" and is_event_noun(verb.head) and realis(verb.head) == "PLANNED":
        return "PLANNED"
    if verb.dep_ == "advcl" and how == "present" and any(each.lower_ in UNTIL for each in verb.children):
        return realis(verb.head)
    return "ACTUAL"


def _up(token: Token) -> list[Token]:
    return [token, *token.ancestors]


def _is_denied(verb: Token) -> bool:
    """Returns whether a clause tells what someone denies.

    Such as: denied that it was so, rejected reports that it had left.
    """
    above = verb.head
    if verb.dep_ == "ccomp" and above.lemma_.lower() == "deny":
        return True
    rumoured = verb.dep_ in ("acl", "ccomp") and above.lemma_.lower() in RUMOURS and above.dep_ == "dobj"
    return rumoured and above.head.lemma_.lower() in ("deny", "reject", "dismiss", "refute")


def _is_announced(verb: Token) -> bool:
    """Returns whether an infinitive stands for "will" in a headline: Leader to visit Sill, palace says."""
    sentence = verb.sent
    if sentence[-1].is_punct or not any(
        child.lower_ == "to" and child.i > sentence.start for child in verb.children
    ):
        return False
    before = verb.doc[sentence.start : verb.i]
    return before[0].lower_ != "to" and not any(each.pos_ in ("VERB", "AUX") for each in before)


def _of_infinitive(verb: Token) -> str:
    if _is_announced(verb):
        return "PLANNED"
    while verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        verb = twin(verb) or verb.head
    above = verb.head
    if above == verb:
        return "PLANNED"  # "Leaders to meet" in a headline
    if above.lemma_.lower() in ("be", "have") and verb.dep_ == "xcomp":
        return "PLANNED" if above.lemma_.lower() == "be" else "OTHER"
    if above.lower_ == "about":
        return "PLANNED"
    if above.lemma_.lower() in GOING and verb.dep_ in ("advcl", "xcomp"):
        return realis(above)
    if said := governs(above):
        return said if realis(above) != "OTHER" else "OTHER"
    implies = class_of_verb(above) == "ASPECTUAL" or above.lemma_.lower() in IMPLICATIVE
    if implies and above.pos_ == "VERB":
        return realis(above)
    return "OTHER"


def _of_noun(token: Token) -> str:
    for child in token.children:
        if child.i < token.i and child.lower_ in UNREAL:
            return UNREAL[child.lower_]
        if child.i < token.i and child.lower_ in GENERIC and child.lower_ != "every":
            return "OTHER"
    if class_of_noun(token) == "STATE" or token.lemma_.lower() in STANDING:
        return "ACTUAL"
    head = token
    while head.dep_ == "conj" and head.head.pos_ == "NOUN":
        head = head.head
    above = head.head
    if (
        head.dep_ == "pobj"
        and above.lower_ == "for"
        and above.head.lemma_.lower() in ("preparation", "arrangement")
    ):
        return "PLANNED"
    if head.dep_ == "appos" and above.pos_ == "VERB" and realis(above) == "PLANNED":
        return "PLANNED"
    if head.dep_ == "pobj" and above.lower_ == "of" and above.head.lemma_.lower() in PARTS:
        return _of_noun(above.head)
    if head.dep_ in ("nsubj", "nsubjpass", "dobj", "attr"):
        if above.pos_ not in ("VERB", "AUX"):
            return "ACTUAL"
        mine = realis(above)
        bare = not any(child.dep_ in ("det", "poss", "prep") for child in token.children)
        if (
            head.dep_ == "dobj"
            and above.lemma_.lower() in COUNTERING
            and bare
            and token.lemma_.lower() not in IMPOSED
        ):
            return "OTHER"  # opposes interference
        lifted = above.lemma_.lower() in LIFTING and token.lemma_.lower() in IMPOSED
        if head.dep_ == "dobj" and (lifted or (above.lemma_.lower() in STOPPING and mine == "OTHER")):
            return "ACTUAL"  # what someone is to stop goes on
        if head.dep_ == "nsubjpass" and above.lemma_.lower() in ARRANGING and (said := governs(above)):
            return said
        if head.dep_ == "nsubj" and class_of_verb(above) == "ASPECTUAL":
            return mine
        if head.dep_ == "nsubj" and not is_light(above) and any(each.dep_ == "dobj" for each in above.children):
            return "ACTUAL"
        if (
            head.dep_ == "dobj"
            and above.lemma_.lower() in ANSWERING
            and (class_of_noun(token) == "I_ACTION" or token.lemma_.lower() in CLAIMS)
        ):
            return "ACTUAL"  # what is accepted or rejected was offered
        if head.dep_ == "dobj" and above.lemma_.lower() == "call":
            return "ACTUAL"  # called the threats unacceptable
        if head.dep_ == "dobj" and (said := governs(above)):
            return said
        if head.dep_ == "dobj" or is_light(above) or mine == "PLANNED":
            return mine
        return mine if class_of_noun(token) != "STATE" and above.lemma_.lower() == "be" else "ACTUAL"
    if head.dep_ == "pobj":
        verb = above.head
        if above.lower_ == "without" or (above.lower_ == "from" and verb.lemma_.lower() in HOLDING_OFF):
            return "OTHER"
        if above.lower_ == "of" and is_event_noun(verb):
            return _of_noun(verb)
        if above.lower_ in ("for", "to") and verb.pos_ in ("VERB", "NOUN") and (said := governs(verb)):
            return said
        if verb.pos_ == "VERB" and above.lower_ in ("to", "for", "in", "into", "on", "with"):
            return realis(verb)
    return "ACTUAL"
