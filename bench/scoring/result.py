"""The result of scoring: the scores, the counts behind them, and the documents and links that need attention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.counts import Group, Score
from bench.dataset.note import Note
from bench.sdk.model import Link


@dataclass(frozen=True, slots=True)
class Contradicted:
    """A link that other links of the same document and side contradict."""

    document: str
    side: str
    """"gold" or "predicted"."""
    link: Link
    against: tuple[Link, ...]
    """The links that contradict it; empty where it contradicts itself."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of one set of predictions against a suite."""

    measures: Mapping[str, Score]
    slices: Mapping[str, Mapping[str, Mapping[str, Score]]]
    """Slicing → value → measure → score; values that gold doesn't have are left out."""
    units: Mapping[str, Mapping[str, Group]]
    """Measure → document → counts per sentence, per link document or per timeline entry."""
    failures: Mapping[str, str]
    """Documents that count as nothing predicted, with the cause."""
    timeline_failure: str = ""
    """The cause, where the timeline failed; else empty."""
    unresolved: Mapping[str, str] = field(default_factory=dict)
    """Documents whose given spans all count as not answered, with the cause."""
    unknown: Sequence[str] = ()
    """Documents that were predicted but are not in gold; they count for nothing."""
    contradictions: Sequence[Contradicted] = ()
    """Links that others contradict: counted, but not in the graph of temporal awareness. At most 10,000."""
    unlocated: Mapping[str, int] = field(default_factory=dict)
    """Document → the number of its predictions without a place in the text, if any; they count as wrong."""
    block: int = 1
    """The number of documents whose counts ``units`` holds as one: 1 unless there are more than
    `bench.scoring.accumulator.BLOCKS`."""
    notes: Sequence[Note] = ()
    """What was left out of the files of either side, or read otherwise than one may expect; one a kind."""
