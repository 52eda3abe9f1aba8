"""CAT's XML, in which MEANTIME, SemEval-2015 Task 4 and ECB+ are distributed: tokens, and annotations over them.

The files state no white space and no offsets. So the text is rebuilt: one sentence a line, one space between two
tokens, and nothing else; a quotation mark that is written as two backquotes stays so. The creation time is the
TIMEX3 with ``functionInDocument="CREATION_TIME"``, which often stands in the text as the dateline.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.formats import tree
from bench.formats.annotated import Annotated, Draft
from bench.formats.parsed import named_files, parsed
from bench.formats.timeml import elements, rules
from bench.formats.tokens import Tokens
from bench.formats.tree import Element
from bench.sdk.model import DCT, EVENT_CLASSES, RELATIONS, Event, Link, Region, Span, Timex

_NUMBER = re.compile(r"[0-9]{1,9}")
_SIGN = re.compile(r"<Document\b[^<>]*>\s*<token\b")
LAST = 5
"""The number of the last sentence that MEANTIME's annotators annotated exhaustively, counted from 0."""
_TYPES = {
    "TIME_DATE": "DATE",
    "TIME_OF_THE_DAY": "TIME",
    "TIME_DURATION": "DURATION",
    "TIME_REPETITION": "SET",
}
"""For each element of ECB+ that marks a time, the type of the timex."""
_EVENT = re.compile(r"EVENT_MENTION|(NEG_)?ACTION_(?P<class>\w+)")
_OTHERS = frozenset(("ENTITY_MENTION", "ENTITY", "EVENT", "SIGNAL", "C-SIGNAL", "VALUE"))
"""The annotations of MEANTIME that are neither times nor mentions of events."""


class _Tokens(Tokens):
    """The tokens of a file, by their ids."""

    def __init__(self) -> None:
        super().__init__()
        self.places: dict[str, int] = {}
        """For each ``t_id`` the place of the token."""
        self.numbers: list[int] = []
        """The number of each sentence, as the file states it."""


def files(path: Path) -> list[Path]:
    """Returns the XML files of a folder in which a file of CAT is, or such a file."""
    return named_files(path, (".xml",), _SIGN.search)


def parse(path: Path) -> Iterator[Annotated]:
    """Yields the document of a file. Raises DataError with all faults of the file."""
    root = tree.read_tree(path)
    draft = Draft(path, path.stem, "")
    if root.name != "Document":
        draft.fault(root.line, f"the root is {root.name!r}, and not CAT's Document", "leave the file out")
        draft.finish()
    tokens = _tokens(root, draft)
    draft.text = tokens.text
    markables = [each for part in root.named("Markables") for each in part.children]
    relations = [each for part in root.named("Relations") for each in part.children]
    creation = _creation(markables, draft)
    _annotations(markables, _classes(markables, relations, draft), tokens, draft)
    names = _Names(markables, creation)
    for each in relations:
        if each.name == "TLINK":
            _link(each, names, draft)
    _ignore(root, markables, tokens, draft)
    yield draft.finish(_day(creation, draft), sentences=tokens.starts)


def _tokens(root: Element, draft: Draft) -> _Tokens:
    found = _Tokens()
    for token in root.named("token"):
        number, name = token.get("sentence"), token.get("t_id")
        if number is None or not _NUMBER.fullmatch(number):
            draft.fault(token.line, f"a token of the sentence {number!r}", "number the sentences from 0")
        elif name is None or name in found.places:
            draft.fault(token.line, f"a token with the t_id {name!r}, which isn't new", "give each its own")
        elif not token.text:
            draft.fault(token.line, "a token without characters", "give it its characters, or remove it")
        else:
            begins = not found.numbers or found.numbers[-1] != int(number)
            if begins:
                found.numbers.append(int(number))
            found.places[name] = found.add(token.text, begins=begins)
    return found


def _creation(markables: Sequence[Element], draft: Draft) -> Element | None:
    found = [each for each in markables if each.get("functionInDocument") == "CREATION_TIME"]
    for each in found[1:]:
        draft.note("creation twice", each.line, "a second creation time; the first is the document's")
    return found[0] if found else None


def _day(creation: Element | None, draft: Draft) -> datetime.date | None:
    if creation is None:
        return None
    day = rules.creation_time(elements.Element(creation.line, creation.attributes))
    if day is None:
        value = creation.get("value")
        draft.note(
            "creation day", creation.line, f"the creation time's value {value!r} states no day; it has none"
        )
    return day


def _classes(markables: Sequence[Element], relations: Sequence[Element], draft: Draft) -> Mapping[str, str]:
    """Returns the class of each mention of an event, by its id: that of the EVENT that it refers to."""
    of_events = {each.get("m_id"): each.get("class") for each in markables if each.name == "EVENT"}
    stated: dict[str, str] = {}
    for relation in relations:
        if relation.name != "REFERS_TO":
            continue
        classes = {of_events.get(each.get("m_id")) for each in relation.named("target")} - {None}
        for mention in relation.named("source"):
            for class_ in sorted(filter(None, classes)):
                first = stated.setdefault(mention.get("m_id") or "", class_)
                if first != class_:
                    message = f"a mention of events of the classes {first!r} and {class_!r}; the first is kept"
                    draft.note("two classes", relation.line, message)
    return stated


