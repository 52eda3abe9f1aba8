"""A text with the annotations of one or more systems side by side: without gold, or each against gold.

Without gold nothing is right or wrong: the marks say where the systems agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.text import Text

from bench.escapes import visible
from bench.matching.groups import Group, groups
from bench.matching.matching import match
from bench.render.grid import Grid
from bench.render.marked import MARKS, Found, found
from bench.sdk.model import Event, Timex

NEUTRAL: Mapping[str, tuple[str, str, str]] = {
    "same": ("[", "]", "cyan"),
    "value": ("[~", "~]", "yellow"),
    "span": ("[~", "~]", "yellow"),
    "some": ("[?", "?]", "magenta"),
}
"""For each way in which systems agree, the characters before and after the words, and the colour."""
_MARKS = {**NEUTRAL, **MARKS}
ONE = "[found]   the numbers are those of the table"
LEGEND = "[all alike]  [~all, but not alike~]  [?some only?]   the numbers are those of the table"
GOLD_LEGEND = (
    "[hit by all]  [~near for some~]  [-missed by some-]  [+spurious+]   the numbers are those of the table"
)
TOLD = {
    "same": "alike",
    "value": "with other values",
    "span": "with other spans",
    "some": "found by some only",
}
"""For each way in which systems agree, the words for a number of places."""
Sides = Mapping[str, Sequence[Any]]
"""The annotations of one layer, by the names of systems."""


@dataclass(frozen=True, slots=True)
class Row:
    """A place in the text, its kind, and the cells of its line in the table."""

    start: int
    end: int
    kind: str
    """The way in which systems agree, or the mark against gold."""
    cells: Sequence[str]


def rows(source: str, sides: Sides) -> list[Row]:
    """Returns a row for each place where a system found something, in the order of the text."""
    made = []
    for group in groups(sides):
        alike = group.alike(len(sides), says)
        words = _words(source, group.start, group.end)
        several = [alike] if len(sides) > 1 else []
        cells = [words, *several, *(_cell(source, group, name) for name in sides)]
        made.append(Row(group.start, group.end, alike, cells))
    return made


def grid(title: str, sides: Sides, found: Sequence[Row]) -> Grid:
    """Returns the table of the rows: the words, how far the systems agree, and what each says."""
    several = ["agree"] if len(sides) > 1 else []
    return _grid(title, ["words", *several, *sides], found)


def agreement(layer: str, sides: Sides) -> str:
    """Returns a line with the number that each system found, and of places where systems agree and where not."""
    sizes = ", ".join(f"{name} {len(side)}" for name, side in sides.items())
    if len(sides) == 1:  # it has nobody to agree with
        return f"{layer}: {sizes}"
    counts = Counter(group.alike(len(sides), says) for group in groups(sides))
    told = ", ".join(f"{counts[alike]} {words}" for alike, words in TOLD.items() if counts[alike])
    return f"{layer}: {sizes}; {told or 'nothing found'}"


def gold_rows(source: str, gold: Sequence[Any], sides: Sides) -> list[Row]:
    """Returns a row for each annotation of gold, and for each place where only systems have some."""
    judged = {name: found(match(gold, side)) for name, side in sides.items()}
    of_gold: dict[tuple[int, int, str], dict[str, Found]] = {}
    spurious: dict[str, list[Any]] = {name: [] for name in sides}
    for name, items in judged.items():
        for item in items:
            if item.gold is None:
                spurious[name].append(item.predicted)
            else:
                of_gold.setdefault((item.gold.start, item.gold.end, says(item.gold)), {})[name] = item
    made = [_gold_row(source, names, sides) for names in of_gold.values()]
    for group in groups(spurious):
        cells = [
            f"spurious: {_cell(source, group, name, words=True)}" if name in group.found else "" for name in sides
        ]
        made.append(Row(group.start, group.end, "spurious", ["", "", *cells]))
    return sorted(made, key=lambda row: (row.start, row.end))


def gold_grid(title: str, sides: Sides, found: Sequence[Row]) -> Grid:
    """Returns the table of the rows: gold's words and attributes, and each system's mark."""
    return _grid(title, ["gold", "says", *sides], found)


def text(source: str, found: Sequence[Row]) -> Text:
    """Returns the text in which each row's place is marked and followed by the row's number.

    A place that overlaps an earlier one is shown only in the table. Control characters are made visible.
    """
    out = Text()
    at = 0
    for number, row in enumerate(found, start=1):
        if row.start < at:
            continue
        before, after, colour = _MARKS[row.kind]
        out.append(visible(source[at : row.start]))
        out.append(f"{before}{visible(source[row.start : row.end])}{after}{number}", style=colour)
        at = row.end
    out.append(visible(source[at:]))
    return out


def says(item: Timex | Event) -> str:
    """Returns the attributes that an annotation states."""
    fields = (
        (item.type, item.value, item.mod) if isinstance(item, Timex) else (item.class_, item.realis, item.when)
    )
    return " ".join(field for field in fields if field)


def _grid(title: str, heads: Sequence[str], found: Sequence[Row]) -> Grid:
    lines = [[str(number), *row.cells] for number, row in enumerate(found, start=1)]
    return Grid(title, ("#", *heads), lines, labels=len(heads) + 1)


def _gold_row(source: str, items: Mapping[str, Found], sides: Sides) -> Row:
    gold = next(iter(items.values())).gold
    assert gold is not None  # the rows are those of gold's annotations
    marks = {item.mark for item in items.values()}
    mark = next(each for each in ("missed", "near", "hit") if each in marks)
    cells = [_judged(source, items[name], says(gold)) for name in sides]
    return Row(gold.start, gold.end, mark, [_words(source, gold.start, gold.end), says(gold), *cells])


def _judged(source: str, item: Found, gold: str) -> str:
    if item.predicted is None:
        return item.mark
    words = [_words(source, item.predicted.start, item.predicted.end)] if item.mark == "near" else []
    stated = [says(item.predicted)] if says(item.predicted) != gold else []
    told = ": ".join(filter(None, [*words, *stated]))
    return f"{item.mark}: {told}" if told else item.mark


def _cell(source: str, group: Group[Any], name: str, *, words: bool = False) -> str:
    told = []
    for item in group.found.get(name, ()):
        whole = (item.start, item.end) == (group.start, group.end)
        said = says(item) or "found"
        told.append(said if whole and not words else f"{_words(source, item.start, item.end)}: {said}")
    return "; ".join(told) or "–"


def _words(source: str, start: int, end: int) -> str:
    return " ".join(source[start:end].split())
