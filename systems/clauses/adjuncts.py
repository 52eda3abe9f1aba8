"""The `when` of an event by what stands with it: clauses of "when", "since" and "after", subjects, objects."""

from __future__ import annotations

import calendar
import datetime
from typing import TYPE_CHECKING

from spacy.tokens import Token

from .edtf import COARSE, ISO, ONE
from .tree import is_predicate, tense, verb_of
from .words import ATTENDING, IMPOSED, PLACING, SHOWING, STARTING, WARS

if TYPE_CHECKING:
    from systems.anchoring import Time

    from .anchors import Anchors

INTENDING = ("plan", "intend", "aim", "seek", "prepare")
UNITS = ("minute", "hour", "day", "week", "month", "year")
NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
           "nine": 9, "ten": 10, "eleven": 11, "twelve": 12}  # fmt: skip
DAY = datetime.timedelta(days=1)


def ahead(anchors: Anchors, token: Token, time: Time) -> str | None:
    """The coming Monday or October, for a past one that is said of a plan."""
    word = anchors.words[time.last].lower.capitalize()
    if time.stretch is None or time.stretch[1] >= anchors.main or tense(token) == "past":
        return None
    if word in calendar.day_name and ISO.fullmatch(time.when) and time.stretch[0] > anchors.main - 7 * DAY:
        return (time.stretch[0] + 7 * DAY).isoformat()
    if word in calendar.month_name and COARSE.fullmatch(time.when) and len(time.when) == len("2023-10"):
        return f"{anchors.main.year + (time.stretch[0].month < anchors.main.month)}{time.when[4:]}"
    return None


def placed(anchors: Anchors, token: Token) -> str | None:
    """The `when` of the subject of "came", "follows" or "marks", where that is an event with a time."""
    if token.lemma_.lower() not in PLACING or anchors.realis(token) != "ACTUAL":
        return None
    for child in token.children:
        order = anchors.order[token.sent.root]
        if child.dep_ == "nsubj" and child.lower_ in ("it", "this", "that") and order > 0:
            return anchors.when(anchors.sentences[order - 1].root)
        if child.dep_ == "nsubj" and anchors.is_event(child) and child.pos_ == "NOUN":
            return anchors.stays.of(child) or anchors.noun(child, None)
    return None


def told_first(verb: Token) -> bool:
    """Returns whether a verb tells news whose source follows, without quotes: the two met, officials said."""
    root = verb.sent.root
    quoted = any(each.is_quote for each in verb.sent)
    return verb.dep_ == "ccomp" and verb.head == root and verb.i < root.i and not quoted


def told_of(anchors: Anchors, verb: Token) -> str | None:
    """The date of the noun before a relative clause that tells what it did, or what was said at it."""
    noun = verb.head
    subject = any(each.dep_ in ("nsubj", "nsubjpass") and each.tag_ in ("WDT", "WP") for each in verb.children)
    at_it = any(each.tag_ == "WDT" for prep in verb.children if prep.dep_ == "prep" for each in prep.children)
    if anchors.realis(noun) != "ACTUAL" or not (subject or at_it):
        return None
    if noun in anchors.own or at_it:
        found = anchors.when(noun)
        return found if found and ONE.fullmatch(found) else None
    return anchors.mentions.of(noun)


def reckoned(verb: Token, when: str) -> str | None:
    """The date of what stands in a clause of "two weeks after", from that of the main clause."""
    start = when.removeprefix("[..").removesuffix("]").partition("/")[0]
    length = next(
        (each for each in verb.subtree if each.dep_ == "npadvmod" and each.lemma_.lower() in UNITS), None
    )
    if length is None or not ONE.fullmatch(start):
        return None
    unit = length.lemma_.lower()
    if unit in ("hour", "minute"):
        return start
    said = next((each.lower_ for each in length.children if each.dep_ in ("nummod", "det")), "")
    number = int(said) if said.isdigit() else NUMBERS.get(said)
    if number is None:
        return f"[..{start}]"
    if unit == "year":
        return f"{int(start[:4]) - number:04}"
    if unit == "month" and len(start) > len("2023"):
        months = int(start[:4]) * 12 + int(start[5:7]) - 1 - number
        return f"{months // 12:04}-{months % 12 + 1:02}"
    if unit in ("day", "week") and ISO.fullmatch(start):
        return (datetime.date.fromisoformat(start) - number * (7 if unit == "week" else 1) * DAY).isoformat()
    return f"[..{start}]"


