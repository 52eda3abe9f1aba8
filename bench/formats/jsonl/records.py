"""Annotations as they stand in a predictions folder, a JSON object each, without their document.

They are the objects of `bench.sdk.protocol` with the words that they cover, and without what only gold knows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bench.sdk import protocol
from bench.sdk.model import Event, Timex


def _timex(timex: Timex) -> protocol.Message:
    return _with_words(protocol.timex_to_json(timex), timex.text)


def _event(event: Event) -> protocol.Message:
    return _with_words(protocol.event_to_json(event), event.text)


def _with_words(message: protocol.Message, words: str) -> protocol.Message:
    """Returns a placed annotation's object with its words after the offsets, without the name of its system."""
    line: protocol.Message = {}
    for name, value in message.items():
        if name != "by":
            line[name] = value
        if name == "end":
            line["text"] = words
    return line


RECORDS: Mapping[str, Callable[[Any], protocol.Message]] = {
    "timexes": _timex,
    "events": _event,
    "links": protocol.link_to_json,
    protocol.UNLOCATED: protocol.unlocated_to_json,
    "timeline": protocol.entry_to_json,
}
"""Layer → the function that returns an annotation's object."""
