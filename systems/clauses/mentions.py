"""Nouns that take up another mention with a date: the visit, after "will visit China on Tuesday"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Token

from .tree import is_event_noun
from .words import STAYS

if TYPE_CHECKING:
    from .anchors import Anchors

VISITING = ("visit", "travel", "tour")
"""Verbs that a later "visit" or "trip" takes up."""
ALIKE = {"quake": "earthquake", "vote": "election", "poll": "election", "storm": "typhoon"}
NEAR = 2
"""Sentences between a verb that happened and the noun that takes it up."""
ANEW = ("a", "an", "another", "new", "no", "any", "further")
"""Words before a noun that takes up nothing."""


class Mentions:
    """The mentions of a document that have a time of their own, by what they name."""

    def __init__(self, anchors: Anchors) -> None:
        self.anchors = anchors
        self.dated: dict[str, list[tuple[Token, str]]] = {}
        for token, time in anchors.own.items():
            visiting = token.pos_ == "VERB" and token.lemma_.lower() in VISITING
            if anchors.is_event(token) and (token.pos_ == "NOUN" or visiting):
                when = anchors.stays.of(token) or time.when
                self.dated.setdefault(name(token), []).append((token, when))

    def of(self, token: Token) -> str | None:
        """The `when` of the last dated mention of the same before a noun, else of the first; None without one."""
        found = [(each, when) for each, when in self.dated.get(name(token), []) if each != token]
        found = [(each, when) for each, when in found if self._same(each, token)]
        start = self.anchors.parse.start
        before = [when for each, when in found if start(each) < start(token)]
        return before[-1] if before else found[0][1] if found else None

    def _same(self, dated: Token, token: Token) -> bool:
        """Whether a dated mention can name the same as a noun: both are done, or both are to come."""
        anchors = self.anchors
        if dated.pos_ == "NOUN" and dated.tag_ != token.tag_ and token.lemma_.lower() not in STAYS:
            return False
        if any(child.lower_ in ANEW for child in token.children):
            return False
        to_come = anchors.realis(dated) != "ACTUAL"
        if to_come != (anchors.realis(token) != "ACTUAL"):
            return False
        if dated.pos_ == "NOUN":
            return True
        after = anchors.order[token.sent.root] - anchors.order[dated.sent.root]
        return 0 <= after <= NEAR or (to_come and anchors.realis(token) == "PLANNED")


def name(token: Token) -> str:
    """What a mention names: a visit is a trip."""
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB" or (lemma in STAYS and is_event_noun(token)):
        return "visit"
    return ALIKE.get(lemma, lemma)
