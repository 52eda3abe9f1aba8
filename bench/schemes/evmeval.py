"""EvmEval's scores of event mentions, where a pair is worth the Dice coefficient of its characters.

Overlapping pairs of a document are chosen one after the other, until no pair of unused annotations overlaps. The
pair with the largest coefficient is chosen first; of equal pairs, the first in the order of predictions, then of
gold. If attributes must agree, pairs are chosen anew from those that agree. Attributes are compared by their
letters and digits, ignoring case; if gold doesn't state an attribute, every prediction agrees. (Liu, Mitamura and
Hovy 2015.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.schemes.base import Figures, Row, Scheme, Sides, Table, figures, harmonic
from bench.sdk.model import Event

Attribute = Callable[[Event], str | None]


def event_type(event: Event) -> str | None:
    """Returns EvmEval's "mention type": the TimeML class."""
    return event.class_


def event_realis(event: Event) -> str | None:
    """Returns EvmEval's "realis status"."""
    return event.realis


LEVELS: dict[str, tuple[Attribute, ...]] = {
    "plain": (),
    "type": (event_type,),
    "realis": (event_realis,),
    "type+realis": (event_type, event_realis),
}
"""For each level the attributes that must agree in a pair."""
COUNTS = {"credit": "credit", "predicted": "predicted", "gold": "gold", "documents": "documents"}


@dataclass(frozen=True, slots=True)
class Credit:
    """The credit of one document, with the numbers of its predicted and gold annotations."""

    credit: float
    """The sum of the coefficients of its pairs."""
    predicted: int
    gold: int


def dice(a: Event, b: Event) -> float:
    """Returns the Dice coefficient (1945): twice the shared characters, divided by the sum of both lengths."""
    shared = max(0, min(a.end, b.end) - max(a.start, b.start))
    return 2 * shared / (a.end - a.start + b.end - b.start)


def earn(gold: Sequence[Event], predicted: Sequence[Event], attributes: Sequence[Attribute] = ()) -> Credit:
    """Returns the credit of one document, from the pairs whose attributes agree."""
    worth = [
        (-dice(wanted, found), number, place)
        for number, found in enumerate(predicted)
        for place, wanted in enumerate(gold)
        if min(wanted.end, found.end) > max(wanted.start, found.start)
        and all(_agree(attribute(wanted), attribute(found)) for attribute in attributes)
    ]
    used: set[int] = set()
    answered: set[int] = set()
    credit = 0.0
    for loss, number, place in sorted(worth):
        if number not in used and place not in answered:
            used.add(number)
            answered.add(place)
            credit -= loss
    return Credit(credit, len(predicted), len(gold))


def _agree(gold: str | None, predicted: str | None) -> bool:
    return gold is None or (predicted is not None and _letters(gold) == _letters(predicted))


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()


def tables(documents: Sequence[Sides], covered: Sequence[str]) -> Iterator[Table]:  # noqa: ARG001 - events, or none
    """Yields one table with the micro and the macro average of each level.

    A document without gold events is left out of every sum, together with its predictions.
    """
    scored = [(side.gold.events, side.predicted.events) for side in documents if side.gold.events]
    rows = []
    for level, attributes in LEVELS.items():
        earned = [earn(gold, predicted, attributes) for gold, predicted in scored]
        credit = sum(document.credit for document in earned)
        predicted = sum(document.predicted for document in earned)
        gold = sum(document.gold for document in earned)
        counts = (credit, predicted, gold, len(earned))
        rows.append(Row((level, "micro"), figures(credit, predicted, gold), counts))
        rows.append(Row((level, "macro"), _macro(earned), counts))
    yield Table("event", ("level", "average"), COUNTS, tuple(rows))


def _macro(earned: Sequence[Credit]) -> Figures:
    """Returns the means of P and R over the documents, and their F1. P counts as 0 where nothing is predicted."""
    if not earned:
        return Figures(None, None, None)
    found = [figures(document.credit, document.predicted, document.gold) for document in earned]
    precision = sum(figure.precision or 0.0 for figure in found) / len(found)
    recall = sum(figure.recall or 0.0 for figure in found) / len(found)
    return Figures(precision, recall, harmonic(precision, recall))


EVMEVAL = Scheme(
    "evmeval",
    "event mentions, each pair worth the Dice coefficient of its characters, the most alike pairs first",
    "EvmEval 9f60e17, scorer_v1.8, character mode",
    ("events",),
    tables,
)
