"""Visits and meetings that last several days: their first and last day, the same for every mention."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from spacy.tokens import Token

from .names import names, owner, subject_of
from .tree import tense
from .words import ARRIVING, ASSEMBLIES, ENDING, STAYS

if TYPE_CHECKING:
    from systems.anchoring import Time

    from .anchors import Anchors

DAY = datetime.timedelta(days=1)
OTHERS = ("another", "next", "previous", "last")
"""Words of a stay that isn't the one before."""
NUMBERED = ("first", "second", "third", "fourth", "fifth")
LONGEST = 16
"""The most days of a stay."""


def group(token: Token) -> str | None:
    """The group of a noun whose mentions are the same stay; None for other words."""
    if token.pos_ not in ("NOUN", "PROPN"):
        return None
    lemma = token.lemma_.lower()
    return "visit" if lemma in STAYS else lemma if lemma in ASSEMBLIES else None


class Stays:
    """The stays of a document."""

    def __init__(self, anchors: Anchors) -> None:
        self.anchors = anchors
        self.found: dict[Token, str] = {}
        mentions: dict[str, list[Token]] = {}
        for token in anchors.event_of:
            if (name := group(token)) is not None:
                mentions.setdefault(name, []).append(token)
        for tokens in mentions.values():
            self._date(sorted(tokens, key=anchors.parse.start))
        self._arrived(mentions.get("visit", []))

    def of(self, token: Token) -> str | None:
        """The `when` of a stay's mention, None of other words."""
        return self.found.get(token)

    @staticmethod
    def is_visit(token: Token) -> bool:
        """Returns whether a mention is one of a visit, not of a summit or the like."""
        return group(token) == "visit"

    def _date(self, tokens: list[Token]) -> None:
        spans = {token: self._span(token) for token in tokens}
        long = [span for span in spans.values() if span and span[0] != span[1]]
        if not long:
            return
        whole = long[0]
        visitor = owner(next(token for token in tokens if spans[token] == whole))
        other = False  # whether the last mention was that of another stay, which "that visit" takes up
        for token in tokens:
            span = spans[token]
            if span and span[0] != span[1]:
                whole, other, visitor = span, False, owner(token)
            elif visitor and (mine := owner(token)) and not visitor & mine:
                continue
            elif self._another(token, whole) or (other and any(each.lower_ == "that" for each in token.children)):
                other = True
                continue
            other = False
            self.found[token] = f"{whole[0]}/{whole[1]}"

    def _arrived(self, tokens: list[Token]) -> None:
        """Date visits without a length of their own from the arrival: for days of talks, else to the main day."""
        anchors = self.anchors
        for verb, time in anchors.own.items():
            if verb.lemma_.lower() != "arrive" or not (time.single and time.stretch) or tense(verb) != "past":
                continue
            first, last = time.stretch[0], anchors.main
            for each in verb.subtree:
                if group(each) == "talk" and (lasts := self.found.get(each)):
                    first, last = (datetime.date.fromisoformat(day) for day in lasts.split("/"))
            who = subject_of(verb)
            names_ = {who.lower_, *names(who)} if who is not None and who.pos_ == "PROPN" else set()
            if not first < last < first + LONGEST * DAY:
                continue
            for token in tokens:
                taken = token in self.found or token in anchors.own or anchors.realis(token) != "ACTUAL"
                other = bool(names_ and owner(token) and not names_ & owner(token))
                definite = any(each.lower_ == "the" or each.dep_ == "poss" for each in token.children)
                if not taken and not other and definite and not self._another(token, (first, last)):
                    self.found[token] = f"{first}/{last}"

    def _another(self, token: Token, whole: tuple[datetime.date, datetime.date]) -> bool:
        """Returns whether a mention is that of another stay, by its time, realis or words."""
        if self.anchors.realis(token) == "OTHER" and not any(
            each.dep_ in ("det", "poss") for each in token.children
        ):
            return True
        own = self.anchors.own.get(token) or self._clause(token)
        days = self._length(token)
        if days and days != (whole[1] - whole[0]).days + 1:
            return True
        if own is not None and own.stretch and own.stretch[0] <= whole[0] <= whole[1] <= own.stretch[1]:
            return False
        outside = own is not None and own.stretch is not None and not whole[0] <= own.stretch[0] <= whole[1]
        ahead = self.anchors.realis(token) != "ACTUAL" and whole[1] <= self.anchors.main
        ahead = ahead or (token.dep_ == "attr" and tense(token.head) == "future" and whole[0] <= self.anchors.main)
        return outside or ahead or any(child.lower_ in OTHERS for child in token.children)

    def _by_number(self, token: Token, days: int | None) -> datetime.date | None:
        """The first day of what is in its second or last day: on the second day of the summit."""
        day = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "of" else None
        if day is None or day.lemma_.lower() != "day":
            return None
        for each in day.children:
            if each.lower_ in NUMBERED:
                return self.anchors.main - NUMBERED.index(each.lower_) * DAY
            if each.lower_ in ("last", "final") and days:
                return self.anchors.main - (days - 1) * DAY
        return None

    def _clause(self, token: Token) -> Time | None:
        """The time of the clause that a mention without one stands in: last saw him in March during a visit."""
        verbs = [each for each in token.ancestors if each.pos_ == "VERB"][:1]
        return self.anchors.own.get(verbs[0]) if verbs and tense(verbs[0]) == "past" else None

    def _since_the_first(self, token: Token, days: int) -> datetime.date | None:
        """The first day on which the visitor did something, for a visit under way whose length alone is told."""
        anchors = self.anchors
        verbs = [each for each in token.ancestors if each.pos_ in ("VERB", "AUX")][:1]
        if not verbs or anchors.realis(token) != "ACTUAL" or tense(verbs[0]) != "present":
            return None
        verb = verbs[0].head if verbs[0].dep_ == "relcl" else subject_of(verbs[0])
        if verb is None:
            return None
        called = {verb.lower_, *names(verb)}
        found = [anchors.story.main]
        for each, time in anchors.own.items():
            subject = subject_of(each) if each.pos_ == "VERB" else None
            if subject is None or subject.lower_ not in called or not time.stretch or tense(each) != "past":
                continue
            if time.single and anchors.main - days * DAY < time.stretch[0] <= anchors.main:
                found.append(time.stretch[0])
        return min(found)

    def _span(self, token: Token) -> tuple[datetime.date, datetime.date] | None:
        """The first and last day that the words around a mention tell."""
        anchors = self.anchors
        own = anchors.own.get(token)
        if own and own.stretch and not own.single and (own.stretch[1] - own.stretch[0]).days < LONGEST:
            return own.stretch if "[" not in own.when else None
        days = self._length(token)
        start, end = self._by_number(token, days) or self._start(token), self._end(token)
        if days and start:
            return start, start + (days - 1) * DAY
        if days and not start and not end:
            start = self._since_the_first(token, days)
            return (start, start + (days - 1) * DAY) if start else None
        if days and end:
            return end - (days - 1) * DAY, end
        if start and end and start < end < start + LONGEST * DAY:
            return start, end
        return None

    def _length(self, token: Token) -> int | None:
        """The days of a length within a noun's phrase, or of "for" beside its verb."""
        anchors = self.anchors
        edge = token.left_edge
        if (
            token.dep_ == "pobj"
            and token.head.lower_ == "of"
            and token.head.head.lemma_.lower() in ("day", "week")
        ):
            edge = token.head.head.left_edge  # four days of talks
        left = anchors.parse.start(edge)
        for first, days in anchors.times.lengths:
            if left <= anchors.words[first].start < anchors.parse.start(token) and 1 < days < LONGEST:
                return days
        return None

    def _verbs(self, token: Token) -> list[Token]:
        """The verbs around a mention: those above it up to its clause's, and those of its relative clause."""
        found = [child for child in token.children if child.dep_ in ("relcl", "acl")]
        above = token
        while above.head != above:
            above = above.head
            if above.pos_ == "VERB":
                found.append(above)
                found.extend(above.conjuncts)
                break
        return found

    def _time(self, token: Token, verbs: frozenset[str]) -> datetime.date | None:
        anchors = self.anchors
        for verb in self._verbs(token):
            own = anchors.own.get(verb)
            if verb.lemma_.lower() not in verbs:
                continue
            own = own or anchors.own.get(verb.head)
            if own and own.single and own.stretch:
                return own.stretch[0]
            if own is None and self._length(token) and verb.sent in anchors.sentences[:3]:
                return anchors.main
        return None

    def _start(self, token: Token) -> datetime.date | None:
        if found := self._time(token, ARRIVING - ENDING):
            return found
        own = self.anchors.own.get(token)
        if own and own.single and own.stretch and self._length(token):
            return own.stretch[0]
        return None

    def _end(self, token: Token) -> datetime.date | None:
        return self._time(token, ENDING)
