# /// script
# requires-python = ">=3.11"
# dependencies = ["spacy==3.8.18"]
#
# [tool.uv]
# exclude-newer = "2026-11-21T00:00:00Z"
# ///
"""Events from a word list and its neighbours: no trained model, no tagger, no parser.

spaCy's blank English pipeline gives tokens and sentences. A word is a candidate if it is a form of a listed verb,
a listed event noun, a noun derived from a listed verb (negotiate, negotiation), or a listed predicate adjective;
the words beside it then tell a verb from a noun, and a participle before its noun from one that names an event.
Class is the verb's usual one, whatever its object. Realis comes from the modal, negation or verb that stands
nearest to the left in the clause.

It can't know a verb that isn't listed, tell senses apart (fired at, fired by the board), or see who governs whom
across a long clause. It never says when an event happened. Its tables stand in the package `lexicon` beside this
file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import spacy
from spacy.tokens import Token

from bench import Document, Event, system

if TYPE_CHECKING:
    from systems.lexicon.governors import COMPLEMENT, IMPLICATIVE, UNREAL
    from systems.lexicon.nouns import ADJECTIVE_CLASSES, COMPOUND_HEADS, NOUN_CLASSES, STANDING, noun_class
    from systems.lexicon.verbs import AMBIGUOUS, ATTRIBUTIVE, FORMS, LIGHT, PREPOSITIONS_IN_ING, Form
    from systems.lexicon.words import (
        ADJECTIVE_ENDINGS,
        ADVERBS,
        BE,
        CONDITION,
        COPULAS,
        DETERMINERS,
        EDGES,
        FUNCTION_WORDS,
        FUTURE,
        GROUP,
        HAVE_DO,
        MODAL,
        NEGATION,
        NOT_ADVERBS,
        PREPOSITIONS,
        PRONOUNS,
    )
else:  # a module beside the file is imported by its name alone
    from lexicon.governors import COMPLEMENT, IMPLICATIVE, UNREAL
    from lexicon.nouns import ADJECTIVE_CLASSES, COMPOUND_HEADS, NOUN_CLASSES, STANDING, noun_class
    from lexicon.verbs import AMBIGUOUS, ATTRIBUTIVE, FORMS, LIGHT, PREPOSITIONS_IN_ING, Form
    from lexicon.words import (
        ADJECTIVE_ENDINGS,
        ADVERBS,
        BE,
        CONDITION,
        COPULAS,
        DETERMINERS,
        EDGES,
        FUNCTION_WORDS,
        FUTURE,
        GROUP,
        HAVE_DO,
        MODAL,
        NEGATION,
        NOT_ADVERBS,
        PREPOSITIONS,
        PRONOUNS,
    )


@dataclass(frozen=True, slots=True)
class Word:
    """A token."""

    lower: str
    start: int
    end: int
    name: bool = False
    """Capitalised where an ordinary word wouldn't be."""
    capital: bool = False
    """Capitalised, for whatever reason."""
    glued: bool = False
    """A hyphen touches it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a word is where it stands."""

    lemma: str
    class_: str
    shape: str
    """As in `Form`, or "noun" or "adjective"."""


@dataclass(frozen=True, slots=True)
class Found:
    """A reading with its realis."""

    reading: Reading
    realis: str
    light: bool
    """A noun beside it names the event, so it isn't given out; but what it governs looks to it."""


# ---- verb, noun, adjective or nothing -----------------------------------------------------------------------


def at(words: Sequence[Word], place: int) -> Word:
    """The word at a place, or an empty one outside the sentence."""
    return words[place] if 0 <= place < len(words) else Word("", 0, 0)


def is_adverb(word: Word) -> bool:
    """Whether a word is an adverb, by its ending or by the list."""
    return word.lower in ADVERBS or (word.lower.endswith("ly") and word.lower not in NOT_ADVERBS)


def is_verb_form(word: Word) -> bool:
    """Whether a word looks like a verb and like no noun: sell, launched."""
    form = FORMS.get(word.lower)
    return form is not None and (form.lemma not in AMBIGUOUS or bool(form.shapes & {"ed", "ing"}))


def auxiliaries(words: Sequence[Word], place: int) -> list[str]:
    """The unbroken run of auxiliaries, modals, negations and adverbs before a word, nearest first."""
    run = []
    for word in reversed(words[:place]):
        if word.lower not in GROUP and not is_adverb(word):
            break
        run.append(word.lower)
    return run


def opens_noun(word: Word) -> bool:
    """Whether a noun follows this word: the visit, China's visit, an official visit, of visits."""
    return word.lower in DETERMINERS | PREPOSITIONS | {"that", "'s", "'"} or word.lower.endswith(ADJECTIVE_ENDINGS)


