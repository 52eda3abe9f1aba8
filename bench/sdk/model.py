"""The classes for documents, time expressions, events, links and timeline entries.

Offsets count the Unicode code points of a document's text from 0, and the end of a span is exclusive. This module
needs nothing but the standard library, so that a system can import it in an environment of its own.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

TIMEX_TYPES = ("DATE", "TIME", "DURATION", "SET")
"""TIMEX3 ``type`` (TimeML 1.2.1)."""
KINDS = ("explicit", "underspecified", "deictic", "anaphoric", "vague")
"""The ways in which a reader finds the value of a timex; only gold states the kind."""
EVENT_CLASSES = ("REPORTING", "PERCEPTION", "ASPECTUAL", "I_ACTION", "I_STATE", "STATE", "OCCURRENCE")
"""EVENT ``class`` (TimeML 1.2.1)."""
REALIS = ("ACTUAL", "PLANNED", "OTHER")
"""The realis of an event: it is asserted (ACTUAL), announced (PLANNED), or neither (OTHER)."""
MODS = (
    "BEFORE",
    "AFTER",
    "ON_OR_BEFORE",
    "ON_OR_AFTER",
    "LESS_THAN",
    "MORE_THAN",
    "EQUAL_OR_LESS",
    "EQUAL_OR_MORE",
    "START",
    "MID",
    "END",
    "APPROX",
)
"""TIMEX3 ``mod`` (TimeML 1.2.1)."""
RELATIONS = (
    "BEFORE",
    "AFTER",
    "IBEFORE",
    "IAFTER",
    "INCLUDES",
    "IS_INCLUDED",
    "BEGINS",
    "BEGUN_BY",
    "ENDS",
    "ENDED_BY",
    "SIMULTANEOUS",
    "IDENTITY",
    "DURING",
    "DURING_INV",
    "VAGUE",
)
"""TLINK ``relType`` (TimeML 1.2.1), and VAGUE of TimeBank-Dense: no relation can be told (Cassidy et al. 2014)."""
DCT = "dct"
"""The name of the document creation time as an end of a link."""
Span = tuple[int, int]
"""The start and the end of a stretch of text; the end is exclusive."""


def given() -> Any:
    """Returns a dataclass field for the name of the system, or gold layer, that an annotation comes from.

    A system gets this name with the annotations of other systems that it wants; files don't contain it.
    """
    return field(default=None, metadata={"stored": False})


def predicted() -> Any:
    """Returns a dataclass field that only predictions state."""
    return field(default=None, metadata={"predicted": True})


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another value that a system thinks possible for a time expression, beside the one that it has chosen."""

    value: str
    """The TIMEX3 value."""
    probability: float | None = None
    """The probability that this value is right, from 0 to 1; None if the system doesn't state it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One of several right readings of a time expression, such as one of the two days of "next Friday"."""

    value: str
    """The TIMEX3 value."""
    policy: str = ""
    """The rule by which a reader comes to this value, in words."""


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression. A system states the span and the attributes that it knows; None means "unknown"."""

    start: int
    end: int
    type: str | None = None
    """The type, one of `TIMEX_TYPES`."""
    value: str | None = None
    """TIMEX3 value, such as ``2023-09-18``, ``2023-W38``, ``P4D`` or ``PAST_REF``."""
    mod: str | None = None
    """The modifier, one of `MODS`."""
    kind: str | None = None
    """The kind, one of `KINDS`; only gold needs it."""
    text: str = ""
    """The characters that the span covers; the harness fills them in."""
    id: str | None = None
    tags: tuple[str, ...] = ()
    values: tuple[Reading, ...] | None = None
    """All right readings, if there are several; ``value`` is the first. Only gold states them."""
    newest_value: str | None = None
    """The value that the words would have, had they been written on the day of the newest message of their thread;
    None if it is the same. Only gold of messages states it."""
    confidence: float | None = predicted()
    """The probability that the expression is one and that ``value`` is right, from 0 to 1."""
    alternatives: tuple[Alternative, ...] | None = predicted()
    """Other values that the system thinks possible. ``value`` is the one that it has chosen."""
    by: str | None = given()


@dataclass(frozen=True, slots=True)
class Event:
    """A mention of something that happens or holds: one word."""

    start: int
    end: int
    class_: str | None = None
    """The class, one of `EVENT_CLASSES`; files call it ``class``."""
    realis: str | None = None
    """The realis, one of `REALIS`."""
    when: str | None = None
    """The time at which it happened, in EDTF (ISO 8601-2)."""
    text: str = ""
    id: str | None = None
    tense: str | None = None
    """TimeML's tense; None in a corpus without tenses."""
    aspect: str | None = None
    """TimeML's aspect; None in a corpus without aspects."""
    by: str | None = given()


