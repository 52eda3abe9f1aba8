# /// script
# requires-python = ">=3.11"
# dependencies = []
# ///
"""Temporal links from anchors and tense: what the dates of events and times, and the verbs, say about their order.

The events with their `when` are rule-anchors', the times spacy-rules'. An event is taken to fall within its
`when`.

- A time and the dct: BEFORE, AFTER, SIMULTANEOUS for its day, INCLUDES for a week, month or year that holds it.
- An event and the time of its clause: IS_INCLUDED; where the word before opens an end, BEFORE or AFTER.
- An event and the dct: BEFORE or AFTER where its `when` is. Of what falls on the dct, an event with a time of its
  own is IS_INCLUDED; without one, a past tense is BEFORE, a present tense INCLUDES, and a plan AFTER.
- An event and the next one of its sentence: BEFORE or AFTER where their days don't meet. A past report is AFTER
  what it tells of in a past tense, if neither has a time of its own.

Developed on MEANTIME's topic apple. It knows no "before" and "after" between two events.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import pairwise

from anchoring import Anchorer, stretch_of

from bench import Document, Event, Link, Timex, system

DCT = "dct"
FIRST, LAST = datetime.date.min, datetime.date.max
DAY = datetime.timedelta(days=1)
Days = tuple[datetime.date, datetime.date]
PAST = ("past", "perfect", "pluperfect")


def days_of(when: str | None) -> Days | None:
    """The days within which an event falls; ``[..A]`` is before A, and ``[A..]`` after it. None of no date."""
    if not when:
        return None
    first, mark, last = when.strip("[]").partition(".." if when[0] == "[" else "/")
    if not mark:
        whole: Days | None = stretch_of(first)
        return whole
    start, end = stretch_of(first), stretch_of(last)
    if when[0] == "[" and not (first and last):
        return (FIRST, end[0] - DAY) if end else (start[1] + DAY, LAST) if start else None
    return (start[0] if start else FIRST), (end[1] if end else LAST)


def order(days: Days, others: Days) -> str | None:
    """BEFORE or AFTER; None where the two share a day."""
    if days[1] < others[0]:
        return "BEFORE"
    return "AFTER" if others[1] < days[0] else None


@system(layers=["links"], wants=["spacy-rules", "rule-anchors"])
def rule_links(document: Document) -> Iterator[Link]:
    """The links of a document; its times and events bear the ids that links refer to."""
    anchorer = Anchorer(document)
    dct = (document.dct, document.dct)
    for timex in document.timexes:
        days: Days | None = stretch_of(timex.value or "") if timex.type in ("DATE", "TIME") else None
        if days:
            same = "IS_INCLUDED" if "T" in (timex.value or "") else "SIMULTANEOUS"
            yield Link(f"{timex.id}", DCT, same if days == dct else order(days, dct) or "INCLUDES")
    to_dct: dict[int, str | None] = {}
    for n, event in enumerate(document.events):
        if n not in anchorer.clues:
            continue
        if n in anchorer.own and (own := its_time(document, anchorer, n)):
            yield Link(f"{event.id}", f"{own.id}", opened(event))
        to_dct[n] = of_dct(anchorer, n, event, dct)
        if relation := to_dct[n]:
            yield Link(f"{event.id}", DCT, relation)
    for sentence in anchorer.sentences:
        for first, second in pairwise(sentence.events):
            if relation := between(anchorer, first, second, to_dct):
                ids = [f"{document.events[n].id}" for n in (first, second)]
                yield Link(ids[0], ids[1], relation)


def its_time(document: Document, anchorer: Anchorer, n: int) -> Timex | None:
    """The time expression that dates an event."""
    start = anchorer.words[anchorer.own[n].first].start
    near = [
        timex for timex in document.timexes if timex.start <= start < timex.end and timex.type in ("DATE", "TIME")
    ]
    return near[0] if near else None


def opened(event: Event) -> str:
    """The relation of an event to the time of its clause."""
    when = event.when or ""
    return "BEFORE" if when.startswith("[..") else "AFTER" if when.endswith("..]") else "IS_INCLUDED"


def of_dct(anchorer: Anchorer, n: int, event: Event, dct: Days) -> str | None:
    """The relation of an event to the dct."""
    days = days_of(event.when)
    if days is None:
        return None
    if days != dct:
        return order(days, dct)
    tense = anchorer.clues[n].tense
    if n in anchorer.own:
        return "IS_INCLUDED"
    if event.realis == "PLANNED" or tense == "future":
        return "AFTER"
    return "BEFORE" if tense in PAST else "INCLUDES" if tense == "present" else "IS_INCLUDED"


def between(anchorer: Anchorer, first: int, second: int, to_dct: dict[int, str | None]) -> str | None:
    """The relation of an event to the next one of its sentence."""
    events, clues = anchorer.document.events, anchorer.clues
    days, others = days_of(events[first].when), days_of(events[second].when)
    if days and others and (relation := order(days, others)):
        return relation
    if first in anchorer.own or second in anchorer.own or not to_dct[first] == to_dct[second] == "BEFORE":
        return None
    if clues[first].reporting != clues[second].reporting and clues[first].tense == clues[second].tense == "past":
        return "AFTER" if clues[first].reporting else "BEFORE"
    return None
