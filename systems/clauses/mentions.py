"""Nouns that take up another mention with a date: the visit, after "will visit China on Tuesday"."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from spacy.tokens import Token

from .names import owner
from .tree import is_event_noun, tense
from .words import STAYS

if TYPE_CHECKING:
    from .anchors import Anchors

VISITING = ("visit", "travel", "tour")
"""Verbs that a later "visit" or "trip" takes up."""
ALIKE = {"quake": "earthquake", "vote": "election", "poll": "election", "storm": "typhoon"}
NEAR = 2
"""Sentences between a verb that happened and the noun that takes it up."""
FAR = 10
"""Sentences between a verb and the noun of the same that takes it up: attacked, the attack."""
NOUN_OF = {
    "invade": "invasion", "meet": "meeting", "bomb": "bombing", "kill": "killing", "collide": "collision",
    "arrive": "arrival", "elect": "election", "talk": "talks", "die": "death", "explode": "explosion",
    "decide": "decision", "withdraw": "withdrawal", "assassinate": "assassination", "shell": "shelling",
}  # fmt: skip
"""The nouns of verbs."""
LONG_AGO = datetime.timedelta(days=60)
ANEW = ("a", "an", "another", "new", "no", "any", "further")
"""Words before a noun that takes up nothing."""


class Mentions:
    """The mentions of a document that have a time of their own, by what they name."""

    def __init__(self, anchors: Anchors) -> None:
        self.anchors = anchors
        self.dated: dict[str, list[Token]] = {}
        for token in anchors.own:
            visiting = token.pos_ == "VERB" and token.lemma_.lower() in VISITING
            if anchors.is_event(token) and (token.pos_ == "NOUN" or visiting):
                self.dated.setdefault(name(token), []).append(token)
            elif anchors.is_event(token) and token.pos_ == "VERB" and tense(token) == "past":
                lemma = token.lemma_.lower()
                self.dated.setdefault(NOUN_OF.get(lemma, lemma), []).append(token)

    def of(self, token: Token) -> str | None:
        """The `when` of the last dated mention of the same before a noun, else of the first; None without one."""
        found = [each for each in self.dated.get(name(token), []) if each != token and self._same(each, token)]
        start = self.anchors.parse.start
        before = [each for each in found if start(each) < start(token)]
        said = before[-1:] or [each for each in found if not self._is_old(each)][:1]
        return self._when(said[0]) if said else None

    def to_come(self) -> set[str]:
        """The dates of the visits that are planned."""
        planned = [each for each in self.dated.get("visit", []) if self.anchors.realis(each) == "PLANNED"]
        return {when for each in planned if (when := self._when(each))}

    def _is_old(self, token: Token) -> bool:
        """Returns whether a mention is of the background: its time ended long before the day of the story."""
        stretch = self.anchors.own[token].stretch
        return stretch is not None and stretch[1] < self.anchors.main - LONG_AGO

    def _when(self, token: Token) -> str | None:
        return self.anchors.stays.of(token) or self.anchors.dated(token)

    def _same(self, dated: Token, token: Token) -> bool:
        """Returns whether a dated mention can name the same as a noun: both are done, or both are to come."""
        anchors = self.anchors
        if dated.pos_ == "NOUN" and dated.tag_ != token.tag_ and token.lemma_.lower() not in STAYS:
            return False
        if any(child.lower_ in ANEW for child in token.children):
            return False
        whose, mine = owner(dated), owner(token)
        if dated.lemma_.lower() in STAYS and whose and mine and not whose & mine:
            return False
        to_come = anchors.realis(dated) != "ACTUAL"
        if to_come != (anchors.realis(token) != "ACTUAL"):
            return False
        after = anchors.order[token.sent.root] - anchors.order[dated.sent.root]
        if dated.pos_ == "NOUN":
            return after <= NEAR or not self._is_old(dated)
        if dated.lemma_.lower() not in VISITING:
            taken_up = any(child.lower_ in ("the", "this", "that", "these", "those") for child in token.children)
            return 0 <= after <= (1 if self._is_old(dated) else FAR) and taken_up
        return 0 <= after <= NEAR or to_come


def name(token: Token) -> str:
    """Returns the thing that a mention names: a visit is a trip."""
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB" or (lemma in STAYS and is_event_noun(token)):
        return "visit"
    return ALIKE.get(lemma, lemma)
