"""The words that govern others in a parse: their kinds, light verbs, tense, complements, conditions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Token

from .happenings import HAPPENING, NO_HAPPENINGS, OF_NOUN, QUALITIES, THINGS_IN_ING
from .naming import (
    is_attention,
    is_auxiliary,
    is_before_noun,
    is_glued,
    is_possession,
    is_preposition,
    names_none,
    of_class,
)
from .words import EVENT_NOUNS, FUTURES, LIGHT, MODALS, NEVER_LIGHT_NOUNS, NO_EVENT_NOUNS, NOT_VERBS

if TYPE_CHECKING:
    from systems.lexicon.nouns import ADJECTIVE_CLASSES, COMPOUND_HEADS, noun_class
    from systems.lexicon.verbs import FORMS
else:  # a package beside this one is imported by its name alone
    from lexicon.nouns import ADJECTIVE_CLASSES, COMPOUND_HEADS, noun_class
    from lexicon.verbs import FORMS

NOUN_CLASSES = {noun: class_ for class_, nouns in EVENT_NOUNS.items() for noun in nouns}
COPULAS = frozenset({"be", "become", "remain", "seem", "appear", "stay"})


def class_of_noun(token: Token) -> str | None:
    """The class of an event noun, None for any other word."""
    if token.pos_ != "NOUN":
        return None
    lemma = token.lemma_.lower()
    if lemma in OF_NOUN:
        return of_class(token)
    if lemma == "opposition":
        return "STATE" if any(child.lower_ == "to" for child in token.children) else None
    if lemma in NO_EVENT_NOUNS or lemma in NO_HAPPENINGS:
        return None
    if lemma == "attention":
        return "STATE" if is_attention(token) else None
    if lemma == "round":
        return "OCCURRENCE" if is_round(token) else None
    found = NOUN_CLASSES.get(lemma) or NOUN_CLASSES.get(token.lower_) or HAPPENING.get(lemma)
    return found or noun_class(token.lower_) or noun_class(lemma) or class_of_doing(token)


def class_of_doing(token: Token) -> str | None:
    """The class of a noun in -ing that has an object: the holding of elections."""
    form = FORMS.get(token.lower_)
    if form is None or "ing" not in form.shapes or token.lower_ in THINGS_IN_ING:
        return None
    return form.class_ if token.i + 1 < len(token.doc) and token.nbor(1).lower_ == "of" else None


def is_round(token: Token) -> bool:
    """Returns whether "round" is one of talks or of something else that happens."""
    return token.tag_ == "NN" and any(
        child.lower_ == "of" and any(each.dep_ == "pobj" and is_event_noun(each) for each in child.children)
        for child in token.children
    )


def is_event_noun(token: Token) -> bool:
    """Returns whether a noun names an event where it stands, and isn't the first part of a compound."""
    if class_of_noun(token) is None or names_none(token):
        return False
    first = token.dep_ in ("compound", "nmod", "amod") and token.i < token.head.i
    if first and token.head.pos_ in ("NOUN", "PROPN"):
        return False
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if after is not None and (after.lower_ in COMPOUND_HEADS and after.pos_ == "NOUN"):
        return False
    return not is_glued(token) and not (after is not None and after.text == "-" and not token.whitespace_)


def objects(verb: Token) -> Iterator[Token]:
    """The objects of a verb, or what is done by it in the passive, with what "and" joins to them."""
    for child in verb.children:
        if child.dep_ in ("dobj", "nsubjpass", "attr", "oprd") or (
            child.dep_ == "nsubj" and verb.dep_ == "acl" and verb.tag_ == "VBN"
        ):
            yield child
            yield from child.conjuncts
    if verb.dep_ in ("acl", "relcl") and verb.tag_ == "VBN" and not any(c.dep_ == "nsubj" for c in verb.children):
        yield verb.head


def things(verb: Token) -> Iterator[Token]:
    """The objects of a verb; of "a round of talks" also the talks."""
    for each in objects(verb):
        yield each
        if each.lemma_.lower() in ("round", "series", "set"):
            for child in each.children:
                if child.lower_ == "of":
                    yield from (below for below in child.children if below.dep_ == "pobj")


def is_light(verb: Token) -> bool:
    """Returns whether only a noun beside the verb names the event: held talks, talks were held, took place."""
    lemma = verb.lemma_.lower()
    if lemma == "take" and any(child.lower_ == "place" for child in verb.children):
        return True
    if lemma not in LIGHT:
        return False
    return any(is_event_noun(each) and each.lemma_.lower() not in NEVER_LIGHT_NOUNS for each in things(verb))


def is_predicate(token: Token) -> bool:
    """Returns whether an adjective is said of something: is ready."""
    if token.pos_ != "ADJ" or token.dep_ not in ("acomp", "oprd") or token.head.lemma_.lower() not in COPULAS:
        return False
    completed = any(child.dep_ in ("xcomp", "ccomp") for child in token.children)
    return token.lower_ != "about" and (completed or token.lower_ not in QUALITIES)


def is_main_verb(token: Token) -> bool:
    """Returns whether a verb heads a clause and isn't an auxiliary, a copula or a preposition in -ing."""
    if token.dep_ in ("aux", "auxpass", "amod", "compound", "case", "punct", "prep", "quantmod", "nmod", "mark"):
        return False
    if token.pos_ not in ("VERB", "AUX") or not token.text[0].isalpha():
        return False
    if is_glued(token) or is_possession(token) or is_auxiliary(token):
        return False
    if is_before_noun(token) or is_preposition(token):
        return False
    lemma = token.lemma_.lower()
    if lemma in NOT_VERBS and token.tag_ in ("VBG", "VBN") and token.dep_ in ("prep", "pcomp"):
        return False
    return not (lemma == "have" and any(child.dep_ == "xcomp" and child.tag_ == "VB" for child in token.children))


