# /// script
# requires-python = ">=3.11"
# dependencies = []
# ///
"""When each event happened, by rules: time in the clause, tense, realis, reporting verbs and the day of the story.

The events and the time expressions are other systems', or gold's. This stage only gives each event its `when`. It
ignores a `when` that an event came with.

1. Each time expression of the sentence belongs to one event: the one with the least distance in words, where a
   clause boundary ("that", "who", "after", ";") and another event in between count extra. Events close to it share
   it. A reporting verb takes a time only before it or directly after it ("said on Monday"). An event that happened
   takes no time after the dct, and a planned one none before it, unless there is no other.
2. "before", "after", "since", "until" and "by" open an end: `[..A]`, `[A..]`, `A/..`; "from A to B" is `A/B`. A
   length with a start ("a four-day visit" that began on Monday) gives both ends. What is planned by A falls
   between the day of the story and A. "since" dates no simple past ("the highest since 1994").
3. An event without a time is read by tense and realis. What is planned or wished falls after the day of the story,
   on which it was promised or wished, `[day..]`.
   What "has happened" or "had happened" fell before the day of the story, `[..day]`. A condition has no date.
   Everything else happened, or holds, on the day of the story.
4. The day of the story is the first day of the week before the dct on which something happened in the first
   sentences; else the dateline's; else the dct. A later sentence moves it for the three sentences after, if its
   past verb has a day of its own that is later, or is one of saying.
5. A noun without a time happened when the first event of the same word did that has one.

Developed on MEANTIME's topic apple, SemEval-2015 Task 4's trial topic (the same articles), sentences and nine news
articles of our own, and the text of the annotation scheme.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from anchoring import Anchorer

from bench import Document, Event, system


def anchored(document: Document) -> Iterator[Event]:
    """The events that a document came with, each with its `when`."""
    for event, when in zip(document.events, Anchorer(document).anchors(), strict=True):
        yield replace(event, when=when)


@system(layers=["events"], wants=["spacy-rules", "verb-lexicon"], developed_on=["meantime-apple", "task4-trial"])
def rule_anchors(document: Document) -> Iterator[Event]:
    """When each event of verb-lexicon happened, by rules over spacy-rules' times and the tense."""
    yield from anchored(document)


@system(layers=["events"], wants=["gold:timexes", "gold:events"], developed_on=["meantime-apple", "task4-trial"])
def rule_anchors_given(document: Document) -> Iterator[Event]:
    """When each of gold's events happened, by the rules of rule-anchors over gold's times: this stage alone."""
    yield from anchored(document)


@system(layers=["events"], wants=["spacy-rules", "gold:events"], developed_on=["meantime-apple", "task4-trial"])
def rule_anchors_events(document: Document) -> Iterator[Event]:
    """When each of gold's events happened, by the same rules over spacy-rules' times, as in Task 4's track B."""
    yield from anchored(document)


@system(layers=["events"], wants=["regex", "plain-verbs"], developed_on=["meantime-apple", "task4-trial"])
def plain_anchors(document: Document) -> Iterator[Event]:
    """When each event of plain-verbs happened, by the same rules over regex's dates: nothing to install."""
    yield from anchored(document)
