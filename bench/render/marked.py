"""A text in which a system's hits, near hits, misses and spurious predictions are marked, and a table of them.

The table shows the value that gold states and the value that the system states.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.text import Text

from bench.escapes import visible
from bench.matching.matching import Matching, same_span
from bench.render.grid import Grid
from bench.sdk.model import Event, Timex, Unlocated

MARKS = {
    "hit": ("[", "]", "green"),
    "near": ("[~", "~]", "yellow"),
    "missed": ("[-", "-]", "red"),
    "spurious": ("[+", "+]", "magenta"),
}
"""For each mark, the characters before and after the words, and the colour. The characters suffice without it."""
LEGEND = "[hit]  [~near: overlapping, not equal~]  [-missed-]  [+spurious+]   the numbers are those of the table"


@dataclass(frozen=True, slots=True)
class Found:
    """A matched pair of a gold annotation and a prediction, or one of these without a match."""

    mark: str
    gold: Timex | Event | None
    predicted: Timex | Event | None

    @property
    def shown(self) -> Timex | Event:
        """The annotation whose words are marked in the text: the gold annotation, or else the prediction."""
        shown = self.gold or self.predicted
        assert shown is not None  # at least one of the two isn't None
        return shown


def found(matching: Matching[Any]) -> list[Found]:
    """Returns the matched pairs and the annotations without a match, with their marks, in text order."""
    items = [Found("hit" if same_span(*pair) else "near", *pair) for pair in matching.pairs]
    paired_gold = {id(gold) for gold, _ in matching.pairs}
    paired_predicted = {id(predicted) for _, predicted in matching.pairs}
    items += [Found("missed", gold, None) for gold in matching.gold if id(gold) not in paired_gold]
    items += [Found("spurious", None, item) for item in matching.predicted if id(item) not in paired_predicted]
    return sorted(items, key=lambda item: (item.shown.start, item.shown.end, item.mark))


def unlocated(layer: str, items: Iterable[Unlocated]) -> list[Found]:
    """Returns the predictions of a layer whose words don't occur in the text. Only the table shows them."""
    return [Found("unlocated", None, item.annotation()) for item in items if item.layer == layer]


def text(source: str, items: Sequence[Found]) -> Text:
    """Returns the text in which each item's words are marked and followed by the item's number.

    An item that overlaps an earlier item is shown only in the table. Control characters are made visible.
    """
    out = Text()
    at = 0
    for number, item in enumerate(items, start=1):
        if item.shown.start < at:
            continue
        before, after, colour = MARKS[item.mark]
        out.append(visible(source[at : item.shown.start]))
        out.append(f"{before}{visible(source[item.shown.start : item.shown.end])}{after}{number}", style=colour)
        at = item.shown.end
    out.append(visible(source[at:]))
    return out


def grid(layer: str, items: Sequence[Found]) -> Grid:
    """Returns the table of the items, with the values of gold and of the system. Differing values are in bold."""
    rows = []
    strong = set()
    for number, item in enumerate(items, start=1):
        gold, predicted = _says(item.gold), _says(item.predicted)
        if item.gold and item.predicted and gold != predicted:
            strong.add((number - 1, 5))
        words = [_words(item.gold), gold, _words(item.predicted), predicted]
        rows.append([str(number), item.mark, *words])
    headers = ("#", "mark", "gold", "says", "system", "says")
    return Grid(layer, headers, rows, labels=len(headers), strong=frozenset(strong))


def _words(item: Timex | Event | None) -> str:
    return " ".join(item.text.split()) if item else ""


def _says(item: Timex | Event | None) -> str:
    if item is None:
        return ""
    fields = (item.type, item.value, item.mod) if isinstance(item, Timex) else (item.class_, item.realis)
    return " ".join(field for field in fields if field)