def could_be_noun(word: Word) -> bool:
    """Whether a word could be a noun or an adjective, by elimination."""
    return word.glued or (word.lower.isalpha() and word.lower not in FUNCTION_WORDS and not is_adverb(word))


def is_finite(words: Sequence[Word], place: int, form: Form) -> bool:
    """Whether a plain form or one in -s is a verb here, not a noun."""
    before, after = at(words, place - 1), at(words, place + 1)
    plain = "base" in form.shapes
    if plain and (before.lower == "to" or set(auxiliaries(words, place)) & (FUTURE | MODAL | HAVE_DO)):
        return True
    if before.lower in PRONOUNS or is_adverb(before) or before.lower in ("not", "n't", "never"):
        return not (plain and before.lower == "that")
    if opens_noun(before) or before.lower == "to":
        return False
    if form.lemma not in AMBIGUOUS:
        return True
    has_object = after.lower in DETERMINERS | PRONOUNS | {"to", "$"} or after.capital
    if plain or is_verb_form(before):
        return has_object and before.lower.endswith("s")
    others = [FORMS[word.lower].shapes for word in words[: place - 1] if word.lower in FORMS]
    joined = before.lower in ("and", "or", "but") and any("s" in shapes for shapes in others)
    return has_object or before.capital or joined


def is_attributive(words: Sequence[Word], place: int, form: Form) -> bool:
    """Whether a participle stands before its noun: the proposed deal, growing tensions, of renewed clashes."""
    before, after = at(words, place - 1), at(words, place + 1)
    if not could_be_noun(after) or before.lower in BE | HAVE_DO or before.name:
        return False
    if words[place].lower in ATTRIBUTIVE:
        return not after.name or words[place].lower == "united"
    if "ing" in form.shapes and before.lower in PREPOSITIONS:
        return False
    return opens_noun(before) and before.lower != "that"


def read_verb(words: Sequence[Word], place: int) -> Reading | None:
    """The word as a verb, if it is one here."""
    word, before = at(words, place), at(words, place - 1)
    form = FORMS.get(word.lower)
    if form is None or (word.lower in PREPOSITIONS_IN_ING and before.lower not in BE):
        return None
    participle = form.shapes & {"ed", "ing"}
    if participle and not ("base" in form.shapes and opens_noun(before)):
        noun = "ed" in participle and before.lower in DETERMINERS - {"this", "these", "those"}
        shape = None if noun or is_attributive(words, place, form) else min(participle)
    else:
        shape = min(form.shapes) if is_finite(words, place, form) else None
    return Reading(form.lemma, form.class_, shape) if shape else None


def read_noun(words: Sequence[Word], place: int) -> Reading | None:
    """The word as an event noun, if it is one and not the first part of a compound."""
    word, after = words[place].lower, at(words, place + 1).lower
    class_ = noun_class(word)
    if class_ is None or after in COMPOUND_HEADS:
        return None
    return Reading(word if word in NOUN_CLASSES else word.removesuffix("s"), class_, "noun")


def read_adjective(words: Sequence[Word], place: int) -> Reading | None:
    """The word as an adjective said of something: is ready."""
    word = words[place].lower
    class_ = ADJECTIVE_CLASSES.get(word)
    said = COPULAS & {*auxiliaries(words, place), at(words, place - 1).lower}
    return Reading(word, class_, "adjective") if class_ and said else None


def is_light(words: Sequence[Word], place: int, lemma: str) -> bool:
    """Whether a noun beside the verb names the event: held talks, talks were held, took place."""
    if lemma not in LIGHT:
        return False
    if lemma == "take" and at(words, place + 1).lower == "place":
        return True
    passive = BE & set(auxiliaries(words, place))
    for word in words[:place] if passive else words[place + 1 : place + 7]:
        if word.lower in EDGES | {"to", "that"}:
            return False
        if noun_class(word.lower):
            return True
    return False


# ---- realis -------------------------------------------------------------------------------------------------


def of_group(group: Sequence[str]) -> str | None:
    """What a run of auxiliaries says by itself; None if nothing."""
    if set(group) & (NEGATION | MODAL):
        return "OTHER"
    return "PLANNED" if set(group) & FUTURE else None


def of_complement(governor: Found) -> str:
    """The realis of what stands under a verb: announced, wished, or as certain as the verb itself."""
    return COMPLEMENT.get(governor.reading.lemma, governor.realis)


def of_infinitive(words: Sequence[Word], to: int, found: Mapping[int, Found]) -> str:
    """The realis of "to" and a verb, by the word that it completes; OTHER for a purpose."""
    for place in range(to - 1, max(to - 8, -1), -1):
        governor = found.get(place)
        lemma = governor.reading.lemma if governor else words[place].lower
        if lemma in COMPLEMENT or lemma.removesuffix("s") in COMPLEMENT:
            return COMPLEMENT.get(lemma) or COMPLEMENT[lemma.removesuffix("s")]
        if governor and governor.reading.shape != "noun":
            real = governor.reading.class_ == "ASPECTUAL" or lemma in IMPLICATIVE
            return governor.realis if real else "OTHER"
    return "OTHER"


