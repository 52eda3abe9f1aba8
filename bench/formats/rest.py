"""The fields for which a format has no place of its own, as one JSON object beside the annotation."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from bench.dataset import row
from bench.dataset.suite import SuiteDocument
from bench.formats.jsonl.lines import line_type

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound="DataclassInstance")


def of(item: DataclassInstance, without: Collection[str] = ()) -> dict[str, Any]:
    """Returns the fields of an item that state something, as JSON has them, but for those in ``without``.

    The names are those of JSON Lines: ``class``, and ``dct`` for a document's day or time stamp.
    """
    found: dict[str, Any] = {}
    for each in dataclasses.fields(item):
        name, value = each.name.rstrip("_"), getattr(item, each.name)
        if name in without or not each.metadata.get("stored", True) or value in (None, "", ()):
            continue
        if name == "dct":
            value = (getattr(item, "written", None) or value).isoformat()
        found[name] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else value


def described(document: SuiteDocument) -> dict[str, Any]:
    """Returns the fields of a document that `bench.formats.annotated.Draft.finish` takes beside the day."""
    own = ("id", "text", "dct", "sha256")
    fields = [each.name for each in dataclasses.fields(document) if each.metadata.get("stored", True)]
    return {name: getattr(document, name) for name in fields if name not in own}


def dump(fields: dict[str, Any]) -> str:
    """Returns the object as one line of ASCII, so that no tool takes a character of it for the end of a line."""
    return json.dumps(fields)


def load(text: str) -> Any:
    """Returns what a JSON text states. Raises one of `bench.dataset.jsonline.REFUSED`."""
    return msgspec.json.decode(text.encode("utf-8", "surrogatepass"))


def filled(item: R, fields: Any) -> R:
    """Returns an item with the fields of an object that `of` made.

    Raises ValueError (of which msgspec's errors are) for anything else: another field, or a value of another type.
    """
    if not isinstance(fields, dict):
        raise ValueError(f"an object was due, not {type(fields).__name__}")
    needed = {
        each.name: getattr(item, each.name)
        for each in dataclasses.fields(item)
        if each.default is dataclasses.MISSING
    }
    read = msgspec.convert({**needed, **fields}, line_type(type(item), strict=True))
    more: dict[str, Any] = {}
    for each in dataclasses.fields(item):
        name = each.name.rstrip("_")
        if name in fields:
            more[each.name] = getattr(read, each.name)
    if "dct" in more:
        more["dct"] = row.creation_of(more["dct"])
    return dataclasses.replace(item, **more)
