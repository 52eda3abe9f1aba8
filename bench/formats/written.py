"""Rules for writers of files: names of files, and characters that XML can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bench.dataset.suite import EVERY_DOCUMENT, SuiteDocument
from bench.errors import DataError, Fault
from bench.files import LONGEST_NAME

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Matches the characters that XML 1.0 doesn't allow."""
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"} | {c: f"&#{ord(c)};" for c in "\t\n\r"}
)
_ELSEWHERE = frozenset("/\\\0")
"""Characters that would put a file into another folder, or that names of files can't have."""


def file_name(document: SuiteDocument, ending: str) -> str:
    """Returns the name of the file for a document: its id and the ending.

    Raises DataError if no file can have this name, or if it would be hidden or lie in another folder.
    """
    name = f"{document.id}{ending}"
    try:
        size = len(name.encode())
    except UnicodeEncodeError:
        size = LONGEST_NAME + 1
    hidden = document.id.startswith(".")
    if not document.id or document.id == EVERY_DOCUMENT or hidden or size > LONGEST_NAME or _ELSEWHERE & set(name):
        message = f"the id {document.id!r:.80} of a document can't be the name of a file"
        raise DataError([fault(document, message, "rename the document")])
    return name


def check_characters(document: SuiteDocument, texts: Iterator[tuple[str, str]]) -> None:
    """Checks that XML can hold texts of a document, each given with its noun.

    Raises DataError, which names the first character of each text that XML can't hold.
    """
    faults = []
    for noun, text in texts:
        if found := _NOT_XML.search(text):
            where = f"U+{ord(found[0]):04X} at offset {found.start()} of {noun} of the document {document.id!r}"
            remedy = "remove it, or choose a format that can hold it, such as jsonl"
            faults.append(fault(document, f"XML can't hold the character {where}", remedy))
    if faults:
        raise DataError(faults)


def fault(document: SuiteDocument, message: str, remedy: str) -> Fault:
    """Returns a fault of a document, at the place that it was read from."""
    path, line = document.place or (document.id, 0)
    return Fault(path, line, message, remedy)


def escaped(text: str) -> str:
    """Returns a text as XML holds it between tags, so that it is read again as it is."""
    return text.translate(_ESCAPES)


def attributes(said: Mapping[str, str | None]) -> str:
    """Returns the attributes of an XML element, each after a space; those that are None are left out."""
    stated = ((name, value) for name, value in said.items() if value is not None)
    return "".join(f' {name}="{value.translate(_IN_ATTRIBUTES)}"' for name, value in stated)
