# /// script
# requires-python = ">=3.11"
# dependencies = []
# ///
"""A timeline across articles: what happened, by date and word.

The events with their `when` are another system's. Those of one `when` whose words are the same but for their
endings make one entry, in whatever articles they stand: so two reports of one visit meet, and so do two visits of
one day.

- Entered is what is said to have happened: events of class OCCURRENCE and realis ACTUAL that have a `when`. Left
  out is what is planned, denied or supposed, and what somebody says, thinks, begins or is.
- An entry's label is the clause of its first mention. Entries stand in the order of their dates as text.
- It names no participants and knows no synonyms: "met" and "meeting" make two entries.

An entry is as wrong as the date of its events: nearest-time gives the day of writing to whatever has no time in
its sentence, so that much ends up there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bench import Document, Entry, Event, system

ENDINGS = (("ies", "y"), ("ied", "y"), ("ings", ""), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""))
"""Endings of nouns and verbs, the longer before the shorter, and what stands in their place."""
STEM = 3
"""Letters that must be left of a word."""
CLAUSE_ENDS = ("\n", ", ", "; ", ": ", ". ", "! ", "? ")


@system(layers=["timeline"], wants=["nearest-time"])
def dated_timeline(documents: Sequence[Document]) -> Iterator[Entry]:
    """One entry for each date and word."""
    groups: dict[tuple[str, str], list[tuple[Document, Event]]] = {}
    for document in documents:
        for event in document.events:
            if event.when and event.class_ == "OCCURRENCE" and event.realis == "ACTUAL":
                word = stem(document.text[event.start : event.end])
                groups.setdefault((event.when, word), []).append((document, event))
    for number, ((when, _), mentions) in enumerate(sorted(groups.items(), key=lambda item: item[0]), 1):
        yield Entry(
            id=f"{number}",
            label=clause(*mentions[0]),
            when=when,
            mentions=tuple((document.id, f"{event.id}") for document, event in mentions),
        )


def stem(word: str) -> str:
    """A word in small letters without its ending: visit of visits, visited and visiting."""
    word = word.lower()
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= STEM:
            word = word.removesuffix(ending) + instead
            break
    # planned is of plan, so that called and call must lose an l too
    return word[:-1] if len(word) > STEM and word[-1] == word[-2] else word


def clause(document: Document, event: Event) -> str:
    """What stands between the punctuation marks around an event."""
    text = document.text
    start = max(text.rfind(mark, 0, event.start) for mark in CLAUSE_ENDS) + 1
    ends = [text.find(mark, event.end) for mark in CLAUSE_ENDS]
    end = min((place for place in ends if place >= 0), default=len(text))
    return " ".join(text[start:end].split()).rstrip(".")
