"""The time expression that dates a verb or an event noun, by the parse."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from spacy.tokens import Token

from .model import Parse
from .tree import class_of_verb, is_light, is_main_verb, tense, things
from .words import BREAKING_OUT, PLACING, SHARED_DOWN, SPEAKING, TALKING

if TYPE_CHECKING:
    from systems.anchoring import Time, Word
else:  # a package beside this one is imported by its name alone
    from anchoring import Time, Word

INSIDE = ("nummod", "compound", "nmod", "poss", "amod")
"""The relations of a time to the noun that it is a part of: last year's earthquake, a 2015 agreement."""
CLAUSE_EDGES = ("relcl", "acl", "ccomp", "advcl", "csubj", "xcomp", "parataxis")
NOT_ACROSS = ("of", "before", "since", "until")
"""Prepositions across which a noun's time isn't its verb's."""
AT_PRESENT = ("now", "currently", "present", "current", "presently")
"""What is said of "now" holds when it is said."""
ISSUING = ("issue", "release", "publish", "post", "deliver", "make", "give", "hold")
"""The verbs of "in a statement issued on Monday", which dates who said so, too."""
COUNTED = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "last",
    "latest",
    "highest",
)
DAY_PARTS = ("morning", "afternoon", "evening", "night")
SHARING = datetime.timedelta(days=7)
"""A noun's time is its verb's, too, if it is at most so long before the dct."""


def owners(
    times: Sequence[Time],
    words: Sequence[Word],
    parse: Parse,
    is_event: Callable[[Token], bool],
    dct: datetime.date,
) -> dict[Token, Time]:
    """The time of each verb and event noun that has one. A later time replaces a coarser one."""
    found: dict[Token, Time] = {}
    issued: dict[Token, Time] = {}

    def give(token: Token, time: Time) -> None:
        before = found.get(token)
        if before is None or (time.single and not before.single) or _narrower(time, before):
            found[token] = time

    for time in times:
        if not time.stretch or time.stretch[1] == datetime.date.max:  # "in the future" says no more than the tense
            continue
        if words[time.last].lower in AT_PRESENT:
            continue
        start, end = words[time.first].start, words[time.last].end
        if any(first <= start < last for first, last in parse.datelines):
            continue
        token = _owner(parse.at(start, end), is_event)
        if token is None:
            continue
        if time.when.endswith("/..") and (tense(token) == "past" or _is_counted(token)):
            continue  # the highest since 1994, his first trip since May
        if token.lemma_.lower() in PLACING and token.pos_ == "VERB":
            token = _placed_by(token, parse.at(start, end)[0], is_event) or token
        if token.pos_ != "NOUN" and _is_ahead(token, time, parse.at(start, end), dct):
            noun = next((child for child in token.children if child.dep_ == "dobj" and is_event(child)), None)
            if noun is None:
                continue
            token = noun
        elif token.dep_ == "xcomp" and class_of_verb(token.head) == "ASPECTUAL" and token.head not in found:
            give(token.head, time)
        give(token, time)
        if is_light(token):
            for noun in things(token):
                if is_event(noun) and noun not in found:
                    give(noun, time)
        going_on = token.lemma_.lower() == "continue" and time.when.endswith("/..")
        if token.dep_ == "relcl" and (token.lemma_.lower() in SHARED_DOWN or going_on) and is_event(token.head):
            give(token.head, time)
        if time.when.endswith("/..") and token.dep_ == "conj" and token.tag_ == token.head.tag_ == "VBN":
            give(token.head, time)  # killed or wounded since May
        acted = any(child.dep_ == "nsubj" and child.tag_ not in ("WDT", "WP") for child in token.children)
        if token.dep_ == "relcl" and token.lemma_.lower() in BREAKING_OUT and acted and is_event(token.head):
            give(token.head, time)  # the invasion that it launched in 2022
        if token.pos_ == "NOUN" and time.single and time.stretch:
            verb = _verb_above(token)
            near = dct - SHARING <= time.stretch[0] <= dct
            near = near and (verb is None or verb.lemma_.lower() not in PLACING)
            if verb is not None and verb not in found and near and tense(verb) in ("past", "perfect"):
                found[verb] = time
        if token.dep_ in ("acl", "relcl") and token.lemma_.lower() in ISSUING and time.single and time.stretch:
            verb = _verb_above(token.head, speaking=True)
            if verb is not None and dct - SHARING <= time.stretch[0] <= dct and tense(verb) == "past":
                issued.setdefault(verb, time)
        speaking = token.dep_ == "advcl" and token.tag_ == "VBG" and token.lemma_.lower() in TALKING
        if speaking and time.single and tense(token.head) in ("past", "perfect"):
            issued.setdefault(token.head, time)  # speaking on Monday, he said
    return {**issued, **found}


