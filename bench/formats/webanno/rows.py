"""A file's header, sentences and lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bench.formats.annotated import Draft
from bench.formats.webanno import escapes

FORMAT = "#FORMAT=WebAnno TSV "
LAYERS = {"#T_SP=": "span", "#T_RL=": "relation", "#T_CH=": "chain"}
TEXT = "#Text="
SENTENCE = "#Sentence.id="
BASE = "BT_"
ROLE = "ROLE_"

_VERSION = re.compile(r"3\.(\d)\s*", re.ASCII)
_OFFSETS = re.compile(r"(\d{1,12})-(\d{1,12})", re.ASCII)
_UNIT = re.compile(r"\d{1,9}-\d{1,9}(\.\d{1,9})?", re.ASCII)


class Layer(NamedTuple):
    """A layer that the header declares."""

    sort: str
    """"span", "relation" or "chain"."""
    name: str
    columns: Sequence[str]
    """The names of its features; one empty name if it has none."""


class Row(NamedTuple):
    """The line of a token or a sub-token."""

    line: int
    unit: str
    """The number of the sentence and of the token, such as ``1-3``, or ``1-3.1`` for a sub-token."""
    begin: int
    end: int
    words: str
    columns: Sequence[str]


@dataclass(slots=True)
class Sentence:
    """A sentence: the line at which it starts, its id if it has one, its text, and the lines of its tokens."""

    line: int
    id: str = ""
    text: list[str] = field(default_factory=list)
    """The lines of the text."""
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Rows:
    """The content of a file."""

    layers: list[Layer] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)


def read(content: str, draft: Draft) -> Rows:
    """Returns the content of a file; lines that aren't of the format are faults of ``draft``."""
    found = Rows()
    lines = content.split("\n")
    version = _VERSION.fullmatch(lines[0].removeprefix(FORMAT)) if lines[0].startswith(FORMAT) else None
    if version is None:
        draft.fault(1, f"no header of WebAnno TSV 3: {lines[0]!r:.60}", "export it as WebAnno TSV 3.3")
        return found
    current: Sentence | None = None
    width = 0
    for number, line in enumerate(lines[1:], start=2):
        line = line.removesuffix("\r")
        prefix = line.partition("=")[0] + "="
        if prefix in LAYERS and not found.sentences:
            found.layers.append(_layer(prefix, line))
            width = sum(len(each.columns) for each in found.layers)
        elif not line:
            current = None
        elif line.startswith("#"):
            if current is None or current.rows:
                current = Sentence(number)
                found.sentences.append(current)
            _head(line, current, java=int(version[1]) < 2)
        elif (row := _row(number, line, width)) is None or current is None:
            draft.fault(
                number, f"no line of a token: {line!r:.60}", f"write {width + 3} columns under a #Text line"
            )
        else:
            current.rows.append(row)
    return found


def _layer(prefix: str, line: str) -> Layer:
    name, *columns = line.removeprefix(prefix).split("|")
    return Layer(LAYERS[prefix], name, columns or [""])


def _head(line: str, sentence: Sentence, *, java: bool) -> None:
    """Adds a line that begins with # to the head of a sentence; the format allows further ones."""
    if line.startswith(TEXT):
        sentence.text.append(escapes.plain(line.removeprefix(TEXT), java=java))
    elif line.startswith(SENTENCE):
        sentence.id = escapes.plain(line.removeprefix(SENTENCE), java=java)


def _row(number: int, line: str, width: int) -> Row | None:
    unit, _, rest = line.partition("\t")
    offsets, _, rest = rest.partition("\t")
    words, *columns = rest.split("\t")
    found = _OFFSETS.fullmatch(offsets)
    if columns and not columns[-1]:
        columns.pop()  # WebAnno ends each line with a tab
    if not found or not _UNIT.fullmatch(unit) or len(columns) != width:
        return None
    return Row(number, unit, int(found[1]), int(found[2]), words, columns)


def units(found: Rows) -> Iterator[Row]:
    """Yields the lines of all tokens and sub-tokens."""
    return (row for sentence in found.sentences for row in sentence.rows)
