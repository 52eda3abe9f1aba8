"""The differences between a system's answers: annotations with other attributes or at other offsets."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bench.contract.texts import Prefix
from bench.dataset.suite import Layers
from bench.sdk.model import DCT, Event, Link, Timex
from bench.temporal import edtf, timex3


@dataclass(frozen=True, slots=True)
class Mark:
    """A timex, event or link in a form in which answers can be compared. ``text`` isn't compared."""

    start: int
    end: int
    said: tuple[str | None, ...]
    """The layer, followed by type, value and mod; by class, realis, when, tense and aspect; or by relation and
    other end."""
    text: str = field(compare=False)

    def __str__(self) -> str:
        layer, *words = self.said
        return " ".join(word for word in words if word) or ("an event" if layer == "events" else "a timex")


def marks(layers: Layers) -> list[Mark]:
    """Returns a mark for each timex, event and link.

    A link has the offsets of its source, or of its target if the source is the dct.
    """
    timexes = [Mark(t.start, t.end, ("timexes", t.type, t.value, t.mod), t.text) for t in layers.timexes]
    events = [
        Mark(e.start, e.end, ("events", e.class_, e.realis, e.when, e.tense, e.aspect), e.text)
        for e in layers.events
    ]
    ends: dict[str | None, Timex | Event] = {item.id: item for item in layers.timexes}
    ends.update({item.id: item for item in layers.events})
    links = [mark for link in layers.links for mark in _link(link, ends.get(link.source), ends.get(link.target))]
    return timexes + events + links


def _link(link: Link, source: Timex | Event | None, target: Timex | Event | None) -> Iterator[Mark]:
    if source is not None:
        other = f"to {target.text if target is not None else DCT}"
        yield Mark(source.start, source.end, ("links", link.relation, other), source.text)
    elif target is not None:
        yield Mark(target.start, target.end, ("links", link.relation, f"from {DCT}"), target.text)


def placed(items: Iterable[Mark], place: Callable[[int], int]) -> list[Mark]:
    """Returns the marks with moved offsets. ``place`` maps the old offset of a character to its new one."""
    return [replace(item, start=place(item.start), end=place(item.end - 1) + 1) for item in items]


def difference(before: Sequence[Mark], after: Sequence[Mark], name: str) -> str:
    """Returns a line about the first span where two answers differ, and about the number of such spans.

    Returns an empty string if the answers are equal. ``name`` names the conditions of the second answer.
    """
    unlike = {_key(mark) for mark in {*before} ^ {*after}}
    if not unlike:
        return ""
    places = sorted(unlike)
    start, end, _ = places[0]

    def at_place(items: Sequence[Mark]) -> tuple[str, str]:
        here = [item for item in items if _key(item) == places[0]]
        return (here[0].text if here else ""), " and ".join(map(str, here)) or "nothing"

    (text, first), (other_text, second) = at_place(before), at_place(after)
    more = f" ({len(places)} places differ)" if len(places) > 1 else ""
    return f"{text or other_text!r:.60} at {start}–{end}: {first}, but {second} {name}{more}"


def displaced(expected: Sequence[Mark], found: Sequence[Mark]) -> list[tuple[Mark, Mark]]:
    """Returns pairs of an expected mark and the mark that was found instead: equal except for its offsets."""
    missing = [mark for mark in expected if _key(mark) not in {*map(_key, found)}]
    extra = [mark for mark in found if _key(mark) not in {*map(_key, expected)}]
    pairs = []
    for mark in missing:
        for other in extra:
            if (other.said, other.end - other.start) == (mark.said, mark.end - mark.start):
                pairs.append((mark, other))
                extra.remove(other)
                break
    return pairs


def read_values(found: Iterable[Mark]) -> tuple[int, str]:
    """Returns the number of values (TIMEX3 or EDTF) in annotations, and a line about the malformed ones.

    The line is empty if all are well formed.
    """
    wrong: dict[str, None] = {}
    stated = 0
    for mark in found:
        if mark.said[0] == "links":
            continue
        field, text = ("value", mark.said[2]) if mark.said[0] == "timexes" else ("when", mark.said[3])
        if text is None:
            continue
        stated += 1
        try:
            (timex3 if field == "value" else edtf).parse(text)
        except ValueError as error:
            wrong[f"{field} {text!r} of {mark.text!r:.60}: {error}"] = None
    more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
    return stated, f"{next(iter(wrong))}{more}" if wrong else ""


def _key(mark: Mark) -> tuple[int, int, str]:
    return mark.start, mark.end, mark.said[0] or ""


def unit(prefix: Prefix, by: int) -> str:
    """Returns in words what a system probably counts instead of code points.

    After the prefix, its offsets are too large by ``by`` (or too small, if it is negative).
    """
    text = prefix.text
    counted = {
        "UTF-16 units are counted, not characters": len(text.encode("utf-16-le")) // 2,
        "bytes are counted, not characters": len(text.encode()),
        "the text was normalised (NFC) before it was counted": len(unicodedata.normalize("NFC", text)),
        "what a reader sees as one character is counted as one": prefix.perceived,
        "the text was stripped before it was counted": len(text.lstrip()),
        "white space was joined before it was counted": len(" ".join(text.split()) + " "),
    }
    return next((name for name, length in counted.items() if length - len(text) == by), f"{by:+} characters off")
