"""SGML as ACE, TERN and WikiWars have it: its characters without tags, and its tags with their places.

An SGML file needs its document type to be read by the letter. These files are read without one: names are the same
in capitals and small letters, and an entity that isn't one of HTML 4's stays as it is written.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from bench.errors import DataError, Fault

_TAG = re.compile(r"""<(/?)([A-Za-z][\w.:-]*+)((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>""")
_ATTRIBUTE = re.compile(r"""([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>/]+))""")
_ENTITY = re.compile(r"&(?:#(\d{1,7}|[xX][0-9a-fA-F]{1,6})|([A-Za-z]\w{0,30}));?")
_SPECIAL = re.compile(r"[<&\r]")
_CLOSED_BY = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
"""The end of what begins so; a declaration (``<!``) ends at the next ``>`` outside of brackets."""
_NAMED = {**html.entities.name2codepoint, "apos": 39}
_NAMED.update({name.upper(): _NAMED[name] for name in ("amp", "lt", "gt", "quot", "apos")})


class Tag(NamedTuple):
    """A tag: its name and attributes in capitals, its line, and the number of characters before it."""

    name: str
    attributes: Mapping[str, str]
    line: int
    at: int
    closes: bool
    """True if it is the end of an element."""
    empty: bool
    """True if it is the element as a whole (``<X/>``)."""


@dataclass(slots=True)
class Markup:
    """The characters of an SGML file, and its tags."""

    text: str = ""
    """All characters outside of tags, with entities read, and with line ends as XML reads them."""
    raw: list[int] = field(default_factory=list)
    """For each character, and for the end, the number of characters before it as the file has them without tags:
    an entity counts as it is written, and CR and LF count as two."""
    tags: list[Tag] = field(default_factory=list)
    unknown: dict[str, int] = field(default_factory=dict)
    """For each entity that isn't read the line of the first."""


def read_sgml(path: Path, data: bytes) -> Markup:
    """Returns the characters and tags of a file. Raises DataError for a tag, comment or section without an end.

    Raises UnicodeDecodeError if the file isn't UTF-8.
    """
    return _Scanner(path, data.decode("utf-8-sig")).scan()


class _Scanner:
    """Reads an SGML file from its beginning to its end."""

    def __init__(self, path: Path, content: str) -> None:
        self._path = path
        self._content = content
        self._found = Markup()
        self._pieces: list[str] = []
        self._size = 0
        self._raw = 0
        self._at = 0
        self._line = 1

    def scan(self) -> Markup:
        for special in iter(self._next, None):
            self._plain(special)
            sign = self._content[special]
            if sign == "<":
                self._markup()
            elif sign == "&":
                self._entity()
            else:
                self._add("\n", 2 if self._content.startswith("\r\n", special) else 1)
        self._plain(len(self._content))
        self._found.text = "".join(self._pieces)
        self._found.raw.append(self._raw)
        return self._found

    def _next(self) -> int | None:
        found = _SPECIAL.search(self._content, self._at)
        return found.start() if found else None

    def _plain(self, end: int) -> None:
        """Takes the characters before ``end``, which are no markup."""
        words = self._content[self._at : end]
        self._pieces.append(words)
        self._found.raw.extend(range(self._raw, self._raw + len(words)))
        self._size += len(words)
        self._raw += len(words)
        self._pass(end)

    def _pass(self, end: int) -> None:
        self._line += self._content.count("\n", self._at, end)
        self._at = end

    def _add(self, character: str, written: int) -> None:
        """Takes one character that is written with ``written`` characters."""
        self._pieces.append(character)
        self._found.raw.append(self._raw)
        self._size += 1
        self._raw += written
        self._pass(self._at + written)

    def _entity(self) -> None:
        found = _ENTITY.match(self._content, self._at)
        character = _character(found) if found else "&"
        if found and character is None:
            self._found.unknown.setdefault(found[0], self._line)
        if found is None or character is None:
            self._add("&", 1)
        else:
            self._add(character, len(found[0]))

    def _markup(self) -> None:
        content, at = self._content, self._at
        for begins, ends in _CLOSED_BY.items():
            if content.startswith(begins, at):
                end = content.find(ends, at + len(begins))
                if end < 0:
                    raise self._error(f"{begins} without {ends}")
                if begins == "<![CDATA[":
                    self._pass(at + len(begins))
                    self._plain(end)
                self._pass(end + len(ends))
                return
        if content.startswith("<!", at):
            self._pass(self._declaration_end())
        elif found := _TAG.match(content, at):
            attributes = {name.upper(): value for name, value in _attributes(found[3])}
            empty = found[3].endswith("/")
            self._found.tags.append(
                Tag(found[2].upper(), attributes, self._line, self._size, bool(found[1]), empty)
            )
            self._pass(found.end())
        elif re.match(r"</?[A-Za-z]", content[at : at + 3]):
            raise self._error("a tag without an end, or a < that should be &lt;")
        else:
            self._add("<", 1)

    def _declaration_end(self) -> int:
        depth = 0
        for found in re.finditer(r"[\[\]>]", self._content[self._at :]):
            depth += {"[": 1, "]": -1, ">": 0}[found[0]]
            if found[0] == ">" and depth <= 0:
                return self._at + found.end()
        raise self._error("a declaration without an end")

    def _error(self, message: str) -> DataError:
        return DataError([Fault(str(self._path), self._line, message, "mend the markup")])


def _attributes(written: str) -> Iterator[tuple[str, str]]:
    for found in _ATTRIBUTE.finditer(written):
        value = next((each for each in found.groups()[1:] if each is not None), "")
        yield found[1], _ENTITY.sub(lambda each: _character(each) or each[0], value)


def _character(found: re.Match[str]) -> str | None:
    """Returns the character that an entity stands for; None if it isn't known, or no character of a text."""
    number, name = found.groups()
    code = _NAMED.get(name) if number is None else int(number.lstrip("xX"), 16 if number[0] in "xX" else 10)
    if code is None or not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
        return None
    return chr(code)
