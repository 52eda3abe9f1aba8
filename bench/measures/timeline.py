"""Measures of a timeline across documents: its dates, its entries, their times and their order.

Two more measure what a system does in stages: which happenings it chooses, and which mentions it merges.

The unit is the entry, or for ``timeline.dates`` the date. Each measure returns counts by unit. The unit of a gold
entry, and of the predicted entry aligned with it, is the gold entry's id. Predicted entries without an aligned
gold entry are grouped by their date, so that two systems have the same units whatever their ids are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench.counts import Counts
from bench.matching.timeline import Alignment, Dated, Mention
from bench.measures.base import Measure
from bench.measures.tables import STAGES
from bench.temporal.interval import Interval

Units = Mapping[str, Counts]
Share = tuple[int, int]
"""The number of an entry's correct items, and of all its items: the entry itself, its date, or its pairs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineMeasure(Measure[Alignment]):
    """A measure over two aligned timelines."""

    counted: Callable[[Alignment], Units]
    """The function that returns the counts of each unit of two aligned timelines."""
    layer: str = "timeline"
    unit: str = "entry"

    def count(self, pair: Alignment, /) -> Units:
        """Returns the counts of each entry or date."""
        return self.counted(pair)


def dates(alignment: Alignment) -> Units:
    """Returns the counts of the distinct dates of both timelines; a date is correct if the other side has it.

    The date of an entry is the interval of days that ``when`` covers, at its own granularity: 2023-09 is the same
    date as 2023-09-01/2023-09-30, and differs from 2023-09-18. If all dates are days, the scores are the date
    P, R and F1 of timeline summarisation (Martschat and Markert 2017). An undated entry has no date.
    """
    gold = {entry.date for entry in alignment.gold if entry.date is not None}
    predicted = {entry.date for entry in alignment.predicted if entry.date is not None}
    both = gold & predicted
    return {
        date: Counts(int(date in both), int(date in predicted), int(date in both), int(date in gold))
        for date in sorted(gold | predicted)
    }


def entries(alignment: Alignment) -> Units:
    """Returns the counts of entries; an entry is correct if it is aligned with an entry of the other side."""
    aligned = set(alignment.pairs.values())
    return _units(
        alignment,
        [(int(i in alignment.pairs), 1) for i in range(len(alignment.gold))],
        [(int(j in aligned), 1) for j in range(len(alignment.predicted))],
    )


def same_date(gold: Dated, predicted: Dated) -> bool:
    """Returns whether both entries have a date and the dates are equal."""
    return gold.date is not None and gold.date == predicted.date


def when(alignment: Alignment, same: Callable[[Dated, Dated], bool] = same_date) -> Units:
    """Returns the counts of dated entries; one is correct if the entry aligned with it has the ``same`` date.

    The measure is end to end: a dated entry that is aligned with no entry, or with an undated one, is wrong.
    ``same`` may compare at a coarser granularity.
    """
    right = {(i, j) for i, j in alignment.pairs.items() if same(alignment.gold[i], alignment.predicted[j])}
    right_gold, right_predicted = {i for i, _ in right}, {j for _, j in right}
    return _units(
        alignment,
        [(int(i in right_gold), int(entry.date is not None)) for i, entry in enumerate(alignment.gold)],
        [(int(j in right_predicted), int(entry.date is not None)) for j, entry in enumerate(alignment.predicted)],
    )


def order(alignment: Alignment) -> Units:
    """Returns the counts of pairs of entries in a definite order (`relation`).

    A pair is correct if the aligned entries have the same order; it counts once at each of its two entries. The
    measure is end to end: a pair is wrong if one of its entries isn't aligned. All pairs count, not only the links
    of a reduced graph, because the reduction depends on choices among equal entries.
    """
    there = alignment.pairs
    back = {j: i for i, j in there.items()}
    return _units(
        alignment,
        _in_order(alignment.gold, alignment.predicted, there),
        _in_order(alignment.predicted, alignment.gold, back),
    )


def relation(a: Interval | None, b: Interval | None) -> str | None:
    """Returns BEFORE, AFTER or SIMULTANEOUS, or None if there is no definite order.

    An interval is before another if it ends no later than the other starts. Two intervals are simultaneous if they
    are equal and both ends are known; the entries then have the same position on the timeline. Other overlapping
    intervals have no definite order, nor has an entry without a date.
    """
    if a is None or b is None:
        return None
    if a.end is not None and b.start is not None and a.end <= b.start:
        return "BEFORE"
    if b.end is not None and a.start is not None and b.end <= a.start:
        return "AFTER"
    return "SIMULTANEOUS" if a == b and a.start is not None and a.end is not None else None


def _in_order(ours: Sequence[Dated], theirs: Sequence[Dated], pairs: Mapping[int, int]) -> list[Share]:
    """Returns each entry's pairs in a definite order: how many the other side confirms, and how many there are."""
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


