"""A document, written as a text with marks in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bench.formats.annotated import Annotated
from bench.gold.marks import attributes, header
from bench.gold.marks.attributes import quoted
from bench.gold.marks.places import ordinal, places
from bench.gold.marks.reading import END_OF_TEXT, own
from bench.sdk.model import Event, Region, Timex

Marked = Timex | Event | Region


def marked(annotated: Annotated) -> str:
    """Returns a document as a text with marks, which `bench.gold.marks.read` reads again.

    Annotations that cross others, and links, stand in lines after the text. An id is written only if reading
    wouldn't give the same, or if a link names it.
    """
    document, layers = annotated.document, annotated.layers
    items: list[Marked] = [*layers.timexes, *layers.events, *layers.ignore]
    items.sort(key=lambda each: (each.start, -each.end))
    names = _names(items, {end for link in layers.links for end in (link.source, link.target)})
    inside, outside = _nested(items)
    body = _body(document.text, [(items[at], names[at]) for at in inside])
    after = [_line(document.text, items[at], names[at]) for at in outside]
    after += [" ".join(_end(end) for end in (each.source, each.relation, each.target)) for each in layers.links]
    if after or not body.endswith("\n"):
        body = "\n".join([body, header.RULE, *after, ""])
    return header.written(document) + body


def _names(items: Sequence[Marked], linked: set[str]) -> list[str]:
    """Returns for each annotation the id that has to be written; empty if there is none."""
    numbers = {Timex: 0, Event: 0}
    found = []
    for each in items:
        name = ""
        if not isinstance(each, Region):
            numbers[type(each)] += 1
            if each.id and (each.id in linked or each.id != own(each, numbers[type(each)])):
                name = each.id
        found.append(name)
    return found


def _nested(items: Sequence[Marked]) -> tuple[list[int], list[int]]:
    """Returns the indices of the annotations that nest in each other, and of those that cross one of these."""
    inside: list[int] = []
    outside: list[int] = []
    ends: list[int] = []
    for at, each in enumerate(items):
        while ends and ends[-1] <= each.start:
            ends.pop()
        if ends and ends[-1] < each.end:
            outside.append(at)
        else:
            inside.append(at)
            ends.append(each.end)
    return inside, outside


def _body(text: str, inside: Sequence[tuple[Marked, str]]) -> str:
    """Returns the text with marks that nest in each other; those that begin first, and the longest, come first."""
    rules = {found.start() for found in END_OF_TEXT.finditer(text)}
    pieces: list[str] = []
    opened: list[tuple[Marked, str]] = []
    at = 0

    def add(until: int) -> None:
        nonlocal at
        piece = re.sub(r"[\\\[\]{}|]", r"\\\g<0>", text[at:until])
        pieces.append(f"\\{piece}" if at in rules and piece else piece)
        at = until

    def run(until: int) -> None:
        """Adds the text up to an offset, with the brackets that close before it."""
        while opened and opened[-1][0].end <= until:
            item, name = opened.pop()
            upto(item.end)
            closer = "}" if isinstance(item, Event) else "]"
            pieces.append(f"|{attributes.written(item, name, layer=False)}{closer}")
        upto(until)

    def upto(until: int) -> None:
        for rule in sorted(each for each in rules if at < each < until):
            add(rule)
        add(until)

    for item, name in inside:
        run(item.start)
        pieces.append("{" if isinstance(item, Event) else "[")
        opened.append((item, name))
    run(len(text))
    return "".join(pieces)


def _line(text: str, item: Marked, name: str) -> str:
    """Returns an annotation as a line after the text."""
    words = text[item.start : item.end]
    found = places(words, text)
    if found == [item.start]:
        place = ""
    elif item.start in found:
        place = f" ({ordinal(found.index(item.start) + 1)})"
    else:
        place = f" @{item.start}"
    plain = re.fullmatch(r"[^\s|\"@()\\](?:[^|\"@()\\\r\n]*[^\s|\"@()\\])?", words)
    return f"{words if plain else quoted(words)}{place} | {attributes.written(item, name, layer=True)}"


def _end(word: str) -> str:
    return word if re.fullmatch(r"[^\s\"|]+", word) else quoted(word)
