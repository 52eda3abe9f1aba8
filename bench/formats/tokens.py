"""The text of a file that states tokens and no white space: one sentence a line, one space between two tokens."""

from __future__ import annotations

from bench.sdk.model import Span


class Tokens:
    """A text that is made of tokens, one after another."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        """The span of each token in the text."""
        self.sentences: list[int] = []
        """The offset of each sentence."""
        self._pieces: list[str] = []
        self._at = 0

    def add(self, word: str, *, begins: bool = False) -> int:
        """Adds a token, the first of a sentence if it ``begins`` one. Returns its place in `spans`."""
        between = ("\n" if begins else " ") if self.spans else ""
        start = self._at + len(between)
        if begins or not self.spans:
            self.sentences.append(start)
        self._pieces += [between, word]
        self._at = start + len(word)
        self.spans.append((start, self._at))
        return len(self.spans) - 1

    @property
    def text(self) -> str:
        """The text of the tokens that were added."""
        return "".join(self._pieces)

    @property
    def starts(self) -> tuple[int, ...] | None:
        """The offsets of the sentences as `SuiteDocument.sentences` has them; None without any token."""
        return tuple(self.sentences) or None

    def span(self, first: int, last: int) -> Span:
        """Returns the span from one token to another, both included."""
        return self.spans[first][0], self.spans[last][1]
