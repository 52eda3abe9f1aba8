"""``timeline.task4``, ``timeline.task4.anchored``: SemEval-2015 Task 4's score of ordered timelines.

The unit is the timeline of a participant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bench.counts import Counts
from bench.measures.base import TASK4, Measure
from bench.temporal.task4 import Ordered, Placed, chain, placed


class Participants(NamedTuple):
    """The ordered timelines of gold and of the predictions, by participant."""

    gold: Mapping[str, Ordered]
    predicted: Mapping[str, Ordered]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task4Measure(Measure[Participants]):
    """A measure over the ordered timelines of participants."""

    counted: Callable[[Mapping[str, Ordered], Mapping[str, Ordered]], Mapping[str, Counts]]
    """The function that returns the counts of each participant, from gold's and the predicted timelines."""
    layer: str = TASK4
    unit: str = "timeline"

    def count(self, pair: Participants, /) -> Mapping[str, Counts]:
        """Returns the counts of each participant that gold has."""
        return self.counted(*pair)


def task4(gold: Mapping[str, Ordered], predicted: Mapping[str, Ordered]) -> dict[str, Counts]:
    """Returns each participant's counts of ``timeline.task4``: temporal awareness over the timeline.

    A link is correct if it follows from the other side's timeline. The task ranks systems by the F1
    of the summed counts (Minard et al. 2015). If a gold participant has no predictions, its
    predicted timeline counts as empty; participants that gold doesn't have aren't counted.
    """
    return {name: _awareness(*_both(name, gold, predicted)) for name in sorted(gold)}


def task4_anchored(gold: Mapping[str, Ordered], predicted: Mapping[str, Ordered]) -> dict[str, Counts]:
    """Returns each participant's counts of ``timeline.task4.anchored``: links as in `task4`, and links to dates.

    Each mention with a position and a date has a link to this date. This link is correct if the
    other side (gold or predicted) links the same mention to the same date, at the same granularity.
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
    """Returns the counts of temporal awareness (UzZaman and Allen 2011) for two timelines.

    No closure is computed: every mention on a timeline has an ordinal, so a link follows from a timeline exactly
    if the two ordinals have the order that the link states.
    """
    found, expected = _followed(predicted, gold), _followed(gold, predicted)
    return Counts(found, max(len(predicted) - 1, 0), expected, max(len(gold) - 1, 0))


def _followed(links_of: Sequence[Placed], other: Iterable[Placed]) -> int:
    """Returns the number of links of one timeline that follow from the other timeline."""
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


TIMELINE_TASK4 = Task4Measure(
    name="timeline.task4",
    heading="chain of events",
    definition="a link of a participant's chain of events follows from the other side's",
    source="SemEval-2015 Task 4 (Minard et al. 2015)",
    counted=task4,
)
TIMELINE_TASK4_ANCHORED = Task4Measure(
    name="timeline.task4.anchored",
    heading="chain of events, with dates",
    definition="a link of a participant's chain, or of an event to its date, follows from the other side's",
    source="docs/timelines.md",
    counted=task4_anchored,
)
