# /// script
# requires-python = ">=3.11"
# dependencies = []
# ///
"""When each event happened, by rules: time in the clause, tense, realis, reporting verbs and the day of the story.

The events and the time expressions are other systems', or gold's. This stage only gives each event its `when`. It
ignores a `when` that an event came with.

1. Each time expression of the sentence belongs to one event: the one with the least distance in words, where a
   clause boundary ("that", "who", "after", ";") and another event in between count extra. Events in the same clause
   share it. A reporting verb takes a time only before it or directly after it ("said on Monday"). An event that
   happened takes no time after the dct, and a planned one none before it.
2. "before", "after", "since", "until" and "by" open an end: `[..A]`, `[A..]`, `A/..`; "from A to B" is `A/B`. A
   length with a start ("a four-day visit" that began on Monday) gives both ends.
3. An event without a time is read by tense and realis. What is planned or wished falls after the dct, `[dct..]`.
   What "has happened" or "had happened" fell before the day of the story, `[..day]`. A condition or an
   unspecific event has no date. Everything else happened, or holds, on the day of the story.
4. The day of the story is the day of the dateline or of the first sentences, if it lies in the week before the
   dct; else the dct. A later sentence whose past verb has a day of its own moves it for the three sentences after.
5. A noun without a time happened when an event of the same word did that has one.

Developed on MEANTIME's topic apple, SemEval-2015 Task 4's trial topic (the same articles), sentences of our own, and
the text of the annotation scheme. It has no parser: the words between decide what belongs together.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bench import Document, Event, Timex, system


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
AUXILIARIES = bag("is are was were be been being am has have had do does did will would shall should can could may "
                  "might must to not n't never also already just recently still now then ll ve re s d")  # fmt: skip
FUTURE = bag("will shall ll would")
MODAL = bag("would could may might must should can shall")
PLANS = bag("plan plans planned planning intend intends intended agree agrees agreed promise promised promises expect "
            "expects expected decide decided decides set scheduled due going vow vowed pledge pledged")  # fmt: skip
WISHES = bag("want wants wanted hope hopes hoped urge urged urges ask asked asks call called calls invite invited "
             "seek seeks try tried tries should must ready wish likely need needs")  # fmt: skip
CONDITIONS = bag("if unless whether")
NEGATIONS = bag("not n't never no without nor")
SPEAKING = bag("say said says tell told tells announce announced announces state stated states report reported "
               "reports add added adds claim claimed claims write wrote confirm confirmed note noted explain "
               "explained according warn warned insist insisted deny denied")  # fmt: skip
NOUN_ENDINGS = ("tion", "sion", "ment", "ance", "ence", "ness", "ity", "ship", "sis", "ure", "al")
BEFORE_NOUNS = bag("a an the this that these those its his her their our my any some no each every of in at on for "
                   "with by new joint first second recent major military another 's ’s")  # fmt: skip
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
    """A sentence: its first word, the word after its last, its events' places, and its times."""

    opening: int
    closing: int
    events: Sequence[int]
    times: Sequence[Time]


