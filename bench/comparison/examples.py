"""The examples behind a difference: annotations that only base or only head has right."""

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
"""For each layer, the measure that decides whether an annotation is correct. It also sorts the layer's table."""

MOST_DOCUMENTS = 5_000
"""The number of documents in which examples are looked for: the first ones."""


@dataclass(frozen=True, slots=True)
class Example:
    """A gold annotation that only one side has right, or a spurious prediction that only one side has."""

    change: Literal["lost", "gained", "made up", "no longer made up"]
    document: str
    layer: str
    start: int
    """The start of the gold annotation or spurious prediction, in code points; ``end`` is exclusive."""
    end: int
    text: str
    """The words of the annotation; empty if the suite's texts may not be copied (lent texts)."""
    sentence: str
    """The sentence around the words; empty if the suite's texts may not be copied."""
    gold: str
    """The type and value (or class, realis and date) in gold; empty if gold has no annotation."""
    base: str
    """The same of base's prediction; empty if base has none."""
    head: str
    """The same of head's prediction; empty if head has none."""
    kind: str = ""
    """The kind of the gold time expression, such as "deictic"; empty for other annotations."""
    at: int = 0
    """The offset of the words in ``sentence``."""

    @property
    def worse(self) -> bool:
        """True if base is right here and head is wrong."""
        return self.change in ("lost", "made up")


def changed_examples(suite: Suite, base: Predictions, head: Predictions) -> list[Example]:
    """Returns the examples by document, layer and position in the text. The measures in `JUDGED` decide.

    They are all that the first `MOST_DOCUMENTS` documents have.
    """
    layers = [layer for layer in JUDGED if layer in base.covers and layer in head.covers]
    return [
        example
        for document in suite.documents[:MOST_DOCUMENTS]
        for layer in layers
        for example in _of(suite, document, layer, base, head)
    ]


def _of(suite: Suite, document: SuiteDocument, layer: str, base: Predictions, head: Predictions) -> list[Example]:
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

    def example(change: Any, shown: Any, wanted: Any, old: Any, new: Any) -> Example:
        words = {
            side: said(item, shown, "" if suite.lent else document.text)
            for side, item in (("gold", wanted), ("base", old), ("head", new))
        }
        kind = getattr(wanted, "kind", None) or ""
        around, at = ("", 0) if suite.lent else sentence(document, shown.start, shown.end)
        text = "" if suite.lent else document.text[shown.start : shown.end]
        return Example(change, document.id, layer, shown.start, shown.end, text, around, **words, kind=kind, at=at)

    def changed() -> Iterator[Example]:
        for wanted in asked:
            old, new = base_answers.get(id(wanted)), head_answers.get(id(wanted))
            was, is_now = (answer is not None and measure.credit(wanted, answer) == 1 for answer in (old, new))
            if was != is_now:
                yield example("gained" if is_now else "lost", wanted, wanted, old, new)
        for span in head_spurious.keys() - base_spurious.keys():
            yield example("made up", head_spurious[span], None, None, head_spurious[span])
        for span in base_spurious.keys() - head_spurious.keys():
            yield example("no longer made up", base_spurious[span], None, base_spurious[span], None)

    return sorted(changed(), key=lambda example: (example.start, example.end, example.change))


def said(annotation: Timex | Event | None, shown: Timex | Event, text: str) -> str:
    """Returns the attributes of an annotation in words; empty for no annotation.

    If its span differs from that of ``shown``, its own words follow in brackets, or its offsets if ``text`` is
    empty.
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
    """Returns the sentence in which a span starts, with single spaces, and the offset of the span in it."""
    starts = document.units
    place = bisect_right(starts, start)
    first = starts[place - 1]
    last = starts[place] if place < len(starts) else len(document.text)
    words = document.text[start:end]
    before = document.text[first : start + len(words) - len(words.lstrip())]
    return _joined(document.text[first : max(last, end)]), len(_joined(f"{before}.")) - 1


def _joined(text: str) -> str:
    return " ".join(text.split())
