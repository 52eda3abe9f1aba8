"""The ways in which tools count the characters of a text, and the one that fits the words of a file's tags."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Place = Callable[[int], int | None]
"""The type of a function from an offset of a file to that in code points; None if it lies within a character."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A stretch of text as a tag states it."""

    start: int
    end: int
    words: str
    """The words that it should cover; empty if none are stated."""


def spaced(words: str) -> str:
    """Returns words with one blank for each stretch of white space, as attributes of XML have them."""
    return " ".join(words.split())


def fitting(text: str, stated: Sequence[Stated], *, crlf: bool) -> tuple[Place, str]:
    """Returns the way of counting by which all words fit, and a description of it.

    The description is empty if code points are counted from 0. This is also returned if no way fits. ``crlf`` says
    whether lines may have ended with CR and LF.
    """
    for place, told in _ways(text, crlf=crlf):
        if all(_fits(text, each, place) for each in stated):
            return place, told
    return _plain, ""


def _plain(offset: int) -> int | None:
    return offset


def _ways(text: str, *, crlf: bool) -> Iterator[tuple[Place, str]]:
    """Yields the ways of counting, each with its description; the usual ones come first."""
    yield _plain, ""
    wide = max(text, default="") > "\uffff"
    units = [
        (utf16, lines)
        for utf16, lines in ((False, False), (True, False), (False, True), (True, True))
        if (wide or not utf16) and (crlf or not lines)
    ]
    for first in (0, 1, -1):
        for utf16, lines in units:
            what = ["UTF-16 units"] * utf16 + ["CR and LF as two"] * lines
            told = [f"count {' and '.join(what)}"] * bool(what) + [f"begin with {first}"] * bool(first)
            if told:
                yield _shifted(_places(text, utf16=utf16, lines=lines), first), " and ".join(told)


def _places(text: str, *, utf16: bool, lines: bool) -> dict[int, int]:
    """Returns for each offset in a file the one in code points."""
    places, counted = {}, 0
    for at, character in enumerate(text):
        places[counted] = at
        counted += 2 if (utf16 and character > "\uffff") or (lines and character == "\n") else 1
    places[counted] = len(text)
    return places


def _shifted(places: dict[int, int], first: int) -> Place:
    return lambda offset: places.get(offset - first)


def _fits(text: str, stated: Stated, place: Place) -> bool:
    start, end = place(stated.start), place(stated.end)
    if start is None or end is None or not 0 <= start < end <= len(text):
        return False
    return not stated.words or spaced(text[start:end]) == spaced(stated.words)
