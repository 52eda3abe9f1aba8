# /// script
# requires-python = ">=3.11"
# dependencies = []
# ///
"""Events from the forms of words alone: past tenses and some nouns of the news; it needs nothing installed.

A word is an event if it ends in -ed and doesn't stand before a noun after "the" or "a", if it is the past of a
common irregular verb, or if it is one of some fifty nouns that name what happens. Words of saying are REPORTING,
the rest OCCURRENCE. What stands after "will" or "to" is PLANNED, after "not", "may", "should" and the like OTHER.

It sees no present tense and no noun that isn't listed: it is for an install that has no spaCy, where verb-lexicon
can't run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bench import Document, Event, system


def bag(words: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(words.split())


IRREGULAR = bag(
    """arose became began bought broke brought built came chose fell fought found fled flew gave got grew held
    kept knew led left lost made met paid ran rose said sank saw sent shot sold spent spoke stood stole
    struck swore took taken taught told thought threw won withdrew wrote begun chosen given gone grown
    spoken written went"""
)
NOUNS = bag(
    """accident announcement arrest arrival attack attacks ceasefire clash clashes collapse conference conflict
    crash death deaths earthquake election elections exercise exercises explosion fire flood invasion
    launch meeting meetings murder negotiations protest protests raid release resignation riot
    shooting storm strike strikes summit talks trial trip uprising verdict violence visit vote war"""
)
SAYING = bag(
    """said told added announced claimed confirmed denied explained insisted noted reported stated stressed
    warned wrote"""
)
VERBS = bag("visit meet hold sign launch begin discuss attend travel announce release open send")
"""Plain forms that count after "will" and "to"."""
ARTICLES = bag("the a an this that these those its his her their")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@system(layers=["events"])
def plain_verbs(document: Document) -> Iterator[Event]:
    """The past tenses, listed nouns and plans of a text."""
    before: list[str] = []
    for found in WORD.finditer(document.text):
        word = found[0].lower()
        if is_event(word, before):
            class_ = "REPORTING" if word in SAYING else "OCCURRENCE"
            yield Event(found.start(), found.end(), class_, realis_of(before))
        before = [*before[-3:], word]


def is_event(word: str, before: list[str]) -> bool:
    """True if a word names what happens, as far as its form tells."""
    near = before[-1] if before else ""
    if word in NOUNS:
        return True
    if word in VERBS:
        return near in ("will", "to")
    regular = len(word) > 4 and word.endswith("ed") and not word.endswith("eed")
    return (regular and near not in ARTICLES) or word in IRREGULAR


def realis_of(before: list[str]) -> str:
    """Whether it happened, as far as the four words before tell."""
    near = {*before[-2:]}
    if near & {"not", "never", "may", "might", "could", "should", "would", "if", "can"}:
        return "OTHER"
    return "PLANNED" if near & {"will", "to"} else "ACTUAL"
