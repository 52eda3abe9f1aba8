"""What the words around an event tell about it: tense, realis, condition, negation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench import Event

from .words import (
    AUXILIARIES,
    BEFORE_NOUNS,
    BOUNDARIES,
    CONDITIONS,
    FUTURE,
    MODAL,
    NEGATIONS,
    NOUN_ENDINGS,
    PLANS,
    SPEAKING,
    WISHES,
    Word,
)


@dataclass(frozen=True, slots=True)
class Clue:
    """What the words around an event tell about it."""

    tense: str
    """past, perfect, present, future, infinitive or noun."""
    realis: str
    reporting: bool
    condition: bool
    negated: bool


def clue(event: Event, words: Sequence[Word], place: int, opening: int) -> Clue:
    """What the words to the left of an event, back to the beginning of its clause, tell about it."""
    word = words[place].lower
    left: list[str] = []
    for number in range(place - 1, max(opening - 1, place - 9), -1):
        if words[number].lower in BOUNDARIES:
            left += [words[number].lower] if words[number].lower in CONDITIONS else []
            break
        left.append(words[number].lower)
    chain: list[str] = []
    for each in left:
        if each not in AUXILIARIES and not each.endswith("ly"):
            break
        chain.append(each)
    condition = bool(CONDITIONS & {*left}) or bool({"any", "whenever", "every"} & {*left[:2]})
    return Clue(
        tense=_tense(word, chain, left),
        realis=event.realis or _realis(chain, left),
        reporting=event.class_ == "REPORTING" or (event.class_ in (None, "I_ACTION") and word in SPEAKING),
        condition=condition,
        negated=bool(NEGATIONS & {*chain}),
    )


def _tense(word: str, chain: Sequence[str], left: Sequence[str]) -> str:
    if word.endswith(NOUN_ENDINGS) or (left and left[0] in BEFORE_NOUNS and not {*chain} & {"to", "been"}):
        return "noun"
    said = {*chain}
    if said & FUTURE and "have" not in said:
        return "future"
    if "had" in said:
        return "pluperfect"
    if said & {"has", "have", "ve"}:
        return "perfect"
    if "to" in said:
        return "infinitive"
    if said & MODAL:
        return "future"
    if said & {"was", "were", "did"}:
        return "past"
    if (
        said & {"is", "are", "am", "re", "does", "do"}
        or word.endswith("ing")
        or (word.endswith("s") and len(word) > 3)
    ):
        return "present"
    return "past"


def _realis(chain: Sequence[str], left: Sequence[str]) -> str:
    near = {*left[:5]}
    if {*chain} & {"will", "shall", "ll"} or ("to" in chain and near & PLANS):
        return "PLANNED"
    if {*chain} & (MODAL | NEGATIONS) or ("to" in chain and near & WISHES):
        return "OTHER"
    return "ACTUAL"
