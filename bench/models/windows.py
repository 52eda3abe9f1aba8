"""Windows: the parts of a document that a language model is asked about one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from bench.sdk.model import Document

WINDOWS = ("document", "paragraph", "sentence")
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_END = re.compile(r"\n\s*")
_STOP = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[A-Z0-9])")


def windows(document: Document, window: str) -> Iterator[tuple[int, Document]]:
    """Yields the windows of a document in text order: the start of each, and its text as an unlabelled document.

    ``window`` is one of `WINDOWS`. Paragraphs end at empty lines, or at line ends in a text without empty lines.
    Sentences end within them, where a capital letter or a digit follows a full stop; an abbreviation can therefore
    end one too early. A window of white space alone is passed over, except the whole document. Raises ValueError
    for another ``window``.
    """
    if window not in WINDOWS:
        raise ValueError(f"a window is {', '.join(WINDOWS[:-1])} or {WINDOWS[-1]}, not {window!r}")
    bare = Document(document.id, document.text, document.dct, written=document.written)
    if window == "document":
        yield 0, bare
        return
    text = document.text
    ends = {found.end() for found in (_EMPTY_LINE if _EMPTY_LINE.search(text) else _LINE_END).finditer(text)}
    if window == "sentence":
        ends |= {found.end() for found in _STOP.finditer(text)}
    for start, end in pairwise(sorted({0, *ends, len(text)})):
        part = text[start:end].rstrip()
        if part.strip():
            yield start, replace(bare, text=part)
