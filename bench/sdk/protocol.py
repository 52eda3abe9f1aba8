"""The messages between the harness and a system's process: one JSON object in each line.

The harness writes ``hello``, ``fit``, ``extract``, ``resolve`` and ``collect`` to the process's standard input;
the process answers each with one line on standard output: ``hello``, ``result`` or ``error``. docs/protocol.md
shows an exchange. A *wire object* is the JSON object of one annotation, entry or document in a message. Standard
library only; `VERSION` rises whenever a message changes its meaning.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from operator import index
from typing import Any, SupportsIndex, TypeVar

from bench.sdk.declare import TIMELINE
from bench.sdk.model import Alternative, Document, Entry, Event, Link, Region, Span, Timex, Unlocated, Usage

VERSION = 1
UNLOCATED = "unlocated"
"""The name of the list of unlocated annotations in a ``result`` message, and of their file (``.jsonl``)."""

MOST = 10**15
"""The greatest number of tokens or requests, and the greatest cost, that a reply may state."""

Message = dict[str, Any]
Item = TypeVar("Item", Timex, Event, Region)


def dump(message: Mapping[str, Any]) -> bytes:
    """Returns a message as one line with its newline, in ASCII: so lone surrogates and odd line ends survive."""
    return json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n"


def load(line: bytes | str) -> Message:
    """Returns the JSON object on a line. Raises ValueError if the line holds anything else."""
    message = json.loads(line)
    if not isinstance(message, dict):
        raise ValueError(f"a JSON object was due, not {type(message).__name__}")
    return message


def extract_request(document: Message) -> Message:
    """Returns the message that asks for the annotations of a document."""
    return {"type": "extract", "document": document}


def resolve_request(document: Message, spans: Sequence[Span]) -> Message:
    """Returns the message that asks for the meaning of the time expressions at these spans of a document."""
    return {"type": "resolve", "document": document, "spans": [list(span) for span in spans]}


def collect_request(documents: Sequence[Message]) -> Message:
    """Returns the message that asks for the timeline of documents."""
    return {"type": "collect", "documents": list(documents)}


def _offset(value: SupportsIndex) -> int:
    """Returns an offset as a Python int; NumPy's integers are accepted. Raises TypeError for anything else."""
    try:
        return index(value)
    except TypeError:
        raise TypeError(f"{value!r:.40} is no whole-number offset") from None


def _by(item: Timex | Event) -> Message:
    return {} if item.by is None else {"by": item.by}


def _forms(item: Event | Unlocated) -> Message:
    """Returns the tense and the aspect of an event, if it states them."""
    return {name: form for name, form in (("tense", item.tense), ("aspect", item.aspect)) if form is not None}


def timex_to_json(time: Timex) -> Message:
    """Returns the wire object of a timex, with its id if it has one. Fields that only gold states are left out."""
    return {
        **({} if time.id is None else {"id": time.id}),
        "start": _offset(time.start),
        "end": _offset(time.end),
        "type": time.type,
        "value": time.value,
        "mod": time.mod,
        **_sureness(time),
        **_by(time),
    }


def _sureness(time: Timex) -> Message:
    """Returns the confidence and the alternatives of a timex, if it states them."""
    found: Message = {} if time.confidence is None else {"confidence": float(time.confidence)}
    if time.alternatives:
        found["alternatives"] = [alternative_to_json(each) for each in time.alternatives]
    return found


def alternative_to_json(alternative: Alternative) -> Message:
    """Returns the wire object of an alternative value."""
    stated = alternative.probability
    return {"value": alternative.value, **({} if stated is None else {"probability": float(stated)})}


def event_to_json(event: Event) -> Message:
    """Returns the wire object of an event, with its id if it has one."""
    return {
        **({} if event.id is None else {"id": event.id}),
        "start": _offset(event.start),
        "end": _offset(event.end),
        "class": event.class_,
        "realis": event.realis,
        "when": event.when,
        **_forms(event),
        **_by(event),
    }


def timex_from_json(data: Mapping[str, Any]) -> Timex:
    """Returns the timex of a wire object; absent fields are None, unknown fields are ignored."""
    return Timex(
        start=data["start"],
        end=data["end"],
        type=data.get("type"),
        value=data.get("value"),
        mod=data.get("mod"),
        id=data.get("id"),
        confidence=data.get("confidence"),
        alternatives=tuple(
            Alternative(each["value"], each.get("probability")) for each in data.get("alternatives") or ()
        )
        or None,
        by=data.get("by"),
    )


