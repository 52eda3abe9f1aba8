r"""seqeval's scores of labelled spans as IOB2 tags over tokens.

A span is correct if its label and its first and last token are the same on both sides. Tokens are ``\w+|[^\w\s]``,
a document is one sequence, and a span has the tokens that share a character with it. A token can have only one
tag. So spans are tagged from left to right, the longest first of those with the same start. A span is left out if
it has no token, or if one of its tokens is already tagged; a note under the table says how many were. Each entity
begins with B, so that seqeval's strict IOB2 mode and its default mode agree.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.schemes.base import Figures, Row, Scheme, Sides, Table, figures
from bench.schemes.labelling import Labelled, labelled

TOKEN = re.compile(r"\w+|[^\w\s]")
COUNTS = {"correct": "correct", "predicted": "predicted", "support": "support"}


@dataclass(frozen=True, slots=True)
class Entity:
    """A span in a sequence of tags: its label, and the numbers of its first and last token."""

    label: str
    first: int
    last: int


def entities(text: str, spans: Sequence[Labelled]) -> set[Entity]:
    """Returns the spans as entities over the tokens of the text.

    A token can have only one tag: a span without a token, or with one that an earlier span has, is left out.
    """
    tokens = [match.span() for match in TOKEN.finditer(text)]
    starts, ends = [start for start, _ in tokens], [end for _, end in tokens]
    found: set[Entity] = set()
    free = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        first, last = bisect_right(ends, span.start), bisect_left(starts, span.end) - 1
        if free <= first <= last:
            found.add(Entity(span.label, first, last))
            free = last + 1
    return found


def tables(documents: Sequence[Sides], covered: Sequence[str]) -> Iterator[Table]:
    """Yields a table for each kind of label (such as event classes).

    A table has a row for each label and a row for each average (micro, macro, weighted).
    """
    for name, labels, spans in labelled(documents, covered):
        correct: Counter[str] = Counter()
        predicted: Counter[str] = Counter()
        gold: Counter[str] = Counter()
        left_out = [0, 0]
        for document in spans:
            wanted, found = (entities(document.text, side) for side in (document.gold, document.predicted))
            correct.update(entity.label for entity in wanted & found)
            predicted.update(entity.label for entity in found)
            gold.update(entity.label for entity in wanted)
            left_out[0] += len(document.gold) - len(wanted)
            left_out[1] += len(document.predicted) - len(found)
        rows = [_row(label, correct[label], predicted[label], gold[label]) for label in labels]
        totals = (correct.total(), predicted.total(), gold.total())
        averages = (
            _row("micro avg", *totals),
            Row(("macro avg",), _average(rows, [1] * len(rows)), totals),
            Row(("weighted avg",), _average(rows, [gold[label] for label in labels]), totals),
        )
        yield Table(name, ("label",), COUNTS, (*rows, *averages), _note(*left_out))


def _row(label: str, correct: int, predicted: int, gold: int) -> Row:
    return Row((label,), figures(correct, predicted, gold), (correct, predicted, gold))


def _average(rows: Sequence[Row], weights: Sequence[int]) -> Figures:
    """Returns the weighted means of P, of R and of F1 over the labels.

    As in seqeval, an undefined score counts as 0.
    """
    if not sum(weights):
        return Figures(None, None, None)
    return Figures(
        *(
            sum(weight * (getattr(row.figures, name) or 0.0) for weight, row in zip(weights, rows, strict=True))
            / sum(weights)
            for name in ("precision", "recall", "f1")
        )
    )


def _note(gold: int, predicted: int) -> str:
    if not gold and not predicted:
        return ""
    return f"left out, because one sequence of tags can't hold them: {gold} gold, {predicted} predicted"


SEQEVAL = Scheme(
    "seqeval",
    "labelled spans as IOB2 tags over tokens; label, first and last token are the same",
    "seqeval 1.2.2, strict IOB2 and default mode",
    ("timexes", "events"),
    tables,
)
