"""Annotated documents written as a suite's folder of JSON Lines."""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from bench.dataset.suite import Suite, SuiteDocument
from bench.formats.annotated import Annotated
from bench.formats.jsonl import layout


def write_gold(
    folder: Path,
    suite: Suite,
    documents: Iterable[Annotated],
    _lose: Callable[[str], None],
) -> None:
    """Writes a suite's folder. The layers that are labelled, but empty, have an empty file.

    A field that states nothing is left out, but for the attributes of timexes and events that a labeller fills in.
    """
    folder.mkdir()
    with ExitStack() as stack:
        opened: dict[str, IO[str]] = {}

        def file(name: str) -> IO[str]:
            if name not in opened:
                path = layout.path_of(folder, name)
                opened[name] = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            return opened[name]

        for name in (layout.DOCUMENTS, *suite.labelled_layers):
            file(name)
        for each in documents:
            file(layout.DOCUMENTS).write(_line(document_record(each.document)))
            for layer in ("timexes", "events", "links", "ignore"):
                for annotation in getattr(each.layers, layer):
                    file(layer).write(_line({"doc": each.document.id, **record_of(annotation)}))
        for entry in suite.timeline:
            file("timeline").write(_line(record_of(entry)))


def _line(written: Mapping[str, Any]) -> str:
    return json.dumps(written, ensure_ascii=False) + "\n"


def document_record(document: SuiteDocument) -> dict[str, Any]:
    """Returns the object of a document, without fields that state nothing."""
    line = record_of(document)
    if document.dct is not None:
        line["dct"] = (document.written or document.dct).isoformat()
    return line


FIRST = ("id", "start", "end", "text")
"""The fields that come first on a line, in this order."""
KEPT = frozenset({"type", "value", "class", "realis", "when"})
"""The attributes that are written also if they are null."""


@functools.cache
def stored(of: type[Any]) -> tuple[tuple[str, str], ...]:
    """Returns the name of each field in the dataclass and in files, in the order of files: the id comes first."""
    fields = [each for each in dataclasses.fields(of) if each.metadata.get("stored", True)]
    fields.sort(key=lambda each: FIRST.index(each.name) if each.name in FIRST else len(FIRST))
    return tuple((each.name, each.name.rstrip("_")) for each in fields)


def record_of(item: Any) -> dict[str, Any]:
    """Returns the object of a line, without fields that state nothing."""
    line: dict[str, Any] = {}
    for name, written in stored(item.__class__):
        value = getattr(item, name)
        if written in KEPT or value not in (None, "", ()):
            line[written] = _plain(value)
    return line


def _plain(value: Any) -> Any:
    """Returns a value as JSON has it: readings as objects, tuples as lists."""
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else value
