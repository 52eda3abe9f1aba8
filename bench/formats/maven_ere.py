"""MAVEN-ERE: a document of tokens a line, with events, times and temporal relations (Wang et al. 2022).

An event is a set of mentions. Each mention is read as an event; a relation of two sets is one of their first
mentions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from bench.formats.annotated import Annotated, Draft
from bench.formats.parsed import named_files, parsed
from bench.formats.token_lines import ENDINGS, add_event, documents, span_of, tokens_of
from bench.sdk.model import RELATIONS, TIMEX_TYPES, Link, Span, Timex

_SIGN = re.compile(r'\s*\{(?=.*"tokens"\s*:\s*\[\s*\[).*"(title|sentences|events|TIMEX|temporal_relations)"\s*:')


class _Mention(msgspec.Struct):
    id: str
    sent_id: int
    offset: tuple[int, int]
    """The first token in the sentence, and the one after the last."""
    type: str | None = None


class _Event(msgspec.Struct):
    id: str
    mention: list[_Mention]
    type: str | None = None


class _Document(msgspec.Struct):
    id: str
    tokens: list[list[str]]
    events: list[_Event] = []
    event_mentions: list[_Mention] = []
    """The mentions in the part for tests, which states no sets and no relations."""
    times: list[_Mention] = msgspec.field(default_factory=list, name="TIMEX")
    temporal_relations: dict[str, list[tuple[str, str]]] = {}


def files(path: Path) -> list[Path]:
    """Returns the files of MAVEN-ERE in a folder, or such a file."""
    return named_files(path, ENDINGS, _SIGN.match)


def parse(path: Path) -> Iterator[Annotated]:
    """Yields the documents of a file. Raises DataError with the faults of all lines."""
    return documents(path, _Document, _read)


def _read(found: _Document, begin: Callable[[str], Draft], line: int) -> Annotated:
    draft = begin(found.id)
    tokens, firsts = tokens_of(found.tokens, draft, line)

    def span(mention: _Mention) -> Span | None:
        start, end = mention.offset
        within = 0 <= mention.sent_id < len(firsts) and 0 <= start < end <= len(found.tokens[mention.sent_id])
        if not within:
            message = (
                f"{mention.id!r} has the tokens {start}–{end} of sentence {mention.sent_id}, which aren't there"
            )
            draft.fault(line, message, "count sentences and tokens from 0, end exclusive")
            return None
        first = firsts[mention.sent_id]
        return span_of(tokens, first + start, first + end - 1, draft, line)

    ends: dict[str, str] = {}
    for event in found.events:
        for mention in event.mention:
            ends.setdefault(event.id, mention.id)
            ends.setdefault(mention.id, mention.id)
            if (place := span(mention)) is not None:
                add_event(draft, line, place, event.type, mention.id)
    for mention in found.event_mentions:
        if (place := span(mention)) is not None:
            add_event(draft, line, place, mention.type, mention.id)
    for time in found.times:
        ends.setdefault(time.id, time.id)
        if time.type and time.type not in TIMEX_TYPES:
            draft.note("timex type", line, f"the type {time.type!r} is none of TimeML's; it is kept as it is")
        if (place := span(time)) is not None:
            draft.add(Timex(*place, time.type or None, id=time.id), line)
    for word, pairs in found.temporal_relations.items():
        for source, target in pairs:
            _link(source, target, "INCLUDES" if word == "CONTAINS" else word, ends, draft, line)
    return draft.finish(sentences=tokens.starts)


def _link(source: str, target: str, relation: str, ends: dict[str, str], draft: Draft, line: int) -> None:
    missing = [end for end in (source, target) if end not in ends]
    if missing:
        draft.note("end", line, f"a relation of {missing[0]!r}, which isn't in the document; it is left out")
        return
    if relation not in RELATIONS:
        draft.note("relation", line, f"{relation!r} is no relation of TimeML; tlink.plain alone compares it")
    draft.add(Link(ends[source], ends[target], relation), line)


FORMAT = parsed(
    files=files,
    parse=parse,
    name="maven-ere",
    title="MAVEN-ERE",
    sign=" or ".join(f"*{each}" for each in ENDINGS),
    order=370,
)