class Anchorer:
    """The anchoring of one document's events."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.dct = document.dct
        self.words = [Word(m.start(), m.end(), m[0].lower()) for m in WORD.finditer(document.text)]
        self.times = Times(document, self.words)
        starts = [word.start for word in self.words]
        self.places = [max(bisect_right(starts, event.start) - 1, 0) for event in document.events]
        cuts = [
            0,
            *(bisect_left(starts, end.end()) for end in SENTENCE_END.finditer(document.text)),
            len(self.words),
        ]
        self.sentences = [self._sentence(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if a < b]
        self.lead = self.sentences[2].closing if len(self.sentences) > 2 else len(self.words)
        """The word after the third sentence: a headline, a dateline and the first sentence."""
        self.main = self._main()

    def _sentence(self, opening: int, closing: int) -> Sentence:
        events = [n for n, place in enumerate(self.places) if opening <= place < closing]
        return Sentence(opening, closing, events, [t for t in self.times.dates if opening <= t.first < closing])

    def _main(self) -> datetime.date:
        """The day of the story."""
        for sentence in self.sentences[:4]:
            for time in sentence.times:
                if time.single and time.stretch and self.dct - 7 * DAY <= time.stretch[0] <= self.dct:
                    return time.stretch[0]
        return self.dct

    def anchors(self) -> list[str | None]:
        """The `when` of each event."""
        events, found = self.document.events, dict[int, str | None]()
        given: dict[int, str] = {}
        clues: dict[int, Clue] = {}
        days: dict[int, datetime.date] = {}
        focus, age = self.main, 0
        for sentence in self.sentences:
            for n in sentence.events:
                clues[n] = clue(events[n], self.words, self.places[n], sentence.opening)
            own = self._own(sentence, clues)
            moved = self._moved(own, clues)
            focus, age = (moved, 0) if moved else (focus, age + 1) if age < 3 else (self.main, age)
            given.update({n: self._extended(n, time, sentence) for n, time in own.items()})
            days.update(dict.fromkeys(sentence.events, focus))
        words = self._by_word(given)
        for n in clues:
            word = stem(self.words[self.places[n]].lower)
            again = words.get(word) if clues[n].tense == "noun" else None
            found[n] = given.get(n) or again or self._without(n, clues[n], days[n], found)
        return [found.get(n) for n in range(len(events))]

    def _own(self, sentence: Sentence, clues: Mapping[int, Clue]) -> dict[int, Time]:
        """The time of each event of a sentence that has one."""
        best: dict[int, tuple[int, Time]] = {}
        for time in sentence.times:
            costs = {n: self._cost(n, time, sentence, clues[n]) for n in sentence.events}
            least = min(costs.values(), default=0)
            for n, cost in costs.items():
                if cost < NEVER and (cost == least or cost < SHARED) and (n not in best or cost < best[n][0]):
                    best[n] = cost, time
        return {n: time for n, (_, time) in best.items()}

    def _cost(self, n: int, time: Time, sentence: Sentence, its: Clue) -> int:
        """How far a time is from an event: words, and more for what stands between."""
        place = self.places[n]
        if time.first <= place <= time.last:
            return NEVER if its.tense != "noun" else 0
        after = time.first > place
        span = range(place + 1, time.first) if after else range(time.last + 1, place)
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
            if its.realis == "PLANNED" and time.stretch[1] < self.main:
                cost += WRONG_SIDE
        return cost

    def _coarse(self, time: Time, place: int) -> int:
        """What a month or year costs more than a day: without a preposition it only dates the noun after it."""
        if time.single or not time.stretch or (time.stretch[1] - time.stretch[0]).days < 25:
            return 0
        bare = time.first == 0 or self.words[time.first - 1].lower not in PREPOSITIONS
        possessive = time.last + 1 < len(self.words) and self.words[time.last + 1].lower in ("'s", "’s", "'", "’")
        named = time.last < place <= time.last + 2
        return 0 if named else 60 if (bare and self.words[time.first].lower.isdigit()) or possessive else COARSE

    def _moved(self, own: Mapping[int, Time], clues: Mapping[int, Clue]) -> datetime.date | None:
        """The day to which a sentence moves the story, if it does."""
        for n, time in own.items():
            near = time.stretch and self.main - 14 * DAY <= time.stretch[0] <= self.dct
            if time.single and time.stretch and near and clues[n].tense == "past" and clues[n].realis == "ACTUAL":
                return time.stretch[0]
        return None

    def _extended(self, n: int, time: Time, sentence: Sentence) -> str:
        """The `when` of an event, up to its end where a length stands before its noun: "a four-day visit"."""
        place = self.places[n]
        for first, days in self.times.lengths:
            if (
                0 < place - first <= 4
                and first >= sentence.opening
                and time.single
                and time.stretch
                and days < 400
            ):
                return edtf((time.stretch[0], time.stretch[0] + (days - 1) * DAY)) if days > 1 else time.when
        return time.when

    def _by_word(self, given: Mapping[int, str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for n, when in given.items():
            found.setdefault(stem(self.words[self.places[n]].lower), when)
        return found

    def _without(self, n: int, its: Clue, focus: datetime.date, found: Mapping[int, str | None]) -> str | None:
        """The `when` of an event that has no time."""
        event, dct, day = self.document.events[n], self.dct.isoformat(), focus.isoformat()
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
        if its.tense == "present" and not self._reported(n):
            return dct
        if its.tense == "noun":
            return self._of_verb(n, found) or day
        return day

    def _reported(self, n: int) -> bool:
        """True if an event is quoted, or a reporting verb stands in its sentence."""
        index = bisect_right([sentence.opening for sentence in self.sentences], self.places[n]) - 1
        sentence = self.sentences[index]
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
ENDINGS = (("ies", "y"), ("ied", "y"), ("ings", ""), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""))


def stem(word: str) -> str:
    """A word in small letters without its ending."""
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending) + instead
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def anchored(document: Document) -> Iterator[Event]:
    """The events that a document came with, each with its `when`."""
    for event, when in zip(document.events, Anchorer(document).anchors(), strict=True):
        yield replace(event, when=when)


@system(layers=["events"], wants=["spacy-rules", "verb-lexicon"])
def rule_anchors(document: Document) -> Iterator[Event]:
    """The anchors of verb-lexicon's events by spacy-rules' times."""
    yield from anchored(document)


@system(layers=["events"], wants=["gold:timexes", "gold:events"])
def rule_anchors_given(document: Document) -> Iterator[Event]:
    """The anchors of gold's events by gold's times: this stage alone. Gold's own `when` isn't looked at."""
    yield from anchored(document)
