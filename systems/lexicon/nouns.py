"""Event nouns and predicate adjectives by their class."""

from __future__ import annotations

from .verbs import FORMS, inflect
from .words import bag

NOUNS = {
    "OCCURRENCE": """
        accident aggression aid airstrike ambush announcement approval arrest arrival assault assistance attack
        attempt ban battle blast blockade bombing boycott briefing campaign capture ceasefire ceremony change
        clash collapse conference conflict contact coup crackdown crash death debate decision decline defeat
        delivery departure discovery drill drought earthquake embargo epidemic event exchange exercise expansion
        explosion famine fight fighting fire flight flood forum genocide growth hearing help incident increase
        independence inquiry insurgency intervention interview invasion journey killing landing launch lawsuit
        lockdown loss maneuver manoeuvre march massacre meal meeting merger mission murder occupation offensive
        outbreak pandemic poll pressure production protest purchase raid rally rebellion reception recession
        reform refusal release removal rescue resistance retreat return revolt revolution riot rise sale
        sanction search session shooting siege speech storm strike struggle summit support surge surrender
        takeover talks test trade training transition trial trip uprising unrest victory violence visit vote war
        warfare withdrawal""",
    "STATE": """
        coexistence competition confrontation cooperation coordination crisis crises dialogue dispute emergency
        hostility isolation partnership peace poverty rivalry shortage stalemate tension""",
    "I_ACTION": "effort threat",
}
STANDING = bag("war warfare conflict invasion aggression")
"""Nouns for what goes on already, whatever is wished or planned about it; those of class STATE are such, too."""
NOT_EVENTS = bag(
    """appointment commandment commitment department designation direction establishment foundation generation
    government installation instruction movement obligation option payment recommendation settlement shipment"""
)
"""Nouns that look as if made from a listed verb but name a body, a thing or a content."""
COMPOUND_HEADS = bag(
    """agency agreement area budget camp center centre committee company crime crimes force forces group leader
    leaders mechanism mechanisms minister ministry office official officials party plane plant platform policy
    price prices process program programme service station system team tournament treaty worker workers zone"""
)
"""Nouns that make a compound of an event noun before them: cooperation mechanism, peace treaty."""
ADJECTIVES = {
    "I_STATE": """
        able afraid aware committed concerned confident convinced determined eager hopeful likely prepared ready
        reluctant unable unlikely unwilling willing worried""",
    "STATE": "available dead",
}


def derived_class(noun: str) -> str | None:
    """The class of a noun made from a listed verb of doing: deployment, escalation; not of saying or thinking."""
    noun = noun.removesuffix("s")
    for ending in ("ation", "ion", "ment"):
        stem = noun.removesuffix(ending)
        if stem == noun or noun in NOT_EVENTS:
            continue
        for lemma in (stem, f"{stem}e", f"{stem}ate"):
            form = FORMS.get(lemma)
            if form and form.lemma == lemma and form.class_ in ("OCCURRENCE", "I_ACTION", "ASPECTUAL"):
                return form.class_
    return None


def noun_class(word: str) -> str | None:
    """The class of an event noun, singular or plural; None for any other word."""
    return NOUN_CLASSES.get(word) or derived_class(word)


NOUN_CLASSES = {
    form: class_
    for class_, nouns in NOUNS.items()
    for noun in nouns.split()
    for form in (noun, inflect(noun)["s"])
}
ADJECTIVE_CLASSES = {word: class_ for class_, words in ADJECTIVES.items() for word in words.split()}
