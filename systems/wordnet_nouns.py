# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.bench]
# environment = ["WORDNET_FOLDER=/usr/share/wordnet"]
# files = [
#   "{WORDNET_FOLDER}/index.noun",
#   "{WORDNET_FOLDER}/data.noun",
#   "{WORDNET_FOLDER}/noun.exc",
#   "{WORDNET_FOLDER}/cntlist.rev",
#   "{WORDNET_FOLDER}/index.verb",
#   "{WORDNET_FOLDER}/verb.exc",
#   "{WORDNET_FOLDER}/index.adj",
# ]
# remedy = """\
# on Debian run: apt-get install --no-install-recommends wordnet-base; \
# elsewhere get WordNet 3.0's dict folder and run: export WORDNET_FOLDER=…"""
# ///
"""Event nouns by WordNet 3.0: those of whose uses two fifths or more are acts, events, processes or states.

The data are Debian's `wordnet-base` (WordNet's own licence, free to use), or any WordNet 3.0 `dict` folder that
WORDNET_FOLDER names. Each sense of a noun stands in one of WordNet's lexicographer files. A sense counts as an
event in the files act, event, process and state, and in communication where it is derived from a verb
(announcement from announce). A sense weighs one more than WordNet's tagged texts use it, and a noun is an event
from a share of 0.4 on. The class is STATE where states outweigh the rest, else OCCURRENCE. Realis and time are
never said.

Files and threshold are the best of those tried on MEANTIME's topics apple and airbus (precision .68, and .67 of
its event nouns found; F1 .67, without states .63, without communication .59, with derived groups .66; thresholds
from .3 to .6). That corpus marks more nouns than this benchmark does: also process and flaw. One thing isn't from
there alone: a note on another WordNet rule, with its hits on the four articles, named derived communication too.

There is no tagger. That a word is a noun where it stands is guessed from the word before it (a determiner or
preposition; to, a modal, a pronoun), and else from how often WordNet's texts use it as which part of speech, so
that plans, reports and talks are mostly taken for verbs. Verbs and adjectives aren't found at all. A noun is
passed over before what is mostly a noun (election campaign), but not before another word (trade talks). So is a
capitalised word, unless it begins a sentence or stands in a headline of capitals. A meeting is a group in WordNet
and a treaty a document, and so neither is found; a contract is an act, and found everywhere.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from bench import Document, Event, system

ACT, COMMUNICATION, EVENT, PROCESS, STATE = 4, 10, 11, 22, 26
"""WordNet's numbers of the lexicographer files (lexnames(5WN))."""
HAPPENINGS = frozenset({ACT, EVENT, PROCESS, STATE})
THRESHOLD = 0.4
NOUN, VERB, ADJECTIVE, ADVERB, SATELLITE = 1, 2, 3, 4, 5
"""The parts of speech in sense keys (senseidx(5WN))."""
ENDINGS = {
    NOUN: (
        *(("s", ""), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"), ("men", "man")),
        ("ies", "y"),
    ),
    VERB: (("s", ""), ("ies", "y"), ("es", "e"), ("es", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", "")),
}
"""WordNet's detachment rules (morphy(7WN)), in its order."""
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*(?![\w\u0300-\u036f])|[\w\u0300-\u036f]+|[^\s\w]")
"""A word, whose hyphens belong to it; or what else has digits or combining marks; or a sign."""
BEGINNING = frozenset(".!?:\"'“”‘’—–()•")
"""After these a capital says nothing."""


def bag(words: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(words.split())


BEFORE_NOUNS = bag(
    """a an the this that these those his her its their our my your no any some each every another such whose s
    of in on at by for with from after before during over under about against between through into without
    within since until despite"""
)
"""The s is that of possessives."""
BEFORE_VERBS = bag(
    """to will would can could may might must shall should not t i you he she it we they who which do does did"""
)
"""The t is that of negations."""
CLOSED = (
    BEFORE_NOUNS
    | BEFORE_VERBS
    | bag("and or but as so if than then be is was are were been being has have had out up down off all more most")
)
"""Words that are never a noun here, whatever WordNet has of them."""


class Sense(NamedTuple):
    """A sense of a noun."""

    file: int
    weight: int
    """One more than it is tagged."""
    deverbal: bool
    """Whether the noun is derived from a verb in this sense."""


class WordNet:
    """The nouns of a WordNet 3.0 folder, and how often its tagged texts use words as which part of speech."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = (folder / "data.noun").read_bytes()
        self.nouns = {fields[0]: fields for fields in self._index("index.noun")}
        self.verbs = {fields[0] for fields in self._index("index.verb")}
        self.adjectives = {fields[0] for fields in self._index("index.adj")}
        self.irregular = {NOUN: self._exceptions("noun.exc"), VERB: self._exceptions("verb.exc")}

    def _index(self, name: str) -> Iterator[list[str]]:
        with (self.folder / name).open(encoding="ascii") as lines:
            yield from (line.split() for line in lines if not line.startswith(" "))

    def _exceptions(self, name: str) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for form, *lemmas in self._index(name):
            found[form].extend(lemmas)
        return found

    @cached_property
    def uses(self) -> dict[tuple[str, int], dict[tuple[int, int], int]]:
        """How often each sense of a lemma as a part of speech is tagged, by its file and its number in that.

        For some words Debian's index has another order of senses than the numbers beside the keys. One tagged word
        in seventy has a key that none of its senses has any more: it counts for nothing.
        """
        found: defaultdict[tuple[str, int], dict[tuple[int, int], int]] = defaultdict(dict)
        for key, _, count in self._index("cntlist.rev"):
            lemma, sense = key.split("%")
            part, file, number = map(int, sense.split(":")[:3])
            found[lemma, part][file, number] = int(count)
        return dict(found)

    def frequency(self, lemma: str, part: int) -> int:
        """How often a lemma is tagged as a part of speech."""
        return sum(self.uses.get((lemma, part), {}).values())

    def lemma(self, form: str, part: int) -> str | None:
        """The noun or verb that a lower-case form is one of, None if it is none."""
        known = self.nouns if part == NOUN else self.verbs
        listed = [lemma for lemma in self.irregular[part].get(form, ()) if lemma in known]
        if listed or form in known:
            return listed[0] if listed else form
        for ending, instead in ENDINGS[part]:
            shorter = form.removesuffix(ending) + instead
            if form.endswith(ending) and shorter in known:
                return shorter
        return None

    def senses(self, noun: str) -> list[Sense]:
        """The senses of a noun."""
        fields = self.nouns[noun]
        return [self._sense(noun, int(offset)) for offset in fields[len(fields) - int(fields[2]) :]]

    def _sense(self, noun: str, offset: int) -> Sense:
        """What the line at an offset of data.noun says of the noun (wndb(5WN))."""
        line = self.data[offset : self.data.index(b" | ", offset)].decode("ascii").split()
        file, count = int(line[1]), int(line[3], 16)
        words = [word.lower() for word in line[4 : 4 + 2 * count : 2]]
        number = int(line[5 + 2 * words.index(noun)], 16)
        pointers = line[5 + 2 * count :]
        deverbal = any(
            symbol == "+" and part == "v" and words[int(ends[:2], 16) - 1] == noun
            for symbol, part, ends in zip(pointers[0::4], pointers[2::4], pointers[3::4], strict=False)
        )
        return Sense(file, 1 + self.uses.get((noun, NOUN), {}).get((file, number), 0), deverbal)


@lru_cache(maxsize=1)
def wordnet(folder: str) -> WordNet:
    """The data, read once for each process."""
    return WordNet(Path(folder))


def class_of(senses: Sequence[Sense]) -> str | None:
    """The class of a noun with these senses, None if it is no event."""
    weights: Counter[bool] = Counter()
    for sense in senses:
        if sense.file in HAPPENINGS or (sense.file == COMMUNICATION and sense.deverbal):
            weights[sense.file == STATE] += sense.weight
    if weights.total() < THRESHOLD * sum(sense.weight for sense in senses):
        return None
    return "STATE" if weights[True] > weights[False] else "OCCURRENCE"


def read_as_noun(data: WordNet, words: Sequence[str], place: int) -> bool:
    """Whether the word at a place, which can be a noun, is one: by the word before it, else by frequency."""
    word = words[place]
    before = words[place - 1] if place else ""
    noun, verb = data.lemma(word, NOUN), data.lemma(word, VERB)
    as_noun = data.frequency(noun or "", NOUN)
    qualities = sum(data.frequency(word, part) for part in (ADJECTIVE, ADVERB, SATELLITE))
    if qualities > as_noun:
        return False
    if verb is None:
        return True
    if before in BEFORE_NOUNS or before in BEFORE_VERBS:
        return before in BEFORE_NOUNS
    return before in data.adjectives or as_noun > data.frequency(verb, VERB)


def stands_before_noun(data: WordNet, words: Sequence[str], place: int) -> bool:
    """Whether the next word is mostly a noun, of which this one is then a part."""
    after = words[place + 1] if place + 1 < len(words) else ""
    noun = data.lemma(after, NOUN)
    if noun is None or after in CLOSED or after in data.adjectives:
        return False
    verb = data.lemma(after, VERB)
    return verb is None or data.frequency(noun, NOUN) > data.frequency(verb, VERB)


@system(layers=["events"], developed_on=["meantime-apple", "meantime-airbus"])
def wordnet_nouns(document: Document) -> Iterator[Event]:
    """The event nouns of a text, line by line."""
    data = wordnet(os.environ["WORDNET_FOLDER"])
    for line in re.finditer(r"[^\r\n]+", document.text):
        found = list(WORD.finditer(document.text, *line.span()))
        words = [each[0].lower() for each in found]
        initials = [each[0][0].isupper() for each in found if each[0].isalpha()]
        headline = sum(initials) * 2 > len(initials)
        for place, each in enumerate(found):
            noun = data.lemma(words[place], NOUN)
            free = headline or not place or words[place - 1] in BEGINNING
            numbered = place + 1 < len(words) and words[place + 1].isdigit()
            named = each[0][0].isupper() and (numbered or not free)
            if noun is None or len(noun) < 3 or words[place] in CLOSED or named:
                continue
            class_ = class_of(data.senses(noun))
            if class_ and read_as_noun(data, words, place) and not stands_before_noun(data, words, place):
                yield Event(each.start(), each.end(), class_)
