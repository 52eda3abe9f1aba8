"""Small English texts, written for bench, on which the contract test tests whether a system keeps the rules.

`PLAIN` has dates, durations and events of many kinds. The other texts are `PLAIN` with a prefix, and texts that
extractors often handle wrongly. `training` returns labelled texts that are enough to fit a system on.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.dataset.suite import Layers
from bench.harness.upstream import annotated
from bench.sdk.declare import GOLD
from bench.sdk.model import Document, Event, Region, Span, Timex

DCT = datetime.date(2021, 5, 4)
"""The dct of the texts: a Tuesday, far from today."""
OTHER_DCT = datetime.date(2014, 11, 27)
"""A second dct: a Thursday in another year and month, late in the month."""

LEAD = "A word about a small town by the sea, its fair, its harbour and its people.\n\n"
"""The text before the dates. It is so long that a prefix is in no context window of a date."""
BODY = (
    "The fair opened on Monday and closed yesterday. Last week 300 people visited the town.\n"
    "On September 18, 2023 the mayor will open the new harbour, and next month the work begins.\n\n"
    "Rain fell for two days in March. The river rose on 3 May 2021 and fell again on Friday.\n"
    "The mayor said on 2021-05-03 that the town met every Tuesday, three years ago as in the summer of 2019.\n\n"
    "The bridge closed 3 days ago and will open again in two weeks.\n"
    "The bell rang at 11:45 pm yesterday, and again at 06:30 GMT today; the clock showed 1620085500.\n"
)
TAIL = "\nThe town is small, the people are kind, and the house by the old harbour is red, as all of them know.\n"
"""The text after the dates. Because of it, an offset that is too large is still inside the text."""
PLAIN = LEAD + BODY + TAIL
EMPTY_OF_BOTH = "A red house by the river. Two chairs, a table and a lamp; a green door, and a blue wall."
"""A text with neither a time nor an event."""
BLANK = " \n\t\r\n\u00a0\u2003\u3000\n \n"
_WORDS = "the red house by the river and the green door of the old mill with a lamp on a table, "
LONG_LINE = (_WORDS * (100_000 // len(_WORDS) + 1))[:100_000] + " and the fair opened on September 18, 2023."


@dataclass(frozen=True, slots=True)
class Prefix:
    """Characters that are put before `PLAIN`, to test how a system counts offsets."""

    name: str
    text: str
    perceived: int
    """The number of characters as a reader counts them: grapheme clusters (Unicode Standard Annex 29)."""


PREFIXES = (
    Prefix("emoji", "🌊👩\u200d🚀 ", 3),
    Prefix("astral letters", "𝒜𐍈 ", 3),
    Prefix("combining marks", "Cafe\u0301 nai\u0308ve ", 11),
    Prefix("leading white space", "\n \t  ", 5),
)


def document(name: str, text: str, dct: datetime.date = DCT, wants: Sequence[str] = ()) -> Document:
    """Returns a document with this text, and with annotations for everything that ``wants`` names.

    The annotations are made here, the same for each system in ``wants``, so that these systems needn't be ready
    and the document is the same on every machine.
    """
    name = f"check-{name.replace(' ', '-')}"
    if not wants:
        return Document(name, text, dct)
    labelled = _labelled(name, text)
    gold = {
        f"{GOLD}timexes": Layers(timexes=labelled.timexes),
        f"{GOLD}events": Layers(events=labelled.events),
    }
    # a wanted system stands for the layers that aren't wanted from gold
    every = Layers(
        () if f"{GOLD}timexes" in wants else labelled.timexes,
        () if f"{GOLD}events" in wants else labelled.events,
    )
    return annotated(Document(name, text, dct), {want: gold.get(want, every) for want in wants})


_TIMES: Mapping[str, tuple[str, str]] = {
    "Monday": ("DATE", "2021-05-03"),
    "yesterday": ("DATE", "2021-05-03"),
    "today": ("DATE", "2021-05-04"),
    "Last week": ("DATE", "2021-W17"),
    "next month": ("DATE", "2021-06"),
    "April 18, 2021": ("DATE", "2021-04-18"),
    "2 March 2020": ("DATE", "2020-03-02"),
    "three days": ("DURATION", "P3D"),
    "two years ago": ("DATE", "2019-05-04"),
    "every Friday": ("SET", "XXXX-WXX-5"),
    "6:30 pm": ("TIME", "2021-05-04T18:30"),
}
_EVENTS: Mapping[str, tuple[str, str, str | None]] = {
    "opened": ("OCCURRENCE", "ACTUAL", "2021-05-03"),
    "closed": ("OCCURRENCE", "ACTUAL", "2021-05-03"),
    "visited": ("OCCURRENCE", "ACTUAL", "2021-04"),
    "said": ("REPORTING", "ACTUAL", "2021-05-03"),
    "begin": ("ASPECTUAL", "PLANNED", "2021-06"),
    "fell": ("OCCURRENCE", "ACTUAL", None),
    "met": ("OCCURRENCE", "ACTUAL", None),
    "wanted": ("I_STATE", "ACTUAL", None),
    "leave": ("OCCURRENCE", "OTHER", None),
    "heard": ("PERCEPTION", "ACTUAL", None),
    "promised": ("I_ACTION", "ACTUAL", None),
    "open": ("OCCURRENCE", "PLANNED", "2021-06"),
}
_TRAINING = (
    "The market opened on Monday. Many people visited it today.\nSubscribe here",
    "The mayor said yesterday that the work will begin next month.",
    "Last week snow fell for three days, and the market closed on April 18, 2021.",
    "The town met every Friday. Some wanted to leave on 2 March 2020.",
    "People heard a bell at 6:30 pm. The school opened two years ago.",
    "The mayor promised to open the bridge next month; rain fell on Monday and again yesterday.",
)


GIVEN = (
    "Monday",
    "yesterday",
    "Last week",
    "September 18, 2023",
    "next month",
    "two days",
    "March",
    "3 May 2021",
    "Friday",
    "2021-05-03",
    "every Tuesday",
    "three years ago",
    "the summer of 2019",
    "3 days ago",
    "two weeks",
    "11:45 pm yesterday",
    "06:30 GMT today",
)
"""The time expressions of `BODY`, as an annotator would mark them, in text order."""


def given(text: str) -> tuple[Span, ...]:
    """Returns the spans of the expressions `GIVEN` in a text that contains `BODY`, in text order."""
    spans, at = [], 0
    for words in GIVEN:
        start = text.index(words, at)
        at = start + len(words)
        spans.append((start, at))
    return tuple(spans)


SECOND = _TRAINING[5]
"""A second text, which mentions some events of `PLAIN`, for a timeline of two documents."""


def training() -> list[Document]:
    """Returns six labelled documents to fit a learning system on. One of them has an ignored region."""
    return [_labelled(f"training-{number}", text) for number, text in enumerate(_TRAINING, 1)]


def _labelled(name: str, text: str) -> Document:
    timexes = [
        Timex(start, start + len(words), type_, value, text=words)
        for words, (type_, value) in _TIMES.items()
        for start in _places(text, words)
    ]
    events = [
        Event(start, start + len(word), class_, realis, when, text=word)
        for word, (class_, realis, when) in _EVENTS.items()
        for start in _places(text, word)
    ]
    ignored = [Region(start, len(text), text[start:]) for start in _places(text, "Subscribe")]
    return Document(
        name,
        text,
        DCT,
        tuple(sorted(timexes, key=lambda timex: timex.start)),
        tuple(sorted(events, key=lambda event: event.start)),
        tuple(ignored),
    )


def _places(text: str, words: str) -> list[int]:
    """Returns the offsets at which ``words`` begins in a text. Occurrences inside longer words don't count."""
    found, start = [], text.find(words)
    while start >= 0:
        if not text[start + len(words) : start + len(words) + 1].isalpha() and not text[:start][-1:].isalpha():
            found.append(start)
        start = text.find(words, start + 1)
    return found
