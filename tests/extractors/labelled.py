"""Training documents written with their annotations, for systems that learn."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from bench import Document, Event, Timex

DCT = datetime.date(2023, 9, 20)
MARK = re.compile(
    r"\[(?P<event>[^|\]]+)\|(?P<class>\S+) (?P<realis>[^\]]+)\]|\{(?P<timex>[^|}]+)\|(?P<type>[^}]+)\}"
)


def labelled(written: str, name: str = "training") -> Document:
    """A document of ``It [opened|OCCURRENCE ACTUAL] on {Monday|DATE}``; a dash stands for None."""
    text, last = "", 0
    events: list[Event] = []
    timexes: list[Timex] = []
    for mark in MARK.finditer(written):
        text += written[last : mark.start()]
        last = mark.end()
        words = mark["event"] or mark["timex"]
        start, end = len(text), len(text) + len(words)
        text += words
        said = [None if word == "-" else word for word in (mark["class"], mark["realis"], mark["type"])]
        if mark["event"]:
            events.append(Event(start, end, said[0], said[1]))
        else:
            timexes.append(Timex(start, end, said[2]))
    return Document(name, text + written[last:], DCT, timexes=tuple(timexes), events=tuple(events))


ARTICLES = (
    """The minister [visited|OCCURRENCE ACTUAL] Riga on {Monday|DATE}. She [said|REPORTING ACTUAL] on
    {Tuesday|DATE} that they will [meet|OCCURRENCE PLANNED] the mayor. The [talks|OCCURRENCE ACTUAL]
    [lasted|OCCURRENCE ACTUAL] {two days|DURATION}. The port is red. The mayor [visited|OCCURRENCE ACTUAL] the port
    on {Friday|DATE}.""",
    """The mayor [wants|I_STATE ACTUAL] to [open|OCCURRENCE OTHER] a port. He [said|REPORTING ACTUAL] on
    {Friday|DATE} that the council will [vote|OCCURRENCE PLANNED]. The [war|OCCURRENCE ACTUAL]
    [ended|ASPECTUAL ACTUAL] on {Monday|DATE}. The house by the river is small. The [talks|OCCURRENCE ACTUAL]
    [lasted|OCCURRENCE ACTUAL] {four days|DURATION}.""",
    """The envoy [wants|I_STATE ACTUAL] to [visit|OCCURRENCE OTHER] the port. The council
    [opened|OCCURRENCE ACTUAL] the [talks|OCCURRENCE ACTUAL] on {Tuesday|DATE}. The envoy will
    [speak|OCCURRENCE PLANNED]. He [said|REPORTING ACTUAL] that the [war|OCCURRENCE ACTUAL]
    [lasted|OCCURRENCE ACTUAL] {six days|DURATION}. The river is green.""",
)
"""Three short articles, as little as a system can be expected to learn something from."""


def lessons() -> list[Document]:
    """The three as training documents."""
    return [labelled(" ".join(text.split()), f"training-{number}") for number, text in enumerate(ARTICLES)]


def shown(text: str, found: Sequence[Event | Timex]) -> list[str]:
    """What was found: its words, and its class and realis, or its type."""
    said = []
    for each in found:
        attributes = (each.class_, each.realis) if isinstance(each, Event) else (each.type,)
        said.append(" ".join([text[each.start : each.end], *(word or "-" for word in attributes)]))
    return said
