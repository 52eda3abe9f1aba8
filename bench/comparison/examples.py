"""The examples behind a difference: what one system had right and the other hasn't."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from bench.dataset.suite import NOTHING, Predictions, Suite, SuiteDocument
from bench.matching.matching import match
from bench.measures import leading
from bench.measures.pair import PairMeasure
from bench.sdk.model import Event, Timex

JUDGED = {layer: measure for layer in ("timexes", "events") if isinstance(measure := leading(layer), PairMeasure)}
"""Layer → the measure by which an example is right or wrong: the one that leads the layer's table."""


@dataclass(frozen=True, slots=True)
class Flip:
    """An annotation of gold that only one of the two has right, or one that only one of the two made up."""

    change: Literal["lost", "gained", "made up", "no longer made up"]
    document: str
    layer: str
    start: int
    """Code points, half-open with ``end``: gold's span, or that which was made up."""
    end: int
    text: str
    """Empty, as all words of the text are, where the suite's texts are lent."""
    sentence: str
    """What stands around it."""
    gold: str
    """What is right; empty where gold has nothing."""
    base: str
    """What base said; empty where it said nothing."""
    head: str
    kind: str = ""
    """Gold's kind of time expression."""
    at: int = 0
    """Where the words begin in ``sentence``."""

    @property
    def worse(self) -> bool:
        """Whether head is the worse for it."""
        return self.change in ("lost", "made up")


def flips(suite: Suite, base: Predictions, head: Predictions) -> list[Flip]:
    """Returns all differences, document by document in text order, judged by the measures in `JUDGED`."""
    layers = [layer for layer in JUDGED if layer in base.covers and layer in head.covers]
    return [
        flip
        for document in suite.documents
        for layer in layers
        for flip in _of(suite, document, layer, base, head)
    ]


def _of(suite: Suite, document: SuiteDocument, layer: str, base: Predictions, head: Predictions) -> list[Flip]:
    gold = suite.layers.get(document.id, NOTHING)
    asked: list[Any] = list(getattr(gold, layer))
    found = []
    for side in (base, head):
        given = list(getattr(side.layers.get(document.id, NOTHING).outside(gold.ignore), layer))
        matching = match(asked, given)
        answers = {id(wanted): answer for wanted, answer in matching.pairs}
        taken = {id(answer) for answer in answers.values()}
        spurious = {(item.start, item.end): item for item in given if id(item) not in taken}
        found.append((answers, spurious))
    (base_answers, base_spurious), (head_answers, head_spurious) = found
    measure = JUDGED[layer]

    def flip(change: Any, shown: Any, wanted: Any, old: Any, new: Any) -> Flip:
        words = {
            side: said(item, shown, "" if suite.lent else document.text)
            for side, item in (("gold", wanted), ("base", old), ("head", new))
        }
        kind = getattr(wanted, "kind", None) or ""
        around, at = ("", 0) if suite.lent else sentence(document, shown.start, shown.end)
        text = "" if suite.lent else document.text[shown.start : shown.end]
        return Flip(change, document.id, layer, shown.start, shown.end, text, around, **words, kind=kind, at=at)

    def changed() -> Iterator[Flip]:
        for wanted in asked:
            old, new = base_answers.get(id(wanted)), head_answers.get(id(wanted))
            was, is_now = (answer is not None and measure.credit(wanted, answer) == 1 for answer in (old, new))
            if was != is_now:
                yield flip("gained" if is_now else "lost", wanted, wanted, old, new)
        for span in head_spurious.keys() - base_spurious.keys():
            yield flip("made up", head_spurious[span], None, None, head_spurious[span])
        for span in base_spurious.keys() - head_spurious.keys():
            yield flip("no longer made up", base_spurious[span], None, base_spurious[span], None)

    return sorted(changed(), key=lambda flip: (flip.start, flip.end, flip.change))


def said(annotation: Timex | Event | None, shown: Timex | Event, text: str) -> str:
    """What an annotation says, and of which words, where they aren't those shown; empty for none.

    Without a text, the words' offsets stand for them.
    """
    if annotation is None:
        return ""
    if isinstance(annotation, Timex):
        parts = [annotation.type, annotation.value]
    else:
        parts = [annotation.class_, annotation.realis, annotation.when]
    start, end = annotation.start, annotation.end
    if (start, end) != (shown.start, shown.end):
        parts.append(f"({text[start:end] if text else f'{start}–{end}'})")
    return " ".join(filter(None, parts)) or "found"


def sentence(document: SuiteDocument, start: int, end: int) -> tuple[str, int]:
    """The sentence in which a span starts, white space joined, and where in it the span's words begin."""
    place = bisect_right(document.sentences, start)
    first = document.sentences[place - 1]
    last = document.sentences[place] if place < len(document.sentences) else len(document.text)
    words = document.text[start:end]
    before = document.text[first : start + len(words) - len(words.lstrip())]
    return _joined(document.text[first : max(last, end)]), len(_joined(f"{before}.")) - 1


def _joined(text: str) -> str:
    return " ".join(text.split())
