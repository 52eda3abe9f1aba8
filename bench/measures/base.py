"""What a measure over spans and their attributes is: a name, a layer, and when a matched pair is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import compress, repeat
from operator import attrgetter, is_not
from typing import Any

from bench.counts import Credit
from bench.matching.matching import Paired, same_span

TEMPEVAL_3 = "TempEval-3 (UzZaman et al. 2013)"

Column = Sequence[Credit]
"""The credit of each pair."""
Compare = Callable[[Paired[Any]], Sequence[Column]]
"""Of a document's matched pairs, at least one: their credits by each measure that shares the comparison."""


def values(annotations: Sequence[Any], attribute: str) -> list[Any]:
    """What annotations say of an attribute."""
    return list(map(attrgetter(attribute), annotations))


@dataclass(frozen=True, slots=True)
class Population:
    """Which annotations a measure is over; the same rule for gold and predictions."""

    attribute: str | None = None
    """Only those that state this attribute; None for all."""
    matched: bool = False
    """Only those that were matched."""

    def of(self, annotations: Sequence[Any]) -> Sequence[Any]:
        """Those of some annotations that are of it, matched or not."""
        if self.attribute is None:
            return annotations
        said = values(annotations, self.attribute)
        if said.count(None) == len(said):
            return ()
        return list(compress(annotations, map(is_not, said, repeat(None))))


ALL = Population()


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the vocabulary that code, tables, JSON and the command line share.

    Its score is P = correct / predicted, R = correct / gold and F = 2 × correct / (gold + predicted), where a
    matched pair (`bench.matching.matching`) is correct if ``compare`` gives it 1, or in part if it gives less;
    correct is the sum of the credits (`bench.scoring.counting`). With nothing predicted P is undefined and F is 0
    (the TempEval-3 toolkit prints 0 for both); with nothing on either side all three are undefined.
    """

    name: str
    layer: str
    definition: str
    """One sentence: when a match is correct."""
    compare: Compare
    outcome: int = 0
    """Which of the columns of ``compare`` is this measure's."""
    attribute: str | None = None
    """The field that is compared. A pair of which either side leaves it open (None) gets no credit; where gold
    never has it, the measure is not computed."""
    population: Population = ALL
    """A pair with an annotation outside it must get no credit."""
    source: str = TEMPEVAL_3

    def credit(self, gold: Any, predicted: Any) -> Credit:
        """How far a matched pair is right: True or False, or a share."""
        exact = int(same_span(gold, predicted))
        return self.compare(Paired((gold,), (predicted,), exact))[self.outcome][0]
