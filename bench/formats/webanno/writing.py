"""Documents written as a folder of WebAnno's TSV 3.3."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.dataset.suite import Suite
from bench.formats import file_names, links
from bench.formats.annotated import Annotated
from bench.formats.cas import types
from bench.formats.utf16 import Units
from bench.formats.webanno import escapes, rows
from bench.formats.webanno.reading import ORDER, OURS
from bench.formats.webanno.spans import EMPTY, NULL
from bench.formats.webanno.units import Part, Token, divide
from bench.sdk.model import DCT, Event, Link, Region, Span, Timex

LAYERS: Mapping[str, Sequence[str]] = {
    types.TIMEX: tuple(types.TIMEX_FEATURES.values()),
    types.EVENT: tuple(types.EVENT_FEATURES.values()),
    types.CREATION: ("value",),
    types.IGNORE: ("",),
}
"""The span layers, with their features."""
BASE = f"{rows.BASE}{types.ANNOTATION}"


def write_gold(folder: Path, _suite: Suite, documents: Iterable[Annotated], lose: Callable[[str], None]) -> None:
    """Writes a file for each document.

    Raises DataError for an id that can't be the name of a file, and for a text that isn't UTF-8.
    """
    folder.mkdir()
    for each in documents:
        document = each.document
        place = file_names.path_for(folder, document.id, ".tsv")
        content = file_names.encoded(document.id, "".join(f"{line}\n" for line in _File(each, lose).lines()))
        with file_names.create(place) as file:
            file.write(content)


@dataclass(slots=True)
class _Mark:
    """An annotation of a span layer: its span and its features."""

    layer: str
    span: Span
    features: Mapping[str, str | None]
    unit: str = ""
    """The unit at which it starts."""
    links: list[tuple[int, Link, int]] = field(default_factory=list)
    """The links to it: the place of each among all, the link, and the number of its source."""


class _File:
    """One file in the making."""

    def __init__(self, annotated: Annotated, lose: Callable[[str], None]) -> None:
        self.document = annotated.document
        self.units = Units(self.document.text)
        self.marks: list[_Mark] = []
        self.numbers: dict[str, int] = {}
        """The index of each mark that links may refer to, by id."""
        self._gather(annotated, lose)
        self.parts = divide(self.document, [each.span for each in self.marks])
        for part in self.parts:
            for token in part.tokens:
                for number in token.marks:
                    self.marks[number].unit = self.marks[number].unit or token.unit
        self.layers = [name for name in LAYERS if any(each.layer == name for each in self.marks)]
        self.linked = any(each.links for each in self.marks)

    def _gather(self, annotated: Annotated, lose: Callable[[str], None]) -> None:
        layers = annotated.layers
        items: list[Timex | Event | Region] = [*layers.timexes, *layers.events, *layers.ignore]
        for item in items:
            name, features = _stated(item)
            if not isinstance(item, Region) and item.id is not None:
                self.numbers[item.id] = len(self.marks)
            self.marks.append(_Mark(name, (item.start, item.end), features))
        day = self.document.written or self.document.dct
        if day or any(DCT in (link.source, link.target) for link in layers.links):
            if self.document.text:
                self.numbers[DCT] = len(self.marks)
                self.marks.append(_Mark(types.CREATION, (0, 0), {"value": day.isoformat() if day else None}))
            else:
                lose("creation time of an empty text")
        for place, link in enumerate(links.held(annotated, lose), start=1):
            if link.source not in self.numbers or link.target not in self.numbers:
                lose("link with the creation time of an empty text")
            else:
                self.marks[self.numbers[link.target]].links.append((place, link, self.numbers[link.source]))

    def lines(self) -> Iterator[str]:
        yield f"{rows.FORMAT}3.3"
        for name in self.layers:
            yield f"#T_SP={'|'.join((name, *LAYERS[name]))}"
        if self.linked:
            yield f"#T_RL={types.LINK}|{types.RELATION}|{ORDER}|{BASE}"
        yield ""
        for number, part in enumerate(self.parts, start=1):
            yield ""
            yield from self._sentence(number, part)

    def _sentence(self, number: int, part: Part) -> Iterator[str]:
        if self.document.sentences is None:
            yield f"{rows.SENTENCE}{OURS}{number}"
        for line in self.document.text[part.start : part.end].split("\n"):
            yield f"{rows.TEXT}{escapes.text(line)}"
        for token in part.tokens:
            offsets = f"{self.units.of(token.start)}-{self.units.of(token.end)}"
            words = escapes.text(self.document.text[token.start : token.end])
            yield "\t".join((token.unit, offsets, words, *self._columns(token), ""))

    def _columns(self, token: Token) -> Iterator[str]:
        for name in self.layers:
            mine = [(each + 1, self.marks[each]) for each in token.marks if self.marks[each].layer == name]
            for feature in LAYERS[name]:
                yield "|".join(f"{_value(mark.features.get(feature))}[{number}]" for number, mark in mine) or EMPTY
        if self.linked:
            links = [
                (place, link.relation, f"{self.marks[source].unit}[{source + 1}_{number + 1}]")
                for number in token.marks
                if self.marks[number].unit == token.unit
                for place, link, source in self.marks[number].links
            ]
            yield "|".join(escapes.value(relation) for _, relation, _ in links) or EMPTY
            yield "|".join(str(place) for place, _, _ in links) or EMPTY
            yield "|".join(ends for _, _, ends in links) or EMPTY


def _stated(item: Timex | Event | Region) -> tuple[str, dict[str, str | None]]:
    """Returns the layer of an annotation and its features."""
    if isinstance(item, Region):
        return types.IGNORE, {}
    if isinstance(item, Timex):
        return types.TIMEX, {feature: getattr(item, name) for name, feature in types.TIMEX_FEATURES.items()}
    return types.EVENT, {feature: getattr(item, name) for name, feature in types.EVENT_FEATURES.items()}


def _value(stated: str | None) -> str:
    return escapes.value(stated) if stated else NULL