def _annotations(markables: Sequence[Element], classes: Mapping[str, str], tokens: _Tokens, draft: Draft) -> None:
    for each in markables:
        event = _EVENT.fullmatch(each.name)
        type_ = _TYPES.get(each.name, each.get("type"))
        if event is None and each.name != "TIMEX3" and each.name not in _TYPES:
            if each.name not in _OTHERS:
                draft.note(
                    f"element {each.name}", each.line, f"{each.name} is no time and no event; it isn't read"
                )
            continue
        span = _span(each, tokens, draft)
        if span is None:
            continue
        name = each.get("m_id")
        if event is None:
            draft.add(Timex(*span, type_, each.get("value"), each.get("mod"), id=name), each.line)
            continue
        class_ = event["class"] or classes.get(name or "") or each.get("class")
        if class_ is not None and class_ not in EVENT_CLASSES:
            draft.note("event class", each.line, f"the class {class_!r} is none of TimeML's; it is kept as it is")
        tense, aspect = each.get("tense"), each.get("aspect")
        draft.add(Event(*span, class_, id=name, tense=tense, aspect=aspect), each.line)


def _span(mark: Element, tokens: _Tokens, draft: Draft) -> Span | None:
    """Returns the span from the first to the last token of an annotation; None if it has no tokens."""
    named = [(each.line, each.get("t_id")) for each in mark.named("token_anchor")]
    if not named:
        if mark.name == "TIMEX3":
            message = (
                "a TIMEX3 of no tokens; it isn't read, and neither are links to it, unless it is the creation time"
            )
            draft.note("empty TIMEX3", mark.line, message)
        elif mark.name == "EVENT_MENTION":
            draft.note("empty EVENT_MENTION", mark.line, "an EVENT_MENTION of no tokens; it isn't read")
        return None
    for line, name in named:
        if name not in tokens.places:
            draft.fault(line, f"there is no token {name!r}", "name a token by its t_id")
    places = sorted({tokens.places[name] for _, name in named if name in tokens.places})
    if not places:
        return None
    if places[-1] - places[0] >= len(places):
        message = f"{mark.name} of tokens with others between them; it is read from its first token to its last"
        draft.note(f"gap {mark.name}", mark.line, message)
    return tokens.span(places[0], places[-1])


class _Names:
    """The ids of a file's annotations, as the ends of links."""

    def __init__(self, markables: Sequence[Element], creation: Element | None) -> None:
        self._known = {each.get("m_id"): each for each in markables}
        self._creation = creation

    def end(self, name: str | None) -> tuple[str, str]:
        """Returns the end of a link that an id stands for, and "". If there is none, returns "" and the reason."""
        found = self._known.get(name)
        if name is None or found is None:
            return "", f"{name!r}, which isn't in the file"
        if found is self._creation:
            return DCT, ""
        if found.name != "TIMEX3" and found.name not in _TYPES and not _EVENT.fullmatch(found.name):
            return "", f"the {found.name} {name!r}, which is no time and no mention of an event"
        if found.first("token_anchor") is None:
            return "", f"the {found.name} {name!r}, which has no tokens"
        return name, ""


def _link(link: Element, names: _Names, draft: Draft) -> None:
    relation = link.get("reltype") or link.get("relType")
    sources, targets = ([each.get("m_id") for each in link.named(side)] for side in ("source", "target"))
    if len(sources) != 1 or len(targets) != 1:
        draft.note("TLINK ends", link.line, "a TLINK without one source and one target; it is left out")
        return
    if relation is None:
        draft.note("TLINK relation", link.line, "a TLINK without a relation; it is left out")
        return
    (source, no_source), (target, no_target) = names.end(sources[0]), names.end(targets[0])
    if no_source or no_target:
        draft.note("TLINK end", link.line, f"a TLINK with the end {no_source or no_target}; it is left out")
        return
    if relation not in RELATIONS:
        draft.note("relation", link.line, f"{relation!r} is no relation of TimeML; tlink.plain alone compares it")
    draft.add(Link(source, target, relation), link.line)


def _ignore(root: Element, markables: Sequence[Element], tokens: _Tokens, draft: Draft) -> None:
    """Marks the part of a MEANTIME document that isn't annotated exhaustively as a region to be ignored.

    MEANTIME is known by its language and its address at Wikinews, and by TIMEX3 in the first sentences alone.
    The files don't say that only those were annotated; the corpus's annotation guidelines do (NWR-2014-2-2).
    """
    address = root.get("url") or ""
    start = next((at for number, at in zip(tokens.numbers, tokens.sentences, strict=True) if number > LAST), None)
    if start is None or root.get("lang") is None or "wikinews.org/" not in address:
        return
    times = (each for mark in markables if mark.name == "TIMEX3" for each in mark.named("token_anchor"))
    if any(
        tokens.spans[tokens.places[name]][0] >= start
        for each in times
        if (name := each.get("t_id")) in tokens.places
    ):
        return
    draft.add(Region(start, len(draft.text)))
    message = f"this is MEANTIME, annotated exhaustively up to sentence {LAST}; the rest of the text is ignored"
    draft.note("MEANTIME", root.line, message)


FORMAT = parsed(
    files=files,
    parse=parse,
    name="cat",
    title="CAT's XML",
    sign="*.xml",
    order=300,
    tried_on="MEANTIME (English: apple and airbus) and SemEval-2015 Task 4 (trial and corpus 1)",
)
