"""The checks that write the same text in another way: case, dashes, quotes, white space, and what is around it.

All annotations must stay on the same words with the same attributes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from bench.invariance.result import CASE, DASHES, QUOTES, SENTENCE, SPACES
from bench.invariance.variant import Variant
from bench.sdk.model import Document

UNRELATED = "The small box is green and made of wood."
"""A sentence without a time or an event."""
_ISO = re.compile(r"\d+-\d+-\d+")
_APART = re.compile(r"(?<=\s)[-–—](?=\s)|(?<=\d)[-–](?=\d)")
"""Matches a dash between blanks, or one between numbers: the dashes that writers exchange for each other."""
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})


def variants(document: Document) -> Iterator[Variant]:
    """Yields the document in each other way of writing that changes it."""
    text = document.text
    for change in (str.upper, str.lower):
        # a letter whose other case has several letters, such as ß, stays
        yield from _changed(CASE, document, "".join(new if len(new := change(c)) == 1 else c for c in text))
    for dash in "-–—":
        yield from _changed(DASHES, document, _dashed(text, dash))
    yield from _changed(DASHES, document, _HYPHEN.sub("\u2011", text))
    yield from _changed(QUOTES, document, text.translate(_STRAIGHT))
    yield from _changed(QUOTES, document, _curly(text))
    yield from _changed(SPACES, document, text.replace(" ", "\u00a0"))
    yield from _doubled(document)
    before = f"{UNRELATED}\n\n"
    behind = replace(document, text=f"{text.rstrip()}\n\n{UNRELATED}\n")
    yield Variant(SENTENCE, replace(document, text=before + text), lambda at: at + len(before))
    yield Variant(SENTENCE, behind)


def _changed(check: str, document: Document, text: str) -> Iterator[Variant]:
    """Yields the document with another text of the same length, unless it is the same text."""
    if text != document.text:
        yield Variant(check, replace(document, text=text))


def _dashed(text: str, dash: str) -> str:
    """Returns the text with one kind of dash between words and in ranges, where the long dash isn't used.

    ISO dates stay.
    """
    iso = {at for found in _ISO.finditer(text) for at in range(*found.span())}

    def written(found: re.Match[str]) -> str:
        apart = text[found.start() - 1].isspace()
        return dash if apart or (dash != "—" and found.start() not in iso) else found[0]

    return _APART.sub(written, text)


def _curly(text: str) -> str:
    """Returns the text with curly quotation marks and apostrophes in place of straight ones."""
    text = re.sub(r"(?<![\w.,!?;:…’”\"'])\"(?=\S)", "“", text)
    text = re.sub(r"(?<![\w.,!?;:…’”\"'])'(?=\D)", "‘", text)
    return text.replace('"', "”").replace("'", "’")


def _doubled(document: Document) -> Iterator[Variant]:
    """Yields the document with two blanks in place of each blank between words."""
    text = document.text
    blanks = [found.start() for found in re.finditer(r"(?<=\S) (?=\S)", text)]
    if blanks:
        doubled = replace(document, text=re.sub(r"(?<=\S) (?=\S)", "  ", text))
        yield Variant(SPACES, doubled, lambda at: at + bisect_right(blanks, at - 1))
