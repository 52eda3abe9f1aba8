"""The JSON objects of annotations in a predictions folder, without the id of their document.

They are the wire objects of `bench.sdk.protocol`, with the words that timexes and events cover.
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
    """Returns the object of a timex or event, with its words after the offsets and without ``by``."""
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
"""For each layer the function that returns the JSON object of an annotation."""
