"""Offsets in UTF-16 code units, as Java and JavaScript count, and our offsets in code points."""

from __future__ import annotations

from bisect import bisect_left


class Units:
    """The UTF-16 code units of a text. A character beyond U+FFFF, such as an emoji, takes two."""

    def __init__(self, text: str) -> None:
        self._pairs = [] if text.isascii() else [at for at, char in enumerate(text) if char > "\uffff"]
        """The offsets of the characters that take two units."""
        self._starts = [at + before for before, at in enumerate(self._pairs)]
        """The same offsets, in units."""

    def of(self, offset: int) -> int:
        """Returns the number of units before an offset."""
        return offset + bisect_left(self._pairs, offset)

    def offset(self, units: int) -> int | None:
        """Returns the offset after a number of units; None in the middle of a character that takes two."""
        before = bisect_left(self._starts, units)
        if before and self._starts[before - 1] == units - 1:
            return None
        return units - before
