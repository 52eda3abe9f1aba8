"""The rules that annotations must follow, each written once for files, objects in memory and answers of systems.

The functions take plain values and yield `Problem`s. The caller adds where the problem is: a file and a line, a
system's answer, or a path such as ``$.d.timexes[3].end``. For speed, some rules also have a predicate (`fits`,
`joins`, `distinct`, `answers_given`).

::

    span         0 ≤ start < end ≤ length of the text; stated words are those at the offsets
    ids          an id stands for one annotation of a document; "dct" is the document creation time's
    link         both ends are annotations of the document, or "dct"; the relation is one of TimeML's
    mention      it names a document and an event of this document
    given span   an answer is for a given span, and no span has two answers
    word         type, mod, class, realis and relation are TimeML's (or gold's own, in memory)
    value        a value is TIMEX3; that of a DURATION is a length, and that of a DATE or TIME isn't
    newest value it is TIMEX3 and not the value, and stands in a document of a thread
    confidence   a probability is a number from 0 to 1, those of a timex sum to 1 at most, and its values differ
    readings     a timex has no readings, or at least two different ones, of which the first is its value
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bench.sdk.model import (
    DCT,
    EVENT_CLASSES,
    KINDS,
    MODS,
    REALIS,
    RELATIONS,
    TIMEX_TYPES,
    Alternative,
    Event,
    Reading,
    Region,
    Span,
    Timex,
)
from bench.temporal import timex3

VOCABULARY: Mapping[str, Sequence[str]] = {
    "type": TIMEX_TYPES,
    "kind": KINDS,
    "mod": MODS,
    "class": EVENT_CLASSES,
    "realis": REALIS,
    "relation": RELATIONS,
}
"""For each field the words that it may contain."""
LOCATED = ("timexes", "events")
"""The layers that unlocated annotations may belong to."""
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Problem:
    """A broken rule: what is wrong and how to mend it, but not in which file."""

    message: str
    """The fault in words."""
    remedy: str
    """The way to mend it, in words."""
    field: str = ""
    """The field at fault; empty if it is the whole annotation."""


def fits(start: int, end: int, words: str, text: str) -> bool:
    """Returns whether a span lies within a text and, unless ``words`` is empty, covers exactly these words."""
    return 0 <= start < end <= len(text) and (not words or text[start:end] == words)


def all_fit(annotations: Iterable[Timex | Event | Region], text: str) -> bool:
    """Returns whether `fits` holds for each annotation; to call it for each one takes several times longer."""
    length = len(text)
    return not [
        each
        for each in annotations
        if not 0 <= (start := each.start) < (end := each.end) <= length
        or ((words := each.text) != text[start:end] and words)
    ]


def check_span(start: int, end: int, words: str, text: str) -> Iterator[Problem]:
    """Yields a problem if a span doesn't lie within a text, or doesn't cover the stated words.

    ``words`` are the stated words; empty if none are stated.
    """
    if fits(start, end, words, text):
        return
    if not 0 <= start < end <= len(text):
        yield Problem(
            f"the span {start}–{end} doesn't lie within the text's {len(text)} characters",
            "count code points from 0, end exclusive",
            "end" if 0 <= start < len(text) else "start",
        )
        return
    places = [found.start() for found in re.finditer(re.escape(words), text)]
    where = f"it stands at {', '.join(map(str, places[:5]))}" if places else "it occurs nowhere in the document"
    yield Problem(
        f"{start}–{end} covers {text[start:end]!r}, not {words!r}", f"mend the offsets ({where})", "text"
    )


def check_sentences(starts: Sequence[int] | None, text: str) -> Iterator[Problem]:
    """Yields a problem if the stated starts of sentences aren't rising offsets within the text, the first 0."""
    if starts is None:
        return
    rising = bool(starts) and starts[0] == 0 and list(starts) == sorted(set(starts))
    if not rising or starts[-1] >= max(1, len(text)):
        message = "sentences must be rising offsets within the text, the first 0"
        yield Problem(message, "mend the list", "sentences")


def check_word(
    field: str, value: str | None, *, optional: bool = True, more: Collection[str] = ()
) -> Iterator[Problem]:
    """Yields a problem if the value of a field is neither one of its words in `VOCABULARY` nor in ``more``.

    With ``optional``, the value may also be None.
    """
    if value is None and optional:
        return
    allowed = VOCABULARY[field]
    if value not in allowed and value not in more:
        yield Problem(f"{field} {value!r} is none of the scheme's", f"use one of {', '.join(allowed)}", field)


def check_value(value: str) -> Iterator[Problem]:
    """Yields a problem if a value isn't TIMEX3."""
    try:
        timex3.parse(value)
    except ValueError as error:
        remedy = "use a TIMEX3 value such as 2023-09-18, 2023-W38, P4D or PAST_REF"
        yield Problem(f"value {value!r}: {error}", remedy, "value")


