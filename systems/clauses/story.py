"""The day of the story at each sentence: the main day, or the day on which its subject last spoke or acted."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from spacy.tokens import Span, Token

from .names import names, subject_of
from .tree import is_light, tense, things
from .words import ANNOUNCED, EXPERTS, MEETING, PAGE, PRONOUNS

if TYPE_CHECKING:
    from .anchors import Anchors

DAY = datetime.timedelta(days=1)
LEAD = 4
"""Sentences that may name the day of the story."""
LONGEST_HEAD, SHORT = 12, 7
"""The most lines ahead of the first sentence, and the most words of a line that is none."""
SPOKEN = ("conference", "briefing", "remarks", "interview", "statement", "readout")
"""Words of a headline that names what was said, and when."""
HAPPENED = ("past", "perfect", "present", "noun")
FAR = 3
"""Sentences after which a day that isn't the main one is forgotten."""


class Story:
    """The days of one document's story."""

    def __init__(self, anchors: Anchors) -> None:
        self.anchors = anchors
        self.main = self._main()
        self.longest_ago = self.main - 14 * DAY
        """The first day that may be one of the news."""
        self.subject_of: dict[Token, str | None] = {}
        self.experts = self._experts()
        self.days: dict[Token, datetime.date] = {}
        """The day at each sentence's root."""
        self.written = self._dateline() or self._headline() or self.anchors.dct
        """The day on which what the writer says of the present holds."""
        self.spoken: set[Token] = set()
        """The roots of the sentences whose subject spoke or acted on the day that they have."""
        self._walk()

    def of(self, token: Token) -> datetime.date:
        """The day of the story at a token."""
        return self.days.get(token.sent.root, self.main)

    def now(self, token: Token) -> datetime.date:
        """The day on which the present at a token holds, if nobody says it: mostly the writer's."""
        root = token.sent.root
        headline = bool(self.anchors.sentences) and root == self.anchors.sentences[0].root
        quoted = token.sent[0].is_quote
        if token.lemma_.lower() in ANNOUNCED and token.tag_ in ("VBN", "JJ") and not headline:
            return self.written  # a visit is due
        acting = self.anchors.class_of(token) in ("REPORTING", "I_ACTION", "I_STATE")
        return self.of(token) if headline or quoted or acting or root in self.spoken else self.written

    def is_recent(self, day: str) -> bool:
        """Returns whether a day is one of the two weeks up to the document's."""
        return self.longest_ago <= datetime.date.fromisoformat(day) <= self.anchors.dct

    def _main(self) -> datetime.date:
        """The first day in the lead, within a week of the dct, on which something happened; else a dateline's."""
        anchors, dct = self.anchors, self.anchors.dct
        if day := self._headline():
            return day
        for sentence in anchors.sentences[: max(anchors.body, 1) + LEAD]:
            if of_page(sentence):
                continue
            for token in sorted(sentence, key=is_below):
                time = anchors.own.get(token)
                if not (time and time.single and time.stretch) or token.lemma_.lower() in PAGE:
                    continue
                happened = anchors.realis(token) == "ACTUAL" and tense(token) in HAPPENED
                if happened and dct - 7 * DAY <= time.stretch[0] <= dct:
                    return time.stretch[0]
        return self._dateline() or dct

    def _headline(self) -> datetime.date | None:
        """The day in a headline that names what was said: a press conference on March 26."""
        anchors, dct = self.anchors, self.anchors.dct
        if not anchors.sentences or not any(each.lower_ in SPOKEN for each in anchors.sentences[0]):
            return None
        last = anchors.parse.start(anchors.sentences[0][-1])
        for time in anchors.times.dates:
            near = time.stretch and dct - 7 * DAY <= time.stretch[0] <= dct
            if anchors.words[time.first].start <= last and time.single and time.stretch and near:
                return time.stretch[0]
        return None

    def _dateline(self) -> datetime.date | None:
        """The day that a dateline names."""
        anchors, dct = self.anchors, self.anchors.dct
        for time in anchors.times.dates:
            place = anchors.words[time.first].start
            written = any(first <= place < last for first, last in anchors.parse.datelines)
            near = time.stretch and dct - 7 * DAY <= time.stretch[0] <= dct
            if written and time.single and time.stretch and near:
                return time.stretch[0]
        return None

    def _walk(self) -> None:
        """Find the day of each sentence."""
        strong: dict[str, tuple[int, datetime.date]] = {}
        weak: dict[str, tuple[int, datetime.date]] = {}
        day, age, last = self.main, 0, ""
        met: datetime.date | None = None  # the day of the sentence before
        carried: tuple[datetime.date, str] | None = None  # the day of a meeting, and who met
        commented = False  # whether the day is that on which an expert spoke
        for number, sentence in enumerate(self.anchors.sentences):
            subject = subject_of(sentence.root)
            name = key(subject)
            if name is None or name in PRONOUNS:
                name = last or name
            moved = None if of_page(sentence) else self._moved(sentence.root)
            if moved:
                day, age, commented = moved, 0, is_expert(subject)
                self.spoken.add(sentence.root)
                carried = None
                strong.update((each, (number, moved)) for each in (name, *names(subject)) if each)
                weak.update((token.lower_, (number, moved)) for token in sentence if token.pos_ == "PROPN")
            else:
                age += 1
                known = strong.get(name or "") or weak.get(name or "")
                if known and known[1] < self.main and name not in strong and number - known[0] > 2:
                    known = None
                if met and is_several(subject):
                    known = number, met
                if carried and not self._goes_on(sentence, subject, name, carried):
                    carried = None
                if carried:
                    known = number, carried[0]
                if known:
                    day = known[1]
                    self.spoken.add(sentence.root)
                elif is_expert(subject):
                    day, commented = self.experts or self.written, True
                    self.spoken.add(sentence.root)
                elif age > FAR or (subject is not None and (is_new(subject) or (commented and name != last))):
                    day, commented = self.main, False
                elif day < self.main and not self._goes_on(sentence, subject, name, (day, last)):
                    day = self.main
            met = self._dated(sentence.root)
            if met and not moved and self._is_meeting(sentence.root):
                weak.update(
                    (each.lower_, (number, met)) for each in sentence if is_partner(each) and each.lower_ != name
                )
                carried = met, name or ""
            last = name or last
            self.days[sentence.root] = day

    def _goes_on(
        self, sentence: Span, subject: Token | None, name: str | None, met: tuple[datetime.date, str]
    ) -> bool:
        """Returns whether a sentence goes on about the meeting of the one before.

        Such as: by its subject, or with "also".
        """
        if self._dated(sentence.root) is not None or subject is None:
            return False
        if not self.is_recent(met[0].isoformat()) and tense(sentence.root) != "past":
            return False
        if is_spokesman(subject):
            return True
        also = any(each.lower_ == "also" for each in sentence.root.children)
        return also or name == met[1] or subject.lower_ in PRONOUNS or is_several(subject)

    def _experts(self) -> datetime.date | None:
        """The first day on which an expert spoke."""
        for sentence in self.anchors.sentences:
            if (day := self._moved(sentence.root)) and is_expert(subject_of(sentence.root)):
                return day
        return None

    def _dated(self, root: Token) -> datetime.date | None:
        """The day, near the main day, that a sentence gives to what happened."""
        anchors = self.anchors
        for verb in (root, *root.conjuncts):
            noun = next((each for each in things(verb) if each in anchors.own), None) if is_light(verb) else None
            time = anchors.own.get(verb) or (anchors.own[noun] if noun is not None else None)
            if (
                time
                and time.single
                and time.stretch
                and tense(verb) == "past"
                and anchors.realis(verb) == "ACTUAL"
            ):
                return time.stretch[0]
        return None

    def _is_meeting(self, root: Token) -> bool:
        """Returns whether a sentence tells of a meeting, at which those named in it may have spoken."""
        verbs = (root, *root.conjuncts)
        return any(each.lemma_.lower() in MEETING and self.anchors.class_of(each) != "REPORTING" for each in verbs)

    def _moved(self, root: Token) -> datetime.date | None:
        """The day to which a sentence moves the story: one on which someone spoke, or one after the main day."""
        anchors = self.anchors
        inverted = (each for each in root.children if each.dep_ in ("parataxis", "ccomp") and each.i > root.i)
        spoken_after = [each for each in inverted if anchors.class_of(each) == "REPORTING"]
        for verb in [root, *root.conjuncts, *spoken_after]:
            time = anchors.own.get(verb)
            if not (time and time.single and time.stretch and tense(verb) == "past"):
                continue
            spoken = anchors.class_of(verb) == "REPORTING" or time.stretch[0] >= self.main
            near = self.longest_ago <= time.stretch[0] <= anchors.dct
            if spoken and anchors.realis(verb) == "ACTUAL" and near:
                return time.stretch[0]
        return None


