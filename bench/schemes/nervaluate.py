"""nervaluate: four ways to judge a labelled span, after SemEval-2013 task 9.1, with MUC's counts.

Each prediction, in the order of the file, takes of the gold spans that are still free and overlap it the one that
is right, and of several the one whose ends are the nearest; else the first. Nothing is taken back, so that the
figures depend on the order of the predictions. Overlap is at least a hundredth of the gold span.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from bench.schemes.base import Figures, Row, Scheme, Sides, Table, figures
from bench.schemes.labelling import Labelled, LabelledSides, labelled

OVERALL = "overall"


def same_span(gold: Labelled, predicted: Labelled) -> bool:
    """Whether both cover the same characters."""
    return (gold.start, gold.end) == (predicted.start, predicted.end)


def same_label(gold: Labelled, predicted: Labelled) -> bool:
    """Whether both have one label."""
    return gold.label == predicted.label


@dataclass(frozen=True, slots=True)
class Level:
    """One of the four ways to judge."""

    name: str
    right: Callable[[Labelled, Labelled], bool]
    """Whether an overlapping pair, gold first, is correct."""
    half: bool = False
    """Whether one that is not is "partial", and worth a half, rather than "incorrect"."""


LEVELS = (
    Level("strict", lambda gold, predicted: gold == predicted),
    Level("exact", same_span),
    Level("partial", same_span, half=True),
    Level("ent_type", same_label),
)


@dataclass(frozen=True, slots=True)
class Tally:
    """MUC's counts, in annotations (Chinchor and Sundheim 1993)."""

    correct: int = 0
    incorrect: int = 0
    partial: int = 0
    missed: int = 0
    spurious: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.correct + other.correct,
            self.incorrect + other.incorrect,
            self.partial + other.partial,
            self.missed + other.missed,
            self.spurious + other.spurious,
        )

    @property
    def possible(self) -> int:
        """Gold annotations."""
        return self.correct + self.incorrect + self.partial + self.missed

    @property
    def actual(self) -> int:
        """Predicted annotations."""
        return self.correct + self.incorrect + self.partial + self.spurious

    @property
    def figures(self) -> Figures:
        """P over actual, R over possible; a partial one is worth a half."""
        return figures(self.correct + 0.5 * self.partial, self.actual, self.possible)


COUNTS = {
    "correct": "COR",
    "incorrect": "INC",
    "partial": "PAR",
    "missed": "MIS",
    "spurious": "SPU",
    "possible": "POS",
    "actual": "ACT",
}


def judge(gold: Sequence[Labelled], predicted: Sequence[Labelled], level: Level, beyond: int = 0) -> Tally:
    """The tally of one document; ``beyond`` is how many characters past its end a span still covers."""
    free = list(gold)
    correct = near = 0
    for span in predicted:
        met = [place for place, other in enumerate(free) if _overlap(other, span, beyond)]
        right = [place for place in met if level.right(free[place], span)]
        if right:
            correct += 1
            del free[min(right, key=lambda place: _distance(free[place], span))]
        elif met:
            near += 1
            del free[met[0]]
    spurious = len(predicted) - correct - near
    half = near if level.half else 0
    return Tally(correct, near - half, half, len(free), spurious)


def _overlap(gold: Labelled, predicted: Labelled, beyond: int) -> bool:
    shared = min(gold.end, predicted.end) - max(gold.start, predicted.start) + beyond
    return 100 * shared >= gold.end - gold.start + beyond


def _distance(gold: Labelled, predicted: Labelled) -> int:
    return abs(gold.start - predicted.start) + abs(gold.end - predicted.end)


def tables(documents: Sequence[Sides], covered: Sequence[str], *, beyond: int) -> Iterator[Table]:
    """A table for each labelling: a row for each level, over all labels and for each."""
    for name, labels, spans in labelled(documents, covered):
        rows = list(_rows(OVERALL, spans, beyond))
        for label in labels:
            rows += _rows(label, [_only(label, document) for document in spans], beyond)
        yield Table(name, ("label", "level"), COUNTS, tuple(rows))


def _rows(label: str, documents: Sequence[LabelledSides], beyond: int) -> Iterator[Row]:
    for level in LEVELS:
        tally = sum((judge(side.gold, side.predicted, level, beyond) for side in documents), Tally())
        yield Row((label, level.name), tally.figures, tuple(getattr(tally, count) for count in COUNTS))


def _only(label: str, document: LabelledSides) -> LabelledSides:
    """The spans of one label, which are matched anew, without the others."""
    return LabelledSides(
        document.text,
        [span for span in document.gold if span.label == label],
        [span for span in document.predicted if span.label == label],
    )


NERVALUATE = Scheme(
    "nervaluate",
    "labelled spans by strict, exact, partial and ent_type, each prediction taking the first free gold span",
    "nervaluate 1.2.1, given the last character of each span",
    ("timexes", "events"),
    partial(tables, beyond=0),
)
NERVALUATE_TOUCHING = Scheme(
    "nervaluate@touching",
    "the same, where spans that touch overlap too",
    "nervaluate 1.2.1, given half-open offsets as they are",
    ("timexes", "events"),
    partial(tables, beyond=1),
)
