"""A measure: one object with the rule for counting, the names of the measure, and the tables that show it.

Each family of measures is a subclass that knows how to count: `bench.measures.pair.PairMeasure` over matched
annotations, `bench.measures.tlink.LinkMeasure`, `bench.measures.timeline.TimelineMeasure` and
`bench.measures.task4.Task4Measure`. The score of a measure is the `bench.counts.Score` of its summed counts:
P = correct / predicted, R = correct / gold, F1 = 2 × correct / (gold + predicted).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Generic, TypeVar

from bench.counts import Group
from bench.dataset.suite import RESOLVED
from bench.measures.tables import Table, main

T = TypeVar("T")
TASK4 = "task4"
"""The layer of measures over ordered timelines by participant (SemEval-2015 Task 4)."""
LAYERS = ("timexes", RESOLVED, "events", "links", "timeline", TASK4)
"""The layers that measures are about, in the order in which measures are shown."""
UNITS = ("sentence", "document", "entry", "date", "timeline")
"""The names of units, for which counts are kept and which resampling draws."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(ABC, Generic[T]):
    """A measure: its rule for counting, its names, and the tables that show it."""

    name: str
    """The name in JSON, on the command line and in the documents."""
    heading: str
    """The head of its column in a table of its layer."""
    layer: str
    """The layer, one of `LAYERS`; "resolved" is that of the answers for given spans."""
    unit: str
    """The unit of counting, one of `UNITS`."""
    definition: str
    """The sentence that says when something counts as correct."""
    source: str
    """The paper or scorer that defines the measure, or the page of bench's documentation."""
    title: str = ""
    """The measure in words, for example above a plot; empty if the name is used."""
    headline: bool = False
    """True if it is a main measure: tables show its intervals, and a comparison tests it by default."""
    tables: tuple[Table, ...] | None = None
    """The tables in which it is a column; None for the main table of its layer."""
    leads: bool = False
    """True if it orders the rows of the first table in ``tables``."""
    plotted: bool = False
    """True if the report plots its precision against its recall."""
    sliced: tuple[str, ...] = ()
    """The slicings ("kind", "type", "class", "phenomenon") by which it is shown."""
    attribute: str | None = None
    """The field that is compared; if no annotation of gold states it, the measure isn't computed."""
    needs: str | None = None
    """Another field that gold must have: if no annotation states it, the measure isn't computed."""
    states: str | None = None
    """Another field that predictions must have: if no prediction states it, the measure isn't computed."""
    optional: bool = False
    """True if its table leaves out systems that predict nothing that it counts, because they don't try to."""

    def __post_init__(self) -> None:
        """Raises ValueError for a layer or a unit that doesn't exist."""
        if self.layer not in LAYERS or self.unit not in UNITS:
            raise ValueError(f"{self.name}: the layer is one of {LAYERS}, and the unit is one of {UNITS}")

    @property
    def words(self) -> str:
        """The measure in words with its name, for example "Times found (timex.relaxed)"."""
        return f"{self.title} ({self.name})" if self.title else self.name

    @property
    def columns_of(self) -> tuple[Table, ...]:
        """The tables in which the measure is a column."""
        if self.tables is not None:
            return self.tables
        table = main(self.layer)
        return (table,) if table else ()

    @abstractmethod
    def count(self, pair: T, /) -> Group:
        """Returns the counts of each unit, from gold and predictions together; subclasses say what ``pair`` is."""
