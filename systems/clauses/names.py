"""Subjects, and the names of persons."""

from __future__ import annotations

from spacy.tokens import Token


def subject_of(root: Token) -> Token | None:
    """The subject of a sentence's main verb."""
    return next((each for each in root.children if each.dep_ in ("nsubj", "nsubjpass")), None)


def names(subject: Token | None) -> list[str]:
    """The parts of a subject's name, by each of which the person may be called later."""
    parts = [each for each in subject.children if each.dep_ == "compound"] if subject is not None else []
    return [each.lower_ for each in parts if each.pos_ == "PROPN"]


def owner(token: Token) -> set[str]:
    """The names of whose visit a mention is, if a name stands with it or is the subject of its verb."""
    who = next((each for each in token.children if each.dep_ == "poss"), None)
    if who is None:
        verb = next((each for each in token.ancestors if each.pos_ == "VERB"), None)
        who = subject_of(verb) if verb is not None else None
    return {who.lower_, *names(who)} if who is not None and who.pos_ == "PROPN" else set()
