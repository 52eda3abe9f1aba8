"""The result of scoring: the scores, the counts behind them, and the documents and links that need attention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.counts import Counts, Group, Score, plural
from bench.dataset.note import Note
from bench.scoring.confidence import Confidence
from bench.sdk.model import Link

Cause = tuple[str, str]
"""A cause that keeps gold from 100 % as its own prediction: a noun, and what is the matter with those."""


@dataclass(frozen=True, slots=True)
class Contradicted:
    """A link that other links of the same document and side contradict."""

    document: str
    side: str
    """The side: "gold" or "predicted"."""
    link: Link
    against: tuple[Link, ...]
    """The links that contradict it; empty if it contradicts itself."""


def not_stated(counts: Counts) -> Score:
    """Returns the score by an attribute that no prediction states: P, R and F1 are None, and only gold is counted.

    A system that never states an attribute doesn't try to predict it, so a score of 0 would be misleading.
    """
    return Score(Counts(gold=counts.gold), None, None, None)


def unscored_layer(layer: str) -> Note:
    """Returns the note that a layer with predictions isn't scored, because gold isn't labelled in it."""
    remedy = f"; if its texts have none, write an empty {layer}.jsonl" if layer in ("timexes", "events") else ""
    message = f"nothing is labelled in the layer {layer}, so what is predicted there isn't scored{remedy}"
    return Note(f"unscored {layer}", "gold", 0, message)


def out_of_reach(causes: Mapping[Cause, tuple[int, str]]) -> Note:
    """Returns the note on gold that doesn't reach 100 % as its own prediction.

    ``causes`` are what is in the way, in words, each with its number and the first document that has it.
    """
    words = [
        f"{plural(number, noun)} {where}{f' (first in {place})' if place else ''}"
        for (noun, where), (number, place) in causes.items()
    ]
    message = f"it can't reach 100 % as its own prediction; in the way: {', '.join(words)}"
    return Note("out of reach", "gold", 0, message)


def dates_alone() -> Note:
    """Returns the note that gold's timeline has no mentions, so that its entries can't be aligned."""
    message = "no entry of its timeline has mentions, so timeline.dates is the only measure of the timeline"
    return Note("timeline without mentions", "gold", 0, message)


def unexplained(document: str, side: str, number: int) -> Note:
    """Returns the note on contradicted links of a document that aren't named, because there are so many."""
    message = f"{number:,} more {side} links contradict others; they are counted, and not named"
    return Note(f"contradictions {side}", document, 0, message)


def simplified(document: str, layer: str) -> Note:
    """Returns the note on a document whose annotations are matched by a simpler rule, which bounds the time."""
    message = (
        f"so many {layer} overlap that they are paired by a simpler rule; the number of pairs stays the largest"
    )
    return Note(f"simplified {layer}", document, 0, message)


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of one set of predictions against gold, with the counts and failures behind them."""

    measures: Mapping[str, Score]
    """The score of each measure. P, R and F1 are None (`not_stated`) if the system predicted annotations but never
    stated the measure's attribute. If it predicted nothing, F1 is 0."""
    slices: Mapping[str, Mapping[str, Mapping[str, Score]]]
    """The scores by slicing ("kind"), by value ("vague") and by measure; values that gold doesn't have are left
    out."""
    units: Mapping[str, Mapping[str, Group]]
    """The counts by measure and by document: one for each sentence, one for its links, or one for each entry.
    Measures whose attribute no prediction states are left out."""
    failures: Mapping[str, str]
    """The cause for each document that failed or is missing; it counts as a document without predictions."""
    timeline_failure: str = ""
    """The cause if the timeline failed; else empty."""
    unresolved: Mapping[str, str] = field(default_factory=dict)
    """The cause for each document that failed with given spans; none of its spans counts as answered."""
    unknown: Sequence[str] = ()
    """The ids of predicted documents that aren't in gold; they aren't counted."""
    remarks: Sequence[Note] = ()
    """Notes on the scoring: layers in which something was predicted and nothing is labelled, gold that is out of
    reach, and limits that a document exceeds."""
    contradictions: Sequence[Contradicted] = ()
    """The contradicted links, at most 10,000, and at most 100 of a document and side. They are counted, but they
    aren't in the graph of temporal awareness."""
    unlocated: Mapping[str, int] = field(default_factory=dict)
    """The number of unlocated predictions in each document that has any; they count as wrong."""
    block: int = 1
    """The number of documents whose counts are one sum in ``units``: 1 below `bench.scoring.kept.BLOCKS`
    documents."""
    split: bool = False
    """True if gold doesn't state the sentences of ``units``, so that `bench.dataset.sentences` split them."""
    notes: Sequence[Note] = ()
    """The notes on the files of gold and of predictions: one for each kind and side, sorted by kind."""

    confidence: Confidence | None = None
    """The measures of how sure the system is of its values; None if it never says how sure it is."""

    def unstated(self, measure: str) -> bool:
        """Returns whether a measure is undefined because no prediction states its attribute (`not_stated`)."""
        return measure in self.measures and measure not in self.units
