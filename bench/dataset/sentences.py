"""Rules that split a text into sentences, for gold that doesn't state its sentences.

Sentences are resampled if there are few documents (`bench.statistics.units`). The rules are made for edited
English. A record whose intervals depend on them has their version.
"""

from __future__ import annotations

import functools
import re

VERSION = "1"
"""The version of the rules; it rises with every change that moves a boundary."""

NARROWEST, WIDEST = 40, 120
"""A text may have been wrapped at a fixed width if the number of characters in its longest line is between
these."""

LONGEST = 20
"""The greatest number of characters in an abbreviation."""

_LINE_END = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_BREAK = re.compile(
    r"""
    [.!?…\n\r\x85\u2028\u2029]  # the regular expression begins with a set, because that is searched for quickly
    (?:
        (?<=[.!?…]) [.!?…]*+ (?P<closing>["'”’»)\]]*+) (?P<after>\s*+)
        | (?P<line>\s*+)
    )
    """,
    re.VERBOSE,
)
"""Matches a possible end of a sentence, and takes linear time for any text."""
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘«/–—-]*\Z")
_NEXT_WORD = re.compile(r"[\"'“‘«(\[]*([^\s,;:!?)\]\"”’»]*)")
_MARKER = re.compile(r"\s{0,9}[(\[]?(?:\d{1,3}|[A-Za-z]|[ivx]{2,4})")
_INITIAL = re.compile(r"[A-Z]\.?\Z")
_ACRONYM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]\Z")
_ZONE = re.compile(r"[A-Z]{2,4}\.?\Z")
_SPEAKER = re.compile(
    r"(?:[A-Z][\w’'.-]*+\s+){1,3}(?:said|says|asked|asks|told|added|replied|answered|wrote|noted|warned)\b"
)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_TITLES = _words(
    """
    Mr Mrs Ms Messrs Dr Prof Gen Maj Col Capt Cmdr Lt Sgt Cpl Adm Sen Rep Reps Sens Gov Pres Rev Hon Fr Amb Atty
    Supt Insp vs cf ca e.g i.e viz approx Fig Figs Eq Sec Ch Vol pp Ph.D
    """
)
"""Abbreviations that never end a sentence, because another word always follows."""
_NUMBERED = _words("No Nos Art Op Nr p")
"""Words that are abbreviations only if a number follows."""
_NAMES = _words(
    """
    St Mt Ft Inc Corp Co Cos Ltd Bros Jr Sr Esq etc al Dept Univ Ave Blvd Rd Jan Feb Mar Apr Jun Jul Aug Sep
    Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind
    Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo
    """
)
"""Abbreviations that end a sentence only if a word of `_STARTERS` follows."""
_STARTERS = _words(
    """
    A After All Also Although An And Another As At Because Before Both But By During Each For From He Her His
    How However I If In It Its Last Many Meanwhile More Most My No Not Now On One Our She Since So Some Still
    That The Their Then There These They This Those Though To Under Until We What When Where While Who Why With
    Yet You
    """
)
_DAYS = _words(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu
    Thurs Fri Sat Sun Eastern Central Pacific Mountain
    """
)
"""Words that follow "a.m." and "p.m." within a sentence."""


@functools.lru_cache(maxsize=1024)
def sentences(text: str) -> tuple[int, ...]:
    """Returns the first offset of each sentence, in order; the first is 0.

    White space between two sentences belongs to the earlier one.
    """
    width = max(map(len, text.splitlines()), default=0)
    starts = [0]
    for found in _BREAK.finditer(text, len(text) - len(text.lstrip())):
        if found.end() < len(text) and _ends(text, starts[-1], found, width):
            starts.append(found.end())
    return tuple(starts)


def _ends(text: str, start: int, found: re.Match[str], width: int) -> bool:
    """Returns whether the sentence from ``start`` ends at a match of `_BREAK`; ``width`` is the longest line's."""
    stop = found["line"] is None
    if stop and not found["after"]:
        return False
    line_ends = len(_LINE_END.findall(found["after"] if stop else found[0]))
    if line_ends > 1 or (stop and _stops(text, start, found)):
        return True
    return line_ends == 1 and not _wrapped(text, found, width)


def _wrapped(text: str, found: re.Match[str], width: int) -> bool:
    """Returns whether a line ends only because the next word didn't fit into it."""
    if not NARROWEST <= width <= WIDEST:
        return False
    line = _LINE_END.split(text[max(0, found.start() - WIDEST) : found.end()].rstrip())[-1]
    word = text[found.end() : found.end() + WIDEST].split(maxsplit=1)[0]
    return len(line) + 1 + len(word) > width


def _stops(text: str, start: int, found: re.Match[str]) -> bool:
    """Returns whether the stop that was found (. ! ? or …) ends the sentence from ``start``."""
    word = _NEXT_WORD.match(text, found.end())[1]  # type: ignore[index]  # it matches everywhere
    if word[:1].islower():
        return False
    if set(found["closing"]) & set("\"'”’»") and _SPEAKER.match(text, found.end()):
        return False
    stop, end = text[found.start() : found.start("closing")], found.start()
    return stop != "." or not (
        _MARKER.fullmatch(text, start, end) or _abbreviates(text[max(start, end - LONGEST) : end], word)
    )


def _abbreviates(words: str, word: str) -> bool:
    """Returns whether the full stop after ``words`` belongs to an abbreviation.

    ``word`` is the next word, which isn't in lower case.
    """
    last = _LAST_WORD.search(words)[0]  # type: ignore[index]  # it matches everywhere
    if last in _TITLES:
        return True
    if _INITIAL.match(last):
        return last != "I" or bool(_INITIAL.match(word))
    if last in _NUMBERED:
        return word[:1].isdigit()
    if last.lower() in ("a.m", "p.m"):
        return word.removesuffix(".") in _DAYS or bool(_ZONE.match(word))
    return bool(_ACRONYM.match(last) or last in _NAMES) and word not in _STARTERS
