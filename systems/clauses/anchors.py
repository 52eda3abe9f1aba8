"""The `when` of every event, down the parse: its own time, else what its governor's says of it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from spacy.tokens import Token

from bench import Document, Event

from .adjuncts import (
    ahead,
    attended,
    backshifted,
    begun,
    following,
    placed,
    preceded,
    reckoned,
    since_event,
    told_first,
    told_of,
    when_clause,
)
from .edtf import COARSE, FROM, ISO, ONE
from .headline import founded, told_below
from .lasting import goes_on, is_general
from .mentions import Mentions
from .model import Parse
from .names import subject_of
from .owned import owners
from .standing import Standing, lasts_since
from .stays import Stays
from .story import Story, body, is_several, of_page
from .tree import (
    cannot,
    class_of_verb,
    in_condition,
    is_main_verb,
    is_negated,
    is_predicate,
    tense,
    verb_of,
)
from .trips import meanwhile, on_the_trip, shared, within
from .words import ANSWERING, DECLINING, GENERIC, ONGOING, SHOWING, SPEAKING, STOPPING

if TYPE_CHECKING:
    from systems.anchoring import WORD, Times, Word
else:  # a package beside this one is imported by its name alone
    from anchoring import WORD, Times, Word

SAME = ("PLANNED", "OTHER")


class Anchors:
    """The anchoring of one document's events."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.dct = document.dct
        self.parse = Parse(document.text)
        self.words = [Word(m.start(), m.end(), m[0].lower()) for m in WORD.finditer(document.text)]
        self.event_of: dict[Token, Event] = {}
        self.token_of: list[Token | None] = []
        for event in document.events:
            tokens = self.parse.at(event.start, event.end)
            token = next((each for each in tokens if each.head not in tokens), tokens[0]) if tokens else None
            self.token_of.append(token)
            if token is not None:
                self.event_of.setdefault(token, event)
        self.times = Times(document, self.words)
        self.own = owners(self.times.dates, self.words, self.parse, self.is_event, self.dct)
        self.sentences = [sentence for _, doc in self.parse.lines for sentence in doc.sents]
        self.body = body(self.sentences)
        self.story = Story(self)
        self.main = self.story.main
        self.memo: dict[Token, str | None] = {}
        self.open: set[Token] = set()
        self.stays = Stays(self)
        self.order = {sentence.root: number for number, sentence in enumerate(self.sentences)}
        self.mentions = Mentions(self)
        self.standing = Standing(self)

    # ---- the tree ----

    def is_event(self, token: Token) -> bool:
        """Returns whether a token is an event of the document."""
        return token in self.event_of

    def governor(self, token: Token) -> Token | None:
        """The next event or verb above a token, a light verb passed over."""
        below = verb_of(token)
        while below.head != below:
            below = below.head
            if self.is_event(below):
                return below
            if is_main_verb(below):
                for child in below.children:  # a predicate stands for its copula
                    if child != token and self.is_event(child) and is_predicate(child):
                        return child
                return below
        return None

    def realis(self, token: Token) -> str:
        """The realis of an event; of a verb that is none, that of an event under it."""
        event = self.event_of.get(token)
        if event and event.realis:
            return event.realis
        how = tense(token)
        if how == "future":
            return "PLANNED"
        return "OTHER" if how in ("modal", "infinitive") or is_negated(token) else "ACTUAL"

    def class_of(self, token: Token) -> str:
        """The class of an event, else of a verb."""
        event = self.event_of.get(token)
        return (event.class_ if event else None) or class_of_verb(token)

    # ---- when ----

    def story_of(self, token: Token) -> datetime.date:
        """The day of the story at a token."""
        return self.story.of(token)

    def all(self) -> list[str | None]:
        """The `when` of each event."""
        return [self.when(token) if token is not None else self.dct.isoformat() for token in self.token_of]

    def when(self, token: Token) -> str | None:
        """The `when` of an event or verb."""
        if token in self.memo:
            return self.memo[token]
        if token in self.open:
            return self.story_of(token).isoformat()
        self.open.add(token)
        found = self._when(token)
        self.open.discard(token)
        self.memo[token] = found
        return found

    def day(self, token: Token | None, near: Token) -> datetime.date:
        """The day from which a governor looks forward or back; the day of the story if it has none."""
        if token is not None and (when := self.when(token)):
            if self.realis(token) == "ACTUAL" and (days := ISO.findall(when)):
                if "/" not in when or when.endswith("/.."):
                    return datetime.date.fromisoformat(days[-1])
                if self.class_of(token) in ("REPORTING", "I_ACTION", "I_STATE", "ASPECTUAL"):
                    return datetime.date.fromisoformat(days[-1])
            elif self.realis(token) != "ACTUAL" and (days := ISO.findall(when)) and when[0] == "[":
                return datetime.date.fromisoformat(days[0])
        return self.story_of(near)

    def since(self, token: Token | None, near: Token) -> str:
        """The day, or the month or year, from which a governor looks forward or back."""
        when = self.when(token) if token is not None else None
        if token is not None and when:
            running = tense(token) == "present" and self.main.isoformat().startswith(when)  # this year marks
            if self.realis(token) == "ACTUAL" and COARSE.fullmatch(when) and not running:
                return when
            if self.realis(token) != "ACTUAL" and (match := FROM.fullmatch(when)):
                return match[1]
        return self.day(token, near).isoformat()

    def _when(self, token: Token) -> str | None:
        if token.lower_ in ("published", "updated", "posted") and of_page(token.sent):
            return self.own[token].when if token in self.own else self.dct.isoformat()
        if found := self.stays.of(token):
            return found
        how = tense(token)
        governor = self.governor(token)
        if token in self.own:
            return self.dated(token)
        if found := told_below(self, token) or placed(self, token) or attended(self, token, how):
            return found
        if how == "noun" and self.realis(token) == "ACTUAL" and (year := founded(self, token)):
            return year
        if self.realis(token) != "ACTUAL":
            definite = any(each.lower_ in ("the", "this", "that", "his", "her") for each in token.children)
            planned = how == "noun" and (self.realis(token) == "PLANNED" or definite)
            return (self.mentions.of(token) if planned else None) or self._unreal(token, how, governor)
        if how == "noun":
            return self.noun(token, governor)
        return self._verb(token, how, governor)

    def dated(self, token: Token) -> str:
        """A `when` from a time; what is to happen by then happens between the plan and then."""
        time = self.own[token]
        if self._is_to_come(token) and (coming := ahead(self, token, time)):
            return coming
        opened = time.first > 0 and self.words[time.first - 1].lower == "from" and ONE.fullmatch(time.when)
        if opened and self.realis(token) == "PLANNED":
            return f"{time.when}/.."
        if lasts_since(token, time):
            return f"{time.when}/.."
        earlier = time.first > 0 and self.words[time.first - 1].lower == "earlier"
        if earlier and time.stretch and time.stretch[0] < self.main <= time.stretch[1]:
            return f"[{time.stretch[0]}..{self.main}]"  # earlier this year
        if time.when.startswith("[..") and self.realis(token) != "ACTUAL":
            day = self.day(self.governor(token), token)
            if time.stretch and day <= time.stretch[1]:
                return f"[{day}{time.when[1:]}"
        return time.when

    def _is_to_come(self, token: Token) -> bool:
        """Returns whether an event is planned or wished, or the subject of what is planned."""
        if token.pos_ == "NOUN" and token.dep_ == "nsubj" and tense(token.head) == "future":
            return True
        return self.realis(token) != "ACTUAL"

    def _unreal(self, token: Token, how: str, governor: Token | None) -> str | None:
        if governor is not None and verb_of(token).dep_ == "conj" and subject_of(verb_of(token)) is not None:
            governor = self.speaker(token)  # this year marks an anniversary, and both should use it
        realis = self.realis(token)
        wished = governor is not None and self.realis(governor) in SAME
        if realis == "OTHER":
            if in_condition(token) or (how == "noun" and any(child.lower_ in GENERIC for child in token.children)):
                return None
            if is_general(self, token):
                return None
            if is_negated(token) and how == "modal" and cannot(token):
                return self.since(self.speaker(token), token)
            if is_negated(token) and not wished and how in ("past", "present", "perfect", "pluperfect"):
                return self.since(self.speaker(token), token)
        if later := following(self, token, governor) or when_clause(self, verb_of(token)):
            return later
        if how in ("past", "perfect", "pluperfect") and realis == "OTHER" and (governor is None or not wished):
            return self._verb(token, how, governor)  # those who have failed, denied that they had fired
        if governor is not None and governor.lemma_.lower() in DECLINING and self.class_of(token) == "REPORTING":
            return self.when(governor)
        if inside := within(self, token) or shared(self, token) or on_the_trip(self, token, governor):
            return inside
        if how == "noun" and governor is not None and (start := begun(self, token, governor)):
            return start
        if governor is None:
            return f"[{self.story_of(token)}..]"
        if self.realis(governor) in SAME and how != "future":
            above = self.when(governor)
            if above and ISO.fullmatch(above) and is_negated(governor) and how == "infinitive":
                return f"[{above}..]"  # does not want to choose
            if above is None or verb_of(token).dep_ not in ("ccomp", "relcl", "acl"):
                return above
        return f"[{self.since(governor, token)}..]"

    def speaker(self, token: Token) -> Token | None:
        """The word of saying or thinking whose content a word is."""
        below = token
        while below.head != below:
            if below.dep_ in ("ccomp", "acl", "parataxis", "xcomp") and self.governor(below) is not None:
                above = self.governor(below)
                assert above is not None
                if self.class_of(above) in ("REPORTING", "I_ACTION", "I_STATE", "PERCEPTION") or (
                    above.lemma_.lower() in SPEAKING
                ):
                    return above
            below = below.head
        return None

    def _verb(self, token: Token, how: str, governor: Token | None) -> str | None:
        verb, story = verb_of(token), self.story_of(token).isoformat()
        class_ = self.class_of(token)
        speaker = self.speaker(token)
        reference = self.since(speaker, token) if speaker is not None else self.story.now(token).isoformat()
        if how in ("perfect", "pluperfect"):
            beside = verb.head if verb.dep_ == "conj" and tense(verb.head) == "perfect" else verb
            if how == "perfect" and (start := since_event(self, verb) or since_event(self, beside)):
                return f"{start}/.."
            if how == "perfect" and (class_ in ("STATE", "I_STATE") or goes_on(token)):
                return reference
            lead = how == "perfect" and speaker is None and token.sent in self.sentences[: self.body + 1]
            return story if lead else f"[..{reference}]"
        if how == "present" or (how == "past" and speaker is not None and backshifted(token, class_)):
            return reference
        if how == "past" and (during := meanwhile(self, verb)):
            return during
        if how == "past" and (dated := when_clause(self, verb) or (verb.dep_ != "relcl" and within(self, token))):
            return dated
        if how in ("past", "pluperfect") and (dated := preceded(self, verb)):
            return dated
        if verb.dep_ == "acl" and verb.tag_ == "VBN" and governor is not None and class_ == "OCCURRENCE":
            ahead = self.realis(governor) != "ACTUAL" or self.speaker(token) is not None
            ahead = ahead or governor.lemma_.lower() in ANSWERING
            if ahead and verb.head.pos_ == "NOUN" and not self.is_event(verb.head):
                return f"[..{reference}]"
        if verb.dep_ == "conj" and governor is not None and governor.pos_ != "NOUN":
            return self.when(governor) if self.realis(governor) == "ACTUAL" else story
        if verb.tag_ == "VBG" and verb.dep_ == "xcomp" and verb.head.lemma_.lower() in STOPPING:
            return reference
        if how == "participle" and verb.dep_ == "xcomp" and verb.head.lemma_.lower() in ("begin", "start"):
            start = self.when(verb.head)
            return f"{start}/.." if start and ONE.fullmatch(start) else start
        if how == "participle" and governor is not None:
            if verb.dep_ == "advcl" and class_ == "REPORTING" and speaker is not None:
                return reference
            if verb.dep_ == "acl" and governor.pos_ == "NOUN":
                return self.when(governor)
            return self.when(governor) if self.realis(governor) == "ACTUAL" else reference
        if governor is None or how == "infinitive":
            return self.when(governor) if governor is not None else story
        if verb.dep_ == "advcl":
            above = self.when(governor)
            earlier = any(each.dep_ == "mark" and each.lower_ == "after" for each in verb.children)
            if not earlier or how != "past" or above is None:
                return above
            return reckoned(verb, above) or (f"[..{above}]" if ISO.fullmatch(above) else above)
        if verb.dep_ == "relcl" and self.is_event(verb.head) and (of_noun := told_of(self, verb)):
            return of_noun
        if class_ in ("REPORTING", "I_ACTION") and verb.dep_ == "relcl":
            above = self.when(governor) if self.realis(governor) == "ACTUAL" else None
            recent = above is not None and ISO.fullmatch(above) and self.story.is_recent(above)
            return above if recent else story
        if verb.dep_ == "relcl" and any(child.lower_ in ("where", "when") for child in verb.children):
            return self.when(governor) if self.realis(governor) == "ACTUAL" else story
        if speaker is not None and token.lemma_.lower() == "agree" and is_several(subject_of(verb)):
            return reference
        if speaker is not None and how == "past" and told_first(verb):
            return story
        if speaker is not None and verb.dep_ in ("ccomp", "relcl"):
            return f"[..{reference}]"
        if verb.dep_ == "relcl":
            return f"[..{story}]"
        return story

    def noun(self, token: Token, governor: Token | None) -> str | None:
        """The `when` of an event noun without a time of its own."""
        lemma = token.lemma_.lower()
        if same := self.standing.of(token) or self.mentions.of(token):
            return same
        if governor is not None and (ongoing := begun(self, token, governor)):
            return ongoing
        if lemma in ("invitation", "request") and token.dep_ == "pobj" and token.head.lower_ == "at":
            return f"[..{self.since(self.speaker(token), token)}]"
        answered = token.dep_ == "dobj" and token.head.lemma_.lower() in ANSWERING
        if answered and self.class_of(token) in ("I_ACTION", "REPORTING"):
            return f"[..{self.since(governor, token)}]"
        if self.class_of(token) in ("STATE", "I_STATE") or lemma in ONGOING:
            return self.since(self.speaker(token) or governor, token)
        if inside := within(self, token):
            return inside
        if governor is None:
            return self.story_of(token).isoformat()
        if governor.lemma_.lower() in SHOWING and token.dep_ == "nsubj":
            return self.main.isoformat()
        if self.realis(governor) != "ACTUAL":
            return self.day(governor, token).isoformat()
        found = self.when(governor)
        had = tense(governor) == "perfect" and token.dep_ == "nsubj"
        return self.main.isoformat() if found and had and found.startswith("[..") else found
