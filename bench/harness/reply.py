"""The check of systems' answers (result messages), and their conversion into annotations."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from bench.dataset.suite import Layers
from bench.formats.checks import VOCABULARY, check_confidence, fits
from bench.harness.errors import AnswerError
from bench.sdk import protocol
from bench.sdk.declare import TIMELINE, referred
from bench.sdk.model import (
    DCT,
    RELATIONS,
    Document,
    Entry,
    Event,
    Link,
    Span,
    Timex,
    Unlocated,
    Usage,
)
from bench.sdk.protocol import UNLOCATED

T = TypeVar("T", Timex, Event)


def read_result(reply: Mapping[str, Any], document: Document, layers: Sequence[str]) -> Layers:
    """Returns the annotations in a result message, in text order and without duplicates. Links keep their order.

    ``layers`` are the layers that the system predicts. Ids are read only if these contain links or a timeline. If
    the system doesn't predict the timexes or events that its links or timeline refer to, the result contains those
    that the document came with. Raises AnswerError for an invalid annotation: offsets outside the text, an empty
    span, a word that is neither TimeML's nor in the annotations that the document came with, a layer that isn't a
    list, a duplicate id, or a link to an unknown id.
    """
    given = _words(document)
    named = "links" in layers or TIMELINE in layers
    found: dict[str, Any] = {layer: getattr(document, layer) for layer in referred(layers)}
    for layer, read in (("timexes", _read_timex), ("events", _read_event)):
        if layer in layers:
            reader = partial(read, given=given)
            annotations = [_placed(item, reader, document.text, named=named) for item in _list(reply, layer)]
            found[layer] = tuple(
                sorted(dict.fromkeys(annotations), key=lambda item: (item.start, item.end, repr(item)))
            )
    if TIMELINE in layers and not any(event.id for event in found["events"]):
        found["events"] = numbered(found["events"], "e")
    if items := _list(reply, UNLOCATED):
        found[UNLOCATED] = tuple(dict.fromkeys(_read_unlocated(item, layers) for item in items))
    if named:
        ids = _ids([*found.get("timexes", ()), *found.get("events", ())])
        if "links" in layers:
            found["links"] = tuple(_read_link(item, ids) for item in _list(reply, "links"))
    return Layers(**found)


def read_usage(reply: Mapping[str, Any]) -> Usage | None:
    """Returns the requests and tokens that an answer used of a service; None if the message states none.

    Raises AnswerError for a malformed field ``usage``.
    """
    try:
        return protocol.usage_from_json(reply.get("usage"))
    except ValueError as error:
        raise AnswerError(str(error)) from None


def read_resolved(reply: Mapping[str, Any], document: Document, spans: Collection[Span]) -> tuple[Timex, ...]:
    """Returns the timexes of a result message for given spans, in text order. The message may leave spans out.

    Raises AnswerError for a malformed timex, for a timex whose span wasn't given, and for two timexes with the
    same span, even if they are equal.
    """
    found: dict[Span, Timex] = {}
    for item in _list(reply, "timexes"):
        timex = _placed(item, _read_timex, document.text, named=False)
        span = timex.start, timex.end
        if span not in spans:
            raise AnswerError(f"the span {span[0]}–{span[1]} of {timex.text!r:.40} was not given")
        if span in found:
            raise AnswerError(f"the span {span[0]}–{span[1]} of {timex.text!r:.40} has two answers")
        found[span] = timex
    return tuple(found[span] for span in sorted(found))


def read_timeline(reply: Mapping[str, Any], documents: Iterable[Document]) -> tuple[Entry, ...]:
    """Returns the timeline's entries in a result message, in their order.

    Raises AnswerError for an entry without an id or with another entry's id, a field that isn't a string, and a
    mention of an event that isn't in the documents. ``when`` may be other than EDTF; it then counts as wrong.
    """
    events = {(document.id, event.id) for document in documents for event in document.events}
    entries = [_read_entry(item, events) for item in _list(reply, TIMELINE)]
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise AnswerError(f"two entries have the id {entry.id!r:.40}")
        seen.add(entry.id)
    return tuple(entries)


def numbered(annotations: Sequence[T], letter: str) -> tuple[T, ...]:
    """Returns the annotations with new ids, made of a letter and a number: t1, t2 and so on."""
    return tuple(replace(item, id=f"{letter}{number}") for number, item in enumerate(annotations, 1))


Words = Mapping[str, Collection[str | None]]
"""For each field of annotations the words that a system may use, besides those of `VOCABULARY`."""
NO_WORDS: Words = {}


def _words(document: Document) -> Words:
    """Returns the words of the annotations that a system was given: gold may have other classes than TimeML's."""
    return {
        "type": {timex.type for timex in document.timexes},
        "mod": {timex.mod for timex in document.timexes},
        "class": {event.class_ for event in document.events},
        "realis": {event.realis for event in document.events},
    }


def _list(reply: Mapping[str, Any], layer: str) -> list[Any]:
    items = reply.get(layer)
    if items is None:  # a field that is absent or null is an empty list
        return []
    if not isinstance(items, list):
        raise AnswerError(f"{layer} is {items!r:.60}, not a list")
    return items


def _ids(annotations: Sequence[Timex | Event]) -> set[str]:
    """Returns the ids that a link may name. Raises AnswerError if two annotations have the same id."""
    ids = {DCT}
    for name in (item.id for item in annotations if item.id is not None):
        if name in ids:
            why = "is the document creation time's" if name == DCT else "stands for two annotations"
            raise AnswerError(f"the id {name!r:.40} {why}")
        ids.add(name)
    return ids