def following(anchors: Anchors, token: Token, governor: Token | None) -> str | None:
    """The `when` of what is to happen after a visit, or some days after what a clause of "before" hangs on."""
    verb = verb_of(token)
    for prep in verb.children:
        if prep.dep_ == "prep" and prep.lower_ == "after":
            for noun in prep.children:
                if (lasts := anchors.stays.of(noun)) and lasts.partition("/")[2] >= anchors.main.isoformat():
                    return f"[{lasts.partition('/')[2]}..]"
    if governor is None or verb.dep_ != "advcl" or not any(each.lower_ == "before" for each in verb.children):
        return None
    start = anchors.when(governor)
    length = next(
        (each for each in verb.subtree if each.dep_ == "npadvmod" and each.lemma_.lower() == "day"), None
    )
    if length is None or start is None or not ISO.fullmatch(start):
        return None
    said = next((each.lower_ for each in length.children if each.dep_ in ("nummod", "det")), "")
    number = NUMBERS.get(said)
    return (datetime.date.fromisoformat(start) + number * DAY).isoformat() if number else None


def begun(anchors: Anchors, token: Token, governor: Token) -> str | None:
    """The `when` of what has been so since a date: tensions have been high since 2022, to begin in April."""
    subject = token.dep_ in ("nsubj", "nsubjpass")
    imposed = token.dep_ == "dobj" and token.lemma_.lower() in IMPOSED | WARS
    if (subject and anchors.class_of(token) != "REPORTING") or imposed:
        found = anchors.when(governor) if anchors.realis(governor) == "ACTUAL" else None
        if found and found.endswith("/.."):
            return found
    for verb in (governor, *(child for child in governor.children if child.dep_ == "xcomp")):
        time = anchors.own.get(verb)
        if subject and verb.lemma_.lower() in STARTING and anchors.realis(verb) == "PLANNED" and time:
            return f"{time.when}/.." if ONE.fullmatch(time.when) else None
    return None


def preceded(anchors: Anchors, verb: Token) -> str | None:
    """The date of what happened before an event with a date: days before the invasion of that month."""
    for prep in verb.children:
        if prep.dep_ != "prep" or prep.lower_ not in ("before", "after"):
            continue
        for noun in prep.children:
            when = anchors.when(noun) if noun.dep_ == "pobj" and anchors.is_event(noun) else None
            near = any(each.lemma_.lower() in ("hour", "day") for each in prep.children if each.dep_ == "npadvmod")
            if when and near and COARSE.fullmatch(when):
                return when
            if when and ONE.fullmatch(when) and prep.lower_ == "before" and when < anchors.main.isoformat():
                return f"[..{when}]"
    return None


def attended(anchors: Anchors, token: Token, how: str) -> str | None:
    """The `when` of what one attends or hosts, if it has a time of its own."""
    if how == "noun" or token.lemma_.lower() not in ATTENDING:
        return None
    for child in token.subtree:
        if child.pos_ == "NOUN" and child.head in (token, *token.children) and child in anchors.own:
            return anchors.when(child)
    return None


def when_clause(anchors: Anchors, verb: Token) -> str | None:
    """The date of a clause of "when" under a verb: the war began when the army attacked in May."""
    for child in verb.children:
        timely = child.dep_ == "advcl" and any(each.lower_ == "when" for each in child.children)
        if timely and child in anchors.own and ONE.fullmatch(anchors.own[child].when):
            return anchors.own[child].when
    return None


def since_event(anchors: Anchors, verb: Token) -> str | None:
    """The date of the event since which something has been so: since the two met in July."""
    for child in verb.children:
        clause = child.dep_ == "advcl" and any(each.lower_ == "since" for each in child.children)
        below = [child] if clause else []
        if child.dep_ == "advmod" and child.lower_ == "since":
            return _mentioned_before(anchors, verb)
        if child.dep_ in ("prep", "mark") and child.lower_ == "since":
            if child.i + 1 < len(child.doc) and child.nbor(1).lower_ == "then":
                return _mentioned_before(anchors, verb)
            below = [each for each in child.children if each.dep_ == "pobj"]
        for each in below:
            if each in anchors.own and ONE.fullmatch(anchors.own[each].when):
                return anchors.own[each].when
    return None


def _mentioned_before(anchors: Anchors, verb: Token) -> str | None:
    """The date mentioned last before a verb, in its sentence or the one before."""
    order, start = anchors.order, anchors.parse.start
    near = [
        time.when
        for each, time in sorted(anchors.own.items(), key=lambda pair: start(pair[0]))
        if start(each) < start(verb) and order[verb.sent.root] - order[each.sent.root] <= 1
    ]
    return near[-1] if near and ONE.fullmatch(near[-1]) else None


def backshifted(token: Token, class_: str) -> bool:
    """Returns whether the past of what someone said means that it held then.

    Such as: said that it was needed, was shifting.
    """
    verb = verb_of(token)
    if verb.dep_ not in ("ccomp", "conj") or verb.sent.root.tag_ not in ("VBD", "VBN"):
        return False
    being = any(each.lower_ in ("was", "were") for each in (verb, *verb.children))
    return (
        (being and verb.tag_ == "VBG")
        or is_predicate(token)
        or class_ in ("STATE", "I_STATE")
        or token.lemma_.lower() in (*INTENDING, *SHOWING)
    )
