"""The dates that an event may have by its parse, and the clues by which one of them is chosen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.tokens import Token

from .anchors import Anchors
from .tree import is_negated, tense, verb_of

if TYPE_CHECKING:
    from systems.anchor_choice import Proposal
else:  # a module beside this package is imported by its name alone
    from anchor_choice import Proposal

DAY = re.compile(r"\d{4}-\d\d-\d\d")


def proposals(anchors: Anchors, token: Token) -> list[Proposal]:
    """The dates that an event may have, with their kinds."""
    governor = anchors.governor(token)
    speaker = anchors.speaker(token)
    days = {
        "speech": anchors.day(speaker, token),
        "governor": anchors.day(governor, token),
        "story": anchors.story_of(token),
        "main": anchors.main,
        "dct": anchors.dct,
    }
    found: list[Proposal] = [("rule", anchors.when(token)), ("none", None)]
    for kind, day in days.items():
        found += [(kind, f"{day}"), (f"{kind} to", f"[..{day}]"), (f"{kind} from", f"[{day}..]")]
        found.append((f"{kind} since", f"{day}/.."))
    if governor is not None:
        found.append(("as governor", anchors.when(governor)))
    if time := anchors.own.get(token):
        found.append(("own", time.when))
        if time.when[0] != "[" and "/" not in time.when:
            found += [
                ("own since", f"{time.when}/.."),
                ("own to", f"[..{time.when}]"),
                ("own from", f"[{time.when}..]"),
            ]
    for other in token.sent:
        if other != token and (time := anchors.own.get(other)):
            found.append(("sentence", time.when))
    if token.pos_ == "NOUN":
        said = [("again", anchors.mentions.of(token)), ("standing", anchors.standing.of(token))]
        found += [(kind, when) for kind, when in said if when]
    return [*dict.fromkeys(found)]


def clues(anchors: Anchors, token: Token) -> list[str]:
    """The facts known of an event, whatever its date."""
    event, governor, how = anchors.event_of[token], anchors.governor(token), tense(token)
    realis, dep = anchors.realis(token), verb_of(token).dep_
    said = [
        f"tense {how}",
        f"realis {realis}",
        f"class {event.class_}",
        f"class {event.class_} {realis} {how}",
        f"dep {dep}",
        f"dep {dep} {realis} {how}",
        f"word {token.lemma_.lower()}",
        f"own {token in anchors.own}",
        f"negated {is_negated(token)}",
        f"speaker {anchors.speaker(token) is not None} {how}",
        f"lead {token.sent in anchors.sentences[:3]}",
    ]
    if governor is not None:
        above = f"{anchors.class_of(governor)} {anchors.realis(governor)}"
        said += [f"governor {above}", f"governor {above} {realis} {how}", f"under {governor.lemma_.lower()}"]
    if token.dep_ == "pobj":
        said.append(f"preposition {token.head.lower_}")
    return said