def check_length(type_: str | None, value: str) -> Iterator[Problem]:
    """Yields a problem if the value of a DURATION isn't a length, or that of a DATE or TIME is one."""
    length = value.startswith("P") and not value.endswith("_REF")
    if type_ == "DURATION" and not length:
        yield Problem(f"a DURATION with value {value!r}", "a length begins with P, such as P4D or PXD", "value")
    if type_ in ("DATE", "TIME") and length:
        yield Problem(f"a {type_} with value {value!r}", "a length is a DURATION", "value")


def reads(value: str | None, readings: Sequence[Reading] | None) -> bool:
    """Returns whether a timex has no readings, or at least two different ones, of which the first is its value."""
    return readings is None or next(check_readings(value, readings), None) is None


def check_readings(value: str | None, readings: Sequence[Reading]) -> Iterator[Problem]:
    """Yields a problem for each rule that a timex's readings break.

    There must be at least two readings, all different, and the first must be the timex's value.
    """
    if len(readings) < 2:
        remedy = "leave values out where one reading is right, or state two or more"
        yield Problem(f"values has {'one reading' if readings else 'no readings'}", remedy, "values")
    stated = [reading.value for reading in readings]
    for repeated in dict.fromkeys(each for each in stated if stated.count(each) > 1):
        yield Problem(f"values has {repeated!r} more than once", "state each reading once", "values")
    if readings and stated[0] != value:
        message = f"value is {value!r}, but the first of values is {stated[0]!r}"
        yield Problem(message, "make the two equal: the first reading is the value", "values")


MOST = 1 + 1e-6
"""The largest sum of the probabilities of a timex; numbers that were rounded may be a little over 1."""


def check_confidence(
    value: str | None, confidence: Any, alternatives: Sequence[Alternative] | None
) -> Iterator[Problem]:
    """Yields a problem for each rule that a prediction's confidence and alternatives break.

    A probability is a number from 0 to 1. The values are different, there is a chosen one if anything is stated of
    it, and the probabilities of all together are at most 1.
    """
    if confidence is None and not alternatives:
        return
    others = alternatives or ()
    if value is None:
        message = "confidence or alternatives, but no value"
        yield Problem(message, "state the value that is chosen, or leave them out", "value")
    stated = [("confidence", confidence), *(("alternatives", each.probability) for each in others)]
    numbers = []
    for field, number in stated:
        if number is None:
            continue
        if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 1:
            noun = "confidence" if field == "confidence" else "the probability of an alternative"
            yield Problem(f"{noun} {number!r:.40} is no probability", "give a number from 0 to 1", field)
        else:
            numbers.append(number)
    if len(numbers) == sum(number is not None for _, number in stated) and sum(numbers) > MOST:
        message = f"the probabilities of the values sum to {sum(numbers):.4g}"
        yield Problem(message, "they are of one expression; make them 1 or less together", "alternatives")
    values = [value, *(each.value for each in others)]
    for repeated in dict.fromkeys(each for each in values if each is not None and values.count(each) > 1):
        yield Problem(f"alternatives has {repeated!r} more than once", "state each value once", "alternatives")
    if any(each.value == "" for each in others):
        yield Problem("an alternative has an empty value", "leave it out", "alternatives")


def sure(timexes: Iterable[Any]) -> bool:
    """Returns whether the confidence and the alternatives of all timexes follow the rules (`check_confidence`)."""
    return all(
        (each.confidence is None and not each.alternatives)
        or next(check_confidence(each.value, each.confidence, each.alternatives), None) is None
        for each in timexes
    )


def check_policies(type_: str | None, readings: Sequence[Reading]) -> Iterator[Problem]:
    """Yields a problem for each reading without a policy, or with a value that isn't TIMEX3 or of another type.

    The value of the first reading isn't checked here: it is the timex's own value.
    """
    for number, reading in enumerate(readings):
        if not reading.policy.strip():
            remedy = 'say in its policy how a reader comes to it, such as "the coming one"'
            yield Problem(f"the reading {reading.value!r} has no policy", remedy, "values")
        if number:
            yield from list(check_value(reading.value)) or check_length(type_, reading.value)


def check_newest_value(type_: str | None, value: str | None, newest: str, *, threaded: bool) -> Iterator[Problem]:
    """Yields a problem for each rule that a timex's ``newest_value`` breaks.

    It is the value that the words would have in the newest message of the thread. It must be TIMEX3, fit the
    timex's type and differ from its value, and the document must belong to a thread.
    """
    if newest == value:
        message, remedy = f"newest_value {newest!r} is the value", "leave it out where the two are the same"
        yield Problem(message, remedy, "newest_value")
    if not threaded:
        message = "newest_value, but the document has no thread"
        yield Problem(message, "name the document's thread in documents.jsonl, or leave it out", "newest_value")
    for problem in list(check_value(newest)) or check_length(type_, newest):
        yield Problem(f"newest_value: {problem.message}", problem.remedy, "newest_value")


