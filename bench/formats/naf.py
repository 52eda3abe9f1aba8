"""NAF, the annotation format of NewsReader's pipelines: raw text, tokens with offsets, and layers over them.

The text is that of ``raw``. Time expressions are the ``timex3`` with a span, events are the mentions of
``coref`` elements of the type "event" and the predicates that a ``tlink`` names, links are the ``tlink``.
Source of the format: Fokkens et al. 2014, NAF and GAF.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from pathlib import Path

from bench.errors import DataError
from bench.formats import tree
from bench.formats.annotated import Annotated, Draft
from bench.formats.parsed import named_files, parsed
from bench.formats.timeml import elements, rules
from bench.formats.tokens import Tokens
from bench.formats.tree import Element
from bench.sdk.model import DCT, RELATIONS, Event, Link, Span, Timex

_SIGN = re.compile(r"<NAF[\s>]")
_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(slots=True)
class _Text:
    """The text of a file, and the words by their ids."""

    text: str = ""
    words: dict[str, int] = field(default_factory=dict)
    """For each id of a ``wf`` its place in `spans`."""
    spans: list[Span] = field(default_factory=list)
    sentences: tuple[int, ...] | None = None
    terms: dict[str, list[str]] = field(default_factory=dict)
    """For each id of a ``term`` the ids of its words."""


def files(path: Path) -> list[Path]:
    """Returns the NAF files of a folder, or such a file."""
    return named_files(path, (".naf", ".xml"), _SIGN.search)


def parse(path: Path) -> Iterator[Annotated]:
    """Yields the document of a file. Raises DataError with all faults of the file."""
    root = tree.read_tree(path)
    draft = Draft(path, path.stem, "")
    if root.name != "NAF":
        draft.fault(root.line, f"the root is {root.name!r}, and not NAF", "leave the file out")
        draft.finish()
    text = _read_text(root, draft)
    draft.text = text.text
    if draft.faults:
        raise DataError(draft.faults)
    creation = next((t for t in root.every("timex3") if t.get("functionInDocument") == "CREATION_TIME"), None)
    ends = _timexes(root, text, creation, draft)
    ends |= _events(root, text, draft)
    for tlink in root.every("tlink"):
        _link(tlink, ends, draft)
    yield draft.finish(_day(root, creation), sentences=text.sentences)


def _read_text(root: Element, draft: Draft) -> _Text:
    raw = root.first("raw")
    words = list(root.every("wf"))
    found = _Text()
    for word in words:
        name = word.get("id")
        if name is None or name in found.words:
            draft.fault(word.line, f"a wf with the id {name!r}, which isn't new", "give each its own")
        else:
            found.words[name] = len(found.words)
    if draft.faults:
        return found
    if raw is None:
        _rebuild(found, words, draft, root.line)
    else:
        found.text = raw.text
        _place(found, words, draft)
        _split(found, words)
    for term in root.every("term"):
        targets = [each.get("id") or "" for span in term.named("span") for each in span.named("target")]
        found.terms[term.get("id") or ""] = targets
    return found


def _rebuild(found: _Text, words: list[Element], draft: Draft, line: int) -> None:
    """Makes the text of the words: one sentence a line, one space between two words."""
    tokens = Tokens()
    sentence: str | None = None
    for word in words:
        tokens.add(word.text, begins=word.get("sent") != sentence)
        sentence = word.get("sent")
    found.text, found.spans, found.sentences = tokens.text, tokens.spans, tokens.starts
    draft.note("no raw", line, "it has no raw text; the text is rebuilt from the words, one sentence a line")


def _place(found: _Text, words: list[Element], draft: Draft) -> None:
    """Gives each word its span in the raw text. The offsets may count code points, or units of UTF-16."""
    stated = [(word, *_numbers(word, draft)) for word in words]
    if draft.faults:
        return
    text = found.text
    units = [0, *accumulate(2 if ord(each) > 0xFFFF else 1 for each in text)]
    points = {unit: at for at, unit in enumerate(units)}
    readings = [
        [(offset, offset + length) for _, offset, length in stated],
        [(points.get(offset, -1), points.get(offset + length, -1)) for _, offset, length in stated],
    ]
    wrong = [
        [word for (word, _, _), (start, end) in zip(stated, reading, strict=True) if text[start:end] != word.text]
        for reading in readings
    ]
    of_units = len(wrong[1]) < len(wrong[0])
    found.spans = readings[of_units]
    if of_units:
        draft.note("UTF-16", words[0].line, "its offsets count units of UTF-16; they are read so")
    for word in wrong[of_units]:
        if len(wrong[of_units]) * 2 > len(words):
            draft.fault(word.line, f"{word.text!r:.40} doesn't stand at its offset in raw", "mend the offsets")
        else:
            draft.note("another word", word.line, f"{word.text!r:.40} is another word at its offset in raw")
    for word, (start, end) in zip(words, found.spans, strict=True):
        if not 0 <= start < end <= len(text):
            draft.fault(word.line, f"the offset of {word.text!r:.40} lies outside of raw", "mend the offsets")


def _numbers(word: Element, draft: Draft) -> tuple[int, int]:
    offset, length = word.get("offset") or "", word.get("length") or str(len(word.text))
    if not _NUMBER.fullmatch(offset) or not _NUMBER.fullmatch(length):
        draft.fault(word.line, f"a wf with the offset {offset!r:.20} and the length {length!r:.20}", "state both")
        return 0, 0
    return int(offset), int(length)


def _split(found: _Text, words: list[Element]) -> None:
    """States the sentences, if each word names its own and their offsets rise."""
    starts = [0]
    for (before, word), (start, _) in zip(pairwise(words), found.spans[1:], strict=False):
        if word.get("sent") != before.get("sent"):
            starts.append(start)
    rising = all(first < second for first, second in pairwise(starts)) and starts[-1] < len(found.text)
    if rising and all(word.get("sent") for word in words):
        found.sentences = tuple(starts)


def _span(span: Element, text: _Text, draft: Draft) -> Span | None:
    """Returns the span from the first to the last word of an element; None if it names no word of the file."""
    names = [each.get("id") or "" for each in span.named("target")]
    unknown = [name for name in names if name not in text.words and name not in text.terms]
    words = [word for name in names for word in text.terms.get(name, [name])]
    places = sorted({text.words[word] for word in words if word in text.words})
    if unknown or not places:
        message = f"a span of {unknown[0]!r}, which isn't in the file" if unknown else "a span of no words"
        draft.note("span", span.line, f"{message}; the annotation is left out")
        return None
    if places[-1] - places[0] >= len(places):
        draft.note("gap", span.line, "a span with other words between its own; it is read from first to last")
    return text.spans[places[0]][0], text.spans[places[-1]][1]


def _timexes(root: Element, text: _Text, creation: Element | None, draft: Draft) -> dict[str, str]:
    """Adds the time expressions. Returns their names as ends of links, by their ids."""
    ends: dict[str, str] = {}
    for each in root.every("timex3"):
        name, marked = each.get("id"), each.first("span")
        if each is creation and name:
            ends[name] = DCT
        if marked is None or not marked.children:
            if each is not creation:
                message = "a timex3 of no words; it isn't read, and neither are links to it"
                draft.note("empty timex3", each.line, message)
            continue
        span = _span(marked, text, draft)
        if span is not None:
            draft.add(Timex(*span, each.get("type"), each.get("value"), each.get("mod"), id=name), each.line)
            if name:
                ends.setdefault(name, name)
    return ends


def _events(root: Element, text: _Text, draft: Draft) -> Mapping[str, str]:
    """Adds the events: mentions of coreferent events, and predicates that a link names. Returns ends of links.

    A link to a set of mentions is one to its first. A predicate over the very words of a mention is that mention.
    """
    ends: dict[str, str] = {}
    at: dict[Span, str] = {}
    for coref in root.every("coref"):
        if coref.get("type") != "event":
            continue
        for number, marked in enumerate(coref.named("span"), 1):
            span = _span(marked, text, draft)
            if span is None:
                continue
            chain = coref.get("id") or f"coref {coref.line}"
            name = chain if number == 1 else f"{chain} ({number})"
            draft.add(Event(*span, id=name), marked.line)
            ends.setdefault(chain, name)
            at.setdefault(span, name)
    linked = {each.get(side) for each in root.every("tlink") for side in ("from", "to")}
    for predicate in root.every("predicate"):
        own, covers = predicate.get("id"), predicate.first("span")
        if own is None or own not in linked or covers is None:
            continue
        span = _span(covers, text, draft)
        if span is None:
            continue
        if span not in at:
            draft.add(Event(*span, id=own), predicate.line)
            at[span] = own
        ends[own] = at[span]
    return ends


def _link(tlink: Element, ends: Mapping[str, str], draft: Draft) -> None:
    relation = tlink.get("relType")
    if relation is None:
        draft.note("tlink relation", tlink.line, "a tlink without relType; it is left out")
        return
    missing = [each for each in (tlink.get("from"), tlink.get("to")) if each is None or each not in ends]
    if missing:
        draft.note(
            "tlink end", tlink.line, f"a tlink with the end {missing[0]!r}, which isn't read; it is left out"
        )
        return
    if relation not in RELATIONS:
        draft.note("relation", tlink.line, f"{relation!r} is no relation of TimeML; tlink.plain alone compares it")
    draft.add(Link(ends[tlink.attributes["from"]], ends[tlink.attributes["to"]], relation), tlink.line)


def _day(root: Element, creation: Element | None) -> datetime.date | None:
    """Returns the day or the time stamp of the creation time, else that of the header's file description."""
    header = next(root.every("fileDesc"), None)
    stated = [("value", creation), ("creationtime", header)]
    for attribute, element in stated:
        if element is not None and (value := element.get(attribute)):
            return rules.creation_time(elements.Element(element.line, {"value": value}))
    return None


FORMAT = parsed(
    files=files,
    parse=parse,
    name="naf",
    title="NAF",
    sign="*.naf or *.xml",
    order=360,
)
