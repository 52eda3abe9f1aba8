"""A text divided into tokens at whose borders all annotations begin and end."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_PIECE = re.compile(r"\w+|[^\w\s]|\s+")


def divide(text: str, starts: Collection[int], ends: Collection[int]) -> tuple[list[str], list[bool]]:
    """Returns the words of spaCy's tokens, and whether a blank follows each.

    Words and blanks together are the text. ``starts`` and ``ends`` are offsets where a token has to begin or end;
    a blank at such an offset is a token of its own.
    """
    words: list[str] = []
    spaces: list[bool] = []
    for start, end in _pieces(text, {*starts, *ends}):
        follows = bool(words) and not spaces[-1] and text[start] == " "
        if follows and start not in starts and start + 1 not in ends:
            spaces[-1] = True
            start += 1
        if start < end:
            words.append(text[start:end])
            spaces.append(False)
    return words, spaces


def _pieces(text: str, borders: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yields the spans of words, signs and stretches of blanks, divided at the borders."""
    for found in _PIECE.finditer(text):
        start, end = found.span()
        for border in range(start + 1, end):
            if border in borders:
                yield start, border
                start = border
        yield start, end