def body(sentences: Sequence[Span]) -> int:
    """The number of the first sentence that is one: no headline, byline or date of the page."""
    for number, sentence in enumerate(sentences[:LONGEST_HEAD]):
        ended = any(each.text in (".", "?", "!") for each in sentence[-2:])
        if ended and len(sentence) > SHORT and subject_of(sentence.root) is not None:
            return number
    return 1


def key(subject: Token | None) -> str | None:
    """The word by which a subject is known again: the last one of a name, or the head noun."""
    return subject.lower_ if subject is not None else None


def is_below(token: Token) -> bool:
    """Returns whether a word stands in a relative clause or one of "after", "while" and the like."""
    return any(each.dep_ in ("relcl", "acl", "advcl", "appos") for each in (token, *token.ancestors))


def of_page(sentence: Span) -> bool:
    """Returns whether a line says when the page was published."""
    first = [token.lower_ for token in sentence[:10]]
    return any(
        each in ("published", "updated", "posted") and after in (":", "on")
        for each, after in pairwise([*first, ""])
    )


def is_expert(subject: Token | None) -> bool:
    """Returns whether a subject is one who comments: an analyst, or a professor by the apposition of the name."""
    if subject is None:
        return False
    about = [
        subject,
        *(each for each in subject.subtree if each.dep_ in ("appos", "compound") and each.head == subject),
    ]
    return any(each.lemma_.lower() in EXPERTS for each in about)


