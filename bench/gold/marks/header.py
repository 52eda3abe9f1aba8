"""The lines before a marked text: one line ``dct: 2023-09-18``, or several between two lines ``---``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bench.dataset.sentences import sentences
from bench.dataset.suite import SuiteDocument
from bench.gold.marks.attributes import quoted, unquoted

RULE = "---"
"""The line around the lines before a text, and the line before those after it."""
TEXTUAL = ("id", "dct", "title", "source", "dct_basis", "dct_reason", "thread", "zone")
FIELDS = (*TEXTUAL, "tags", "sentences")
"""The names that a line before a text may have."""
_LINE = re.compile(r"([a-z_]+):[ \t]*(.*?)[ \t\r]*")


@dataclass(slots=True)
class Header:
    """The fields that the lines before a text state."""

    body: int = 0
    """The offset at which the text begins."""
    fields: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[int, str, str]] = field(default_factory=list)
    """The line, the message and the remedy of each fault."""


def parse(source: str) -> Header:
    """Returns the fields before a text; none for a text that begins at once."""
    first = source.split("\n", 1)[0].rstrip("\r \t")
    found = Header()
    if first == RULE:
        _parse_block(source, found)
    elif first.startswith("dct:"):
        _parse_line(1, first, found)
        found.body = min(len(source), source.find("\n") + 1 or len(source))
        if blank := re.compile(r"[ \t]*\r?\n").match(source, found.body):
            found.body = blank.end()
    return found


def _parse_block(source: str, found: Header) -> None:
    end = re.compile(r"^---[ \t]*\r?(?:\n|\Z)", re.MULTILINE).search(source, source.find("\n") + 1 or len(source))
    if end is None:
        remedy = "end the lines before the text with ---; or write \\--- if the text begins with that line"
        found.faults.append((1, "the lines before the text have no end", remedy))
        found.body = len(source)
        return
    for number, line in enumerate(source[: end.start()].split("\n")[1:], start=2):
        if line.strip():
            _parse_line(number, line, found)
    found.body = end.end()


def _parse_line(number: int, line: str, found: Header) -> None:
    matched = _LINE.fullmatch(line)
    name = matched[1] if matched else ""
    if matched is None or name not in FIELDS:
        remedy = f"write a line such as dct: 2023-09-18; the names are {', '.join(FIELDS)}"
        found.faults.append((number, f"{line.strip()!r:.60} states nothing about the document", remedy))
    elif name in found.fields:
        found.faults.append((number, f"{name} stands twice", "keep one of the two"))
    elif name == "tags":
        found.fields[name] = tuple(_value(each) for each in re.findall(r'"(?:[^"\\]|\\.)*"|[^\s,]+', matched[2]))
    elif name == "sentences":
        _parse_sentences(number, matched[2], found)
    else:
        found.fields[name] = _value(matched[2])


def _parse_sentences(number: int, stated: str, found: Header) -> None:
    if re.fullmatch(r"\d+( \d+)*", stated, re.ASCII):
        found.fields["sentences"] = tuple(map(int, stated.split()))
    else:
        found.faults.append((number, "sentences that aren't offsets", "leave the line out: bench finds them"))


def _value(stated: str) -> str:
    return unquoted(stated) if len(stated) > 1 and stated[0] == stated[-1] == '"' else stated


_PLAIN = re.compile(r"[^\s\"][^\x00-\x1f\x7f\x85\u2028\u2029]*(?<!\s)|[^\s\"]")


def written(document: SuiteDocument) -> str:
    """Returns the lines before the text of a document, with the two lines ``---`` around them.

    Its sentences are stated only if they aren't those that bench finds by itself.
    """
    stated: Mapping[str, str] = {
        **{name: getattr(document, name) for name in TEXTUAL},
        "dct": (document.written or document.dct).isoformat() if document.dct else "",
    }
    lines = [f"{name}: {_written(text)}" for name, text in stated.items() if text]
    if document.tags:
        lines.append("tags: " + ", ".join(map(_tag, document.tags)))
    if document.sentences is not None and document.sentences != sentences(document.text):
        lines.append("sentences: " + " ".join(map(str, document.sentences)))
    return "\n".join([RULE, *lines, RULE, ""])


def _written(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else quoted(text)


def _tag(text: str) -> str:
    return text if re.fullmatch(r"[^\s,\"]+", text) else quoted(text)
