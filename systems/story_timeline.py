# /// script
# requires-python = ">=3.11"
# dependencies = []
# ///
"""Timelines across articles: who takes part, which mentions are one happening, and what is worth an entry.

The events with their `when` are another system's, or gold's.

- **Participants** are names: words with capital letters that no common word of the articles explains, with the
  fullest form that the articles have ("Wang" is "Wang Yi"). The name before an event in its sentence takes part,
  and those after it in its clause; a name after "in" or "from" is a place.
- **Merging**: two mentions are one happening if their words are the same but for endings (or of one group, such
  as visit, trip and arrive), their dates meet, and in two articles also somebody takes part in both. A date that
  is open, or longer than a month, only meets itself. So two visits of the same people, months apart, stay two.
- **Choosing**: an entry is worth more the more mentions and articles it has, if it stands in the lead of an
  article, if its date isn't the commonest of its article, and if somebody takes part. A clause gives one entry.
  `merged-events` leaves this stage out: everything that happened is an entry.

Developed on SemEval-2015 Task 4's trial topic (apple) and sentences of our own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from merging import ENOUGH, entry, merged, worth

from bench import Document, Entry, system

NEWS = (("OCCURRENCE", "ACTUAL"), ("OCCURRENCE", "PLANNED"))
"""The class and realis of what may be worth an entry: what happened or is planned."""
SAID = tuple((class_, "ACTUAL") for class_ in ("OCCURRENCE", "I_ACTION", "REPORTING", "ASPECTUAL"))
"""The same of everything that happened: speech too, but nothing that holds, is seen or is felt."""


def chosen(documents: Sequence[Document]) -> Iterator[Entry]:
    """The entries that are worth it, in order of time."""
    happenings = [each for each in merged(documents, NEWS) if worth(each) >= ENOUGH]
    entries = [entry(number, each) for number, each in enumerate(happenings, 1)]
    best: dict[str, int] = {}
    for place, (each, happening) in enumerate(zip(entries, happenings, strict=True)):
        rival = best.get(each.label)
        if rival is None or worth(happening) > worth(happenings[rival]):
            best[each.label] = place  # of several happenings in one clause only the worthiest is told
    kept = {*best.values()}
    yield from (each for place, each in enumerate(entries) if place in kept)


def everything(documents: Sequence[Document]) -> Iterator[Entry]:
    """All happenings, in order of time."""
    yield from (entry(number, each) for number, each in enumerate(merged(documents, SAID), 1))


@system(layers=["timeline"], wants=["rule-anchors"], developed_on=["task4-trial"])
def story_timeline(documents: Sequence[Document]) -> Iterator[Entry]:
    """A timeline of what is worth an entry, from texts: names, merging and choosing over rule-anchors' events."""
    yield from chosen(documents)


@system(layers=["timeline"], wants=["parsed-anchors"], developed_on=["task4-trial"])
def parsed_timeline(documents: Sequence[Document]) -> Iterator[Entry]:
    """The same over parsed-anchors' events, which need spaCy's small English model."""
    yield from chosen(documents)


@system(layers=["timeline"], wants=["rule-anchors-given"], developed_on=["task4-trial"])
def story_timeline_anchored(documents: Sequence[Document]) -> Iterator[Entry]:
    """The same over gold's times and events, dated by rules: what finding them costs is left out."""
    yield from chosen(documents)


@system(layers=["timeline"], wants=["gold:events"], developed_on=["task4-trial"])
def story_timeline_given(documents: Sequence[Document]) -> Iterator[Entry]:
    """The same over gold's events with gold's dates: participants, merging and choosing alone."""
    yield from chosen(documents)


@system(layers=["timeline"], wants=["rule-anchors"], developed_on=["task4-trial"])
def merged_events(documents: Sequence[Document]) -> Iterator[Entry]:
    """A timeline of everything, from texts: names and merging without choosing."""
    yield from everything(documents)


@system(layers=["timeline"], wants=["rule-anchors-events"], developed_on=["task4-trial"])
def merged_events_dated(documents: Sequence[Document]) -> Iterator[Entry]:
    """A timeline of everything over gold's events, dated by rules and spacy-rules: Task 4's track B."""
    yield from everything(documents)


@system(layers=["timeline"], wants=["gold:events"], developed_on=["task4-trial"])
def merged_events_given(documents: Sequence[Document]) -> Iterator[Entry]:
    """A timeline of everything over gold's events with gold's dates: participants and merging alone."""
    yield from everything(documents)


@system(layers=["timeline"], wants=["plain-anchors"], developed_on=["task4-trial"])
def plain_timeline(documents: Sequence[Document]) -> Iterator[Entry]:
    """A timeline of what is worth an entry from regex and plain-verbs: nothing to install."""
    yield from chosen(documents)
