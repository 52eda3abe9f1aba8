"""Words and sentences, without a parser: tables of function words, and stems."""

from __future__ import annotations

import re
from dataclasses import dataclass


def bag(words: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(words.split())


WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*|[^\w\s]")
SENTENCE_END = re.compile(
    r"\n|(?<!\b[A-Za-z])(?<!\b(?:Mr|Ms|Dr|St|vs|No))(?<!\b(?:Mrs|Gen|Gov|Sen|Rep))(?<!\b(?:Prof|Sept))"
    r"[.!?][\"'”’)\]]*\s++(?![a-z])"
)

BOUNDARIES = bag(
    "that which who whom whose where when while after before because although though whereas if until ; :"
)
"""Words that begin another clause."""
JOINTS = bag('and but or , – — ( ) " “ ”')
AUXILIARIES = bag(
    """is are was were be been being am has have had do does did will would shall should can could may
    might must to not n't never also already just recently still now then ll ve re s d"""
)
FUTURE = bag("will shall ll would")
MODAL = bag("would could may might must should can shall")
PLANS = bag(
    """plan plans planned planning intend intends intended agree agrees agreed promise promised promises
    expect expects expected decide decided decides set scheduled due going vow vowed pledge pledged"""
)
WISHES = bag(
    """want wants wanted hope hopes hoped urge urged urges ask asked asks call called calls invite invited
    seek seeks try tried tries should must ready wish likely need needs"""
)
CONDITIONS = bag("if unless whether")
NEGATIONS = bag("not n't never no without nor")
SPEAKING = bag(
    """say said says tell told tells announce announced announces state stated states report reported
    reports add added adds claim claimed claims write wrote confirm confirmed note noted explain
    explained according warn warned insist insisted deny denied"""
)
NOUN_ENDINGS = ("tion", "sion", "ment", "ance", "ence", "ness", "ity", "ship", "sis", "ure", "al")
BEFORE_NOUNS = bag(
    """a an the this that these those its his her their our my any some no each every of in at on for with
    by new joint first second recent major military another 's ’s"""
)
PREPOSITIONS = bag(
    "in of since during from to until till by before after between through around throughout early late"
)
QUOTES = bag("\" “ ” '' ``")
ENDINGS = (("ies", "y"), ("ied", "y"), ("ings", ""), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""))


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark of the text."""

    start: int
    end: int
    lower: str


def stem(word: str) -> str:
    """A word in small letters without its ending."""
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending) + instead
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word
