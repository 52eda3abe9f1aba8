"""The escapes of texts and of values."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LETTERS = {"\t": "t", "\n": "n", "\f": "f", "\r": "r", "\b": "b", "\\": "\\"}
_CHARACTERS = {letter: char for char, letter in _LETTERS.items()}
_IN_TEXT = re.compile(r"[\x00-\x08\t\n\f\r\x0e-\x1f\\]")
_IN_VALUE = re.compile(r"->|[\\\[\]|_;\t\n\r*]")
_ESCAPE = re.compile(r"\\(->|u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_PART = re.compile(r"(?:\\.|[^\\|])*", re.DOTALL)
_ID = re.compile(r"((?:\\.|[^\\\[])*)(?:\[(\d{1,9}(?:_\d{1,9})?)\])?", re.DOTALL | re.ASCII)


def text(plain: str) -> str:
    """Returns a text with escapes for control characters, ends of lines and backslashes."""
    return _IN_TEXT.sub(lambda found: "\\" + _LETTERS.get(found[0], found[0]), plain)


def value(plain: str) -> str:
    """Returns the value of a feature with escapes for the characters that have a meaning in a column."""
    return _IN_VALUE.sub(lambda found: "\\" + _LETTERS.get(found[0], found[0]), plain)


def plain(escaped: str, *, java: bool = False) -> str:
    r"""Returns a text or a value without escapes; ``java`` for files before 3.2, which have ``\u00e9`` too."""

    def char(found: re.Match[str]) -> str:
        if len(found[1]) == 5:
            return chr(int(found[1][1:], 16)) if java else found[1]
        return _CHARACTERS.get(found[1], found[1])

    return _ESCAPE.sub(char, escaped)


def stacked(column: str) -> Sequence[str]:
    """Returns the values of a column, still escaped: those of several annotations are separated by ``|``."""
    found: list[str] = []
    at = 0
    while at <= len(column):
        part = _PART.match(column, at)
        assert part is not None
        found.append(part[0])
        at = part.end() + 1
    return found


def divided(stated: str) -> tuple[str, str]:
    """Returns a value, still escaped, and its disambiguation id (``DATE[3]``: 3); an empty id if it has none."""
    found = _ID.fullmatch(stated)
    return (found[1], found[2] or "") if found else (stated, "")
