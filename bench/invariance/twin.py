"""The twin of a document: the same text 28 years earlier, about people and places that don't exist.

Each year of four digits and the dct are 28 years earlier, when each date fell on the same weekday. In names, each
vowel is the next vowel, and each consonant the next consonant, so that words and offsets keep their length. A
system that reads gives the same answers, 28 years earlier; one that remembers the text doesn't. Twins are made in
memory and never written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bench.contract.difference import Mark
from bench.invariance.result import TWIN
from bench.invariance.variant import Values, Variant
from bench.invariance.words import DAY, MONTH, UNSHIFTED, YEAR
from bench.sdk.model import Document, Timex

YEARS = 28
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")
"""Matches a capitalised word inside a sentence."""
_KEPT = re.compile(
    rf"{MONTH}|{DAY.pattern}|spring|summer|autumn|fall|winter|christmas|easter|new|year|day|eve|week|weekend",
    re.IGNORECASE,
)
_NEXT = dict(zip("aeioubcdfghjklmnpqrstvwxyz", "eiouacdfghjklmnpqrstvwxyzb", strict=True))
_LED = re.compile(r"\d{4}(?=$|-|T)")


def variant(document: Document, gold: Sequence[Timex] = ()) -> Variant | None:
    """Returns the twin of a document; None if its dct has no such twin. Words of gold's timexes aren't names."""
    if document.dct.year - YEARS < 1901:
        return None
    text = YEAR.sub(lambda found: str(int(found[0]) - YEARS), document.text)
    timed = {word for timex in gold for word in re.findall(r"\w+", document.text[timex.start : timex.end])}
    names = {word for word in _NAME.findall(text) if word not in timed and not _KEPT.fullmatch(word)}
    if names:
        either = "|".join(map(re.escape, sorted(names)))
        text = re.sub(rf"\b(?:{either})\b", lambda found: _renamed(found[0]), text)
    day = document.dct.replace(year=document.dct.year - YEARS)  # 28 years before a leap day there is one, too
    return Variant(TWIN, replace(document, text=text, dct=day), values=_earlier)


def gold_of(timexes: Sequence[Timex]) -> list[tuple[Timex, Timex]]:
    """Returns pairs of a timex of gold and that of the twin, without those of which nothing can be said."""
    pairs = []
    for timex in timexes:
        moved = earlier(timex.value or "", timex.text)
        if moved is not None:
            pairs.append((timex, replace(timex, value=moved, values=None)))
    return pairs


def earlier(value: str, words: str) -> str | None:
    """Returns a TIMEX3 value 28 years earlier; None if the words or the value hold a year in another form."""
    if not value or UNSHIFTED.search(words) or re.match(r"\d{1,3}(?!\d)", value):
        return None
    if re.search(r"\d", words) and not YEAR.search(words) and not re.search(rf"\b{MONTH}", words, re.IGNORECASE):
        return None  # the year may be read from another number, such as the 78 of "the 78th"
    return _LED.sub(lambda found: f"{int(found[0]) - YEARS:04}", value, count=1) if _LED.match(value) else value


def _earlier(mark: Mark) -> Values:
    value = earlier(mark.said[2] or "", mark.text)
    return None if value is None else frozenset({value})


def _renamed(name: str) -> str:
    lower = "".join(_NEXT[letter] for letter in name.lower())
    return lower.capitalize()