def _placed_by(verb: Token, time: Token, is_event: Callable[[Token], bool]) -> Token | None:
    """The event after which a verb places another, if a time follows it: came after his talks at the weekend."""
    for each in reversed(list(verb.subtree)):
        if verb.i < each.i < time.i and each.pos_ == "NOUN" and each.dep_ == "pobj" and is_event(each):
            return each
    return None


def _is_counted(token: Token) -> bool:
    """Returns whether a noun has a number or "last" before it: his fourth trip."""
    return token.pos_ == "NOUN" and any(child.tag_ == "JJ" and child.lower_ in COUNTED for child in token.children)


def _is_ahead(verb: Token, time: Time, tokens: Sequence[Token], dct: datetime.date) -> bool:
    """Returns whether a time is that of what a past verb speaks of: called a strike for Monday."""
    if tense(verb) not in ("past", "perfect", "pluperfect"):
        return False
    if time.stretch and time.stretch[0] > dct:
        return True
    return any(token.head.lower_ == "for" and token.head.dep_ == "prep" for token in tokens)


def _narrower(time: Time, before: Time) -> bool:
    if time.single == before.single and time.stretch and before.stretch:
        return time.stretch[1] - time.stretch[0] < before.stretch[1] - before.stretch[0]
    return False


def _owner(tokens: Sequence[Token], is_event: Callable[[Token], bool]) -> Token | None:
    """The first verb or event noun above a time; None if the time is a part of another noun."""
    inside = set(tokens)
    tops = [token for token in tokens if token.head not in inside or token.head == token]
    if not tops:
        return None
    token = tops[-1]
    if token.dep_ in INSIDE and token.head.lower_ in DAY_PARTS:
        token = token.head  # on Monday evening
    inside_noun = token.dep_ in INSIDE and token.head.pos_ == "NOUN"
    if inside_noun or (token.dep_ in INSIDE and token.head.pos_ == "PROPN" and token.tag_ != "NNP"):
        return token.head if is_event(token.head) else None  # but "on Monday Marland said" isn't Monday's Marland
    while token.head != token:
        below, token = token, token.head
        if below.dep_ == "appos" and token.pos_ == "NOUN" and not is_event(token):
            return None
        if is_event(token) or is_main_verb(token):
            return token.head if _belongs_above(below, token) else token
        if below.dep_ == "prep" and below.lower_ == "of" and token.pos_ in ("NOUN", "PROPN"):
            return None
    return token if is_event(token) else None


def _belongs_above(prep: Token, verb: Token) -> bool:
    """Returns whether a time before the subject of what someone said is the saying's.

    Such as: said on Thursday he planned.
    """
    subject = next((each for each in verb.children if each.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or verb.dep_ != "ccomp" or not is_main_verb(verb.head):
        return False
    return verb.head.i < prep.i < subject.i and prep.i - verb.head.i <= 2


def _verb_above(noun: Token, *, speaking: bool = False) -> Token | None:
    """The verb whose object, subject or place a noun is, no REPORTING one unless ``speaking``."""
    token = noun
    while token.head != token:
        if token.dep_ in CLAUSE_EDGES or (token.dep_ == "prep" and token.lower_ in NOT_ACROSS):
            return None
        token = token.head
        if is_main_verb(token):
            spoken = class_of_verb(token) == "REPORTING" or token.lemma_.lower() in SPEAKING
            return token if speaking or is_light(token) or not spoken else None
    return None
