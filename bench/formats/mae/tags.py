"""The text and the tags of a file, as expat reads them."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench.errors import DataError, Fault
from bench.formats.markup import read_xml

_VALUE = re.compile(rb'(?<==")[^"\n]*(?=")')
_BARE = re.compile(rb"&(?!#?\w{1,10};)")
_SPAN = re.compile(r"(-?\d+)\s*~\s*(-?\d+)")


@dataclass(frozen=True, slots=True)
class Tag:
    """An element of TAGS."""

    name: str
    attributes: Mapping[str, str]
    line: int

    def get(self, *names: str) -> str | None:
        """Returns the first of these attributes that states something; None if none does."""
        return next((value for name in names if (value := self.attributes.get(name, "").strip())), None)

    def spans(self) -> list[tuple[int, int]]:
        """Returns the stretches of text that the tag marks, as the file counts. Raises ValueError for none."""
        stated = self.get("spans")
        if stated is None:
            return [(int(self.attributes.get("start", "")), int(self.attributes.get("end", "")))]
        found = [_SPAN.fullmatch(each.strip()) for each in stated.split(",")]
        if not all(found):
            raise ValueError(stated)
        return [(int(each[1]), int(each[2])) for each in found if each]


@dataclass(slots=True)
class File:
    """The text and the tags of one file."""

    path: Path
    text: str = ""
    tags: list[Tag] = field(default_factory=list)
    mended: bool = False
    """True if the file was XML only after & and < in the attributes of its tags were escaped."""
    crlf: bool = False
    """True if lines of the file end with CR and LF, of which XML makes one character."""


class _Reader:
    """Takes the parts of a file."""

    def __init__(self) -> None:
        self.texts: list[int] = []
        """The line of each TEXT."""
        self.pieces: list[str] = []
        self.tags: list[Tag] = []
        self._open: list[str] = []

    def begins(self, name: str, attributes: Mapping[str, str], line: int) -> None:
        self._open.append(name)
        if len(self._open) == 2 and name == "TEXT":
            self.texts.append(line)
        elif len(self._open) == 3 and self._open[1] == "TAGS":
            self.tags.append(Tag(name, attributes, line))

    def ends(self, _name: str) -> None:
        self._open.pop()

    def characters(self, words: str) -> None:
        if len(self._open) >= 2 and self._open[1] == "TEXT":
            self.pieces.append(words)


def read_tags(path: Path, data: bytes) -> File:
    """Returns the text and the tags of a file. Raises DataError if it isn't XML, or doesn't have exactly one TEXT.

    Some tools write & and < in attributes as they are. If the file is XML with these escaped, it is read so.
    """
    reader, mended = _Reader(), False
    try:
        read_xml(path, data, reader)
    except DataError as error:
        reader, mended = _mended(path, data, error), True
    if faults := list(_faults(path, reader)):
        raise DataError(faults)
    return File(path, "".join(reader.pieces), reader.tags, mended, b"\r\n" in data)


def _mended(path: Path, data: bytes, error: DataError) -> _Reader:
    """Returns what a file has after its attributes were escaped. Raises ``error`` if it isn't XML then either."""
    reader, escaped = _Reader(), _escaped(data)
    if escaped != data:
        with contextlib.suppress(DataError):
            read_xml(path, escaped, reader)
            return reader
    raise error


def _escaped(data: bytes) -> bytes:
    """Returns a file with & and < in the attributes of its tags escaped."""
    text, sign, tags = data.rpartition(b"<TAGS")
    if not sign:
        return data

    def escape(found: re.Match[bytes]) -> bytes:
        return _BARE.sub(b"&amp;", found[0]).replace(b"<", b"&lt;")

    return text + sign + _VALUE.sub(escape, tags)


def _faults(path: Path, reader: _Reader) -> Iterator[Fault]:
    if not reader.texts:
        yield Fault(str(path), 0, "no TEXT element in the root", "put the text of the document into TEXT")
    for line in reader.texts[1:]:
        yield Fault(str(path), line, "a second TEXT", "a file is one document: write a file for each text")