@dataclass(frozen=True, slots=True)
class Unlocated:
    """A predicted timex or event whose words don't occur in the text. It counts as wrong."""

    layer: str
    """"timexes" or "events"."""
    text: str = ""
    """The words."""
    type: str | None = None
    value: str | None = None
    mod: str | None = None
    class_: str | None = None
    realis: str | None = None
    when: str | None = None
    tense: str | None = None
    aspect: str | None = None

    @classmethod
    def of(cls, annotation: Timex | Event) -> Unlocated:
        """Returns a timex or an event as unlocated: its words and attributes, without its span."""
        if isinstance(annotation, Timex):
            said = {"type": annotation.type, "value": annotation.value, "mod": annotation.mod}
            return cls("timexes", annotation.text, **said)
        return cls(
            "events",
            annotation.text,
            class_=annotation.class_,
            realis=annotation.realis,
            when=annotation.when,
            tense=annotation.tense,
            aspect=annotation.aspect,
        )

    def annotation(self) -> Timex | Event:
        """Returns the timex or event with the empty span 0–0, which overlaps nothing."""
        if self.layer == "timexes":
            return Timex(0, 0, self.type, self.value, self.mod, text=self.text)
        forms = {"tense": self.tense, "aspect": self.aspect}
        return Event(0, 0, self.class_, self.realis, self.when, text=self.text, **forms)


@dataclass(frozen=True, slots=True)
class Usage:
    """The tokens, requests and cost that predictions took, as the service states them; None if unknown."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    requests: int = 0
    """The number of requests that were sent, repeated ones included."""
    cost: float | None = None
    """The cost in the service's currency, where the service states one."""

    def __add__(self, other: Usage) -> Usage:
        def both(a: Any, b: Any) -> Any:
            return None if a is None or b is None else a + b

        return Usage(
            both(self.input_tokens, other.input_tokens),
            both(self.output_tokens, other.output_tokens),
            self.requests + other.requests,
            both(self.cost, other.cost),
        )


@dataclass(frozen=True, slots=True)
class Link:
    """A temporal link of one document, such as ``e1 BEFORE t2``: its source, its relation and its target."""

    source: str
    """The id of an event or a timex of the document, or `DCT`."""
    target: str
    relation: str
    """The relation of source to target, one of `RELATIONS`."""


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of text that is no part of the story (gold's ``ignore`` layer)."""

    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a timeline: something that happened, with the events that mention it in all documents."""

    id: str
    label: str = ""
    when: str | None = None
    participants: tuple[str, ...] = ()
    mentions: tuple[tuple[str, str], ...] = ()
    """Pairs of document id and event id."""


def creation(
    dct: datetime.date | None, written: datetime.datetime | None
) -> tuple[datetime.date | None, datetime.datetime | None]:
    """Returns the day and the time stamp of a document's creation; ``dct`` may be the time stamp.

    The day is that of the stamp on the writer's own clock. Raises ValueError for a stamp of another day than
    ``dct``.
    """
    if isinstance(dct, datetime.datetime):
        written = written or dct
        dct = dct.date()
    if written is not None and written.date() != dct:
        raise ValueError(f"dct is {dct}, but written is {written.isoformat()}; give the day of written as dct")
    return dct, written


@dataclass(frozen=True, slots=True)
class Document:
    """A document as a system sees it: the text, the day of writing, and the annotations that the system wants.

    A document to train on also has its gold layers. A document to make a timeline from has the annotations that
    the system extracted from it.
    """

    id: str
    text: str
    dct: datetime.date
    """Document creation time, the day against which "Monday" and "today" are read. If it is given as a time stamp,
    its day is kept here, and the stamp as ``written``."""
    timexes: tuple[Timex, ...] = ()
    events: tuple[Event, ...] = ()
    ignore: tuple[Region, ...] = ()
    links: tuple[Link, ...] = ()
    givers: tuple[str, ...] = ()
    """The systems and gold layers that the system wants annotations of, in the order of its ``wants``."""
    written: datetime.datetime | None = None
    """The time stamp of the creation, with its offset from UTC if that is known; None if only the day is known.
    ``dct`` is its day, on the clock of the writer."""

    def __post_init__(self) -> None:
        """Keeps a ``dct`` that is a time stamp as a day and a stamp. Raises ValueError as `creation` does."""
        day, written = creation(self.dct, self.written)
        object.__setattr__(self, "dct", day)
        object.__setattr__(self, "written", written)
