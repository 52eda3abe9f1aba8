"""Annotations as labelled spans, for formats of annotation tools that know nothing else of a span.

A timex has its type as label and an event its class. An annotation that states neither is labelled `TIMEX` or
`EVENT`, and an ignored region `IGNORE`. Everything else that an annotation states is an attribute.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from typing import Any, get_type_hints

import msgspec

from bench.dataset.suite import SuiteDocument
from bench.formats import checks
from bench.formats.annotated import Annotated, Draft
from bench.formats.jsonl.writing import document_record, record_of
from bench.sdk.model import EVENT_CLASSES, TIMEX_TYPES, Event, Region, Timex

TIMEX, EVENT, IGNORE = "TIMEX", "EVENT", "IGNORE"
"""The labels of a timex without a type, of an event without a class, and of an ignored region."""
LABELS = (*TIMEX_TYPES, TIMEX, *EVENT_CLASSES, EVENT, IGNORE)
"""All labels."""
SPAN = ("start", "end", "text")
"""The fields of an annotation that say where it is."""
UNKNOWN = (
    "the span is left out, because bench reads the types of TIMEX3, the classes of TimeML, TIMEX, EVENT and IGNORE"
)
"""The end of the note on a label that isn't one of `LABELS`."""

NO_RELATION = "{!r} is no relation of TimeML, so it orders nothing; tlink.plain alone compares it"
"""The note on a link whose relation isn't TimeML's."""


def label_of(item: Timex | Event | Region) -> str:
    """Returns the label of an annotation."""
    if isinstance(item, Timex):
        return item.type if item.type in TIMEX_TYPES else TIMEX
    if isinstance(item, Event):
        return item.class_ if item.class_ in EVENT_CLASSES else EVENT
    return IGNORE


def attributes_of(item: Timex | Event | Region) -> dict[str, Any]:
    """Returns what an annotation states, as JSON has it, without its span and what its label says."""
    said = label_of(item)
    return {
        name: value
        for name, value in record_of(item).items()
        if name not in SPAN and value is not None and not (name in ("type", "class") and value == said)
    }


def annotation(
    label: str, start: int, end: int, words: str, attributes: Mapping[str, Any]
) -> Timex | Event | Region | None:
    """Returns the annotation with a label and attributes; None for a label that isn't one of `LABELS`.

    Labels may be in any case, and "TIMEX3" is `TIMEX`. Attributes that the annotation doesn't have are ignored.
    Raises ValueError for an attribute of the wrong type.
    """
    name = label.strip().upper().removesuffix("3")
    if name in (*TIMEX_TYPES, TIMEX):
        stated = _fields(Timex, attributes)
        stated.update({} if name == TIMEX else {"type": name})
        return Timex(start, end, text=words, **stated)
    if name in (*EVENT_CLASSES, EVENT):
        stated = _fields(Event, attributes)
        stated.update({} if name == EVENT else {"class_": name})
        return Event(start, end, text=words, **stated)
    return Region(start, end, words) if name == IGNORE else None


def _fields(record: type[Any], attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the values of those attributes that a dataclass has, by its fields' names."""
    hints = get_type_hints(record)
    found: dict[str, Any] = {}
    for each in dataclasses.fields(record):
        value = attributes.get(each.name.rstrip("_"))
        if (
            value is None
            or each.name in SPAN
            or not each.metadata.get("stored", True)
            or each.metadata.get("predicted")
        ):
            continue
        if each.name == "id" and isinstance(value, int):
            value = str(value)
        try:
            found[each.name] = msgspec.convert(value, hints[each.name])
        except msgspec.ValidationError as error:
            raise ValueError(f"{each.name.rstrip('_')}: {error}") from None
    return found


def document_attributes(document: SuiteDocument) -> dict[str, Any]:
    """Returns what a document states besides its id and its text, as JSON has it."""
    return {name: value for name, value in document_record(document).items() if name not in ("id", "text")}


DESCRIBING = ("source", "title", "dct_basis", "dct_reason", "tags", "thread", "zone")
"""The fields of a document that only describe it: a value of another type is ignored."""


def finish(draft: Draft, stated: Mapping[str, Any]) -> Annotated:
    """Returns the document of a draft with those of its fields that a file states. Raises DataError as it does."""
    hints = get_type_hints(SuiteDocument)
    more: dict[str, Any] = {}
    for name in DESCRIBING:
        try:
            more[name] = msgspec.convert(stated[name], hints[name])
        except (KeyError, msgspec.ValidationError):
            continue
    if stated.get("sentences") is not None:
        try:
            starts = msgspec.convert(stated["sentences"], tuple[int, ...])
        except msgspec.ValidationError:
            starts = ()
        if next(checks.check_sentences(starts, draft.text), None):
            draft.fault(0, "sentences must be rising offsets within the text, the first 0", "mend the list")
        more["sentences"] = starts
    digest = stated.get("sha256")
    if isinstance(digest, str) and digest:
        more["sha256"] = digest
        if digest != hashlib.sha256(draft.text.encode()).hexdigest():
            remedy = "bring the text back, or remove the digest and check every offset"
            draft.fault(
                0, "the text isn't the one that was annotated: its SHA-256 differs from the stated one", remedy
            )
    dct = stated.get("dct")
    return draft.finish(dct if isinstance(dct, str | None) else str(dct), **more)
