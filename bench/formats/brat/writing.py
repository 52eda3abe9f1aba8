"""Documents written as a folder that brat opens."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from bench.dataset.suite import Suite
from bench.formats import file_names, links, rest
from bench.formats.annotated import Annotated
from bench.formats.brat import names
from bench.formats.brat.lines import BREAK, BREAKS
from bench.formats.brat.reading import is_time
from bench.sdk.model import DCT, TIMEX_TYPES, Event, Region, Timex

PLACE = ("start", "end", "text")
"""The fields that a ``T`` line states."""


def write_gold(folder: Path, _suite: Suite, documents: Iterable[Annotated], lose: Callable[[str], None]) -> None:
    """Writes the text and the annotations of each document, and brat's ``annotation.conf``.

    Raises DataError for an id that can't be the name of a file, and for a text that isn't UTF-8.
    """
    folder.mkdir()
    (folder / "annotation.conf").write_text(names.configuration(), encoding="utf-8", newline="")
    for each in documents:
        document = each.document
        text = file_names.encoded(document.id, document.text)
        with file_names.create(file_names.path_for(folder, document.id, ".txt")) as file:
            file.write(text)
        content = "".join(f"{line}\n" for line in _Lines(each, lose).all())
        with file_names.create(folder / f"{document.id}.ann") as file:
            file.write(content.encode())


class _Lines:
    """The lines of one ``.ann`` file."""

    def __init__(self, annotated: Annotated, lose: Callable[[str], None]) -> None:
        self.annotated = annotated
        self.lose = lose
        self.attributes, self.relations, self.remarks = (itertools.count(1) for _ in range(3))

    def all(self) -> Iterator[str]:
        document, layers = self.annotated.document, self.annotated.layers
        if about := rest.of(document, ("id", "text", "sha256")):
            yield self._remark(names.REST, names.DOCUMENT, rest.dump(about))
        ids: dict[str, str] = {}
        items: list[Timex | Event | Region] = [*layers.timexes, *layers.events, *layers.ignore]
        for number, item in enumerate(items, start=1):
            mine = f"T{number}"
            yield from self._item(mine, item)
            if not isinstance(item, Region) and item.id is not None:
                ids[item.id] = mine
        yield from self._links(ids)

    def _item(self, mine: str, item: Timex | Event | Region) -> Iterator[str]:
        text = self.annotated.document.text
        spans = list(fragments(text, item.start, item.end))
        places = ";".join(f"{start} {end}" for start, end in spans)
        words = BREAK.sub(" ", " ".join(text[start:end] for start, end in spans))
        name, attributes, note = _stated(item)
        yield f"{mine}\t{name} {places}\t{words}"
        for field, value in attributes.items():
            yield self._attribute(field.capitalize(), mine, value)
        if note is not None:
            yield self._remark(names.NOTE, mine, note)
        said = {*PLACE, *attributes}
        if name in TIMEX_TYPES:
            said.add("type")
        if note is not None:
            said.add("when" if isinstance(item, Event) else "value")
        fields = rest.of(item, said)
        if fields.get("id") == mine:
            del fields["id"]
        if fields:
            yield self._remark(names.REST, mine, rest.dump(fields))

    def _links(self, ids: Mapping[str, str]) -> Iterator[str]:
        for link in links.held(self.annotated, self.lose):
            if link.source == link.target == DCT:
                yield self._remark(names.LINK, names.DOCUMENT, link.relation)
            elif link.target == DCT:
                yield self._attribute(names.TO_DCT, ids[link.source], link.relation)
            elif link.source == DCT:
                yield self._attribute(names.FROM_DCT, ids[link.target], link.relation)
            else:
                ends = f"Arg1:{ids[link.source]} Arg2:{ids[link.target]}"
                yield f"R{next(self.relations)}\t{link.relation} {ends}\t"

    def _attribute(self, name: str, target: str, value: str) -> str:
        return f"A{next(self.attributes)}\t{name} {target} {value}"

    def _remark(self, type_: str, target: str, text: str) -> str:
        return f"#{next(self.remarks)}\t{type_} {target}\t{text}"


def fragments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yields the stretches of a span between ends of lines, as brat wants them.

    A span that begins or ends with the end of a line stays whole: its stretches would leave that out.
    """
    words = text[start:end]
    if BREAK.match(words[:1]) or BREAK.match(words[-1:]):
        yield start, end
        return
    for found in BREAKS.finditer(words):
        yield start, end - len(words) + found.start()
        start = end - len(words) + found.end()
    yield start, end


def _stated(item: Timex | Event | Region) -> tuple[str, Mapping[str, str], str | None]:
    """Returns the name of the entity, the attributes, and the annotator's note (None if there is none)."""
    if isinstance(item, Region):
        return names.IGNORE, {}, None
    fields = rest.of(item, PLACE)
    if isinstance(item, Timex):
        name = item.type if item.type in TIMEX_TYPES else names.TIMEX
        field, listed = "value", names.TIMEX_ATTRIBUTES
    else:
        name, field, listed = names.EVENT, "when", names.EVENT_ATTRIBUTES
    attributes = {key: str(fields[key]) for key, values in listed.items() if fields.get(key) in values}
    note = fields.get(field)
    plain = isinstance(note, str) and note == note.strip() and note.isprintable() and is_time(field, note)
    return name, attributes, note if plain else None
