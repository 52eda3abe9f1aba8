"""What is resampled: the units of each measure, documents where there are enough of them, else what they hold."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from bench.counts import Counts, total
from bench.draws import Array
from bench.errors import UsageError

ENOUGH = 20
"""Documents from which on they are what is resampled.

What is called few clusters ends between 20 and 50 (Cameron and Miller 2015, A Practitioner's Guide to
Cluster-Robust Inference); with fewer, intervals are too narrow. At 20 the percentile interval of 95 % covers about
92 % (tests/test_statistics.py has a case); resampling sentences instead would ignore that a document's mistakes
resemble each other, which costs more.
"""

FINENESS = 2**20
"""Fractional counts are rounded to multiples of 1 / FINENESS: then each sum is exact, in whichever order a
machine adds, as long as it stays below 2³³."""

Group = Sequence[Counts] | Mapping[Hashable, Counts]
"""The counts of what one document holds: by position, the same in every system (sentences), or by a key (the
dates of a timeline), where a system without a key has counted nothing there."""

Units = Mapping[str, Mapping[str, Group]]
"""Measure → document → counts, as ``bench.scoring.Scored.units`` has them."""

FIELDS = attrgetter("correct_predicted", "predicted", "correct_gold", "gold")


@dataclass(frozen=True, slots=True)
class Kind:
    """What the units of a measure are called."""

    single: str = "sentence"
    cluster: str = "document"


SENTENCES = Kind()


@dataclass(frozen=True, slots=True)
class Sampling:
    """Which units are resampled, and how many there are."""

    unit: str
    """"document", "sentence", "entry" …"""
    units: int
    clusters: int
    """Documents that the units come from."""
    cluster: str = "document"
    enough: int = ENOUGH

    @property
    def label(self) -> str:
        """What an interval made so speaks for.

        With enough documents, for texts like these. By sentence or entry, "for these texts" alone: how much
        documents differ is not in it. With a few documents that can't be cut further, it is too narrow.
        """
        if self.unit != self.cluster:
            return f"for these texts ({_plural(self.units, self.unit)} of {_plural(self.clusters, self.cluster)})"
        if self.units < self.enough:
            return f"{_plural(self.units, self.unit)}, too few for an interval to be wide enough"
        return _plural(self.units, self.unit)


@dataclass(frozen=True, slots=True)
class Sample:
    """The counts of one measure, aligned over systems."""

    sampling: Sampling
    systems: tuple[str, ...]
    """Those that have the measure."""
    counts: Array
    """Systems × units × 4, in the order of the fields of ``Counts``."""


def arrange(
    systems: Mapping[str, Units], kinds: Mapping[str, Kind] | None = None, enough: int = ENOUGH
) -> dict[str, Sample]:
    """The samples of all measures that any system has.

    ``kinds`` names the units of measures that aren't counted per sentence. Documents are resampled where there
    are at least ``enough``, else what they hold, all documents together; where each holds but one count, that is
    the document again. Raises UsageError for systems that were not counted over the same units.
    """
    measures = dict.fromkeys(name for units in systems.values() for name in units)
    kinds = kinds or {}
    return {
        measure: _arrange(
            measure,
            {system: units[measure] for system, units in systems.items() if measure in units},
            kinds.get(measure, SENTENCES),
            enough,
        )
        for measure in measures
    }


def holding(counts: Array) -> int:
    """How many units (the first axis) count anything at all."""
    return int(np.count_nonzero(counts.any(axis=1)))


def _arrange(measure: str, groups: Mapping[str, Mapping[str, Group]], kind: Kind, enough: int) -> Sample:
    documents = list(next(iter(groups.values())))
    for system, found in groups.items():
        if found.keys() != set(documents):
            raise UsageError(f"{measure}: {system} was scored on other documents than {next(iter(groups))}")
    clustered = len(documents) >= enough
    rows: dict[str, list[Counts]] = {system: [] for system in groups}
    for document in documents:
        here = {system: found[document] for system, found in groups.items()}
        if clustered:
            for system, group in here.items():
                rows[system].append(total(group.values() if isinstance(group, Mapping) else group))
        else:
            for system, counts in _aligned(measure, document, here):
                rows[system].extend(counts)
    size = len(next(iter(rows.values())))
    unit = kind.cluster if clustered or size == len(documents) else kind.single
    return Sample(
        Sampling(unit, size, len(documents), kind.cluster, enough),
        tuple(groups),
        np.stack([_array(counts) for counts in rows.values()]),
    )


def _aligned(measure: str, document: str, groups: Mapping[str, Group]) -> Iterable[tuple[str, Sequence[Counts]]]:
    keyed = [group for group in groups.values() if isinstance(group, Mapping)]
    if keyed:
        keys = dict.fromkeys(key for group in keyed for key in group)
        nothing = Counts()
        for system, group in groups.items():
            if not isinstance(group, Mapping):
                raise UsageError(f"{measure}: the counts of {system} in {document!r} have no keys, others' have")
            yield system, [group.get(key, nothing) for key in keys]
    elif len(set(map(len, groups.values()))) > 1:
        raise UsageError(f"{measure}: {document!r} doesn't have the same number of units in every system")
    else:
        yield from ((system, group) for system, group in groups.items() if not isinstance(group, Mapping))


def _array(counts: Sequence[Counts]) -> Array:
    """Units × 4; whole numbers stay as they are."""
    found = np.array([FIELDS(item) for item in counts], dtype=np.float64).reshape(-1, 4)
    return np.rint(found * FINENESS) / FINENESS


def _plural(number: int, noun: str) -> str:
    many = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number:,} {noun if number == 1 else many}"