def event_from_json(data: Mapping[str, Any]) -> Event:
    """Returns the event of a wire object; absent fields are None, unknown fields are ignored."""
    return Event(
        start=data["start"],
        end=data["end"],
        class_=data.get("class"),
        realis=data.get("realis"),
        when=data.get("when"),
        id=data.get("id"),
        tense=data.get("tense"),
        aspect=data.get("aspect"),
        by=data.get("by"),
    )


def unlocated_to_json(item: Unlocated) -> Message:
    """Returns the wire object of an unlocated annotation: its layer, its words and its attributes."""
    said = (
        {"type": item.type, "value": item.value, "mod": item.mod}
        if item.layer == "timexes"
        else {"class": item.class_, "realis": item.realis, "when": item.when, **_forms(item)}
    )
    return {"layer": item.layer, "text": item.text, **said}


def usage_to_json(usage: Usage) -> Message:
    """Returns the wire object of a service's usage: its tokens, requests and cost."""
    return {
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "requests": usage.requests,
        "cost": usage.cost,
    }


def usage_from_json(data: Any) -> Usage | None:
    """Returns a service's usage from its wire object, or None from None. Raises ValueError for anything else."""
    if data is None:
        return None
    if not isinstance(data, dict):
        raise ValueError(f"usage is {data!r:.60}, not an object")
    for name in ("input_tokens", "output_tokens", "requests"):
        number = data.get(name)
        if number is not None and (type(number) is not int or not 0 <= number <= MOST):
            raise ValueError(f"{name} is {number!r:.40}, no count")
    cost = data.get("cost")
    if cost is not None and (type(cost) not in (int, float) or not 0 <= cost <= MOST):
        raise ValueError(f"cost is {cost!r:.40}, no amount")
    return Usage(data.get("input_tokens"), data.get("output_tokens"), data.get("requests") or 0, cost)


def link_to_json(link: Link) -> Message:
    """Returns the wire object of a link."""
    return {"source": link.source, "target": link.target, "relation": link.relation}


def link_from_json(data: Mapping[str, Any]) -> Link:
    """Returns the link of a wire object."""
    return Link(data["source"], data["target"], data["relation"])


def entry_to_json(entry: Entry) -> Message:
    """Returns the wire object of a timeline's entry."""
    return {
        "id": entry.id,
        "label": entry.label,
        "when": entry.when,
        "participants": entry.participants,
        "mentions": entry.mentions,
    }


WRITERS: Mapping[str, Callable[[Any], Message]] = {
    "timexes": timex_to_json,
    "events": event_to_json,
    "links": link_to_json,
    TIMELINE: entry_to_json,
    UNLOCATED: unlocated_to_json,
}
"""For each list of a ``result`` message the function that returns the wire object of an item."""


def document_to_json(document: Document, *, labelled: bool = False) -> Message:
    """Returns the wire object of a document: its id, text, dct and time stamp, and its layers that aren't empty.

    With ``labelled``, for training, it also has timexes, events and ignored regions that are empty.
    """
    message: Message = {"id": document.id, "text": document.text, "dct": document.dct.isoformat()}
    if document.written is not None:
        message["written"] = document.written.isoformat()
    if labelled or document.timexes:
        message["timexes"] = [timex_to_json(timex) for timex in document.timexes]
    if labelled or document.events:
        message["events"] = [event_to_json(event) for event in document.events]
    if labelled:
        message["ignore"] = [{"start": region.start, "end": region.end} for region in document.ignore]
    if document.links:
        message["links"] = [link_to_json(link) for link in document.links]
    if document.givers:
        message["givers"] = list(document.givers)
    return message


def _covering(text: str, item: Item) -> Item:
    return replace(item, text=text[item.start : item.end])


def document_from_json(data: Mapping[str, Any]) -> Document:
    """Returns the document of a wire object; its annotations get the text that they cover."""
    text: str = data["text"]
    written: str | None = data.get("written")
    return Document(
        id=data["id"],
        text=text,
        dct=datetime.date.fromisoformat(data["dct"]),
        timexes=tuple(_covering(text, timex_from_json(item)) for item in data.get("timexes", ())),
        events=tuple(_covering(text, event_from_json(item)) for item in data.get("events", ())),
        ignore=tuple(_covering(text, Region(item["start"], item["end"])) for item in data.get("ignore", ())),
        links=tuple(map(link_from_json, data.get("links", ()))),
        givers=tuple(data.get("givers", ())),
        written=None if written is None else datetime.datetime.fromisoformat(written),
    )