def _read_link(item: Any, ids: set[str]) -> Link:
    if not isinstance(item, dict):
        raise AnswerError(f"{item!r:.80} is no link")
    for field in ("source", "target"):
        end = item.get(field)
        if not isinstance(end, str):
            raise AnswerError(f"{field} {end!r:.40} of a link is no id")
        if end not in ids:
            raise AnswerError(f"{field} {end!r:.40} of a link is no timex or event of the document")
    relation = item.get("relation")
    if relation not in RELATIONS:
        raise AnswerError(f"relation {relation!r:.40} is none of {', '.join(RELATIONS)}")
    return protocol.link_from_json(item)


def _read_entry(item: Any, events: set[tuple[str, str | None]]) -> Entry:
    if not isinstance(item, dict):
        raise AnswerError(f"{item!r:.80} is no entry of a timeline")
    name, label, when = item.get("id"), item.get("label"), item.get("when")
    if not isinstance(name, str) or not name:
        raise AnswerError(f"{item!r:.80} has no id")
    participants, mentions = item.get("participants") or [], item.get("mentions") or []
    if not isinstance(participants, list) or not all(isinstance(each, str) for each in participants):
        raise AnswerError(f"participants {participants!r:.60} is no list of names")
    if not isinstance(mentions, list):
        raise AnswerError(f"mentions {mentions!r:.60} is no list of pairs")
    for field, text in (
        ("id", name),
        ("label", label),
        ("when", when),
        *(("participant", p) for p in participants),
    ):
        _check_string(field, text)
    pairs: dict[tuple[str, str], None] = {}
    for mention in mentions:
        if not isinstance(mention, list) or len(mention) != 2 or not all(isinstance(end, str) for end in mention):
            raise AnswerError(f"the mention {mention!r:.60} is no pair of a document id and an event id")
        if (mention[0], mention[1]) not in events:
            raise AnswerError(f"the mention {mention!r:.80} is no event of these documents")
        pairs[mention[0], mention[1]] = None
    return Entry(name, label or "", when, tuple(participants), tuple(pairs))


def _placed(item: Any, read: Callable[[Mapping[str, Any]], Any], text: str, *, named: bool) -> Any:
    if not isinstance(item, dict):
        raise AnswerError(f"{item!r:.80} is no annotation")
    start, end = item.get("start"), item.get("end")
    if type(start) is not int or type(end) is not int:
        raise AnswerError(f"{item!r:.120} has no whole-number start and end")
    if not fits(start, end, "", text):
        raise AnswerError(f"the span {start}–{end} is outside the text of {len(text)} characters, or empty")
    name = item.get("id") if named else None
    _check_string("id", name)
    if name == "":
        raise AnswerError(f"{item!r:.80} has an empty id")
    return replace(read(item), text=text[start:end], id=name, by=None)


def _read_timex(item: Mapping[str, Any], given: Words = NO_WORDS) -> Timex:
    _check_alternatives(item.get("alternatives"))
    time = protocol.timex_from_json(item)
    _check_word("type", time.type, given)
    _check_word("mod", time.mod, given)
    _check_string("value", time.value)
    for problem in check_confidence(time.value, time.confidence, time.alternatives):
        raise AnswerError(problem.message)
    return time


def _check_alternatives(stated: Any) -> None:
    if stated is None:
        return
    if not isinstance(stated, list) or not all(isinstance(each, dict) for each in stated):
        raise AnswerError(f"alternatives {stated!r:.60} is no list of objects")
    for each in stated:
        if not isinstance(each.get("value"), str):
            raise AnswerError(f"{each!r:.60} is no alternative: it has no value")
        _check_string("value", each["value"])


def _read_event(item: Mapping[str, Any], given: Words = NO_WORDS) -> Event:
    event = protocol.event_from_json(item)
    _check_word("class", event.class_, given)
    _check_word("realis", event.realis, given)
    _check_string("when", event.when)
    _check_string("tense", event.tense)
    _check_string("aspect", event.aspect)
    return event


def _read_unlocated(item: Any, layers: Sequence[str]) -> Unlocated:
    allowed = [layer for layer in ("timexes", "events") if layer in layers]
    if not isinstance(item, dict) or item.get("layer") not in allowed:
        raise AnswerError(f"{item!r:.80} is nothing unlocated of {' or '.join(allowed)}")
    said = {"start": 0, "end": 0, **item}
    annotation = _read_timex(said) if item["layer"] == "timexes" else _read_event(said)
    text = item.get("text", "")
    if not isinstance(text, str):
        raise AnswerError(f"text {text!r:.40} is no string")
    _check_string("text", text)
    return Unlocated.of(replace(annotation, text=text))


def _check_word(field: str, value: Any, given: Words) -> None:
    allowed = VOCABULARY[field]
    known = value in allowed or (isinstance(value, str) and value in given.get(field, ()))
    if value is not None and not known:
        raise AnswerError(f"{field} {value!r:.40} is none of {', '.join(allowed)}")


def _check_string(field: str, value: Any) -> None:
    if value is not None and not isinstance(value, str):
        raise AnswerError(f"{field} {value!r:.40} is no string")
    if value is not None and not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        raise AnswerError(f"{field} {value!r:.40} holds half a character (a lone surrogate)")
