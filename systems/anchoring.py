"""The parts that anchor an event: its sentence's times, the clues of its clause, and the day of the story.

It is no system. `rule_anchors` and `sklearn_anchors` stand on it. It has no parser: the words between decide what
belongs together.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bench import Document, Event, Timex


def bag(words: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(words.split())


DAY = datetime.timedelta(days=1)
WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*|[^\w\s]")
SENTENCE_END = re.compile(
    r"\n|(?<!\b[A-Za-z])(?<!\b(?:Mr|Ms|Dr|St|vs|No))(?<!\b(?:Mrs|Gen|Gov|Sen|Rep))(?<!\b(?:Prof|Sept))"
    r"[.!?][\"'”’)\]]*\s++(?![a-z])"
)
CALENDAR = re.compile(
    r"(?P<year>\d{4})(?:-(?:W(?P<week>\d\d)(?:-(?P<weekday>[1-7]|WE))?"
    r"|(?P<season>SP|SU|FA|AU|WI|Q[1-4]|H[12])|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?"
)
"""A TIMEX3 value without its time of day."""
MONTHS = {"SP": (3, 3), "SU": (6, 3), "FA": (9, 3), "AU": (9, 3), "WI": (12, 3), "Q1": (1, 3), "Q2": (4, 3),
          "Q3": (7, 3), "Q4": (10, 3), "H1": (1, 6), "H2": (7, 6)}  # fmt: skip
"""First month and number of months; a winter runs into the next year."""
LENGTH = re.compile(r"P(\d+)([DWMY])")
DAYS_IN = {"D": 1, "W": 7, "M": 30, "Y": 365}

BOUNDARIES = bag(
    "that which who whom whose where when while after before because although though whereas if until ; :"
)
"""Words that begin another clause."""
JOINTS = bag('and but or , – — ( ) " “ ”')
AUXILIARIES = bag(
    """is are was were be been being am has have had do does did will would shall should can could may
    might must to not n't never also already just recently still now then ll ve re s d"""
)
FUTURE = bag("will shall ll would")
MODAL = bag("would could may might must should can shall")
PLANS = bag(
    """plan plans planned planning intend intends intended agree agrees agreed promise promised promises
    expect expects expected decide decided decides set scheduled due going vow vowed pledge pledged"""
)
WISHES = bag(
    """want wants wanted hope hopes hoped urge urged urges ask asked asks call called calls invite invited
    seek seeks try tried tries should must ready wish likely need needs"""
)
CONDITIONS = bag("if unless whether")
NEGATIONS = bag("not n't never no without nor")
SPEAKING = bag(
    """say said says tell told tells announce announced announces state stated states report reported
    reports add added adds claim claimed claims write wrote confirm confirmed note noted explain
    explained according warn warned insist insisted deny denied"""
)
NOUN_ENDINGS = ("tion", "sion", "ment", "ance", "ence", "ness", "ity", "ship", "sis", "ure", "al")
BEFORE_NOUNS = bag(
    """a an the this that these those its his her their our my any some no each every of in at on for with
    by new joint first second recent major military another 's ’s"""
)
PREPOSITIONS = bag(
    "in of since during from to until till by before after between through around throughout early late"
)
QUOTES = bag("\" “ ” '' ``")

Stretch = tuple[datetime.date, datetime.date]


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark of the text."""

    start: int
    end: int
    lower: str


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression that says when: its words' numbers, its `when`, and the first and last day of it."""

    first: int
    last: int
    when: str
    stretch: Stretch | None
    single: bool = False
    """True if it is one day."""


@dataclass(frozen=True, slots=True)
class Clue:
    """What the words around an event tell about it."""

    tense: str
    """past, perfect, present, future, infinitive or noun."""
    realis: str
    reporting: bool
    condition: bool
    negated: bool


# ---- times --------------------------------------------------------------------------------------------------


def stretch_of(value: str) -> Stretch | None:
    """The first and the last day that a TIMEX3 date names; None where it names none."""
    value = value.partition("T")[0]
    try:
        if re.fullmatch(r"\d{2,3}", value):
            years = 10 ** (4 - len(value))
            return datetime.date(int(value) * years, 1, 1), datetime.date(int(value) * years + years - 1, 12, 31)
        match = CALENDAR.fullmatch(value)
        return _of_calendar(match) if match else None
    except ValueError:  # no calendar has such a day
        return None


