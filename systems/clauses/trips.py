"""The `when` of what happens during a visit or another event that lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Token

from .edtf import ONE, RANGE
from .tree import is_light, tense, verb_of
from .words import ANNOUNCED, IN_WHICH, MEETING, WARS

if TYPE_CHECKING:
    from .anchors import Anchors


def within(anchors: Anchors, token: Token) -> str | None:
    """The `when` of the visit or meeting during which something happens."""
    for each in (token, token.head if is_light(token.head) else token):
        for prep in each.children:
            if prep.dep_ == "prep" and prep.lower_ in IN_WHICH:
                for noun in prep.children:
                    if noun.lemma_.lower() in WARS:
                        continue
                    if noun.dep_ == "pobj" and anchors.is_event(noun) and (found := lasting(anchors, noun)):
                        first, _, last = found.partition("/")
                        if not last:
                            return found
                        start = (
                            max(first, anchors.main.isoformat()) if anchors.realis(token) != "ACTUAL" else first
                        )
                        return f"[{start}..{last}]" if start <= last else found
    return None


def meanwhile(anchors: Anchors, verb: Token) -> str | None:
    """The days of the visit before a clause of "during which"."""
    first = verb if verb.dep_ != "conj" else verb.head
    for prep in first.children:
        which = prep.lower_ in ("during", "in") and any(each.tag_ == "WDT" for each in prep.children)
        if first.dep_ != "relcl" or not which:
            continue
        for each in [first.head, *reversed([token for token in verb.sent if token.i < first.i])]:
            if found := anchors.stays.of(each):
                return f"[{found.replace('/', '..')}]"
    return None


def on_the_trip(anchors: Anchors, token: Token, governor: Token | None) -> str | None:
    """The days of the only visit that a document dates, for a meeting that someone will hold during it."""
    noun = token.pos_ == "NOUN"
    verb = token.head if noun and is_light(token.head) else verb_of(token)
    word = "talks" if noun and token.head == verb else token.lemma_.lower()
    announced = tense(verb) == "future" or (governor is not None and governor.lemma_.lower() in ANNOUNCED)
    if anchors.realis(token) != "PLANNED" or not announced or (word not in MEETING and word != "talks"):
        return None
    spans = anchors.mentions.to_come() or {
        when
        for each, when in anchors.stays.found.items()
        if anchors.stays.is_visit(each)
        and (each.sent in anchors.sentences[:3] or anchors.realis(each) != "ACTUAL")
    }
    if len(spans) != 1 or not RANGE.fullmatch(min(spans)):
        return None
    first, _, last = spans.pop().partition("/")
    start = max(first, anchors.since(governor, token))
    return f"[{start}..{last}]" if first <= start <= last and len(start) == len(last) else None


def lasting(anchors: Anchors, noun: Token) -> str | None:
    """The days of a visit, or the day of an event that has a time of its own."""
    if found := anchors.stays.of(noun):
        return found
    dated = anchors.own[noun].when if noun in anchors.own else anchors.mentions.of(noun)
    return dated if dated and (ONE.fullmatch(dated) or RANGE.fullmatch(dated)) else None


def shared(anchors: Anchors, token: Token) -> str | None:
    """The `when` of the visit during which the verb happens to which "and" joins this one."""
    verb = token if token.pos_ != "NOUN" or not is_light(token.head) else token.head
    if verb.dep_ != "conj" or any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children):
        return None
    return within(anchors, verb.head) or shared(anchors, verb.head)
