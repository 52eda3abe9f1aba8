"""nervaluate's four ways to judge a labelled span (after SemEval-2013 task 9.1), with MUC's counts.

Predictions are matched one after the other, in file order. Each is matched with a free gold span that it overlaps:
if there are correct ones, with the one whose ends are nearest, else with the first. A match is never undone, so
the scores depend on the order of the predictions. Two spans overlap if they share at least a hundredth of the gold
span.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate

from bench.schemes.base import Figures, Row, Scheme, Sides, Table, figures
from bench.schemes.labelling import Labelled, LabelledSides, labelled

OVERALL = "overall"


def same_span(gold: Labelled, predicted: Labelled) -> bool:
    """Returns whether both spans cover the same characters."""
    return (gold.start, gold.end) == (predicted.start, predicted.end)


def same_label(gold: Labelled, predicted: Labelled) -> bool:
    """Returns whether both spans have the same label."""
    return gold.label == predicted.label


@dataclass(frozen=True, slots=True)
class Level:
    """One of the four ways to judge a span."""

    name: str
    right: Callable[[Labelled, Labelled], bool]
    """The function that returns whether an overlapping pair (gold, predicted) is correct."""
    half: bool = False
    """True if an overlapping pair that isn't correct is "partial" and worth a half; else it is "incorrect"."""


LEVELS = (
    Level("strict", lambda gold, predicted: gold == predicted),
    Level("exact", same_span),
    Level("partial", same_span, half=True),
    Level("ent_type", same_label),
)


@dataclass(frozen=True, slots=True)
class MucCounts:
    """MUC's counts, in annotations (Chinchor and Sundheim 1993)."""

    correct: int = 0
    incorrect: int = 0
    partial: int = 0
    missed: int = 0
    spurious: int = 0

    def __add__(self, other: MucCounts) -> MucCounts:
        return MucCounts(
            self.correct + other.correct,
            self.incorrect + other.incorrect,
            self.partial + other.partial,
            self.missed + other.missed,
            self.spurious + other.spurious,
        )

    @property
    def possible(self) -> int:
        """The number of gold annotations."""
        return self.correct + self.incorrect + self.partial + self.missed

    @property
    def actual(self) -> int:
        """The number of predicted annotations."""
        return self.correct + self.incorrect + self.partial + self.spurious

    @property
    def figures(self) -> Figures:
        """The scores: P over ``actual``, R over ``possible``; a partial annotation counts a half."""
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


def judge(gold: Sequence[Labelled], predicted: Sequence[Labelled], level: Level, beyond: int = 0) -> MucCounts:
    """Returns the counts of one document. Each span is taken to be ``beyond`` characters longer than it is."""
    return judge_met(gold, predicted, level, meetings(gold, predicted, beyond))


def judge_met(
    gold: Sequence[Labelled], predicted: Sequence[Labelled], level: Level, meetings: Sequence[Sequence[int]]
) -> MucCounts:
    """Returns the same as `judge`, with the `meetings` of the document, which are those of all levels."""
    taken: set[int] = set()
    correct = near = 0
    for span, places in zip(predicted, meetings, strict=True):
        met = [place for place in places if place not in taken]
        right = [place for place in met if level.right(gold[place], span)]
        if right:
            correct += 1
            taken.add(right[0] if len(right) == 1 else min(right, key=lambda place: _distance(gold[place], span)))
        elif met:
            near += 1
            taken.add(met[0])
    spurious = len(predicted) - correct - near
    half = near if level.half else 0
    return MucCounts(correct, near - half, half, len(gold) - len(taken), spurious)


def meetings(gold: Sequence[Labelled], predicted: Sequence[Labelled], beyond: int) -> list[list[int]]:
    """Returns for each prediction the indices of the gold spans that it overlaps, in the order of gold.

    Only the gold spans between which a prediction lies are looked at: those that don't begin after its end, from
    the first one that is reached by a span up to it.
    """
    order = sorted(range(len(gold)), key=lambda place: gold[place].start)
    starts = [gold[place].start for place in order]
    reached = list(accumulate((gold[place].end for place in order), max))
    return [
        sorted(
            place
            for place in order[bisect_left(reached, span.start - beyond) : bisect_right(starts, span.end + beyond)]
            if _overlap(gold[place], span, beyond)
        )
        for span in predicted
    ]


def _overlap(gold: Labelled, predicted: Labelled, beyond: int) -> bool:
    shared = min(gold.end, predicted.end) - max(gold.start, predicted.start) + beyond
    return 100 * shared >= gold.end - gold.start + beyond


def _distance(gold: Labelled, predicted: Labelled) -> int:
    return abs(gold.start - predicted.start) + abs(gold.end - predicted.end)


def tables(documents: Sequence[Sides], covered: Sequence[str], *, beyond: int) -> Iterator[Table]:
    """Yields a table for each kind of label (such as event classes).

    A table has a row for each level: over all labels together, then for each label.
    """
    for name, labels, spans in labelled(documents, covered):
        yield Table(name, ("label", "level"), COUNTS, rows(spans, labels, beyond))


def rows(documents: Sequence[LabelledSides], labels: Sequence[str], beyond: int = 0) -> tuple[Row, ...]:
    """Returns a row for each level: over all labels together, then for each label."""
    found = list(_rows(OVERALL, documents, beyond))
    for label in labels:
        found += _rows(label, [_only(label, document) for document in documents], beyond)
    return tuple(found)


def _rows(label: str, documents: Sequence[LabelledSides], beyond: int) -> Iterator[Row]:
    met = [meetings(side.gold, side.predicted, beyond) for side in documents]
    for level in LEVELS:
        counts = (
            judge_met(side.gold, side.predicted, level, found) for side, found in zip(documents, met, strict=True)
        )
        tally = sum(counts, MucCounts())
        yield Row((label, level.name), tally.figures, tuple(getattr(tally, count) for count in COUNTS))


def _only(label: str, document: LabelledSides) -> LabelledSides:
    """Returns a document with the spans of one label only, which are matched without the others."""
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
    "as `nervaluate`, but spans that touch overlap too",
    "nervaluate 1.2.1, given half-open offsets as they are",
    ("timexes", "events"),
    partial(tables, beyond=1),
)
