"""Headlines in which every word has a capital, with small letters for what is no name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from .happenings import HAPPENING, OF_NOUN
from .words import EVENT_NOUNS, bag

if TYPE_CHECKING:
    from systems.lexicon.nouns import noun_class
    from systems.lexicon.verbs import FORMS
else:  # a package beside this one is imported by its name alone
    from lexicon.nouns import noun_class
    from lexicon.verbs import FORMS

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
MIDST = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")
"""A word with a capital amid a sentence."""
KNOWN = frozenset().union(*EVENT_NOUNS.values(), HAPPENING, OF_NOUN)
SHORTEST = 4
"""The least number of letters of a word that has a capital in such a headline, whatever its part of speech."""
FEWEST = 4
"""The least number of such words in a line that counts as such a headline."""
MOST = 0.85
"""The least share of these words that has a capital."""
NAMES = bag("march may mark will grant bill frank rob sue jack pat chase august back")
FUNCTION = bag(
    """a an and as at by for from in into is are be of off on or over the to up with after amid before during than
    that this its his her their it he they not no new all more will"""
)

HEADLINES = bag(
    """elevate elevates mull mulls eye eyes slam slams laud lauds tout touts reiterate reiterates stress stresses
    hails echo echoes court courts woo woos blast blasts rap raps hint hints skip skips shun shuns bolster bolsters
    forge forges mend mends ink inks seal seals strike nears near looms loom weighs weigh wraps wrap kicks kick
    heads head hosts host tells vows backs faces calls holds makes ties deal deals pact pacts relations counterpart
    counterparts leader leaders envoys official officials diplomat diplomats spokesperson spokesman spokeswoman
    joint bilateral mutual strategic closer deeper stronger key top high-level security economic military
    amid despite over first next week month year day years days says said"""
)
"""The words that stand in such headlines and are seldom names."""


def is_title(line: str) -> bool:
    """Returns whether a line is a headline in which every word has a capital."""
    words = [each for each in WORD.findall(line) if len(each) >= SHORTEST]
    if len(words) < FEWEST or line.rstrip().endswith((".", "!", ":")) or line.isupper():
        return False
    return bool(sum(each[0].isupper() for each in words) >= MOST * len(words))


def can_be_event(noun: str) -> bool:
    """Returns whether a noun in small letters, singular or plural, names events."""
    return noun_class(noun) is not None or not KNOWN.isdisjoint((noun, noun.removesuffix("s")))


def uncapped(doc: Doc) -> None:
    """Makes an event noun of what the parse takes for a name at the start of a sentence: Landslides buried it."""
    for sentence in doc.sents:
        first = sentence[0]
        alone = len(sentence) > 1 and sentence[1].pos_ in ("VERB", "AUX", "ADP")
        if first.pos_ == "PROPN" and alone and first.lower_ not in NAMES and can_be_event(first.lower_):
            first.pos_ = "NOUN"
            singular = first.lower_.removesuffix("s")
            first.lemma_ = singular if can_be_event(singular) else first.lower_


def lowered(text: str) -> str:
    """The text, with small letters in such headlines for what the text has so and for what names no one."""
    lines = text.split("\n")
    titles = [is_title(line) for line in lines]
    if not any(titles):
        return text
    body = "\n".join(line for line, title in zip(lines, titles, strict=True) if not title)
    capital = {each.lower() for each in MIDST.findall(body)}
    small = {each for each in WORD.findall(body) if each.islower()}

    def fitted(match: re.Match[str]) -> str:
        word = match[0]
        lower = word.lower()
        if not word[1:].islower() or lower in NAMES or (lower in capital and lower not in FUNCTION):
            return word
        event = lower in FORMS or can_be_event(lower)
        return lower if event or lower in small or lower in FUNCTION | HEADLINES else word

    return "\n".join(WORD.sub(fitted, line) if title else line for line, title in zip(lines, titles, strict=True))
