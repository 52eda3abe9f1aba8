"""The anchoring of a document's events by rules: own times, the day of the story, tense and realis."""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bench import Document

from .clues import Clue, clue
from .times import DAY, Time, Times, edtf
from .words import BOUNDARIES, JOINTS, PREPOSITIONS, QUOTES, SENTENCE_END, SPEAKING, WORD, Word, stem

NEVER, SHARED, BOUNDARY, EVENT, COARSE, WRONG_SIDE = 1000, 8, 12, 4, 2, 30
"""What a time costs: never, at most so much if several events share it, and more for what stands between."""
FARTHEST = 60
"""The most words between a time and its event."""
LEAD, LASTS = 6, 3
"""Sentences that may name the day of the story, and how many sentences a day of their own lasts after it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its first word, the word after its last, its events' numbers, its times and its lengths."""

    opening: int
    closing: int
    events: Sequence[int]
    times: Sequence[Time]
    lengths: Sequence[tuple[int, int]] = ()


class Anchorer:
    """The anchoring of one document's events by rules, and what the rules look at."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.dct = document.dct
        self.words = [Word(m.start(), m.end(), m[0].lower()) for m in WORD.finditer(document.text)]
        starts = [word.start for word in self.words]
        self.places = [max(bisect_right(starts, event.start) - 1, 0) for event in document.events]
        self.sentences = self._sentences(
            [bisect_left(starts, end.end()) for end in SENTENCE_END.finditer(document.text)]
        )
        self.openings = [sentence.opening for sentence in self.sentences]
        self.lead = self.sentences[2].closing if len(self.sentences) > 2 else len(self.words)
        """The word after the third sentence: a headline, a dateline and the first sentence."""
        self.clues: dict[int, Clue] = {}
        self.own: dict[int, Time] = {}
        """The time in its clause that each event has, if it has one."""
        for sentence in self.sentences:
            for n in sentence.events:
                self.clues[n] = clue(document.events[n], self.words, self.places[n], sentence.opening)
            self.own.update(self._own(sentence))
        self.main = self._main()
        self.story = self._story()
        """The day of the story at each event."""
        self.given = {n: self._extended(n, time) for n, time in self.own.items()}
        """The `when` of each event that has a time."""
        self.again: dict[str, str] = {}
        """The first `when` of each word that has a time."""
        for n, when in self.given.items():
            self.again.setdefault(self.stem(n), when)

    def stem(self, n: int) -> str:
        """The word of an event without its ending."""
        return stem(self.words[self.places[n]].lower)

    def sentence_of(self, n: int) -> Sentence:
        """The sentence of an event."""
        return self.sentences[bisect_right(self.openings, self.places[n]) - 1]

    def _sentences(self, ends: Sequence[int]) -> list[Sentence]:
        times = Times(self.document, self.words)
        firsts = [time.first for time in times.dates]
        order = sorted(range(len(self.places)), key=lambda n: self.places[n])
        places = [self.places[n] for n in order]
        found = []
        for opening, closing in pairwise([0, *ends, len(self.words)]):
            if opening < closing:
                events = order[bisect_left(places, opening) : bisect_left(places, closing)]
                dates = times.dates[bisect_left(firsts, opening) : bisect_left(firsts, closing)]
                lengths = [each for each in times.lengths if opening <= each[0] < closing] if events else []
                found.append(Sentence(opening, closing, events, dates, lengths))
        return found

    def _main(self) -> datetime.date:
        """The day of the story: the first day in the lead, within a week of the dct, on which something happened.

        Without one it is the first such day that stands there (a dateline), else the dct.
        """
        days: list[datetime.date] = []
        for sentence in self.sentences[:LEAD]:
            for time in sentence.times:
                if time.single and time.stretch and self.dct - 7 * DAY <= time.stretch[0] <= self.dct:
                    if any(self.own.get(n) is time and self._happened(n) for n in sentence.events):
                        return time.stretch[0]
                    days.append(time.stretch[0])
        return days[0] if days else self.dct

    def _happened(self, n: int) -> bool:
        return self.clues[n].realis == "ACTUAL" and self.clues[n].tense in ("past", "perfect", "noun")

    def _story(self) -> dict[int, datetime.date]:
        days: dict[int, datetime.date] = {}
        day, age = self.main, 0
        for sentence in self.sentences:
            moved = self._moved(sentence)
            day, age = (moved, 0) if moved else (day, age + 1) if age < LASTS else (self.main, age)
            days.update(dict.fromkeys(sentence.events, day))
        return days

    def anchors(self) -> list[str | None]:
        """The `when` of each event by the rules."""
        found: dict[int, str | None] = {}
        for n, its in self.clues.items():
            again = self.again.get(self.stem(n)) if its.tense == "noun" else None
            found[n] = self.given.get(n) or again or self._without(n, found)
        return [found.get(n) for n in range(len(self.document.events))]

    def _own(self, sentence: Sentence) -> dict[int, Time]:
        """The time of each event of a sentence that has one."""
        best: dict[int, tuple[int, Time]] = {}
        for time in sentence.times:
            costs = {n: self.cost(n, time, sentence) for n in sentence.events}
            least = min(costs.values(), default=0)
            for n, cost in costs.items():
                if cost < NEVER and (cost == least or cost < SHARED) and (n not in best or cost < best[n][0]):
                    best[n] = cost, time
        return {n: time for n, (_, time) in best.items()}

    def cost(self, n: int, time: Time, sentence: Sentence) -> int:
        """How far a time is from an event: words, and more for what stands between."""
        place, its = self.places[n], self.clues[n]
        if time.first <= place <= time.last:
            return NEVER if its.tense != "noun" else 0
        after = time.first > place
        if (
            time.when.endswith("/..")
            and its.tense == "past"
            and time.first > 0
            and self.words[time.first - 1].lower == "since"
        ):
            return NEVER
        span = range(place + 1, time.first) if after else range(time.last + 1, place)
        if len(span) > FARTHEST:
            return NEVER
        between = [self.words[number].lower for number in span]
        cost = len(between)
        cost += BOUNDARY * sum(word in BOUNDARIES for word in between) + sum(word in JOINTS for word in between)
        cost += EVENT * sum(self.places[m] in span for m in sentence.events)
        if after and its.reporting and (len(between) > 3 or {*between} & BOUNDARIES):
            return NEVER
        if time.first - sentence.opening <= 1 and not {*between} & BOUNDARIES:
            cost = min(cost, SHARED - 1)  # a time that opens the sentence is the whole clause's
        if time.stretch:
            cost += self._coarse(time, place)
            happened = its.realis == "ACTUAL" and its.tense in ("past", "perfect", "pluperfect")
            if happened and time.stretch[0] > self.dct:
                cost += WRONG_SIDE
            if its.realis == "PLANNED" and time.stretch[1] < self.dct - 7 * DAY:
                cost += WRONG_SIDE
        return cost

    def _coarse(self, time: Time, place: int) -> int:
        """What a month or year costs more than a day: without a preposition it only dates the noun after it."""
        if time.single or not time.stretch or (time.stretch[1] - time.stretch[0]).days < 25:
            return 0
        bare = time.first == 0 or self.words[time.first - 1].lower not in PREPOSITIONS
        follows = self.words[time.last + 1].lower if time.last + 1 < len(self.words) else ""
        possessive = follows in ("'s", "’s", "'", "’")
        named = time.last < place <= time.last + 2
        return 0 if named else 60 if (bare and self.words[time.first].lower.isdigit()) or possessive else COARSE

    def _moved(self, sentence: Sentence) -> datetime.date | None:
        """The day to which a sentence moves the story, if it does."""
        for n in sentence.events:
            time, its = self.own.get(n), self.clues[n]
            if its.tense != "past" or its.realis != "ACTUAL" or not time or not time.single or not time.stretch:
                continue
            spoken = its.reporting or time.stretch[0] >= self.main
            if spoken and self.main - 14 * DAY <= time.stretch[0] <= self.dct:
                return time.stretch[0]
        return None

    def _extended(self, n: int, time: Time) -> str:
        """The `when` of an event, up to its end where a length stands before its noun: "a four-day visit"."""
        if time.single and time.stretch:
            for first, days in self.sentence_of(n).lengths:
                if 0 < self.places[n] - first <= 4 and 1 < days < 400:
                    return edtf((time.stretch[0], time.stretch[0] + (days - 1) * DAY))
        if time.when.startswith("[..") and time.stretch and self.clues[n].realis != "ACTUAL":
            day = self.story[n]
            return f"[{day}{time.when[1:]}" if day <= time.stretch[1] else time.when
        return time.when

    def _without(self, n: int, found: Mapping[int, str | None]) -> str | None:
        """The `when` of an event that has no time."""
        event, its = self.document.events[n], self.clues[n]
        day = self.story[n].isoformat()
        if its.condition and its.realis != "ACTUAL":
            return None
        if its.realis == "PLANNED":
            return f"[{day}..]"
        if its.realis == "OTHER":
            return day if its.negated and its.tense != "future" else f"[{day}..]"
        if event.class_ in ("REPORTING", "I_ACTION", "ASPECTUAL") and its.tense != "pluperfect":
            return day
        leads = its.tense == "perfect" and self.places[n] < self.lead
        if its.tense in ("perfect", "pluperfect") and event.class_ != "STATE" and not leads:
            return f"[..{day}]"
        if its.tense == "noun":
            return self._of_verb(n, found) or day
        return day

    def reported(self, n: int) -> bool:
        """True if an event is quoted, or a reporting verb stands in its sentence."""
        sentence = self.sentence_of(n)
        return any(
            word.lower in QUOTES or word.lower in SPEAKING
            for word in self.words[sentence.opening : sentence.closing]
        )

    def _of_verb(self, n: int, found: Mapping[int, str | None]) -> str | None:
        """The `when` of the event before a noun in its clause."""
        if n == 0 or n - 1 not in found:
            return None
        span = self.words[self.places[n - 1] + 1 : self.places[n]]
        if len(span) > 4 or {word.lower for word in span} & (BOUNDARIES | {".", ","}):
            return None
        return found[n - 1]
