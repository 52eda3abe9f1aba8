"""Slices by phenomenon: the counts of a suite of cases, summed over the cases of each phenomenon.

Measures of traps are summed over the traps, all others over the other cases. The measures are those that are
sliced by "phenomenon".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from bench.counts import Counts, Group, Score, total
from bench.dataset.case import Case
from bench.measures import MEASURES
from bench.measures.trap import TrapMeasure
from bench.scoring.result import not_stated

SLICING = "phenomenon"
"""The name of the slicing."""
SLICED = tuple(measure for measure in MEASURES if SLICING in measure.sliced)
"""The measures that are shown by phenomenon."""
OF_TRAPS = frozenset(measure.name for measure in MEASURES if isinstance(measure, TrapMeasure))


class Phenomena:
    """The counts of the cases that were added."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[str, Counts]] = {}
        """The counts of each phenomenon, by measure."""
        self.traps = False
        """True if a trap was added. Without one the tags of documents name no phenomena."""

    def add(self, case: Case, counted: Mapping[str, Group]) -> None:
        """Adds the counts of a document, by measure."""
        self.traps |= case.trap
        here = self._counts.setdefault(case.phenomenon, {})
        for measure in SLICED:
            name = measure.name
            if name in counted and case.layer in (None, measure.layer) and (name in OF_TRAPS) == case.trap:
                here[name] = here.get(name, Counts()) + total(_units(counted[name]))

    def merge(self, other: Phenomena) -> None:
        """Adds the cases that were added to another object."""
        self.traps |= other.traps
        for phenomenon, counts in other._counts.items():
            here = self._counts.setdefault(phenomenon, {})
            for name, found in counts.items():
                here[name] = here.get(name, Counts()) + found

    def scores(self, left_out: Collection[str], unstated: Collection[str]) -> dict[str, dict[str, Score]]:
        """Returns the scores of each phenomenon, by measure, in the order of gold; nothing if gold has no traps.

        The measures named in ``left_out`` are left out, and so are those for which gold has no annotations in the
        phenomenon. Those named in ``unstated`` have counts, but their precision, recall and F1 are None.
        """
        if not self.traps:
            return {}
        found = {
            phenomenon: {
                name: not_stated(each) if name in unstated else Score.of(each)
                for name, each in counts.items()
                if each.gold and name not in left_out
            }
            for phenomenon, counts in self._counts.items()
        }
        return {phenomenon: scores for phenomenon, scores in found.items() if scores}


def _units(group: Group) -> Iterable[Counts]:
    return group.values() if isinstance(group, Mapping) else group
