"""The lines of a timeline: what happened, when, who, from which words, how sure, and what contradicts it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.dataset.suite import Layers
from bench.sdk.model import Document, Entry, Event
from bench.temporal import edtf
from bench.temporal.interval import DAY, Interval

SURE = ("high", "medium", "low", "disputed")
"""The words for how sure a line is.

``high``: several articles give the same date. ``medium``: several mentions, but no two articles with one date.
``low``: one mention, or a date without both ends. ``disputed``: two mentions contradict each other."""
GRANULARITIES = ("day", "month", "year")
AROUND = 60
"""The characters that are shown on each side of a mention."""
_DIGITS = {"day": 10, "month": 7, "year": 4}
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")


@dataclass(frozen=True, slots=True)
class Source:
    """A mention of what happened: the article, the word, and the words around it."""

    article: str
    start: int
    end: int
    word: str
    words: str
    when: str | None
    """The date that this mention alone has."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a timeline."""

    when: str | None
    """The date, EDTF, at the granularity that was asked for."""
    label: str
    participants: tuple[str, ...]
    sources: tuple[Source, ...]
    sure: str
    """One of `SURE`."""
    conflicts: tuple[str, ...] = ()
    """The dates of mentions that can't all be true, each with its articles."""
    interval: Interval | None = None
    """The days of the date as the system gave it; None for no date, or one that isn't EDTF."""

    @property
    def articles(self) -> tuple[str, ...]:
        """Returns the articles of the mentions, each once."""
        return tuple(dict.fromkeys(source.article for source in self.sources))

    @property
    def first(self) -> datetime.date | None:
        """Returns the first day, or None if it is unknown."""
        start = self.interval.start if self.interval else None
        return None if start is None else datetime.date.fromordinal(int(start // DAY))

    @property
    def last(self) -> datetime.date | None:
        """Returns the last day, or None if it is unknown."""
        end = self.interval.end if self.interval else None
        return None if end is None else datetime.date.fromordinal(int((end - 1) // DAY))


@dataclass(frozen=True, slots=True)
class View:
    """The part of a timeline that is shown."""

    persons: tuple[str, ...] = ()
    """The names of those whose lines are shown; without any, all lines are."""
    first: datetime.date | None = None
    last: datetime.date | None = None
    granularity: str = "day"

    @property
    def bounded(self) -> bool:
        """Returns whether only a stretch of time is shown."""
        return self.first is not None or self.last is not None


def lines(
    entries: Iterable[Entry], documents: Iterable[Document], layers: Mapping[str, Layers], view: View
) -> list[Line]:
    """Returns the lines of a timeline's entries that a view shows, in order of time; undated ones come last."""
    shown = [entry for entry in entries if shows(view, entry)]
    found = lines_of(shown, documents, layers, view.granularity)
    return sorted((line for line in found if within(view, line)), key=time_of)


def lines_of(
    entries: Iterable[Entry], documents: Iterable[Document], layers: Mapping[str, Layers], granularity: str = "day"
) -> list[Line]:
    """Returns the line of each entry, in the order of the entries."""
    texts = {document.id: document.text for document in documents}
    events = {(name, event.id): event for name, found in layers.items() for event in found.events}
    return [_line(entry, texts, events, granularity) for entry in entries]


def shows(view: View, entry: Entry) -> bool:
    """Returns whether one of the persons of a view takes part in an entry."""
    return not view.persons or any(
        is_named(person, name) for person in view.persons for name in entry.participants
    )


def is_named(person: str, name: str) -> bool:
    """Returns whether a participant's name is a longer or shorter form of ``person``. Capitals don't matter.

    - A longer form has all words of ``person``: "Wang Yi" is "Wang". But a name with one more number is another
      thing: "Airbus A380" isn't "Airbus".
    - A shorter form has only words of ``person``, and the last of them: "Jobs" is "Steve Jobs". But if the last
      word is a number, there is no shorter form: "Boeing" isn't "Boeing 777".
    """
    ours, theirs = ({*re.findall(r"\w+", text.lower())} for text in (person, name))
    if not ours or not theirs:
        return False
    if any(character.isdigit() for word in theirs - ours for character in word):
        return False
    words = re.findall(r"\w+", person.lower())
    return ours <= theirs or (theirs <= ours and not words[-1].isdigit() and words[-1] in theirs)


def within(view: View, line: Line) -> bool:
    """Returns whether a line may fall into the stretch of time of a view; what is undated doesn't."""
    if not view.bounded:
        return True
    if line.interval is None:
        return False
    early, late = line.first or datetime.date.min, line.last or datetime.date.max
    return early <= (view.last or datetime.date.max) and late >= (view.first or datetime.date.min)


def coarse(when: str | None, granularity: str) -> str | None:
    """Returns a date cut to days, months or years; an interval whose ends become the same becomes one date."""
    if when is None:
        return None
    cut = _DATE.sub(lambda date: date[0][: _DIGITS[granularity]], when)
    first, mark, last = cut.partition("/")
    return first if mark and first == last else cut


def _line(
    entry: Entry, texts: Mapping[str, str], events: Mapping[tuple[str, str | None], Event], granularity: str
) -> Line:
    sources = tuple(
        _source(name, texts[name], events[name, event])
        for name, event in entry.mentions
        if name in texts and (name, event) in events
    )
    interval, conflicts = interval_of(entry.when), conflicts_of(sources)
    when = coarse(entry.when, granularity)
    return Line(
        when, entry.label, entry.participants, sources, _sure(sources, interval, conflicts), conflicts, interval
    )


def _source(name: str, text: str, event: Event) -> Source:
    start, end = max(event.start - AROUND, 0), min(event.end + AROUND, len(text))
    around = " ".join(text[start:end].split())
    words = f"{'…' if start else ''}{around}{'…' if end < len(text) else ''}"
    return Source(name, event.start, event.end, text[event.start : event.end], words, event.when)


def interval_of(when: str | None) -> Interval | None:
    """Returns the days of a date; None without one and for text that isn't EDTF."""
    try:
        return None if when is None else edtf.parse(when)
    except ValueError:
        return None


def conflicts_of(sources: Sequence[Source]) -> tuple[str, ...]:
    """Returns the dates that can't all be true, in order, each with its articles: "2023-09-18 (a, b)".

    Two dates contradict each other if they share no day. Without such a pair there is no conflict.
    """
    dated = {source.when: interval_of(source.when) for source in sources if source.when}
    known = {when: interval for when, interval in dated.items() if interval is not None}
    against = [a for a in known if any(not known[a].meets(known[b]) for b in known)]
    return tuple(
        f"{when} ({', '.join(dict.fromkeys(s.article for s in sources if s.when == when))})"
        for when in sorted(against)
    )


def _sure(sources: Sequence[Source], interval: Interval | None, conflicts: Sequence[str]) -> str:
    if conflicts:
        return "disputed"
    if interval is None or interval.start is None or interval.end is None or len(sources) < 2:
        return "low"
    by_date: dict[str | None, set[str]] = {}
    for source in sources:
        by_date.setdefault(source.when, set()).add(source.article)
    return "high" if max(map(len, by_date.values())) > 1 else "medium"


def time_of(line: Line) -> tuple[object, ...]:
    """Returns a sort key: by the first known day; lines without a date are the last."""
    first, last = line.first, line.last
    start = first or last  # what lies before a day stands at that day
    return start is None, start or datetime.date.max, last or datetime.date.max, line.label
