"""``timeline.dates``, ``.entries``, ``.when``, ``.order``, and SemEval-2015 Task 4's score of ordered timelines.

The unit is the entry (for dates, the date). Each measure returns counts by unit: a gold entry's id, with the
predicted entry aligned with it; predicted entries that answer none are gathered by their date, so that the units
of two systems are the same ones whatever their ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.counts import Counts
from bench.matching.timeline import Alignment, Dated
from bench.temporal.interval import Interval
from bench.temporal.task4 import Ordered, Placed, chain, placed

Units = Mapping[str, Counts]
Share = tuple[int, int]
"""How many are right, of how many."""


@dataclass(frozen=True, slots=True)
class TimelineMeasure:
    """A measure over two timelines. Undefined scores are as in `bench.counts.score`."""

    name: str
    definition: str
    """One sentence: what is counted, and when it is correct."""
    count: Callable[[Alignment], Units]
    source: str


def dates(alignment: Alignment) -> Units:
    """The distinct dates of both timelines, each a unit; a date is correct if the other side has it.

    The date of an entry is the interval of days that ``when`` spans, at its own granularity: 2023-09 is the same
    date as 2023-09-01/2023-09-30 and another than 2023-09-18. With days alone these are the date P, R and F1 of
    timeline summarisation (Martschat and Markert 2017). An undated entry has none.
    """
    gold = {entry.date for entry in alignment.gold if entry.date is not None}
    predicted = {entry.date for entry in alignment.predicted if entry.date is not None}
    both = gold & predicted
    return {
        date: Counts(int(date in both), int(date in predicted), int(date in both), int(date in gold))
        for date in sorted(gold | predicted)
    }


def entries(alignment: Alignment) -> Units:
    """Entries that are aligned with one of the other side."""
    aligned = set(alignment.pairs.values())
    return _units(
        alignment,
        [(int(i in alignment.pairs), 1) for i in range(len(alignment.gold))],
        [(int(j in aligned), 1) for j in range(len(alignment.predicted))],
    )


def same_date(gold: Dated, predicted: Dated) -> bool:
    """Whether both have a date and it is the same."""
    return gold.date is not None and gold.date == predicted.date


def when(alignment: Alignment, same: Callable[[Dated, Dated], bool] = same_date) -> Units:
    """Dated entries whose aligned entry has the same date; ``same`` may compare at a coarser granularity.

    End to end: a dated entry that is aligned with none, or with an undated one, counts against its side.
    """
    right = {(i, j) for i, j in alignment.pairs.items() if same(alignment.gold[i], alignment.predicted[j])}
    right_gold, right_predicted = {i for i, _ in right}, {j for _, j in right}
    return _units(
        alignment,
        [(int(i in right_gold), int(entry.date is not None)) for i, entry in enumerate(alignment.gold)],
        [(int(j in right_predicted), int(entry.date is not None)) for j, entry in enumerate(alignment.predicted)],
    )


def order(alignment: Alignment) -> Units:
    """Pairs of entries in a definite order (`relation`) whose aligned entries have the same order.

    Each pair counts once at each of its two entries. End to end: a pair of which an entry is aligned with none
    counts against its side. Every pair counts, not the links of a reduced graph: what remains after a reduction
    depends on choices among equals, and a pair of entries is what a reader asks about.
    """
    there = alignment.pairs
    back = {j: i for i, j in there.items()}
    return _units(
        alignment,
        _in_order(alignment.gold, alignment.predicted, there),
        _in_order(alignment.predicted, alignment.gold, back),
    )


def relation(a: Interval | None, b: Interval | None) -> str | None:
    """BEFORE, AFTER, SIMULTANEOUS, or None: no definite order.

    Before is to end no later than the other starts. Simultaneous are equal intervals with both ends known, which
    share a place on the timeline. Other overlaps have no definite order, nor has an entry without a date.
    """
    if a is None or b is None:
        return None
    if a.end is not None and b.start is not None and a.end <= b.start:
        return "BEFORE"
    if b.end is not None and a.start is not None and b.end <= a.start:
        return "AFTER"
    return "SIMULTANEOUS" if a == b and a.start is not None and a.end is not None else None


def _in_order(ours: Sequence[Dated], theirs: Sequence[Dated], pairs: Mapping[int, int]) -> list[Share]:
    """For each entry of ours: with how many others it has a definite order, and how many of these they confirm."""
    shares = [[0, 0] for _ in ours]
    answers = [theirs[pairs[index]].interval if index in pairs else None for index in range(len(ours))]
    for index, entry in enumerate(ours):
        for other in range(index):
            expected = relation(entry.interval, ours[other].interval)
            if expected is not None:
                right = relation(answers[index], answers[other]) == expected
                for share in (shares[index], shares[other]):
                    share[0] += right
                    share[1] += 1
    return [(right, all_) for right, all_ in shares]


def _units(alignment: Alignment, gold: Sequence[Share], predicted: Sequence[Share]) -> dict[str, Counts]:
    """Counts by unit, from the share of each entry."""
    answered = {j: i for i, j in alignment.pairs.items()}
    units: dict[str, Counts] = {}
    for entry, (right, all_) in zip(alignment.gold, gold, strict=True):
        units[entry.id] = units.get(entry.id, Counts()) + Counts(0, 0, right, all_)
    for j, (entry, (right, all_)) in enumerate(zip(alignment.predicted, predicted, strict=True)):
        unit = alignment.gold[answered[j]].id if j in answered else f"spurious {entry.date or 'undated'}"
        units[unit] = units.get(unit, Counts()) + Counts(right, all_, 0, 0)
    return units


_OURS = "docs/timelines.md"

TIMELINE_DATES = TimelineMeasure(
    "timeline.dates", "a distinct date that both timelines have", dates, "tilse (Martschat and Markert 2017)"
)
TIMELINE_ENTRIES = TimelineMeasure(
    "timeline.entries", "an entry is aligned with one that shares a mention", entries, "CEAF φ3 (Luo 2005)"
)
TIMELINE_WHEN = TimelineMeasure("timeline.when", "an aligned entry has the same date", when, _OURS)
TIMELINE_ORDER = TimelineMeasure(
    "timeline.order", "a pair of entries is in the same order as the entries aligned with them", order, _OURS
)
TIMELINE_MEASURES = (TIMELINE_DATES, TIMELINE_ENTRIES, TIMELINE_WHEN, TIMELINE_ORDER)
"""In the order that tables show them."""


def task4(gold: Mapping[str, Ordered], predicted: Mapping[str, Ordered]) -> dict[str, Counts]:
    """``timeline.task4``: temporal awareness over each participant's chain of links; participant → counts.

    A link is correct if it follows from the other side's timeline. Their sum gives the task's ranking figure
    (micro-averaged F1, Minard et al. 2015). A gold participant without predictions counts as nothing predicted;
    one that gold doesn't have counts for nothing.
    """
    return {name: _awareness(*_both(name, gold, predicted)) for name in sorted(gold)}


def task4_anchored(gold: Mapping[str, Ordered], predicted: Mapping[str, Ordered]) -> dict[str, Counts]:
    """``timeline.task4.anchored``: the links of `task4`, and one link from each placed mention to its date.

    That link is correct if the other side anchors the same mention to the same date at the same granularity. A
    mention without a date has no such link.
    """
    counts = {}
    for name in sorted(gold):
        sides = _both(name, gold, predicted)
        counts[name] = _awareness(*sides) + _anchors(*sides)
    return counts


def _both(
    name: str, gold: Mapping[str, Ordered], predicted: Mapping[str, Ordered]
) -> tuple[list[Placed], list[Placed]]:
    return placed(gold[name]), placed(predicted[name]) if name in predicted else []


def _awareness(gold: Sequence[Placed], predicted: Sequence[Placed]) -> Counts:
    """The counts of temporal awareness (UzZaman and Allen 2011) for two timelines.

    No closure is computed: every placed mention has an ordinal, so a link follows from a timeline exactly if the
    ordinals there say so.
    """
    found, expected = _followed(predicted, gold), _followed(gold, predicted)
    return Counts(found, max(len(predicted) - 1, 0), expected, max(len(gold) - 1, 0))


def _followed(links_of: Sequence[Placed], other: Iterable[Placed]) -> int:
    """How many links of a timeline follow from another."""
    ordinals = {mention.key: mention.ordinal for mention in other}
    followed = 0
    for source, target, link in chain(links_of):
        if source in ordinals and target in ordinals:
            before, after = ordinals[source], ordinals[target]
            followed += before < after if link == "BEFORE" else before == after
    return followed


def _anchors(gold: Sequence[Placed], predicted: Sequence[Placed]) -> Counts:
    ours = {(mention.key, mention.anchor) for mention in gold if mention.anchor is not None}
    theirs = {(mention.key, mention.anchor) for mention in predicted if mention.anchor is not None}
    both = len(ours & theirs)
    return Counts(both, len(theirs), both, len(ours))


@dataclass(frozen=True, slots=True)
class OrderedMeasure:
    """A measure over the ordered timelines of participants. Undefined scores are as in `bench.counts.score`."""

    name: str
    definition: str
    """One sentence: what is counted, and when it is correct."""
    count: Callable[[Mapping[str, Ordered], Mapping[str, Ordered]], Mapping[str, Counts]]
    """From gold's and the predicted timelines by participant, the counts of each participant that gold has."""
    source: str


ORDERED_MEASURES = (
    OrderedMeasure(
        "timeline.task4",
        "a link of a participant's chain of events follows from the other side's",
        task4,
        "SemEval-2015 Task 4 (Minard et al. 2015)",
    ),
    OrderedMeasure(
        "timeline.task4.anchored",
        "such a link, or that of an event to its date, follows from the other side's",
        task4_anchored,
        _OURS,
    ),
)
"""In the order that tables show them."""
