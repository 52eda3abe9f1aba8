"""What a system answered, checked and made into annotations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bench import protocol
from bench.model import EVENT_CLASSES, MODS, REALIS, TIMEX_TYPES, Document, Event, Timex
from bench.process import AnswerError
from bench.suite import Layers


def read_result(reply: Mapping[str, Any], document: Document, layers: Sequence[str]) -> Layers:
    """The annotations of a result message, in text order, repeated ones once.

    Raises AnswerError for what is no annotation of this document: offsets outside the text, an empty span, a
    word that TimeML doesn't have, a layer that isn't a list.
    """
    found: dict[str, Any] = {}
    for layer in layers:
        items = reply.get(layer, [])
        if not isinstance(items, list):
            raise AnswerError(f"{layer} is {items!r:.60}, not a list")
        read = _read_timex if layer == "timexes" else _read_event
        annotations = [_placed(item, read, document.text) for item in items]
        found[layer] = tuple(
            sorted(dict.fromkeys(annotations), key=lambda item: (item.start, item.end, repr(item)))
        )
    return Layers(**found)


def _placed(item: Any, read: Callable[[Mapping[str, Any]], Any], text: str) -> Any:
    if not isinstance(item, dict):
        raise AnswerError(f"{item!r:.80} is no annotation")
    start, end = item.get("start"), item.get("end")
    if type(start) is not int or type(end) is not int:
        raise AnswerError(f"{item!r:.120} has no whole-number start and end")
    if not 0 <= start < end <= len(text):
        raise AnswerError(f"the span {start}–{end} is outside the text of {len(text)} characters, or empty")
    return replace(read(item), text=text[start:end])


def _read_timex(item: Mapping[str, Any]) -> Timex:
    timex = protocol.timex_from_json(item)
    _check_word("type", timex.type, TIMEX_TYPES)
    _check_word("mod", timex.mod, MODS)
    _check_string("value", timex.value)
    return timex


def _read_event(item: Mapping[str, Any]) -> Event:
    event = protocol.event_from_json(item)
    _check_word("class", event.class_, EVENT_CLASSES)
    _check_word("realis", event.realis, REALIS)
    _check_string("when", event.when)
    return event


def _check_word(field: str, value: Any, allowed: Sequence[str]) -> None:
    if value is not None and value not in allowed:
        raise AnswerError(f"{field} {value!r:.40} is none of {', '.join(allowed)}")


def _check_string(field: str, value: Any) -> None:
    if value is not None and not isinstance(value, str):
        raise AnswerError(f"{field} {value!r:.40} is no string")
    if value is not None and any("\ud800" <= character <= "\udfff" for character in value):
        raise AnswerError(f"{field} {value!r:.40} holds half a character (a lone surrogate)")
