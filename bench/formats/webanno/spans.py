"""The annotations of a file, each gathered from the lines of its tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bench.formats.annotated import Draft
from bench.formats.cas import types
from bench.formats.webanno import escapes, rows
from bench.formats.webanno.rows import Layer, Row, Rows

EMPTY = "_"
NULL = "*"


@dataclass(slots=True)
class Marked:
    """An annotation of a span layer, or a relation: its first line, its offsets there, and its features."""

    layer: Layer
    row: Row
    begin: int
    end: int
    features: dict[str, str] = field(default_factory=dict)
    source: str = ""
    """The unit at which a relation starts; it ends at that of its line."""
    numbers: str = ""
    """The disambiguation ids of both ends of a relation, such as ``3_5``; empty if it has none."""


class Spans:
    """All annotations of a file, in the order of their first lines."""

    def __init__(self, found: Rows, draft: Draft) -> None:
        self._rows = found
        self._draft = draft
        self._found: dict[tuple[str, ...], Marked] = {}
        """The annotations, by their disambiguation ids, or by their layers, units and places in the stack."""
        self._at: dict[str, list[Marked]] = {}
        """The annotations of span layers that start at a unit."""
        self.left_out: set[str] = set()
        """The chains and slots that state something; they aren't read."""
        for row in rows.units(found):
            self._row(row)

    def __iter__(self) -> Iterator[Marked]:
        return iter(self._found.values())

    def _row(self, row: Row) -> None:
        at = 0
        for layer in self._rows.layers:
            columns = row.columns[at : at + len(layer.columns)]
            at += len(layer.columns)
            for name, column in zip(layer.columns, columns, strict=True):
                if column == EMPTY:
                    continue
                if layer.sort == "chain":
                    self.left_out.add(f"the chains of {layer.name}")
                elif layer.sort == "span" and (name.startswith(rows.ROLE) or "." in name):
                    self.left_out.add(f"the slots of {layer.name}")
                else:
                    self._column(row, layer, name, column)

    def _column(self, row: Row, layer: Layer, name: str, column: str) -> None:
        for place, stated in enumerate(escapes.stacked(column)):
            value, number = escapes.divided(stated)
            mine = self._mine(row, layer, place, number if layer.sort == "span" else "")
            mine.begin, mine.end = min(mine.begin, row.begin), max(mine.end, row.end)
            if name.startswith(rows.BASE):
                mine.source, mine.numbers = value, number
            elif name and value != NULL:
                mine.features.setdefault(name, escapes.plain(value))

    def _mine(self, row: Row, layer: Layer, place: int, number: str) -> Marked:
        """Returns the annotation that a value belongs to."""
        key = (number,) if number else (layer.name, row.unit, str(place))
        if key not in self._found:
            self._found[key] = Marked(layer, row, row.begin, row.end)
            if layer.sort == "span":
                self._at.setdefault(row.unit, []).append(self._found[key])
        elif self._found[key].layer is not layer:
            message = (
                f"the number [{number}] of one of {self._found[key].layer.name} stands for one of {layer.name}"
            )
            self._draft.fault(row.line, message, "give each annotation its own")
        return self._found[key]

    def ends(self, relation: Marked) -> tuple[Marked | None, Marked | None]:
        """Returns the source and the target of a relation; None for one that the file doesn't have."""
        base = next((each for each in relation.layer.columns if each.startswith(rows.BASE)), rows.BASE)
        first, _, second = relation.numbers.partition("_")
        name = base.removeprefix(rows.BASE)
        return self._end(relation.source, first, name), self._end(relation.row.unit, second, name)

    def _end(self, unit: str, number: str, base: str) -> Marked | None:
        if number.strip("0"):
            return self._found.get((number,))
        here: Iterable[Marked] = self._at.get(unit, ())
        return next((each for each in here if base in ("", types.ANNOTATION, each.layer.name)), None)
