"""Events that have a stated start and go on: a war since the invasion, sanctions since they were imposed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Token

from .adjuncts import since_event
from .tree import tense
from .words import BREAKING_OUT, FOUNDING, IMPOSED, IMPOSING, INVADING, KILLING, WARS

if TYPE_CHECKING:
    from systems.anchoring import Time

    from .anchors import Anchors

POINT = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


class Standing:
    """The starts of wars that a document states, and of what was imposed."""

    def __init__(self, anchors: Anchors) -> None:
        self.anchors = anchors
        self.starts: list[tuple[str, frozenset[str]]] = []
        """The start of each war, and the names in the sentence that states it."""
        for sentence in anchors.sentences:
            names = frozenset(token.lower_ for token in sentence if token.pos_ == "PROPN")
            self.starts += [(start, names) for token in sentence if (start := self._stated(token))]

    def of(self, token: Token) -> str | None:
        """The `when` of what goes on since a stated start; None of other words, or without such a start."""
        lemma = token.lemma_.lower()
        if token.pos_ != "NOUN":
            return None
        if lemma in WARS and self.anchors.realis(token) == "ACTUAL" and not _indefinite(token):
            start = self._start(token)
            return f"{start}/.." if start else None
        if lemma == "invasion" and token not in self.anchors.own and self.anchors.realis(token) == "ACTUAL":
            return self._start(token)
        if lemma in IMPOSED:
            for verb in _around(token):
                start = (
                    self._date(verb) if verb.lemma_.lower() in IMPOSING and tense(verb) != "infinitive" else None
                )
                if start and self.anchors.realis(verb) == "ACTUAL":
                    return f"{start}/.."
        if lemma == "partnership":
            verbs = [each for each in token.ancestors if each.pos_ == "VERB"][:1]
            if verbs and verbs[0].lemma_.lower() in FOUNDING and self.anchors.realis(verbs[0]) == "ACTUAL":
                start = self.anchors.when(verbs[0])
                if start and POINT.fullmatch(start) and start < self.anchors.story.longest_ago.isoformat():
                    return f"{start}/.."
        return None

    def _start(self, token: Token) -> str | None:
        """The start of the war that a noun names: the only one stated, else that of a sentence with its names."""
        dates = {start for start, _ in self.starts}
        if len(dates) > 1 and len({date[:7] for date in dates}) > 1:
            said = {each.lower_ for each in token.subtree if each.pos_ == "PROPN"}
            dates = {start for start, names in self.starts if said & names}
        return max(dates, key=len) if len({date[:4] for date in dates}) == 1 else None

    def _stated(self, token: Token) -> str | None:
        """The date at which a verb says that a war began, or a noun that an army invaded."""
        lemma = token.lemma_.lower()
        if token.pos_ == "NOUN":
            time = self.anchors.own.get(token)
            if lemma in ("invasion", *WARS) and time and time.when.endswith("/.."):
                return time.when.removesuffix("/..")
            return self._date(token) if lemma == "invasion" and time else None
        if lemma in KILLING and tense(token) == "perfect":
            own = self.anchors.own.get(token)
            since = own.when.removesuffix("/..") if own and own.when.endswith("/..") else None
            return since or since_event(self.anchors, token)
        if lemma in INVADING and tense(token) in ("past", "pluperfect", "participle"):
            return self._date(token)
        war = any(
            each.lemma_.lower() in WARS for each in token.children if each.dep_ in ("nsubj", "dobj", "nsubjpass")
        )
        war = war or (token.dep_ in ("relcl", "acl") and token.head.lemma_.lower() in WARS)
        if lemma in BREAKING_OUT and war:
            return self._date(token)
        troops = any(each.lemma_.lower() in ("troop", "soldier", "tank", "force") for each in token.children)
        return self._date(token) if lemma == "send" and troops and tense(token) == "past" else None

    def _date(self, token: Token) -> str | None:
        """The past date of a word, or of a clause of "when" under it; a day, month or year."""
        clauses = [each for each in token.children if each.dep_ == "advcl"]
        for each in (token, *token.conjuncts, *clauses):
            time = self.anchors.own.get(each)
            if time and time.stretch and POINT.fullmatch(time.when) and time.stretch[0] < self.anchors.dct:
                return time.when
        return None


def lasts_since(token: Token, time: Time) -> bool:
    """Returns whether a relative clause tells the start of a war, whose time it is.

    Such as: the war, which began in 2022.
    """
    began = any(each.dep_ in ("relcl", "acl") and each.lemma_.lower() in BREAKING_OUT for each in token.children)
    return began and token.lemma_.lower() in WARS and POINT.fullmatch(time.when) is not None


def _indefinite(token: Token) -> bool:
    return any(child.lower_ in ("a", "an", "another", "any", "no", "new") for child in token.children)


def _around(token: Token) -> Iterator[Token]:
    """The verb whose object a noun is, and those of its participles and relative clauses."""
    if token.dep_ in ("dobj", "nsubjpass") or (token.dep_ == "conj" and token.head.dep_ == "dobj"):
        yield token.head if token.dep_ != "conj" else token.head.head
    yield from (child for child in token.children if child.dep_ in ("acl", "relcl"))
