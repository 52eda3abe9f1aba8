"""Documents whose text differs from gold's: they fail, or their annotations are moved to gold's text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TypeVar

from bench.dataset.note import Note, fold
from bench.dataset.suite import Layers, Predictions, Resolved, Suite
from bench.sdk.model import Event, Region, Timex

Placed = TypeVar("Placed", Timex, Event, Region)
ALIGN = "give --align to place its annotations by the other characters"
ANNOTATE = "annotate the very text of gold, white space included"


def fit(predictions: Predictions, suite: Suite, *, align: bool = False) -> Predictions:
    """Returns predictions in which each document whose text differs from gold's has failed, with the cause.

    With ``align``, a document whose text differs only in white space is kept: its annotations are moved to the
    offsets that their characters have in gold's text.
    """
    gold = {document.id: document.text for document in suite.documents}
    layers, failures, notes = dict(predictions.layers), dict(predictions.failures), list(predictions.notes)
    resolved = predictions.resolved
    for name, text in predictions.texts.items():
        if name not in layers or gold.get(name, text) == text:
            continue
        if not align or not same_characters(text, gold[name]):
            del layers[name]
            failures[name] = cause(text, gold[name])
            resolved = _without(resolved, name, failures[name])
            continue
        moved = _Moved(text, gold[name])
        layers[name] = moved.layers(layers[name])
        if resolved is not None and name in resolved.timexes:
            answers = {**resolved.timexes, name: tuple(moved.placed(resolved.timexes[name]))}
            resolved = replace(resolved, timexes=answers)
        if moved.lost:
            message = f"{moved.lost} annotations of {name!r} cover white space alone; they were left out"
            notes.append(Note("nothing but white space", name, 0, message))
    return replace(predictions, layers=layers, failures=failures, notes=fold(notes), resolved=resolved, texts={})


def _without(resolved: Resolved | None, name: str, reason: str) -> Resolved | None:
    """Returns the answers for given spans without those for document ``name``, which failed for a reason."""
    if resolved is None:
        return None
    answers = {document: found for document, found in resolved.timexes.items() if document != name}
    return Resolved(answers, {**resolved.failures, name: reason})


def same_characters(text: str, gold: str) -> bool:
    """Returns whether two texts have the same characters apart from white space."""
    return "".join(text.split()) == "".join(gold.split())


def cause(text: str, gold: str) -> str:
    """Returns why a document whose text differs from gold's has failed: the first difference, and a remedy."""
    at = next((i for i, (a, b) in enumerate(zip(text, gold, strict=False)) if a != b), min(len(text), len(gold)))
    found, due = text[at : at + 20], gold[at : at + 20]
    shown = repr
    if same_characters(text, gold):
        what, remedy = "the text differs from gold's in white space only", ALIGN
    elif unicodedata.normalize("NFC", text) == unicodedata.normalize("NFC", gold):
        what, remedy = "the text is gold's in another Unicode normal form", ANNOTATE
        shown = ascii
        found, due = text[max(0, at - 1) : at + 19], gold[max(0, at - 1) : at + 19]
    else:
        what, remedy = "the text is not gold's", ANNOTATE
        if unicodedata.normalize("NFC", found) == unicodedata.normalize("NFC", due):
            shown = ascii
    return f"{what}: at character {at} it has {shown(found)} where gold has {shown(due)}; {remedy}"


class _Moved:
    """Moves annotations of a text to the offsets that their characters have in gold's text."""

    def __init__(self, text: str, gold: str) -> None:
        self._gold = gold
        self._before = list(accumulate((not character.isspace() for character in text), initial=0))
        """For each offset of the text, the number of characters before it that aren't white space."""
        self._places: Sequence[int] = [at for at, character in enumerate(gold) if not character.isspace()]
        """The offsets in gold of the characters that aren't white space."""
        self.lost = 0
        """The number of annotations that cover white space alone."""

    def layers(self, layers: Layers) -> Layers:
        return replace(
            layers,
            timexes=tuple(self.placed(layers.timexes)),
            events=tuple(self.placed(layers.events)),
            ignore=tuple(self.placed(layers.ignore)),
        )

    def placed(self, items: Sequence[Placed]) -> Iterator[Placed]:
        for item in items:
            first, last = self._before[item.start], self._before[item.end]
            if first == last:
                self.lost += 1
                continue
            start, end = self._places[first], self._places[last - 1] + 1
            yield replace(item, start=start, end=end, text=self._gold[start:end])
