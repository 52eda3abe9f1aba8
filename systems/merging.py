"""The parts that make entries of events: names, participants, merged mentions, and what is worth an entry.

It is no system; `story_timeline` stands on it. It has no parser and no list of names: a name is what is written
with capital letters where a common word wouldn't be.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from anchoring import BOUNDARIES, SENTENCE_END, WORD, Word, bag, stem, stretch_of

from bench import Document, Entry, Event

TITLES = bag(
    """mr mrs ms dr sir president minister premier chancellor secretary general chairman director
    ambassador chief foreign prime vice deputy defense defence state head leader king queen prince
    senator governor judge justice ceo officer executive"""
)
"""Words that stand before a name and don't belong to it."""
NO_NAMES = bag(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december i he she it they we you his her its their our the a an
    this that these those on in at of and but for with by from after before as if when while during
    according both also however mr mrs"""
)
PLACES = bag("in at near from into to across outside inside throughout")
"""Prepositions after which a name is a place."""
PRONOUNS = bag("he she it they his her its their him them")
SAME = {
    word: group
    for group, words in {
        "meet": "meet met meeting talks talk talked consultation consultations consult discussion discuss",
        "visit": "visit visited trip travel traveled travelled tour arrive arrived arrival come came fly flew",
        "say": "say said tell told state stated add added announce announced announcement claim statement",
        "sign": "sign signed signing",
        "attack": "attack attacked strike struck strikes assault raid raided",
        "invade": "invade invaded invasion",
        "call": "phone phoned call called calls",
    }.items()
    for word in words.split()
}
"""Words that can tell of one happening."""
OPEN = (datetime.date.min, datetime.date.max)
DIFFER = 2
"""How many days two reports of one happening may differ."""
Days = tuple[datetime.date, datetime.date]
REACH = 12
"""How many words after an event are looked at for those that take part."""


def days_of(when: str | None) -> Days | None:
    """The first and last day of EDTF as `anchoring` writes it; an open end is the calendar's. None of no date."""
    if when is None:
        return None
    first, mark, last = when.strip("[]").partition(".." if when.startswith("[") else "/")
    if not mark:
        only: Days | None = stretch_of(first)
        return only
    ends = [stretch_of(end) if end not in ("", "..") else OPEN for end in (first, last)]
    if ends[0] is None or ends[1] is None:
        return None
    return ends[0][0], ends[1][1]


def is_bounded(days: Days) -> bool:
    """True if both ends are known and no more than a month apart."""
    return days[0] != OPEN[0] and days[1] != OPEN[1] and (days[1] - days[0]).days <= 31


# ---- names --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text: the numbers of its first and last word, and its words."""

    first: int
    last: int
    words: tuple[str, ...]


class Text:
    """A document's words, sentences and names."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.words = [Word(m.start(), m.end(), m[0].lower()) for m in WORD.finditer(document.text)]
        self.starts = [word.start for word in self.words]
        ends = [end.end() for end in SENTENCE_END.finditer(document.text)]
        self.opens = {0, *(bisect_left(self.starts, end) for end in ends)}
        self.openings = sorted(self.opens)
        self.names: list[Name] = []
        dates = Counter(event.when for event in document.events if event.when)
        self.usual = max(dates, key=lambda when: (dates[when], when), default=None)
        """The commonest date of the events: as a rule the day of the story."""

    def written(self, number: int) -> str:
        """A word as it is written."""
        word = self.words[number]
        return self.document.text[word.start : word.end]

    def place(self, event: Event) -> int:
        """The number of an event's word."""
        return max(bisect_right(self.starts, event.start) - 1, 0)

    def sentence(self, number: int) -> tuple[int, int]:
        """The first word of a word's sentence, and the one after its last."""
        index = bisect_right(self.openings, number) - 1
        end = self.openings[index + 1] if index + 1 < len(self.openings) else len(self.words)
        return self.openings[index], end

    def runs(self) -> Iterator[tuple[int, int]]:
        """Yield the first and last word of each run of words with a capital letter (or a number after one)."""
        number = 0
        while number < len(self.words):
            last = number
            while last < len(self.words) and self._capital(last, last > number):
                last += 1
                if last in self.opens:
                    break
            if last > number:
                yield number, last - 1
            number = max(last, number + 1)

    def _capital(self, number: int, within: bool) -> bool:
        written = self.written(number)
        if within and written[0].isdigit():
            return len(written) <= 4
        return written != written.lower() and written.lower() not in NO_NAMES and written.lower() not in TITLES


class Names:
    """The names of a set of articles, each with the fullest form of it."""

    def __init__(self, texts: Sequence[Text]) -> None:
        small = {text.written(n) for text in texts for n in range(len(text.words))}
        inner = {text.written(n) for text in texts for n in range(len(text.words)) if n not in text.opens}
        counts: Counter[tuple[str, ...]] = Counter()
        for text in texts:
            for first, last in text.runs():
                words = tuple(
                    text.written(n).removesuffix("'s").removesuffix("’s") for n in range(first, last + 1)
                )
                opens = first in text.opens
                alone = len(words) == 1 and words[0] not in inner
                common = words[0][:1].isupper() and (words[0].lower() in small or alone)
                if opens and common:  # "Talks began": a capital only because it opens the sentence
                    words, first = words[1:], first + 1
                if words and not words[0][0].isdigit():
                    counts[words] += 1
                    text.names.append(Name(first, last, words))
        self.full = self._full(counts)

    def _full(self, counts: Mapping[tuple[str, ...], int]) -> dict[tuple[str, ...], str]:
        """The fullest form of each name: of "Wang" that of "Wang Yi", where one longer name begins or ends so."""
        longer: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
        for words, count in counts.items():
            for word in {words[0], words[-1]} if len(words) in (2, 3) else ():
                longer[word][words] += count
        found = {}
        for words in counts:
            known = longer.get(words[0]) if len(words) == 1 else None
            best = max(known.items(), key=lambda item: (item[1], item[0]))[0] if known else words
            only = known is None or known[best] >= sum(known.values()) * 0.7
            found[words] = " ".join(best if only else words)
        return found

    def of(self, name: Name) -> str:
        """The fullest form of a name."""
        return self.full[name.words]


def participants(text: Text, names: Names) -> dict[int, tuple[str, ...]]:
    """The names of those that take part in each event, by the event's place in the document.

    The one before it in its sentence, or the last one before for a pronoun; and those after it up to the next
    clause. A name after "in", "at" or "from" is a place and takes no part.
    """
    firsts = [name.first for name in text.names]
    found: dict[int, tuple[str, ...]] = {}
    last: str | None = None
    for event in sorted(text.document.events, key=lambda event: event.start):
        place = text.place(event)
        opening, closing = text.sentence(place)
        near = text.names[bisect_left(firsts, opening) : bisect_left(firsts, closing)]
        before = [name for name in near if name.last < place and not _is_place(text, name)]
        after = [name for name in near if place < name.first <= place + REACH and not _is_place(text, name)]
        after = [name for name in after if not _crosses(text, place + 1, name.first)]
        taking = [names.of(before[-1])] if before else []
        if before and len(before) > 1 and before[-1].first - before[-2].last == 2:
            taking.insert(0, names.of(before[-2]))  # "Wang and Lavrov met"
        if taking:
            last = taking[0]
        elif last and {word.lower for word in text.words[opening:place]} & PRONOUNS:
            taking = [last]
        found[event.start] = tuple(dict.fromkeys([*taking, *map(names.of, after)]))
    return found


def _is_place(text: Text, name: Name) -> bool:
    return name.first > 0 and text.words[name.first - 1].lower in PLACES


def _crosses(text: Text, first: int, last: int) -> bool:
    return any(word.lower in BOUNDARIES for word in text.words[first:last])


# ---- merging ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Cluster:
    """Mentions that are taken for one happening."""

    kind: str
    days: Days | None
    when: str | None
    mentions: list[tuple[Document, Event]] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    dated: int = 0
    """How many mentions have a bounded date."""
    documents: set[str] = field(default_factory=set)
    """The ids of the mentions' documents."""
    apart: int = 0
    """How many of these have a date that isn't the commonest of their article: words of their own say it."""

    def takes(self, document: Document, days: Days | None, names: Sequence[str]) -> bool:
        """True if a mention of the same kind of word may be this happening.

        Its date must meet this one's; a date that is open or longer than a month must be the same. In another
        article it must share somebody that takes part; if it shares two, the dates may differ by two days, as
        reports do.
        """
        if self.days is None or days is None:
            return False
        if not (is_bounded(self.days) and is_bounded(days)) and self.days != days:
            return False
        shared = len(self.names.keys() & {*names})
        same = document.id in self.documents
        apart = max((self.days[0] - days[1]).days, (days[0] - self.days[1]).days)
        if apart > (0 if same or shared < 2 else DIFFER):
            return False
        return shared > 0 or (same and not (self.names and names))

    def add(self, text: Text, event: Event, days: Days | None, names: Sequence[str]) -> None:
        """Take a mention in; the date becomes the narrower one."""
        self.mentions.append((text.document, event))
        self.documents.add(text.document.id)
        self.names.update(names)
        if days and self.days and (days[1] - days[0]) < (self.days[1] - self.days[0]):
            self.days, self.when = days, event.when
        bounded = bool(days and is_bounded(days))
        self.dated += bounded
        self.apart += bounded and event.when != text.usual


def kind_of(text: Text, event: Event) -> str:
    """What sort of happening an event's word names."""
    word = text.words[text.place(event)].lower if text.words else ""
    return SAME.get(word) or SAME.get(stem(word)) or stem(word)


def merged(documents: Sequence[Document], wanted: Iterable[tuple[str, str]] = (("", ""),)) -> list[Cluster]:
    """The happenings of a set of articles, in order of time: all mentions, each in one of them.

    ``wanted`` holds pairs of class and realis; an empty one is any, and an event that has none is wanted too.
    """
    texts = [Text(document) for document in documents]
    names = Names(texts)
    pairs = [*wanted]
    known: dict[str, list[Cluster]] = defaultdict(list)
    for text in texts:
        taking = participants(text, names)
        for event in text.document.events:
            if not any(
                event.class_ in (None, class_ or event.class_) and event.realis in (None, realis or event.realis)
                for class_, realis in pairs
            ):
                continue
            days, kind = days_of(event.when), kind_of(text, event)
            who = taking[event.start]
            near = (each for each in known[kind] if each.takes(text.document, days, who))
            cluster = next(near, None)
            if cluster is None:
                cluster = Cluster(kind, days, event.when)
                known[kind].append(cluster)
            cluster.add(text, event, days, who)
    found = [cluster for clusters in known.values() for cluster in clusters]
    return sorted(found, key=_time)


def _time(cluster: Cluster) -> tuple[object, ...]:
    first, last = cluster.days or OPEN
    start = last if first == OPEN[0] else first  # what lies before a day stands at that day
    document, event = cluster.mentions[0]
    return cluster.days is None, start, last, document.id, event.start


# ---- choosing -----------------------------------------------------------------------------------------------


def worth(cluster: Cluster) -> float:
    """How much a happening is worth an entry: mentions, articles, a date, and somebody that takes part."""
    articles = len(cluster.documents)
    lead = any(event.start < LEAD for _, event in cluster.mentions)
    return (
        min(len(cluster.mentions), 4)
        + 2 * (articles - 1)
        + (1.5 if lead else 0)
        + (1.0 if len(cluster.names) > 1 else 0.5 if cluster.names else -1.0)
        + (0.5 if cluster.dated else -1.0)
        + (1.5 if cluster.apart else 0)
    )


LEAD = 600
"""The characters in which a news text says what is new."""
ENOUGH = 3.0
"""The worth from which a happening gets an entry."""
CLAUSE_END = re.compile(r"\n|[,;:.!?] ")
BACK = 400
"""How far before an event the start of its clause is looked for first, before twice as far, and so on."""


def entry(number: int, cluster: Cluster) -> Entry:
    """A happening as an entry; those whom most mentions name come first.

    Its label is the clause that names most of them, of equals the first.
    """
    clauses = [clause(document, event) for document, event in cluster.mentions]
    labels = {each: sum(name.split()[-1] in each for name in cluster.names) for each in clauses}
    return Entry(
        id=f"{number}",
        label=max(labels, key=lambda each: labels[each]),
        when=cluster.when,
        participants=tuple(name for name, _ in cluster.names.most_common()),
        mentions=tuple((document.id, f"{event.id}") for document, event in cluster.mentions),
    )


def clause(document: Document, event: Event) -> str:
    """What stands between the punctuation marks around an event."""
    text, back = document.text, BACK
    while True:
        begin = max(0, event.start - back)
        before = [found.start() for found in CLAUSE_END.finditer(text, begin, event.start)]
        if before or begin == 0:
            break
        back *= 2
    after = CLAUSE_END.search(text, event.end)
    start, end = before[-1] + 1 if before else 0, after.start() if after else len(text)
    return " ".join(text[start:end].split()).rstrip(".")
