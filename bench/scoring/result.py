"""The result of scoring: the scores, the counts behind them, and the documents and links that need attention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.counts import Counts, Group, Score
from bench.dataset.note import Note
from bench.sdk.model import Link


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
    """Returns the score by an attribute that no prediction states: it has no figures, and gold's number alone.

    Who never states an attribute claims nothing about it, so that 0 would say more than is known.
    """
    return Score(Counts(gold=counts.gold), None, None, None)


def unscored_layer(layer: str) -> Note:
    """Returns the note on a layer of predictions that isn't scored."""
    remedy = f"; if its texts have none, write an empty {layer}.jsonl" if layer in ("timexes", "events") else ""
    message = f"nothing is labelled in the layer {layer}, so what is predicted there isn't scored{remedy}"
    return Note(f"unscored {layer}", "gold", 0, message)


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of one set of predictions against a suite."""

    measures: Mapping[str, Score]
    """Measure → score. The score has no figures (`not_stated`) if the system predicted annotations but never
    stated the measure's attribute. A system that predicted nothing has 0."""
    slices: Mapping[str, Mapping[str, Mapping[str, Score]]]
    """Slicing → value → measure → score; values that gold doesn't have are left out."""
    units: Mapping[str, Mapping[str, Group]]
    """Measure → document → counts per sentence, per link document or per timeline entry; measures without figures,
    because no prediction states their attribute, are left out."""
    failures: Mapping[str, str]
    """Document → cause, for the documents that failed or are missing and so count as nothing predicted."""
    timeline_failure: str = ""
    """The cause if the timeline failed; else empty."""
    unresolved: Mapping[str, str] = field(default_factory=dict)
    """Document → cause, for the documents of whose given spans none counts as answered."""
    unknown: Sequence[str] = ()
    """The documents that were predicted but aren't in gold; they aren't counted."""
    unscored: Sequence[Note] = ()
    """A note for each layer in which something was predicted and nothing is labelled: it has no measures."""
    contradictions: Sequence[Contradicted] = ()
    """The links that others contradict, at most 10,000. They are counted, but aren't in the graph of temporal
    awareness."""
    unlocated: Mapping[str, int] = field(default_factory=dict)
    """Document → the number of its predictions without a place in the text, if any; they count as wrong."""
    block: int = 1
    """The number of documents whose counts ``units`` holds as one: 1 unless there are more than
    `bench.scoring.accumulator.BLOCKS`."""
    notes: Sequence[Note] = ()
    """Notes on what was left out of files, or read in another way than one may expect: one a kind and side, by
    kind."""

    def unstated(self, measure: str) -> bool:
        """Returns whether a measure has no figure because no prediction states its attribute (`not_stated`)."""
        return measure in self.measures and measure not in self.units
