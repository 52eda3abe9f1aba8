"""The parse of a text by spaCy's small English model, line by line."""

from __future__ import annotations

import re
from bisect import bisect_right

from small_english import pipeline
from spacy.tokens import Doc, Token

from .casing import lowered, uncapped

WRAPPED = re.compile(r"(?<=[^\n]{40})(?<![.!?:;\"”’)])\n(?=[a-z])")
"""The end of a long line whose sentence goes on in the next one."""
DATELINE = re.compile(
    r"[ \t]*(?:[A-Z][A-Z.’'/-]{2,} ?){1,4}(?:, ?[A-Z][\w.]* \d{1,2}(?:, \d{4})?\.?)? ?"
    r"(?:\([^()\n]{2,40}\) ?(?:--|[-–—])|--|[–—]|/[A-Z-]{2,}/\.?)\s"
    r"|[ \t]*[A-Z][a-z]+(?: [A-Z][a-z]+)?(?:, ?[A-Z][a-z]+\.? \d{1,2}(?:, \d{4})?)?"
    r"(?:, ?[A-Z]{3,}| \([A-Z][\w ]*\)) ?(?:--|[-–—])\s"
)
"""A place in capitals, a date, and an agency, before the first sentence."""


class Parse:
    """The parse of a text: its lines, without their datelines, and the token at each place."""

    def __init__(self, text: str) -> None:
        joined = lowered(WRAPPED.sub(" ", text))
        self.lines: list[tuple[int, Doc]] = []
        """The place of each line's first character, and its parse."""
        self.datelines: list[tuple[int, int]] = []
        """The places where the datelines begin and end."""
        start = 0
        for line in joined.split("\n"):
            dateline = DATELINE.match(line)
            skipped = dateline.end() if dateline and dateline.end() < len(line) else 0
            if skipped:
                self.datelines.append((start, start + skipped))
            if line[skipped:].strip():
                doc = pipeline("ner")(line[skipped:])
                uncapped(doc)
                self.lines.append((start + skipped, doc))
            start += len(line) + 1
        self.tokens: list[Token] = [token for _, doc in self.lines for token in doc if not token.is_space]
        self.starts = [place + token.idx for place, doc in self.lines for token in doc if not token.is_space]
        self.number = {token: n for n, token in enumerate(self.tokens)}

    def at(self, start: int, end: int) -> list[Token]:
        """The tokens that share a character with a stretch of the text."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = bisect_right(self.starts, end - 1)
        return [
            token
            for n, token in enumerate(self.tokens[first:last], first)
            if self.starts[n] + len(token) > start and self.starts[n] < end
        ]

    def start(self, token: Token) -> int:
        """The place of a token's first character in the text."""
        return self.starts[self.number[token]]