def choosing(alignment: Alignment) -> Units:
    """Returns the counts of entries; an entry is correct if it shares a mention with any entry of the other side.

    So it doesn't matter which mentions stand together: an entry of which a system makes two is told, and so are
    two entries of which it makes one. The unit of a predicted entry that is aligned with none, but shares a
    mention, is the first gold entry with which it shares one.
    """
    ours = [entry.mentions for entry in alignment.gold]
    theirs = [entry.mentions for entry in alignment.predicted]
    told = frozenset[Mention]().union(*theirs)
    holders: dict[Mention, str] = {}
    for entry in alignment.gold:
        for mention in entry.mentions:
            holders.setdefault(mention, entry.id)
    found: defaultdict[str, Counts] = defaultdict(Counts)
    for entry, mentions in zip(alignment.gold, ours, strict=True):
        found[entry.id] += Counts(0, 0, int(bool(mentions & told)), 1)
    answered = {j: alignment.gold[i].id for i, j in alignment.pairs.items()}
    for j, (entry, mentions) in enumerate(zip(alignment.predicted, theirs, strict=True)):
        shared = sorted(mention for mention in mentions if mention in holders)
        unit = answered.get(j) or (holders[shared[0]] if shared else _spurious(entry))
        found[unit] += Counts(int(bool(shared)), 1, 0, 0)
    return dict(found)


def merging(alignment: Alignment) -> Units:
    """Returns the counts of pairs of mentions in one entry, over the mentions that both timelines have.

    A pair is correct if both mentions stand in one entry on the other side too. Mentions that only one timeline
    has don't count, so that it doesn't matter which happenings a system finds and chooses. A mention that stands
    alone has no pair. Each pair counts once at each of its two mentions, in the gold entry of the mention.
    """
    here, there = (_together(side) for side in (alignment.gold, alignment.predicted))
    both = here.keys() & there.keys()
    left = set(both)
    found: dict[str, Counts] = {}
    for entry in alignment.gold:
        counts = Counts()
        for mention in entry.mentions & left:
            gold, predicted = here[mention] & both, there[mention] & both
            right = len(gold & predicted) - 1  # a mention stands with itself
            counts += Counts(right, len(predicted) - 1, right, len(gold) - 1)
        left -= entry.mentions  # of a mention in two entries the pairs count in the first
        found[entry.id] = found.get(entry.id, Counts()) + counts
    return found


def _together(side: Sequence[Dated]) -> dict[Mention, frozenset[Mention]]:
    """Returns for each mention those that stand in an entry with it, and itself."""
    found: dict[Mention, frozenset[Mention]] = {}
    for entry in side:
        for mention in entry.mentions:
            found[mention] = found.get(mention, frozenset()) | entry.mentions
    return found


def _units(alignment: Alignment, gold: Sequence[Share], predicted: Sequence[Share]) -> dict[str, Counts]:
    """Returns the counts of each unit, from the shares of gold's and of the predicted entries."""
    answered = {j: i for i, j in alignment.pairs.items()}
    units: dict[str, Counts] = {}
    for entry, (right, all_) in zip(alignment.gold, gold, strict=True):
        units[entry.id] = units.get(entry.id, Counts()) + Counts(0, 0, right, all_)
    for j, (entry, (right, all_)) in enumerate(zip(alignment.predicted, predicted, strict=True)):
        unit = alignment.gold[answered[j]].id if j in answered else _spurious(entry)
        units[unit] = units.get(unit, Counts()) + Counts(right, all_, 0, 0)
    return units


def _spurious(entry: Dated) -> str:
    """Returns the unit of a predicted entry that gold has nothing of."""
    return f"spurious {entry.date or 'undated'}"


_OURS = "docs/timelines.md"

TIMELINE_DATES = TimelineMeasure(
    name="timeline.dates",
    heading="dates",
    title="Dates of the timeline",
    unit="date",
    definition="a distinct date stands in both timelines",
    source="tilse (Martschat and Markert 2017)",
    counted=dates,
    headline=True,
    leads=True,
    plotted=True,
)
TIMELINE_ENTRIES = TimelineMeasure(
    name="timeline.entries",
    heading="entries",
    title="Entries of the timeline",
    definition="an entry is aligned with one that shares a mention",
    source="CEAF φ3 (Luo 2005)",
    counted=entries,
    plotted=True,
)
TIMELINE_WHEN = TimelineMeasure(
    name="timeline.when",
    heading="dates of entries",
    definition="an aligned entry has the same date",
    source=_OURS,
    counted=when,
)
TIMELINE_ORDER = TimelineMeasure(
    name="timeline.order",
    heading="order of entries",
    definition="a pair of entries is in the same order as the entries aligned with them",
    source=_OURS,
    counted=order,
)
TIMELINE_CHOOSING = TimelineMeasure(
    name="timeline.choosing",
    heading="choosing",
    title="What is worth an entry",
    definition="an entry shares a mention with any entry of the other timeline",
    source=_OURS,
    counted=choosing,
    tables=(STAGES,),
)
TIMELINE_MERGING = TimelineMeasure(
    name="timeline.merging",
    heading="merging",
    title="Which mentions are one happening",
    definition="two mentions that both timelines have stand in one entry in both",
    source="pairwise F1 (Bejan and Harabagiu 2010), docs/timelines.md",
    counted=merging,
    tables=(STAGES,),
    leads=True,
)
