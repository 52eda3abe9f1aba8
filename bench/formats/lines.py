"""Annotations as they stand in a predictions folder, a JSON object each, without their document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bench.sdk.model import Entry, Event, Link, Timex, Unlocated
from bench.sdk.protocol import unlocated_to_json


def timex_line(time: Timex) -> dict[str, Any]:
    """A predicted timex as it stands in a file, without what only gold knows."""
    return {
        **_named(time),
        "start": time.start,
        "end": time.end,
        "text": time.text,
        "type": time.type,
        "value": time.value,
        "mod": time.mod,
    }


def event_line(event: Event) -> dict[str, Any]:
    """A predicted event as it stands in a file."""
    return {
        **_named(event),
        "start": event.start,
        "end": event.end,
        "text": event.text,
        "class": event.class_,
        "realis": event.realis,
        "when": event.when,
    }


def _named(item: Timex | Event) -> dict[str, str]:
    """The id, of an annotation that something may refer to."""
    return {} if item.id is None else {"id": item.id}


def link_line(link: Link) -> dict[str, Any]:
    """A link as it stands in a file."""
    return {"source": link.source, "target": link.target, "relation": link.relation}


def unlocated_line(item: Unlocated) -> dict[str, Any]:
    """What has no place in the text as it stands in a file."""
    return unlocated_to_json(item)


def entry_line(entry: Entry) -> dict[str, Any]:
    """A timeline's entry as it stands in a file."""
    return {
        "id": entry.id,
        "label": entry.label,
        "when": entry.when,
        "participants": entry.participants,
        "mentions": entry.mentions,
    }


LINES: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "timexes": timex_line,
    "events": event_line,
    "links": link_line,
    "unlocated": unlocated_line,
}
"""How an annotation of a layer stands in a file, without its document."""