def is_copula(token: Token) -> bool:
    """Returns whether a verb only joins a subject to what is said of it: is ready, is a partner."""
    return token.lemma_.lower() == "be"


def class_of_verb(token: Token) -> str:
    """The class of a verb, OCCURRENCE of one that isn't listed."""
    form = FORMS.get(token.lemma_.lower()) or FORMS.get(token.lower_)
    return form.class_ if form else "STATE" if token.lemma_.lower() in ("have", "hold") else "OCCURRENCE"


def class_of_adjective(token: Token) -> str:
    """The class of a predicate adjective: I_STATE with a complement, else STATE."""
    complement = any(child.dep_ in ("xcomp", "ccomp") for child in token.children)
    return ADJECTIVE_CLASSES.get(token.lower_) or ("I_STATE" if complement else "STATE")


def verb_of(token: Token) -> Token:
    """The verb that bears the tense of a word: the copula of an adjective or noun, else itself."""
    if token.dep_ in ("acomp", "attr", "oprd") and token.head.lemma_.lower() in COPULAS:
        return token.head
    return token


def twin(verb: Token) -> Token | None:
    """The infinitive beside which a verb stands that the parse joins to the verb above it.

    China stands ready to work with them, deepen trust and uphold justice; we urge it to stop, and lift the ban.
    """
    above = verb.head
    if verb.dep_ != "conj" or verb.tag_ not in ("VB", "VBP") or above.pos_ not in ("VERB", "AUX"):
        return None
    if any(child.dep_ in ("nsubj", "nsubjpass", "aux", "neg") for child in verb.children):
        return None
    clashes = above.tag_ in ("VBZ", "VBD")
    asking = class_of_verb(above) in ("I_ACTION", "I_STATE") and class_of_verb(verb) in (
        "OCCURRENCE",
        "ASPECTUAL",
        "STATE",
    )
    if not clashes and not (asking and above.tag_ in ("VBP", "VB")):
        return None
    for each in reversed(list(above.subtree)):
        if (
            above.i < each.i < verb.i
            and each.tag_ == "VB"
            and any(child.lower_ == "to" for child in each.children)
        ):
            return each
    return None


def helpers(token: Token) -> list[Token]:
    """The auxiliaries of a verb; of a verb joined to another that has none of its own, those of the other."""
    verb = verb_of(token)
    found = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if not found and (other := twin(verb)) is not None:
        return helpers(other)
    plain = verb.tag_ in ("VB", "VBN", "VBG") or (verb.tag_ == "VBP" and verb.head.tag_ == "VB")
    if not found and verb.dep_ == "conj" and plain:
        alone = not any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)
        if alone and verb.head.pos_ in ("VERB", "AUX"):
            above = helpers(verb.head)
            bare = verb.tag_ not in ("VBN", "VBG") and not any(each.tag_ in ("MD", "TO") for each in above)
            return [] if bare else above
    return found


def is_negated(token: Token) -> bool:
    """Returns whether "not" or "never" stands with a verb, or its subject or object is "nobody" or has "no"."""
    verb = verb_of(token)
    for child in verb.children:
        longer = child.lower_ == "longer" and any(each.lower_ == "no" for each in child.children)
        if child.dep_ == "neg" or longer or child.lower_ in ("never", "hardly", "neither", "nor", "cannot"):
            return True
        if child.dep_ in ("nsubj", "nsubjpass", "dobj") and (
            child.lower_ in ("nobody", "nothing", "none") or any(c.lower_ == "no" for c in child.children)
        ):
            return True
    return False


def cannot(token: Token) -> bool:
    """Returns whether a negated verb has "can"."""
    return any(each.lower_ in ("can", "ca") for each in helpers(token))


def tense(token: Token) -> str:
    """The tense: past, perfect, pluperfect, present, future, modal, infinitive, participle or noun."""
    if token.pos_ in ("NOUN", "PROPN"):
        return "noun"
    verb = verb_of(token)
    said = helpers(token)
    words = {each.lower_ for each in said}
    if words & FUTURES:
        return "future"
    if words & MODALS or any(each.tag_ == "MD" for each in said):
        return "modal"
    if any(each.lower_ == "to" for each in said):
        return "infinitive"
    if "had" in words:
        return "pluperfect"
    if words & {"has", "have", "'ve", "’ve"} or (words & {"'s", "’s"} and verb.tag_ == "VBN" and "been" in words):
        return "perfect"
    if words & {"was", "were", "did"}:
        return "past"
    if words & {"is", "are", "am", "'re", "’re", "'m", "’m", "'s", "’s", "do", "does"}:
        return "present"
    if verb.tag_ == "VBD":
        return "past"
    if verb.tag_ in ("VBZ", "VBP"):
        return "present"
    if verb.tag_ == "VBN" and verb.dep_ in ("ROOT", "ccomp"):
        return "past"  # as in headlines
    return "participle"


def in_condition(token: Token) -> bool:
    """Returns whether a word stands in a clause of "if" or "unless", or governs one."""
    for each in (token, *token.ancestors):
        if any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in each.children):
            return True
        if each.dep_ == "advcl" and any(c.lower_ in ("if", "unless") for c in each.children):
            return True
        if each.dep_ in ("ccomp", "relcl", "ROOT"):
            break
    return has_condition(token)


def has_condition(token: Token) -> bool:
    """Returns whether a verb has a clause of "if" or "unless" under it."""
    verb = verb_of(token)
    below = [*verb.children]
    if verb.dep_ == "ccomp":  # warned that if it goes on, it will lose
        below += [child for child in verb.head.children if verb.head.i < child.i < verb.i]
    return any(
        child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in child.children)
        for child in below
    )
