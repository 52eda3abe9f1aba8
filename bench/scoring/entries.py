"""The scores of a timeline's entries, whole and by participant."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bench.counts import Group, Score, total
from bench.matching import timeline
from bench.matching.matching import Matching
from bench.measures import of_layer
from bench.measures.base import Measure
from bench.scoring.kept import counts_of
from bench.sdk.model import Entry


def counted(
    gold: Sequence[Entry],
    predicted: Sequence[Entry],
    events: Mapping[str, Matching[Any]],
    measures: Collection[Measure[Any]],
) -> dict[str, dict[str, Group]]:
    """Returns the counts of the predicted timeline, by measure; ``events`` are the matchings by document.

    If no entry of gold has mentions to align it by, only `timeline.dates` is counted.
    """
    aligned = timeline.compare(gold, predicted, events)
    mentioned = any(entry.mentions for entry in gold)
    return {
        measure.name: {"timeline": measure.count(aligned)}
        for measure in of_layer("timeline")
        if measure in measures and (mentioned or measure.name == "timeline.dates")
    }


def by_participant(
    gold: Sequence[Entry], predicted: Sequence[Entry], events: Mapping[str, Matching[Any]]
) -> dict[str, dict[str, Score]]:
    """Returns the scores of the timeline of each participant, by measure."""
    return {
        participant: {
            measure.name: Score.of(total(counts_of(measure.count(alignment)))) for measure in of_layer("timeline")
        }
        for participant, alignment in sorted(timeline.by_participant(gold, predicted, events).items())
    }