def is_several(subject: Token | None) -> bool:
    """Returns whether a subject takes up the two who met: they, both, the two sides."""
    if subject is None:
        return False
    counted = any(each.lower_ in ("two", "both") for each in subject.children)
    return subject.lower_ in ("they", "both", "two", "sides") or (counted and subject.pos_ == "NOUN")


def is_partner(token: Token) -> bool:
    """Returns whether a name is that of whom someone meets, or with whom someone talks."""
    if token.dep_ == "compound" and token.pos_ == "PROPN" and token.head.pos_ == "PROPN":
        token = token.head
    while token.dep_ in ("conj", "appos"):
        token = token.head
    with_whom = token.dep_ == "pobj" and token.head.lower_ == "with"
    return token.pos_ == "PROPN" and (with_whom or (token.dep_ == "dobj" and token.head.lemma_.lower() in MEETING))


def is_spokesman(subject: Token) -> bool:
    """Returns whether a subject speaks for another."""
    return any(each.lower_ in ("spokesman", "spokesperson", "spokeswoman") for each in subject.subtree)


def is_new(subject: Token) -> bool:
    """Returns whether a subject is none that "the" or a pronoun takes up: another name, or several unnamed."""
    if subject.lower_ in PRONOUNS or subject.pos_ not in ("NOUN", "PROPN"):
        return False
    if is_spokesman(subject):
        return False  # of whom was spoken in the sentence before
    taken = any(
        each.lower_ in ("the", "both", "this", "that", "these", "his", "her", "their") for each in subject.children
    )
    return not taken