def of_verb(words: Sequence[Word], place: int, shape: str, found: Mapping[int, Found]) -> str:
    """The realis of a verb: by its auxiliaries, "to", "and" with an earlier infinitive, "if", a verb above."""
    group = auxiliaries(words, place)
    front = place - len(group) - 1
    before = at(words, front).lower
    if (alone := of_group(group)) is not None:
        return alone
    if before == "to":
        return of_infinitive(words, front, found)
    if before in ("and", "or") and shape == "base":
        return next(
            (item.realis for item in reversed([*found.values()]) if item.reading.shape == "base"), "ACTUAL"
        )
    for earlier in range(place - 1, -1, -1):
        governor, word = found.get(earlier), words[earlier].lower
        if word in CONDITION | {"without"}:
            return "OTHER"
        if word in EDGES:
            break
        above = at(words, earlier + 1).lower == "that" or (shape == "ing" and earlier >= place - 3)
        if governor and governor.reading.shape != "noun" and above:
            return of_complement(governor)
    return "ACTUAL"


def of_noun(words: Sequence[Word], place: int, class_: str, found: Mapping[int, Found]) -> str:
    """The realis of a noun: by a word of its own phrase, the modal after it, or the verb it stands under."""
    for word in reversed(words[max(place - 4, 0) : place]):
        if word.lower in UNREAL:
            return UNREAL[word.lower]
        if not could_be_noun(word):
            break
    if class_ == "STATE" or words[place].lower.removesuffix("s") in STANDING:
        return "ACTUAL"
    if at(words, place + 1).lower in FUTURE | MODAL:
        return of_group([words[place + 1].lower, at(words, place + 2).lower]) or "ACTUAL"
    for earlier in range(place - 1, max(place - 9, -1), -1):
        if words[earlier].lower in EDGES:
            break
        if earlier in found and found[earlier].reading.shape != "noun":
            return of_complement(found[earlier])
    return "ACTUAL"


# ---- the whole ----------------------------------------------------------------------------------------------

NLP = spacy.blank("en")
NLP.add_pipe("sentencizer")


def sentences(text: str) -> Iterator[list[Word]]:
    """The words of each sentence; a line break ends one, too, as headlines have no full stop."""
    for sentence in NLP(text).sents:
        tokens: list[Token] = []
        for token in sentence:
            if "\n" in token.text:
                yield to_words(tokens)
                tokens = []
            elif not token.is_space:
                tokens.append(token)
        yield to_words(tokens)


def to_words(tokens: Sequence[Token]) -> list[Word]:
    """Tokens as the rules see them; in a headline of Capitalised Words no capital means a name."""
    long = [token for token in tokens if len(token) > 3 and token.is_alpha]
    headline = len(long) > 3 and sum(token.is_title for token in long) > 0.7 * len(long)
    words: list[Word] = []
    for place, token in enumerate(tokens):
        opening = headline or place == 0 or tokens[place - 1].is_quote or tokens[place - 1].text == ":"
        capital = token.text[0].isupper()
        name = capital and token.is_alpha and (not opening or token.text == "March")
        hyphen_before = place > 0 and tokens[place - 1].text == "-" and not tokens[place - 1].whitespace_
        hyphen_after = place + 1 < len(tokens) and tokens[place + 1].text == "-" and not token.whitespace_
        lower = token.lower_.replace("\u2019", "'")
        if lower == "'s" and words and words[-1].lower in PRONOUNS | {"there", "what"}:
            lower = "is"
        glued = hyphen_before or hyphen_after
        words.append(Word(lower, token.idx, token.idx + len(token), name, capital, glued))
    return words


def find(words: Sequence[Word]) -> dict[int, Found]:
    """The events of a sentence and its light verbs, by place, from left to right."""
    found: dict[int, Found] = {}
    for place, word in enumerate(words):
        if word.name or word.glued:
            continue
        reading = read_verb(words, place) or read_noun(words, place) or read_adjective(words, place)
        if reading is None:
            continue
        if reading.shape == "noun":
            found[place] = Found(reading, of_noun(words, place, reading.class_, found), light=False)
        else:
            realis = of_verb(words, place, reading.shape, found)
            found[place] = Found(reading, realis, is_light(words, place, reading.lemma))
    return found


@system(layers=["events"])
def verb_lexicon(document: Document) -> Iterator[Event]:
    """The events of a text, by lexicon and context."""
    for words in sentences(document.text):
        for place, item in find(words).items():
            if not item.light:
                word = words[place]
                yield Event(word.start, word.end, class_=item.reading.class_, realis=item.realis)
