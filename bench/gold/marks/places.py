"""The places of words in a text: a place is named by the words and, if they occur more than once, a number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bench.formats.checks import Problem

SHOWN = 20
"""The number of characters that are shown on each side of a place."""


def places(words: str, text: str) -> Sequence[int]:
    """Returns the offsets at which words stand in a text as whole words; if they nowhere do, all offsets.

    Words are whole if no letter or digit adjoins them: "May" doesn't stand in "Mayor".
    """
    before = r"(?<!\w)" if re.match(r"\w", words) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", words) else ""
    whole = [each.start() for each in re.finditer(f"{before}(?={re.escape(words)}{after})", text)]
    return whole or [each.start() for each in re.finditer(f"(?={re.escape(words)})", text)]


def place(words: str, number: int | None, text: str) -> int | Problem:
    """Returns the offset of the occurrence with this number, counted from 1, or the problem of finding it."""
    found = places(words, text)
    if not found:
        return Problem(f"{words!r} doesn't occur in the text", "write the words as they stand there")
    if number is None and len(found) > 1:
        near = "; ".join(f"{words} ({ordinal(n)}): {_context(words, at, text)}" for n, at in _few(found))
        return Problem(f"{words!r} occurs {len(found)} times", f"say which, such as {near}")
    number = number or 1
    if not 1 <= number <= len(found):
        times = "once" if len(found) == 1 else f"{len(found)} times"
        return Problem(f"{words!r} has no {ordinal(number)} occurrence: it occurs {times}", "mend the number")
    return found[number - 1]


def _few(found: Sequence[int]) -> Sequence[tuple[int, int]]:
    return list(enumerate(found, start=1))[:3]


def _context(words: str, at: int, text: str) -> str:
    around = text[max(0, at - SHOWN) : at + len(words) + SHOWN]
    return f"…{' '.join(around.split())}…"


def ordinal(number: int) -> str:
    """Returns a number as an ordinal: "1st", "2nd", "11th"."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
