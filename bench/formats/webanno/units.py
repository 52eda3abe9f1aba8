"""A text divided into sentences, tokens and sub-tokens."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from bench.dataset.suite import SuiteDocument
from bench.sdk.model import Span

_TOKEN = re.compile(r"\w+|[^\w\s]|\s+")


@dataclass(slots=True)
class Token:
    """A token or a sub-token: its span, and the numbers of the annotations that it belongs to."""

    unit: str
    start: int
    end: int
    marks: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Part:
    """A sentence with its tokens; each sub-token follows its token."""

    start: int
    end: int
    tokens: list[Token]


def divide(document: SuiteDocument, spans: Sequence[Span]) -> list[Part]:
    """Returns the sentences of a document, and in each the tokens that the spans (by their indices) cover.

    Tokens are words and signs. Blanks are one only where a sentence or a span begins or ends with them. A span
    that begins or ends within a token has a sub-token there. The empty span 0–0 has one at the first token.
    """
    text = document.text
    starts = {start for start, _ in spans}
    ends = {end for _, end in spans}
    parts: list[Part] = []
    for number, (start, end) in enumerate(itertools.pairwise((*document.units, len(text))), start=1):
        if start < end:
            found = _tokens(text, start, end, starts, ends)
            tokens = [Token(f"{number}-{at}", *token) for at, token in enumerate(found, start=1)]
            here = [(at, span) for at, span in enumerate(spans) if span[0] < end and start < max(1, span[1])]
            parts.append(Part(start, end, list(_marked(tokens, here))))
    return parts


def _tokens(text: str, start: int, end: int, starts: Collection[int], ends: Collection[int]) -> Iterator[Span]:
    for found in _TOKEN.finditer(text, start, end):
        first, last = found.span()
        blank = found[0].isspace()
        inside = range(first, last)
        if not blank or first == start or any(at in starts or at + 1 in ends for at in inside):
            yield first, last


def _marked(tokens: Sequence[Token], spans: Sequence[tuple[int, Span]]) -> Iterator[Token]:
    """Yields the tokens, and the sub-tokens of those that a span covers in part."""
    for token in tokens:
        partial: dict[Span, list[int]] = {}
        for number, (start, end) in spans:
            first, last = max(start, token.start), min(end, token.end)
            if first > last or (first == last and (start, end) != (token.start, token.start)):
                continue
            if (first, last) == (token.start, token.end):
                token.marks.append(number)
            else:
                partial.setdefault((first, last), []).append(number)
        yield token
        for at, (span, marks) in enumerate(sorted(partial.items()), start=1):
            yield Token(f"{token.unit}.{at}", *span, marks)
