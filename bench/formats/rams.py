"""RAMS: a document of tokens a line, with the triggers of events (Ebner et al. 2020).

A trigger has its first and its last token, counted over the document, and the types of its event. Arguments aren't
read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from bench.formats.annotated import Annotated, Draft
from bench.formats.parsed import named_files, parsed
from bench.formats.token_lines import ENDINGS, add_event, documents, span_of, tokens_of

_SIGN = re.compile(r'\s*\{.*"(evt_triggers|gold_evt_links|rel_triggers|gold_rel_links)"\s*:')


class _Document(msgspec.Struct):
    doc_key: str
    sentences: list[list[str]]
    evt_triggers: list[tuple[int, int, list[tuple[str, Any]]]] = []
    """The first and the last token of each trigger, and its types, each with a number that says how certain it
    is."""


def files(path: Path) -> list[Path]:
    """Returns the files of RAMS in a folder, or such a file."""
    return named_files(path, ENDINGS, _SIGN.match)


def parse(path: Path) -> Iterator[Annotated]:
    """Yields the documents of a file. Raises DataError with the faults of all lines."""
    return documents(path, _Document, _read)


def _read(found: _Document, begin: Callable[[str], Draft], line: int) -> Annotated:
    draft = begin(found.doc_key)
    tokens, _ = tokens_of(found.sentences, draft, line)
    for number, (first, last, types) in enumerate(found.evt_triggers, 1):
        if len(types) > 1:
            draft.note("several types", line, f"an event of {len(types)} types; the first is kept")
        span = span_of(tokens, first, last, draft, line)
        if span is not None:
            add_event(draft, line, span, types[0][0] if types else None, f"e{number}")
    return draft.finish(sentences=tokens.starts)


FORMAT = parsed(
    files=files,
    parse=parse,
    covers=("events",),
    name="rams",
    title="RAMS",
    sign=" or ".join(f"*{each}" for each in ENDINGS),
    order=380,
)