def _of_calendar(match: re.Match[str]) -> Stretch:
    year, month = int(match["year"]), int(match["month"] or 1)
    if match["week"]:
        whole = {None: (1, 7), "WE": (6, 7)}
        first, last = whole.get(match["weekday"]) or (int(match["weekday"]),) * 2
        week = int(match["week"])
        return datetime.date.fromisocalendar(year, week, first), datetime.date.fromisocalendar(year, week, last)
    if match["day"]:
        day = datetime.date(year, month, int(match["day"]))
        return day, day
    month, count = MONTHS.get(match["season"]) or (month, 1 if match["month"] else 12)
    end = year * 12 + month + count - 1  # months from the year 0
    return datetime.date(year, month, 1), datetime.date(end // 12, end % 12 + 1, 1) - DAY


def edtf(stretch: Stretch) -> str:
    """A stretch as EDTF, as coarse as it can be."""
    first, last = stretch
    if first == last:
        return first.isoformat()
    if first.day == 1 and (last + DAY).day == 1:
        if (first.month, last.month) == (1, 12):
            years = [f"{first.year:04}", f"{last.year:04}"]
            return years[0] if years[0] == years[1] else "/".join(years)
        months = [day.isoformat()[:7] for day in stretch]
        return months[0] if months[0] == months[1] else "/".join(months)
    return "/".join(day.isoformat() for day in stretch)


def modified(stretch: Stretch, mod: str | None) -> Stretch:
    """The part of a month, season or year that "early", "mid" and "late" name: about a third of it."""
    days = (stretch[1] - stretch[0]).days + 1
    if mod not in ("START", "MID", "END") or days < 28:
        return stretch
    third = days // 3
    cuts = {"START": (0, third), "MID": (third, 2 * third), "END": (2 * third, days)}[mod]
    return stretch[0] + cuts[0] * DAY, stretch[0] + (cuts[1] - 1) * DAY


class Times:
    """The times of a document that can date an event, and the lengths that can end one."""

    def __init__(self, document: Document, words: Sequence[Word]) -> None:
        self.dct = document.dct
        self.words = words
        starts = [word.start for word in words]
        self.dates: list[Time] = []
        self.lengths: list[tuple[int, int]] = []
        """The number of a length's first word, and its days."""
        timexes = sorted(document.timexes, key=lambda timex: (timex.start, -timex.end))
        taken = -1
        for timex in timexes:
            if timex.start < taken:
                continue
            taken = timex.end
            first = max(bisect_right(starts, timex.start) - 1, 0)
            last = max(bisect_left(starts, timex.end) - 1, first)
            length = LENGTH.fullmatch(timex.value or "")
            if timex.type == "DURATION" and length:
                days = int(length[1]) * DAYS_IN[length[2]]
                self.lengths.append((first, days))
                self.dates.extend(self._lately(first, last, days))
            elif timex.type in ("DATE", "TIME"):
                self.dates.extend(self._dated(timex, first, last))
        self.dates = self._joined(self.dates)

    def _lately(self, first: int, last: int, days: int) -> Iterator[Time]:
        """Yield "in the past two years" as the years up to the dct."""
        said = {word.lower for word in self.words[first : last + 1]}
        if said & {"past", "last", "previous", "recent"} and days < 365 * 200:
            start = self.dct - days * DAY
            yield Time(first, last, f"{start.isoformat()}/{self.dct.isoformat()}", (start, self.dct))

    def _dated(self, timex: Timex, first: int, last: int) -> Iterator[Time]:
        value, dct = timex.value or "", self.dct.isoformat()
        if value == "PAST_REF":
            yield Time(first, last, f"[..{dct}]", (datetime.date.min, self.dct))
        elif value == "FUTURE_REF":
            yield Time(first, last, f"[{dct}..]", (self.dct, datetime.date.max))
        elif value == "PRESENT_REF":
            yield Time(first, last, dct, (self.dct, self.dct), single=True)
        elif stretch := stretch_of(value):
            stretch = modified(stretch, timex.mod)
            yield Time(first, last, self._opened(first, stretch), stretch, single=stretch[0] == stretch[1])

    def _opened(self, first: int, stretch: Stretch) -> str:
        """A stretch as EDTF, open at the end that the word before it opens."""
        near = [word.lower for word in self.words[max(first - 2, 0) : first]]
        before = near[-1] if near and near[-1] != "the" else near[0] if near else ""
        start, end = (edtf((day, day)) for day in stretch)
        if stretch[0] != stretch[1]:
            start = end = edtf(stretch) if "/" not in edtf(stretch) else ""
            start, end = start or stretch[0].isoformat(), end or stretch[1].isoformat()
        if before == "since":
            return f"{start}/.."
        if before in ("until", "till", "by", "before"):
            return f"[..{end}]"
        if before == "after":
            return f"[{start}..]"
        return edtf(stretch)

    def _joined(self, times: Sequence[Time]) -> list[Time]:
        """The times, those of "from A to B" and "between A and B" as one."""
        found: list[Time] = []
        for time in times:
            before = found[-1] if found else None
            gap = [word.lower for word in self.words[before.last + 1 : time.first]] if before else []
            opened = self.words[before.first - 1].lower if before and before.first else ""
            ranged = gap in (["to"], ["-"], ["–"], ["until"], ["through"]) or (
                gap == ["and"] and opened == "between"
            )
            if before and before.stretch and time.stretch and ranged and before.stretch[0] < time.stretch[1]:
                whole = before.stretch[0], time.stretch[1]
                ends = [edtf(each.stretch).split("/") for each in (before, time) if each.stretch]
                found[-1] = Time(before.first, time.last, f"{ends[0][0]}/{ends[1][-1]}", whole)
            else:
                found.append(time)
        return found


# ---- events -------------------------------------------------------------------------------------------------


def clue(event: Event, words: Sequence[Word], place: int, opening: int) -> Clue:
    """What the words to the left of an event, back to the beginning of its clause, tell about it."""
    word = words[place].lower
    left: list[str] = []
    for number in range(place - 1, max(opening - 1, place - 9), -1):
        if words[number].lower in BOUNDARIES:
            left += [words[number].lower] if words[number].lower in CONDITIONS else []
            break
        left.append(words[number].lower)
    chain: list[str] = []
    for each in left:
        if each not in AUXILIARIES and not each.endswith("ly"):
            break
        chain.append(each)
    condition = bool(CONDITIONS & {*left}) or bool({"any", "whenever", "every"} & {*left[:2]})
    return Clue(
        tense=_tense(word, chain, left),
        realis=event.realis or _realis(chain, left),
        reporting=event.class_ == "REPORTING" or (event.class_ in (None, "I_ACTION") and word in SPEAKING),
        condition=condition,
        negated=bool(NEGATIONS & {*chain}),
    )


def _tense(word: str, chain: Sequence[str], left: Sequence[str]) -> str:
    if word.endswith(NOUN_ENDINGS) or (left and left[0] in BEFORE_NOUNS and not {*chain} & {"to", "been"}):
        return "noun"
    said = {*chain}
    if said & FUTURE and "have" not in said:
        return "future"
    if "had" in said:
        return "pluperfect"
    if said & {"has", "have", "ve"}:
        return "perfect"
    if "to" in said:
        return "infinitive"
    if said & MODAL:
        return "future"
    if said & {"was", "were", "did"}:
        return "past"
    if (
        said & {"is", "are", "am", "re", "does", "do"}
        or word.endswith("ing")
        or (word.endswith("s") and len(word) > 3)
    ):
        return "present"
    return "past"


def _realis(chain: Sequence[str], left: Sequence[str]) -> str:
    near = {*left[:5]}
    if {*chain} & {"will", "shall", "ll"} or ("to" in chain and near & PLANS):
        return "PLANNED"
    if {*chain} & (MODAL | NEGATIONS) or ("to" in chain and near & WISHES):
        return "OTHER"
    return "ACTUAL"


# ---- anchoring ----------------------------------------------------------------------------------------------


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
            if self.main - 14 * DAY <= time.stretch[0] <= self.dct:
                return time.stretch[0]
        return None

    def _extended(self, n: int, time: Time) -> str:
        """The `when` of an event, up to its end where a length stands before its noun: "a four-day visit"."""
        if time.single and time.stretch:
            for first, days in self.sentence_of(n).lengths:
                if 0 < self.places[n] - first <= 4 and 1 < days < 400:
                    return edtf((time.stretch[0], time.stretch[0] + (days - 1) * DAY))
        return time.when

    def _without(self, n: int, found: Mapping[int, str | None]) -> str | None:
        """The `when` of an event that has no time."""
        event, its = self.document.events[n], self.clues[n]
        dct, day = self.dct.isoformat(), self.story[n].isoformat()
        if its.condition and its.realis != "ACTUAL":
            return None
        if its.realis == "PLANNED":
            return f"[{dct}..]"
        if its.realis == "OTHER":
            return dct if its.negated and its.tense != "future" else f"[{dct}..]"
        if event.class_ in ("REPORTING", "I_ACTION", "ASPECTUAL") and its.tense != "pluperfect":
            return day
        leads = its.tense == "perfect" and self.places[n] < self.lead
        if its.tense in ("perfect", "pluperfect") and event.class_ != "STATE" and not leads:
            return f"[..{day}]"
        if its.tense == "present" and not self.reported(n):
            return dct
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


NEVER, SHARED, BOUNDARY, EVENT, COARSE, WRONG_SIDE = 1000, 8, 12, 4, 2, 30
"""What a time costs: never, at most so much if several events share it, and more for what stands between."""
FARTHEST = 60
"""The most words between a time and its event."""
LEAD, LASTS = 6, 3
"""Sentences that may name the day of the story, and how many sentences a day of their own lasts after it."""
ENDINGS = (("ies", "y"), ("ied", "y"), ("ings", ""), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""))


def stem(word: str) -> str:
    """A word in small letters without its ending."""
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending) + instead
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word