def check_unlocated(layer: str) -> Iterator[Problem]:
    """Yields a problem if the layer of an unlocated annotation isn't in `LOCATED`."""
    if layer not in LOCATED:
        yield Problem(f"layer {layer!r}", f"write {' or '.join(map(_quoted, LOCATED))}", "layer")


def distinct(names: Sequence[str | None]) -> bool:
    """Returns whether all ids are different; None stands for an annotation without an id."""
    if len(set(names)) == len(names):
        return True
    named = [name for name in names if name is not None]
    return len(set(named)) == len(named)


def check_distinct(
    named: Iterable[tuple[P, Hashable]], noun: str, place: Callable[[P], str]
) -> Iterator[tuple[P, Problem]]:
    """Yields each item that has the same name as an earlier one; ``place`` says where the earlier one is."""
    first: dict[Hashable, P] = {}
    for item, name in named:
        before = first.setdefault(name, item)
        if before is not item:
            message = f"the {noun} {name!r} stands already {place(before)}"
            yield item, Problem(message, "give each its own", "id")


def link_ends(timexes: Iterable[Timex], events: Iterable[Event]) -> set[str | None]:
    """Returns the ids that a link of a document may have as ends: those of its timexes and events, and "dct"."""
    return {DCT, *(timex.id for timex in timexes), *(event.id for event in events)}


def joins(source: str, target: str, relation: str, ends: Container[str | None]) -> bool:
    """Returns whether both ends of a link are in ``ends``, and its relation is one of `RELATIONS`."""
    return source in ends and target in ends and relation in RELATIONS


def check_ends(source: str, target: str, ends: Container[str | None], document: str) -> Iterator[Problem]:
    """Yields a problem for each end of a link that isn't in ``ends`` (see `link_ends`)."""
    for field, end in (("source", source), ("target", target)):
        if end not in ends:
            remedy = f"name one of that document by its id, or {DCT!r}"
            yield Problem(f"{end!r} is no timex or event of {document!r}", remedy, field)


def check_link(
    source: str, target: str, relation: str, ends: Container[str | None], document: str
) -> Iterator[Problem]:
    """Yields a problem for each end of a link that isn't in ``ends``, and for an unknown relation."""
    if joins(source, target, relation, ends):
        return
    yield from check_ends(source, target, ends, document)
    yield from check_word("relation", relation, optional=False)


def check_link_ids(named: Iterable[tuple[P, tuple[str, str | None]]]) -> Iterator[tuple[P, Problem]]:
    """Yields each timex or event whose id no link can use: it is "dct", or an earlier annotation has it.

    ``named`` are the annotations of both layers, each with the id of its document and its own id.
    """
    seen: set[tuple[str, str]] = set()
    for item, (document, name) in named:
        if name == DCT:
            yield item, Problem(f"the id {DCT!r} is the document creation time's", "give it another", "id")
        if name is None:
            continue
        if (document, name) in seen:
            message = f"the id {name!r} stands for another annotation of the document too"
            yield item, Problem(message, "rename it", "id")
        seen.add((document, name))


def check_mentions(
    mentions: Iterable[tuple[str, str]], events: Container[tuple[str, str | None]]
) -> Iterator[Problem]:
    """Yields a problem for each mention (document id, event id) of a timeline's entry that isn't in ``events``."""
    for mention in mentions:
        if mention not in events:
            message = f"mention {' '.join(mention)!r} names no event"
            yield Problem(message, "use a document id and an event id of events.jsonl", "mentions")


def answers_given(spans: Sequence[Span], given: Collection[Span]) -> bool:
    """Returns whether each answer is for a given span, and no span has two answers."""
    return not spans or (len(set(spans)) == len(spans) and set(spans) <= set(given))


def check_given(spans: Iterable[tuple[P, Span]], given: Container[Span] | None) -> Iterator[tuple[P, Problem]]:
    """Yields each answer whose span wasn't given, or whose span already has an answer.

    If ``given`` is None, the given spans aren't known, and only the second is checked.
    """
    seen: set[Span] = set()
    for item, span in spans:
        where = f"{span[0]}–{span[1]}"
        if given is not None and span not in given:
            message = f"gold has no time expression at {where}"
            yield item, Problem(message, "ask the system anew for gold's spans", "start")
        if span in seen:
            yield item, Problem(f"the span {where} has an answer already", "keep one of the two", "start")
        seen.add(span)


def _quoted(word: str) -> str:
    return f'"{word}"'
